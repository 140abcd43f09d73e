"""Texts in which people speak for themselves: transcripts in turns ("HOLM: Good afternoon."), and speeches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.extract.roles import ROLE_HEADS
from claimcheck.extract.words import bare
from claimcheck.records import Sentence, Span

_LABEL = re.compile(
    r"^[ \t]*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?[ \t]+)?(?P<label>[^\W\d_a-z][\w.'’-]*(?:[ ,][^\W\d_][\w.'’-]*){0,5}"
    r"(?:[ ]\([^)\n]{1,40}\))?)[ \t]*:(?=\s)",
    re.MULTILINE,
)
_NO_LABELS = frozenset(
    """breaking update updated exclusive analysis opinion correction clarification note notes editor's-note watch read
    photo photos video image source sources related developing live summary contact press-contact where when who
    what why how date time venue tickets address phone tel email web warning caution background key-points
    highlights conclusion results methods notice attention ps fact false true verdict claim rating""".split()
)
_ASKERS = {
    "q": "the interviewer", "question": "a questioner", "reporter": "a reporter", "presenter": "the presenter",
    "host": "the host", "interviewer": "the interviewer", "moderator": "the moderator",
    "journalist": "a reporter", "unidentified": "somebody unnamed", "audience": "somebody in the audience",
    "speaker": "the speaker", "a": "the person interviewed", "answer": "the person interviewed",
    "chair": "the chair", "operator": "the operator", "anchor": "the presenter", "member": "a member",
    "voice": "somebody unnamed",
}  # fmt: skip
_SPEECH = (
    r"(?:speech|remarks|statement|address|testimony|evidence|letter|sermon|lecture|eulogy|message|interview"
    r"|news conference|press conference|reply)"
)
_OWNED = re.compile(rf"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,4}}?)['’]s? (?:[\w-]+ ){{0,3}}{_SPEECH}", re.UNICODE)
_NAMED = re.compile(
    rf"{_SPEECH}s? (?:of|by|from|with) (?P<name>(?:the )?[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){{0,5}})",
    re.IGNORECASE | re.UNICODE,
)
_FIRST = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me)\b")
_ROLE_IN_TITLE = re.compile(r"\bthe ((?:[\w-]+ ){0,2}?[\w-]+)(?:['’]s| speaks| answers| takes| on )")
_CAPITALS = re.compile(r"[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|de|van|von|al|bin))*")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch: `start` to `end`, without the label in front."""

    speaker: str
    start: int
    end: int
    role: str | None = None
    label: Span | None = None


def transcript_turns(text: str) -> list[tuple[str, int, int]]:
    """The turns of a transcript as (speaker as labelled, start, end); empty for any other text."""
    return [(text[slice(*t.label)] if t.label else t.speaker, t.start, t.end) for t in turns(text)]


def turns(text: str, title: str | None = None) -> list[Turn]:
    """The turns of a transcript with the fullest name that text or title give, or the one turn of a titled speech."""
    labels = _labels(text)
    if not labels:
        return _speech(text, title)
    named = {label for label, _ in labels if label.lower().split()[0] not in _ASKERS}
    role = _role(title) if len({n.lower() for n in named}) == 1 else None
    found = []
    for k, (label, at) in enumerate(labels):
        end = labels[k + 1][1][0] if k + 1 < len(labels) else len(text)
        start = at[1] + 1
        asker = _ASKERS.get(label.lower().split()[0])
        speaker = asker or _full_name(label, text, title)
        found.append(Turn(speaker, start, end, None if asker else role, at))
    return found


def _labels(text: str) -> list[tuple[str, Span]]:
    """(label, its span) at line starts: in capitals anywhere, or as a name where it comes again."""
    candidates = [
        (m.group("label").strip(), m.span("label")) for m in _LABEL.finditer(text) if len(m.group("label")) <= 60
    ]
    candidates = [(label, span) for label, span in candidates if label.lower().replace(" ", "-") not in _NO_LABELS]
    counts = Counter(label for label, _ in candidates)
    kept = [
        (label, span)
        for label, span in candidates
        if (label.isupper() and (len(label) > 2 or label in ("Q", "A")) and label.split()[0].lower() not in _NO_LABELS)
        or (counts[label] >= 2 and all(w[0].isupper() for w in label.split() if w[0].isalpha()))
    ]
    colons = len(kept)
    single = colons == 1 and len(kept[0][0].split()) > 3
    return [] if single else kept


def _full_name(label: str, text: str, title: str | None) -> str:
    """ "HOLM" -> "Ada Holm" where text or title name her so, else "Holm"."""
    name = re.sub(r"\(.*?\)", "", label).strip(" ,")
    name = " ".join(w if not w.isupper() or len(w.strip(".")) < 2 else w[0] + w[1:].lower() for w in name.split())
    words = [
        w
        for w in name.split()
        if bare(w) not in ROLE_HEADS and bare(w) not in ("mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "prof")
    ]
    surname = (words or name.split())[-1]
    if len(words) > 1:
        return " ".join(words)
    for source in (title or "", text[:4000]):
        for found in _CAPITALS.finditer(source):
            parts = [p.removesuffix("'s").removesuffix("’s") for p in found.group().split()]
            if surname in parts and parts.index(surname) > 0:
                named = [p for p in parts[: parts.index(surname) + 1] if bare(p) not in ROLE_HEADS]
                if len(named) > 1:
                    return " ".join(named[-3:])
    return surname


def _role(title: str | None) -> str | None:
    """The role that a title gives: "the interior minister's remarks in the capital" -> "interior minister"."""
    for found in _ROLE_IN_TITLE.finditer(title or ""):
        if bare(found.group(1).split()[-1]) in ROLE_HEADS:
            return found.group(1)
    return None


def _speech(text: str, title: str | None) -> list[Turn]:
    """A text in the first person whose title says whose speech, letter or statement it is."""
    if not title or len(_FIRST.findall(text)) < 2 or sum(text.count(mark) for mark in '"“”') > 4:
        return []
    found = (
        _OWNED.search(title)
        or _NAMED.search(title)
        or re.match(r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}), (?:news|press|in )", title)
    )
    if found is None:
        return []
    words = found.group("name").removeprefix("the ").split()
    roles = [w for w in words if bare(w) in ROLE_HEADS]
    name = [w for w in words if bare(w) not in ROLE_HEADS]
    if not name or not name[-1][0].isupper():
        return []
    return [Turn(" ".join(name), 0, len(text), " ".join(roles).lower() or _role(title))]


def inside(sentence: Sentence, found: Sequence[Turn]) -> Turn | None:
    """The turn that a sentence belongs to."""
    return next((t for t in found if t.start - 80 <= sentence.start < t.end and sentence.end > t.start), None)
