"""Ranks, clock times and scores: "the 118th minute", "6.25 a.m.", "3-1", "51 to 49"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.extract.labels import RANKED
from claimcheck.extract.nounphrases import NounPhrase, read_noun, read_of
from claimcheck.quantities.nouns import is_plural, singular
from claimcheck.quantities.numerals import DASHES, HYPHENS, at, is_kind, read_numeral, read_ordinal
from claimcheck.quantities.tokens import Token
from claimcheck.quantities.units import currency_after, unit_at


@dataclass(frozen=True, slots=True)
class Rank:
    """tokens[start:end]; `noun` is what is ranked, None where it is left out; `modifier` "consecutive" for a streak."""

    value: float
    start: int
    end: int
    noun: str | None
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """`value` in hours since midnight, `iso` as "18:25"."""

    value: float
    start: int
    end: int
    iso: str


@dataclass(frozen=True, slots=True)
class Score:
    value: float
    upper: float
    start: int
    end: int
    noun: str | None


_DETERMINERS = frozenset("the a an his her its their our my another".split())
# "the third quarter", "the 20th century", "second thoughts": no rank that anybody checks.
_NO_RANK = frozenset(
    "quarter half century centuries amendment hand thought thoughts nature party world class person degree degrees cousin language glance guess"
    " look opinion lady gentleman minister family street avenue dynasty millennium name aid responder responders cousins fiddle look sight place"
    " of and or but to by is was are were that which who".split()
) - {"of", "place"}
_STREAK = frozenset("straight consecutive successive".split())
_PLACED = frozenset(
    "finish finished finishing came come placed ranked ranks rank stood lies lie sat sits sit qualified standing remain remained fell climbed moved started".split()
)


def read_rank(tokens: Sequence[Token], i: int, floor: int, ranked: str | None) -> Rank | None:
    """A rank at tokens[i]; `ranked` is the noun of an earlier one in the sentence, for those that leave it out."""
    ordinal = read_ordinal(tokens, i)
    if ordinal is None or ordinal[0] <= 0:
        return _reversed_rank(tokens, i)
    value, j = ordinal
    previous = at(tokens, i - 1)
    following = tokens[j] if j < len(tokens) else None
    if following is not None and following.lower in HYPHENS and following.glued:
        return _superlative(tokens, i, j, value)
    if following is None or following.kind != "word" or following.lower in {"to", "on", "after", "with"}:
        return _nounless(tokens, i, j, value, ranked)
    if following.lower in {"in", "at", "from", "overall"}:
        if previous in _PLACED or (value > 1 and previous in {",", "("}):
            noun = read_noun(tokens, j + 2 if at(tokens, j + 1) in _DETERMINERS else j + 1, singular_head=True)
            return Rank(value, i, noun.end if noun else j, noun.noun if noun else None)
        return _nounless(tokens, i, j, value, ranked)
    if following.capital or following.lower in _NO_RANK and not _in_a_row(tokens, j) or previous in HYPHENS:
        return None
    if value == 1 and not _notable_first(tokens, i, j):
        return None
    noun = read_noun(tokens, j, singular_head=True)
    if noun is None:
        return None
    end = noun.end
    if noun.words[0] in _STREAK and len(noun.words) == 1:
        return None
    words = [w for w in noun.words if w not in _STREAK]
    streak = len(words) < len(noun.words)
    if _in_a_row(tokens, end):
        end, streak = end + 3, True
    elif at(tokens, end) == "running":
        end, streak = end + 1, True
    start = _span_start(tokens, i, floor, noun)
    return Rank(value, start, end, singular(words[-1]) if words else None, "consecutive" if streak else None)


def _in_a_row(tokens: Sequence[Token], j: int) -> bool:
    """Does "in a row" stand at tokens[j], or one word on?"""
    return any([at(tokens, k + n) for n in range(3)] == ["in", "a", "row"] for k in (j, j + 1))


def _span_start(tokens: Sequence[Token], i: int, floor: int, noun: NounPhrase | None) -> int:
    start = i
    if start > floor and at(tokens, start - 1) in _DETERMINERS:
        start -= 1
        if (
            start > floor
            and at(tokens, start - 1) in {"in", "for", "on"}
            and noun is not None
            and noun.head in RANKED | {"over", "game"}
        ):
            start -= 1
    return start


def _notable_first(tokens: Sequence[Token], i: int, j: int) -> bool:
    """ "the first woman to …", "first time since": a claim; "his first date" is none."""
    window = [t.lower for t in tokens[j : j + 9]]
    if (
        at(tokens, i - 1) in {"the", ",", "a", "became"}
        and "to" in window[1:5]
        and not set(window[1 : window.index("to", 1)]) & {",", ";", "and", "of"}
    ):
        return True
    if window[:1] == ["time"] and ("since" in window[:3] or "in" in window[:3] or "ever" in window[:4]):
        return at(tokens, i - 1) in {"the", "for"}
    return bool(set(window[:1]) & _STREAK) or "since" in window[1:4]


def _superlative(tokens: Sequence[Token], i: int, j: int, value: int) -> Rank | None:
    """ "third-busiest year", "second-largest"."""
    word = at(tokens, j + 1)
    if not (word.endswith("est") or word in {"most", "best", "worst", "least"}) or value == 1:
        return None
    noun = read_noun(tokens, j + 2, singular_head=True)
    start = i - 1 if at(tokens, i - 1) in _DETERMINERS or at(tokens, i - 1).endswith("'s") else i
    return Rank(value, start, noun.end if noun else j + 2, f"{word} {noun.noun}" if noun else word)


def _nounless(tokens: Sequence[Token], i: int, j: int, value: int, ranked: str | None) -> Rank | None:
    """ "in the 41st" after "in the ninth minute"; "came second", "finished sixth"."""
    if at(tokens, i - 1) == "the" and at(tokens, i - 2) in {"in", "and"} and ranked is not None:
        return Rank(value, i - 2 if at(tokens, i - 2) == "in" else i - 1, j, ranked)
    if at(tokens, i - 1) in _PLACED and value > 0:
        of = read_of(tokens, j)
        return Rank(value, i, of.end if of else j, None)
    return None


def _reversed_rank(tokens: Sequence[Token], i: int) -> Rank | None:
    """ "minute 118", "week nine"."""
    word = at(tokens, i)
    if word not in RANKED or tokens[i].capital and i or is_plural(word):
        return None
    numeral = read_numeral(tokens, i + 1)
    if (
        numeral is None
        or numeral.form not in {"figures", "words"}
        or numeral.value != int(numeral.value)
        or not 0 < numeral.value < 1000
        or numeral.scale != 1
    ):
        return None
    if (
        unit_at(tokens, numeral.end)
        or read_noun(tokens, numeral.end)
        or at(tokens, i - 1) in {"a", "per", "each", "every"}
    ):
        return None
    return Rank(numeral.value, i - 1 if at(tokens, i - 1) == "in" else i, numeral.end, word)


def read_clock(tokens: Sequence[Token], i: int) -> Clock | None:
    """ "11:40 p.m.", "6.05 a.m.", "5am", "17:22", "ten o'clock"."""
    token = tokens[i]
    hour, minute, j = -1, 0, i + 1
    sure = False
    if token.kind == "number" and token.text.isdecimal() and len(token.text) <= 2:
        hour = int(token.text)
        if (
            at(tokens, j) in {":", "."}
            and is_kind(tokens, j + 1, "number")
            and tokens[j].glued
            and tokens[j + 1].glued
            and len(tokens[j + 1].text) == 2
        ):
            minute, j = int(tokens[j + 1].text), j + 2
            sure = at(tokens, i + 1) == ":"
            if at(tokens, j) == ":" and is_kind(tokens, j + 1, "number"):
                return None
    elif (
        token.kind == "number"
        and len(token.text) in {4, 5}
        and token.text[-3:-2] == "."
        and token.text.replace(".", "").isdecimal()
    ):
        hour, minute = int(token.text[:-3]), int(token.text[-2:])
    elif token.kind == "word" and at(tokens, i + 1) in {"o'clock", "a.m", "p.m", "a.m.", "p.m."}:
        numeral = read_numeral(tokens, i)
        hour = int(numeral.value) if numeral is not None and numeral.end == i + 1 else -1
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    half = at(tokens, j).replace(".", "")
    if half in {"am", "pm"} and hour <= 12:
        end = j + 1
        if at(tokens, end) == "." and not at(tokens, j).endswith(".") and "." in at(tokens, j):
            end += 1
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif at(tokens, j) == "o'clock":
        end = j + 1
    elif (
        sure
        and hour < 24
        and at(tokens, j) not in {"left", "remaining", "minutes", "into", "to", "for", "mark", "of", "from"}
        and not is_plural(at(tokens, j))
    ):
        end = j
    else:
        return None
    return Clock(hour + minute / 60, i, end, f"{hour:02d}:{minute:02d}")


_CONTEST = frozenset(
    "won win wins winning winner winners beat beats beaten beating lost lose loses losing lead leads led leading trail trailed trailing voted vote votes passed"
    " approved carried defeated defeat defeats victory draw drew tied tie by ended finished level ahead down up score scored final result against rejected".split()
)


def skip_timer(tokens: Sequence[Token], i: int) -> int | None:
    """Behind "4:39 left", "1:58.2": minutes and seconds of a game or a race, which nothing else here reads."""
    if is_kind(tokens, i, "number") and at(tokens, i + 1) == ":" and is_kind(tokens, i + 2, "number"):
        return i + 3 if tokens[i + 1].glued and tokens[i + 2].glued else None
    return None


def read_score(tokens: Sequence[Token], i: int) -> Score | None:
    """ "3-1", "89-89", "51 to 49", "7 votes to 4". A figure on each side, no unit and no plural behind."""
    if not is_kind(tokens, i, "number") or not tokens[i].text.isdecimal() or len(tokens[i].text) > 3:
        return None
    first, j, noun = int(tokens[i].text), i + 1, None
    joint = at(tokens, j)
    if joint in DASHES and joint != "—":
        if (
            not (tokens[j].glued and is_kind(tokens, j + 1, "number") and tokens[j + 1].glued)
            or tokens[i].glued
            and at(tokens, i - 1) in DASHES
        ):
            return None
    elif joint == "to":
        if not any(at(tokens, k) in _CONTEST for k in range(max(0, i - 6), i)) or at(tokens, i - 1) == "from":
            return None
    elif joint in {"votes", "points", "goals", "runs", "games", "sets", "frames"} and at(tokens, j + 1) == "to":
        noun, j = singular(joint), j + 1
    else:
        return None
    if not is_kind(tokens, j + 1, "number") or not tokens[j + 1].text.isdecimal() or len(tokens[j + 1].text) > 3:
        return None
    second, end = int(tokens[j + 1].text), j + 2
    if at(tokens, end) in {*HYPHENS, "%", "percent", "/", "–"} or (
        end < len(tokens) and tokens[end].glued and tokens[end].kind == "word"
    ):
        return None
    if (
        unit_at(tokens, end)
        or currency_after(tokens, end)
        or at(tokens, end) in {"million", "billion", "thousand", "trillion"}
    ):
        return None
    counted = read_noun(tokens, end)
    if noun is None and counted is not None:
        if joint != "to" and counted.head in {"win", "lead", "victory", "defeat"}:
            return Score(first, second, i, end, None)
        return None
    return Score(float(first), float(second), i, end, noun)
