"""Ranks and places: "the 118th minute", "a fourth time", "sixth in the league", "the fifth straight decline", "the
first woman to".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.extract.labels import RANKED
from claimcheck.extract.nounphrases import VERBS, NounPhrase, read_noun, read_of
from claimcheck.quantities.nouns import is_plural, singular
from claimcheck.quantities.numerals import read_numeral
from claimcheck.quantities.spelled import HYPHENS, at, read_ordinal
from claimcheck.quantities.tokens import Token, word_set
from claimcheck.quantities.units import unit_at


@dataclass(frozen=True, slots=True)
class Rank:
    """tokens[start:end]; `noun` is what is ranked, None where it is left out; `modifier` "consecutive" for a streak."""

    value: float
    start: int
    end: int
    noun: str | None
    modifier: str | None = None


_DETERMINERS = word_set("the a an his her its their our my another")
# "the third quarter", "the 20th century", "second thoughts": no rank that anybody checks.
_NO_RANK = word_set(
    """quarter half century centuries amendment hand thought thoughts nature party world class person degree degrees
    cousin cousins language glance guess look opinion lady gentleman minister family street avenue dynasty
    millennium name aid responder responders fiddle sight and or but by is was are were that which who floor chance
    home grade grader graders reading wind"""
)
_STREAK = word_set("straight consecutive successive")
_PLACED = word_set(
    """finish finished finishing came come placed ranked ranks rank stood lies lie sat sits sit qualified standing
    remain remained fell climbed moved started"""
)
_TIMED = RANKED | {"game"}


def read_rank(tokens: Sequence[Token], i: int, floor: int, ranked: str | None) -> Rank | None:
    """The rank at tokens[i]; `ranked` is the noun of an earlier one in the sentence, for those that leave it out."""
    ordinal = read_ordinal(tokens, i)
    if ordinal is None or ordinal[0] <= 0:
        return _reversed(tokens, i)
    value, j = float(ordinal[0]), ordinal[1]
    following = tokens[j] if j < len(tokens) else None
    if following is not None and following.lower in HYPHENS and following.glued:
        return _superlative(tokens, i, j, value)
    if following is not None and following.lower == "and" and (second := read_ordinal(tokens, j + 1)) is not None:
        noun = read_noun(tokens, second[1], singular_head=True)  # "his 20th and 21st goals"
        return Rank(value, i, j, noun.head) if noun is not None and value > 1 else None
    if following is None or following.kind != "word" or following.lower in {"to", "on", "after", "with"}:
        return _nounless(tokens, i, j, value, ranked)
    if following.lower in {"in", "at", "from", "overall"}:
        return _placed(tokens, i, j, value) or _nounless(tokens, i, j, value, ranked)
    if following.capital or at(tokens, i - 1) in HYPHENS or (following.lower in _NO_RANK and not _in_a_row(tokens, j)):
        return None
    if value == 1 and not _notable_first(tokens, i, j):
        return None
    return _counted(tokens, i, j, value, floor)


def _counted(tokens: Sequence[Token], i: int, j: int, value: float, floor: int) -> Rank | None:
    """Rank and noun: "in the ninth minute", "the fifth straight quarterly decline", "the third quarter in a row"."""
    noun = read_noun(tokens, j, singular_head=True)
    if noun is None or noun.words[0] in VERBS:
        return None
    words = [w for w in noun.words if w not in _STREAK]
    if not words:
        return None
    end, streak = noun.end, len(words) < len(noun.words)
    if _in_a_row(tokens, end):
        end, streak = end + 3, True
    elif at(tokens, end) == "running":
        end, streak = end + 1, True
    return Rank(value, _span_start(tokens, i, floor, noun), end, singular(words[-1]), "consecutive" if streak else None)


def _in_a_row(tokens: Sequence[Token], j: int) -> bool:
    """Does "in a row" stand at tokens[j], or one word on?"""
    return any([at(tokens, k + n) for n in range(3)] == ["in", "a", "row"] for k in (j, j + 1))


def _span_start(tokens: Sequence[Token], i: int, floor: int, noun: NounPhrase) -> int:
    """With its article, and with "in" where it is a time: "in the 118th minute"."""
    if i <= floor or at(tokens, i - 1) not in _DETERMINERS:
        return i
    timed = noun.head in _TIMED and i - 1 > floor and at(tokens, i - 2) in {"in", "for", "on"}
    return i - 2 if timed else i - 1


def _notable_first(tokens: Sequence[Token], i: int, j: int) -> bool:
    """As in "the first woman to …", "the first time since": a claim; "his first date" is none."""
    before, window = at(tokens, i - 1), [t.lower for t in tokens[j : j + 9]]
    if before in {"the", ",", "a", "became"} and "to" in window[1:5]:
        return not set(window[1 : window.index("to", 1)]) & {",", ";", "and", "of"}
    if window[:1] == ["time"] and before in {"the", "for"}:
        return bool({"since", "in"} & set(window[:3]) or "ever" in window[:4])
    return bool(set(window[:1]) & _STREAK) or "since" in window[1:4]


def _superlative(tokens: Sequence[Token], i: int, j: int, value: float) -> Rank | None:
    """As in "third-busiest year", "second-largest"."""
    word = at(tokens, j + 1)
    if value == 1 or not (word.endswith("est") or word in {"most", "best", "worst", "least"}):
        return None
    noun = read_noun(tokens, j + 2, singular_head=True)
    before = at(tokens, i - 1)
    start = i - 1 if before in _DETERMINERS or before.endswith("'s") else i
    return Rank(value, start, noun.end if noun else j + 2, f"{word} {noun.noun}" if noun else word)


def _placed(tokens: Sequence[Token], i: int, j: int, value: float) -> Rank | None:
    """As in "sixth in the league", "finished second at"."""
    if at(tokens, i - 1) not in _PLACED and not (value > 1 and at(tokens, i - 1) in {",", "("}):
        return None
    noun = read_noun(tokens, j + 2 if at(tokens, j + 1) in _DETERMINERS else j + 1, singular_head=True)
    return Rank(value, i, noun.end if noun else j, noun.noun if noun else None)


def _nounless(tokens: Sequence[Token], i: int, j: int, value: float, ranked: str | None) -> Rank | None:
    """As in "in the 41st" after "in the ninth minute"; "came second", "finished sixth"."""
    if ranked is not None and at(tokens, i - 1) == "the" and at(tokens, i - 2) in {"in", "and"}:
        return Rank(value, i - 2 if at(tokens, i - 2) == "in" else i - 1, j, ranked)
    if at(tokens, i - 1) not in _PLACED:
        return None
    of = read_of(tokens, j)
    return Rank(value, i, of.end if of else j, None)


def _reversed(tokens: Sequence[Token], i: int) -> Rank | None:
    """As in "minute 118", "week nine"."""
    word = at(tokens, i)
    if (
        word not in RANKED
        or (tokens[i].capital and i)
        or is_plural(word)
        or at(tokens, i - 1) in {"a", "per", "each", "every"}
    ):
        return None
    numeral = read_numeral(tokens, i + 1)
    if numeral is None or numeral.form not in {"figures", "words"} or numeral.scale != 1:
        return None
    if numeral.value != int(numeral.value) or not 0 < numeral.value < 1000:
        return None
    if unit_at(tokens, numeral.end) or read_noun(tokens, numeral.end):
        return None
    return Rank(numeral.value, i - 1 if at(tokens, i - 1) == "in" else i, numeral.end, word)
