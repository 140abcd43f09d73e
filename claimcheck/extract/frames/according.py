"""According to the minutes; per a bulletin: a source that a preposition brings in."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.cues import Cue
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.frames.clauses import COORDINATORS, LEAD_IN, clause_start, next_stop, sentence_end
from claimcheck.extract.roles import is_role
from claimcheck.extract.words import DETERMINERS, Token, has_finite, is_finite

ACCORDING = Cue("according to", "ctp")


_NOT_SOURCES = frozenset("plan plans need needs size taste schedule age law rules custom tradition ability".split())


def is_per(tokens: Sequence[Token], i: int, first: int) -> bool:
    if i + 1 >= len(tokens) or tokens[i + 1].kind != "word":
        return False
    opens = i == first or tokens[i - 1].text == ","
    after = tokens[i + 1]
    return opens and (after.capital or after.lower in DETERMINERS) and after.lower not in ("cent", "capita")


def according(tokens: Sequence[Token], i: int, s: int, first: int) -> Frame | None:
    if s >= len(tokens) or tokens[s].lower in _NOT_SOURCES:
        return None
    end = sentence_end(tokens)
    stop = next_stop(tokens, s, end)
    if stop == s:
        return None
    source, apposition = (s, stop), None
    at_start = i == first or tokens[i - 1].lower in LEAD_IN
    if at_start:
        clause = stop
        segments: list[tuple[int, int]] = []
        while clause < end and tokens[clause].text == ",":
            following = next_stop(tokens, clause + 1, end)
            opens = tokens[clause + 1].lower if clause + 1 < end else ""
            if following < end and tokens[following].kind == "quote":
                break
            if following >= end or (
                has_finite(tokens[clause + 1 : following]) and opens not in ("who", "which", "whose")
            ):
                break
            if _is_clause_start(tokens, clause + 1, following, end):
                break
            segments.append((clause + 1, following))
            apposition = apposition or (clause + 1, following)
            clause = following
        if clause >= end:
            return None
        if segments and is_finite(tokens[clause + 1]):
            # the verb comes at once, so its subject is among what looked like appositions
            first_one = segments[0]
            own = tokens[stop - 1].capital and any(is_role(t.text, apposed=True) for t in tokens[slice(*first_one)])
            subject = segments[1] if own and len(segments) > 1 else first_one
            if not own or len(segments) > 1:
                return Frame(ACCORDING, (i, s), source, first_one if own else None, ((subject[0], end),), "after")
        return Frame(ACCORDING, (i, s), source, apposition, ((clause + 1, end),), "after")
    before_end = i - 1 if tokens[i - 1].text == "," else i
    start = clause_start(tokens, before_end, first)
    content = [(start, before_end)]
    if stop < end and tokens[stop].text == ",":
        rest_end = next_stop(tokens, stop + 1, end)
        opens = tokens[stop + 1].lower if stop + 1 < end else ""
        finite = has_finite(tokens[stop + 1 : end]) and opens not in {"who", "which", "whose", "a", "an"} | COORDINATORS
        if finite and not has_finite(tokens[start:before_end]):
            content.append((stop + 1, end))
        elif rest_end <= end and opens in ("a", "an", "the", "which", "who"):
            apposition = (stop + 1, rest_end)
    return Frame(ACCORDING, (i, s), source, apposition, tuple(content), "amid" if len(content) > 1 else "before")


def _is_clause_start(tokens: Sequence[Token], a: int, b: int, end: int) -> bool:
    """Whether the stretch before the next comma opens the reported clause although its verb comes later."""
    return b >= end and has_finite(tokens[a:end])
