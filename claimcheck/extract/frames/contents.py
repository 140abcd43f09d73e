"""The content of a cue whose source is known: behind it, before it, or on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.extract.cues import CUES, Cue
from claimcheck.extract.frames.after import content_after
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.frames.clauses import clause_start, closes_speech, next_stop, relative_end
from claimcheck.extract.frames.inversion import rest_after
from claimcheck.extract.roles import can_speak
from claimcheck.extract.words import PERSONAL, SUBORDINATORS, Token, bare, has_finite, is_adjunct, is_finite

_CITING = frozenset("citing quoting calling describing blaming accusing referring urging".split())


def with_content(tokens: Sequence[Token], frame: Frame, i: int, where: int, first: int, end: int) -> Frame | None:
    cue = frame.cue
    before = where - 1
    relative = i > 0 and tokens[i - 1].lower in ("who", "which", "that")
    quoted = before >= first and closes_speech(tokens[before]) and cue.takes("p") and not relative
    no_aside = quoted or relative or frame.inherits or not cue.takes("p")
    aside = None if no_aside else _aside(tokens, i, before, first, end)
    if aside is not None:
        return replace(frame, content=aside, placement="amid" if len(aside) > 1 else "before")
    found = None if quoted else content_after(tokens, i, end, cue)
    if found is not None:
        start, placement = found
        if relative or placement == "phrase":
            end = relative_end(tokens, start, end)
        end = _before_aside(tokens, start, end)
        return replace(frame, content=((start, end),), placement=placement)
    if frame.inherits or not cue.takes("p") or before < first or relative:
        return None
    rest_end = next_stop(tokens, i + 1, end)
    if not (quoted or is_adjunct(tokens[i + 1 : rest_end]) or is_listener(tokens[i + 1 : rest_end], cue)):
        return None
    quoted = tokens[before].kind == "quote"
    if not quoted and tokens[before].text not in (",", "—", "–", "-"):
        return None
    before_end = before + 1 if quoted else before
    start = clause_start(tokens, before_end, first)
    content = [(start, before_end)]
    rest = rest_after(tokens, rest_end, end)
    whole = any(t.kind == "quote" for t in tokens[start:before_end]) or has_finite(tokens[start:before_end])
    if (
        rest is None
        and not whole
        and rest_end < end
        and tokens[rest_end].text == ","
        and has_finite(tokens[rest_end + 1 : end])
    ):
        rest = (rest_end + 1, end)
    if not whole and rest is None:
        return None
    if rest is not None:
        content.append(rest)
    return replace(frame, content=tuple(content), placement="amid" if rest else "before")


def _before_aside(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where content ends that a semicolon, or the speaker's next participle, closes: "..., citing figures from"."""
    for k in range(start, end):
        if tokens[k].text == ";":
            return k
        if k + 1 < end and tokens[k].text == "," and tokens[k + 1].lower in _CITING:
            return k
        if (
            k > start + 1
            and k + 2 < end
            and tokens[k].lower == "and"
            and _own_cue(tokens, k + 1)
            and not _human(tokens, start, k)
        ):
            return k - (tokens[k - 1].text == ",")
    return end


def _own_cue(tokens: Sequence[Token], k: int) -> bool:
    """Whether a verb of saying stands there, in the past tense as the speaker's are: "and warned residents to"."""
    cue = CUES.get(tokens[k].lower)
    return cue is not None and cue.past and not cue.participle and cue.takes("o")


def _human(tokens: Sequence[Token], start: int, k: int) -> bool:
    """Whether what the content is about can speak itself."""
    verb = next((n for n in range(start, k) if is_finite(tokens[n], tokens[n - 1])), k)
    subject = tokens[start:verb]
    return any(t.capital or t.lower in PERSONAL for t in subject) or can_speak(frozenset(bare(t.text) for t in subject))


def _aside(tokens: Sequence[Token], i: int, before: int, first: int, end: int) -> tuple[tuple[int, int], ...] | None:
    """The content around a cue between commas: The gates, [she] {told} reporters, had been inspected."""
    close = next_stop(tokens, i + 1, end)
    if before <= first or tokens[before].text != "," or close >= end or tokens[close].text != ",":
        return None
    rest = close + 1
    between = tokens[i + 1 : close]
    if between and (has_finite(between) or not (is_adjunct(between) or is_listener(between, CUES[tokens[i].lower]))):
        return None
    if any(t.kind == "quote" for t in tokens[rest:end]) and tokens[rest].kind == "quote":
        return None
    start = clause_start(tokens, before, first)
    tail = next((k + 1 for k in range(before - 1, start, -1) if tokens[k].text == ","), start)
    while tail < before and tokens[tail].lower in SUBORDINATORS - {"that"}:
        tail += 1
    head = tokens[rest]
    if tail < before and not has_finite(tokens[tail:before]) and _opens_predicate(tokens, rest, end):
        return (tail, before), (rest, end)
    if not has_finite(tokens[start:before]):
        return ((start, before), (rest, end)) if has_finite(tokens[rest:end]) and head.kind == "word" else None
    following = tokens[rest + 1] if rest + 1 < end else head
    goes_on = head.lower in ("and", "but", "or", "because", "though", "although") and CUES.get(following.lower) is None
    if goes_on and has_finite(tokens[rest:end]):
        return (start, before), (rest, end)
    return ((start, before),)


def _opens_predicate(tokens: Sequence[Token], rest: int, end: int) -> bool:
    """Whether a verb comes at once, as after a subject: "would stay in touch"."""
    return any(is_finite(tokens[k]) for k in range(rest, min(end, rest + 2)))


def is_listener(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the words after "told" are only whom and when."""
    return (
        cue.takes("o")
        and bool(tokens)
        and not has_finite(tokens)
        and all(t.kind == "word" or t.text in "&%" for t in tokens)
    )
