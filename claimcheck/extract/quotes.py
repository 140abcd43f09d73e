"""Quotations that are somebody's words, each with its speaker. Scare quotes, titles and nicknames are not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.extract.attributions import Statement
from claimcheck.extract.cues import CUES, SPEECH_NOUNS
from claimcheck.extract.discourse import Speaker
from claimcheck.extract.marks import Marked
from claimcheck.extract.reading import Reading, Unit
from claimcheck.extract.roles import can_speak
from claimcheck.extract.speakers import Speakers
from claimcheck.extract.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, SUBORDINATORS, bare

_REACH = 40  # statements or quotes back or ahead, in which a speaker is looked for
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NAMING = frozenset(
    "titled entitled called named nicknamed dubbed known headlined captioned labelled labeled marked"
    " subtitled so-called codenamed song film movie book novel album single show series play musical opera"
    " poem painting exhibition podcast magazine program programme hit documentary episode track slogan word"
    " words term phrase nickname codename hashtag sitcom".split()
)
_SMALL = frozenset("a an the of and or in on at to for with by from is as but".split())


@dataclass(slots=True)
class Quote:
    """One pair of marks that holds somebody's words; `statement` is the cue that introduces it, if one does."""

    unit: Unit
    mark: Marked
    statement: Statement | None
    speaker: Speaker | None = None
    carried: bool = False


def find(reading: Reading, found: Sequence[Statement], speakers: Speakers) -> list[Quote]:
    """The quotes of a text, in order, their speakers resolved."""
    by_unit: dict[int, list[Statement]] = {}
    for statement in found:
        by_unit.setdefault(statement.unit.start, []).append(statement)
    quotes: list[Quote] = []
    for unit in reading.units:
        here = by_unit.get(unit.start, [])
        for mark in unit.marks:
            index = unit.token_of(mark)
            by = next((s for s in here if s.holds(index)), None)
            if is_speech(reading.text, unit, mark, index, by):
                quotes.append(Quote(unit, mark, by, by.speaker if by else None))
    quotes = _without_repeats(reading.text, quotes)
    _carry(reading, quotes, found, speakers)
    return quotes


def _without_repeats(text: str, quotes: list[Quote]) -> list[Quote]:
    """Without the quotes of headlines that the body has as well."""
    body = " | ".join(_plain(text, q) for q in quotes if q.unit.sentence.role == "body")
    return [q for q in quotes if q.unit.sentence.role == "body" or _plain(text, q) not in body]


def _plain(text: str, quote: Quote) -> str:
    return " ".join(w.lower() for w in _WORD.findall(text[slice(*quote.mark.inner)]))


# --- speech or not --------------------------------------------------------------------------------------------------


def is_speech(text: str, unit: Unit, mark: Marked, index: int, statement: Statement | None) -> bool:
    """Whether the words between the marks are somebody's words."""
    inner = text[mark.inner[0] : mark.inner[1]]
    words = _WORD.findall(inner)
    if not any(c.isalpha() for c in inner) or "://" in inner:
        return False
    tokens = unit.tokens
    before = tokens[index - 1] if index > 0 else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    adjacent = statement is not None and _adjacent(statement, index)
    if before is not None and before.kind == "word" and before.lower in _NAMING and not (adjacent and len(words) > 3):
        return False
    if before is not None and after is not None and before.capital and after.capital and len(words) <= 3:
        return False  # Anna "Nan" Holt
    if _is_title(words, inner) and not (
        adjacent and statement is not None and statement.cue.takes("q") and inner[-1:] in ",.?!…"
    ):
        return False
    if _is_direct(unit, index, inner):
        return True
    if len(words) <= 2:
        named = all(w[0].isupper() for w in words) and inner[-1:] not in ",.!?…"
        return adjacent or (statement is not None and not named and not _modifies(before, after))
    if statement is not None or mark.open_ended:
        return True
    reported = any(t.kind == "word" and t.lower in CUES for t in tokens[:index])
    return (len(words) >= 4 or reported) and not _modifies(before, after)


def _is_direct(unit: Unit, index: int, inner: str) -> bool:
    """Whether the marks set off a remark of its own: a whole sentence, or what an attribution breaks off."""
    tokens = unit.tokens
    if not inner[0].isupper() and inner[0].isalpha():
        return False
    if all(t.kind != "word" for t in tokens):
        return inner[-1] in ",.?!…—"
    before = tokens[index - 1].text if index else ""
    if before == "":
        return inner[-1] in ",?!"
    return before in ",:" and inner[-1] in ",.?!…—"


def _adjacent(statement: Statement, index: int) -> bool:
    """Whether the cue introduces the quotation itself, not a clause that holds it."""
    if statement.placement in ("before", "amid"):
        return True
    return any(a == index for a, _ in statement.token_ranges)


def _modifies(before: object, after: object) -> bool:
    """a "hold" rating: between a determiner and a noun."""
    kind, word = getattr(after, "kind", ""), getattr(after, "lower", "")
    return (
        kind == "word"
        and word not in PREPOSITIONS | SUBORDINATORS | AUXILIARIES | DETERMINERS
        and not word.endswith("ly")
    )


def _is_title(words: list[str], inner: str) -> bool:
    """Every word but the small ones with a capital, two or more: a work's title."""
    if inner[-1:] in ".,!?" and len(words) > 8:
        return False
    large = [w for w in words if w.lower() not in _SMALL]
    return len(large) >= 2 and all(w[0].isupper() or w[0].isdigit() for w in large) and "I" not in large


# --- carried on -----------------------------------------------------------------------------------------------------


def _carry(reading: Reading, quotes: list[Quote], found: Sequence[Statement], speakers: Speakers) -> None:
    """Give quotes without a cue of their own the speaker that the text goes on with."""
    for group in _groups(quotes):
        known = next((q.speaker for q in group if q.statement is not None and q.speaker is not None), None)
        for quote in group:
            if quote.speaker is None and known is not None:
                quote.speaker, quote.carried = known, True
    floors: dict[int, int] = {}
    for unit in reading.units:
        floors.setdefault(unit.sentence.paragraph, unit.start)
    for k, quote in enumerate(quotes):
        if quote.speaker is None:
            quote.speaker = _carried(quotes, k, found, speakers, floors[quote.unit.sentence.paragraph])
            quote.carried = True


def _groups(quotes: list[Quote]) -> list[list[Quote]]:
    """Quotes that are one speech over several paragraphs: each but the last is left open."""
    groups: list[list[Quote]] = []
    for k, quote in enumerate(quotes):
        if k and quotes[k - 1].mark.open_ended:
            groups[-1].append(quote)
        else:
            groups.append([quote])
    return [g for g in groups if len(g) > 1]


def _introduced(unit: Unit, index: int, speakers: Speakers) -> Speaker | None:
    """The speaker of a quote that its sentence leads up to without a cue: "The last word went to Greta Moen: ..."."""
    tokens = unit.tokens
    if index > 0 and tokens[index - 1].text == ":":
        subject, apposition = unit.subject()
        if subject is not None and apposition is not None and subject[1] <= index:
            speaker = speakers.resolve(unit.span(subject), unit.span(apposition))
            if speaker.person:
                return speaker
        named = [
            m
            for m in speakers.cast.within((unit.start, tokens[index].start))
            if speakers.cast.is_person(speakers.cast.fullest(m.words, m.start))
        ]
        if named:
            return speakers.resolve((named[-1].start, named[-1].end))
        whose = speakers.owner_of_words(tokens[index].start)
        if whose is not None:
            return whose
        subject, _ = unit.subject()
        owner = speakers.cast.within(unit.span(subject)) if subject is not None else []
        if owner:
            return speakers.resolve((owner[0].start, owner[0].end))
    subject, apposition = unit.subject()
    if subject is None or subject[1] > index:
        return None
    speaker = speakers.resolve(unit.span(subject), unit.span(apposition) if apposition else None)
    spoken = frozenset(bare(w) for w in (speaker.name or "").split())
    return speaker if speaker.person or can_speak(spoken) or spoken & SPEECH_NOUNS else None


def _carried(quotes: list[Quote], k: int, found: Sequence[Statement], speakers: Speakers, floor: int) -> Speaker | None:
    """The speaker of a quote whose sentence has no cue: its subject, the paragraph's speaker, or who spoke last."""
    quote = quotes[k]
    unit = quote.unit
    alone = all(t.kind != "word" for t in unit.tokens)
    if not alone:
        return _introduced(unit, unit.token_of(quote.mark), speakers)
    earlier = _before(found, unit.start, floor)
    if earlier is not None:
        return earlier
    previous = quotes[k - 1] if k else None
    if previous is not None and previous.speaker is not None and previous.unit.start >= floor:
        return previous.speaker
    name = speakers.subject_before(unit.start, floor)
    if name is not None:
        return name
    paragraph = unit.sentence.paragraph
    following = next(
        (q for q in quotes[k + 1 : k + _REACH] if q.unit.sentence.paragraph == paragraph and q.statement and q.speaker),
        None,
    )
    if following is not None and unit.start == floor:
        return following.speaker
    if previous is not None and previous.speaker is not None:
        return previous.speaker
    return _before(found, unit.start, 0)


def _before(found: Sequence[Statement], position: int, floor: int) -> Speaker | None:
    """The speaker of the nearest statement before `position`, but not before `floor`."""
    at = bisect_left(found, position, key=lambda s: s.unit.start)
    for statement in reversed(found[max(0, at - _REACH) : at]):
        if statement.unit.start < floor:
            return None
        if statement.speaker.name:
            return statement.speaker
    return None
