"""Ages that no unit names: "Hale, 66, drove", "aged 40 to 75", "in her 40s", "voters under 30"."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from claimcheck.extract.modifiers import modifier_before
from claimcheck.extract.nounphrases import STOP
from claimcheck.quantities.spelled import HYPHENS, at, is_kind, read_words
from claimcheck.quantities.tokens import Token, word_set
from claimcheck.quantities.units import unit_at

_PERSONS = word_set(
    "people voters adults children women men those anyone everyone patients drivers players workers girls boys aged "
    "residents"
)
_OWNERS = word_set("her his their my early late mid -")
_COMPANIES = word_set("inc ltd corp llc plc co")
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Age:
    start: int
    end: int
    value: float
    upper: float | None = None
    modifier: str | None = None


def read_age(tokens: Sequence[Token], i: int, floor: int, dated: Container[int]) -> Age | None:
    """The age whose figure is at tokens[i]. Nothing before `floor` is free; `dated` are tokens of dates."""
    years = _years(tokens, i)
    if years is None:
        return None
    if at(tokens, i + 1) == "s" and tokens[i + 1].glued and years % 10 == 0 and at(tokens, i - 1) in _OWNERS:
        return Age(i, i + 2, years, years + 9)
    return _apposed(tokens, i, years, dated) or _turned(tokens, i, years) or _stated(tokens, i, years, floor)


def _years(tokens: Sequence[Token], i: int) -> float | None:
    if is_kind(tokens, i, "number"):
        return float(tokens[i].text) if tokens[i].text.isdecimal() and 0 < float(tokens[i].text) < _OLDEST else None
    if at(tokens, i - 1) in {"aged", "age", "of", "ages", "now", "then", "under", "over", "to", "and"} | _TURNS:
        words = read_words(tokens, i)
        return words[0] if words is not None and words[1] == i + 1 and 0 < words[0] < _OLDEST else None
    return None


def _apposed(tokens: Sequence[Token], i: int, years: float, dated: Container[int]) -> Age | None:
    """As in "Hale, 66, drove"; "Ana Petrova, 34, and Jon Lee, 41"."""
    name = i - 2
    if (
        at(tokens, i - 1) != ","
        or not is_kind(tokens, name, "word")
        or name < 0
        or not tokens[name].capital
        or name in dated
    ):
        return None
    after = at(tokens, i + 1)
    two_names = i >= 3 and tokens[i - 3].capital and tokens[i - 3].kind == "word"
    if after not in {",", ".", ""} and not (two_names and after in {"and", "who", "of", "from"}):
        return None
    # "Norden 3, 4, 5" is a list
    if at(tokens, name) in _COMPANIES or (after == "," and is_kind(tokens, i + 2, "number")):
        return None
    return Age(i, i + 1, years)


_TURNS = word_set("turned turns turning")


def _turned(tokens: Sequence[Token], i: int, years: float) -> Age | None:
    """As in "turned 18"; "Reyes, now 50,"; "the singer, then eight,"."""
    if at(tokens, i + 1) not in {",", ".", "", ")", ";"} and not (
        at(tokens, i - 1) in _TURNS and at(tokens, i + 1) in STOP
    ):
        return None
    if (
        at(tokens, i - 1) in {"is", "was"}
        and at(tokens, i - 2) in {"who", "he", "she"}
        and is_kind(tokens, i, "number")
    ):
        return Age(i, i + 1, years)
    now = at(tokens, i - 1) in {"now", "then", "just", "aged"} and at(tokens, i - 2) == ","
    return Age(i, i + 1, years) if now or at(tokens, i - 1) in _TURNS else None


def _stated(tokens: Sequence[Token], i: int, years: float, floor: int) -> Age | None:
    """As in "aged 40 to 75", "at the age of 12", "between the ages of 45 and 70", "voters under 30"."""
    before, second = at(tokens, i - 1), at(tokens, i - 2)
    said = before in {"aged", "age", "ages"} or (before in {"of", "between"} and second in {"age", "ages", "aged"})
    bound = before in {"under", "over"} and second in _PERSONS
    if not said and not bound:
        modifier, start = modifier_before(tokens, i, floor)
        if modifier is None or at(tokens, start - 1) not in {"aged", "age"}:
            return None
    end, upper = i + 1, None
    if at(tokens, end) in {"to", "and", "-", "–"} and (last := _years(tokens, end + 1)) is not None and last > years:
        upper, end = last, end + 2
    if bound and (upper is not None or at(tokens, end) in HYPHENS or at(tokens, end) == "%"):
        return None
    if unit_at(tokens, end) is not None or at(tokens, end) in {"million", "billion"}:
        return None  # "under the age of 5 years": the unit says it
    modifier, start = modifier_before(tokens, i, floor)
    return Age(_span_start(tokens, start, floor), end, years, upper, modifier)


def _span_start(tokens: Sequence[Token], start: int, floor: int) -> int:
    for words in (("of", "between"), ("ages", "aged", "age"), ("the",), ("between", "at")):
        if start > floor and at(tokens, start - 1) in words:
            start -= 1
    return start
