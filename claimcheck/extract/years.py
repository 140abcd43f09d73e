"""Years, spans of years and decades: "2022", "between 2011 and 2016", "2012-13", "the 1990s", and what only looks like
a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.quantities.spelled import DASHES, at, is_kind
from claimcheck.quantities.tokens import Token, word_set


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date at tokens[start:end]. `value` is the year where there is one; `grain` day, month, year or decade."""

    start: int
    end: int
    iso: str | None
    value: float | None
    grain: str
    modifier: str | None = None
    upper: float | None = None
    names: bool = False  # it tells one thing from another, "the 2008 election", and is no claim of its own


_SURE = word_set("in since before by during until till throughout circa through")
_LIKELY = word_set(
    """from to between of after and than mid early late around for or spring summer autumn fall winter year season
    fiscal"""
)
_DETERMINERS = word_set("a an the his her its their our my")
_COUNTABLE = word_set(
    """people men women children percent per million billion troops aircraft staff cases feet euros dollars points tons
    tonnes miles meters metres seats votes jobs homes hours"""
)
_NOT_COUNTED = word_set(
    "levels figures prices highs lows results elections records as is was has its his this thus us across plus"
)
# After a year these go on with the clause: "from 2016 and", "2008 was".
_CLAUSE = word_set(
    """
    forward onward onwards and or but to in on at by of for from with when while as after before until through
    was were is are had has have will would that which who where than the a an its his her their said says
    because since amid during against over under about into a.m p.m"""
)
_PARTS = word_set("quarter half season edition class version session term round")
_MAY_TOUCH = frozenset({",", ".", ")", ";", ":", "?", "!", "'s", "—", "–", "-", "”", '"', "’", "'", "]", "…"})
_ERAS = frozenset({"bc", "bce", "b.c", "b.c."})


def is_year(tokens: Sequence[Token], i: int) -> int | None:
    """Four bare figures that can be a year, 1000 to 2199."""
    if not is_kind(tokens, i, "number") or len(tokens[i].text) != 4 or not tokens[i].text.isdecimal():
        return None
    year = int(tokens[i].text)
    return year if 1000 <= year <= 2199 else None


def read_years(tokens: Sequence[Token], i: int) -> DateSpan | None:
    """The year, span of years or decade at tokens[i]."""
    short = _short_decade(tokens, i)
    if short is not None:
        return short
    year = is_year(tokens, i)
    if year is None:
        return None
    j = i + 1
    if at(tokens, j) == "s" and tokens[j].glued and year % 10 == 0:
        return DateSpan(i, j + 1, f"{year // 10}X", float(year), "decade")
    if at(tokens, i - 1) == "the" and at(tokens, j) in {"'", "’"} and at(tokens, j + 1) == "s" and year % 10 == 0:
        return DateSpan(i, j + 2, f"{year // 10}X", float(year), "decade")  # "the 1970's"
    span = _span(tokens, i, year)
    if span is not None:
        return span
    if j < len(tokens) and tokens[j].glued and tokens[j].lower not in _MAY_TOUCH:
        return None
    if at(tokens, j) == "-" and tokens[j].glued:
        return None
    if not _reads_as_year(tokens, i, j):
        return None
    if at(tokens, i - 1) == "of" and at(tokens, i - 2) in _PARTS:
        return DateSpan(i, j, f"{year:04d}", float(year), "year", names=True)  # "the first quarter of 2024"
    names = (
        at(tokens, i - 1) not in _SURE
        and is_kind(tokens, j, "word")
        and not tokens[j].glued
        and at(tokens, j) not in _CLAUSE
    )
    return DateSpan(i, j, f"{year:04d}", float(year), "year", names=names)


def _short_decade(tokens: Sequence[Token], i: int) -> DateSpan | None:
    """As in "the '90s"."""
    if at(tokens, i) not in {"'", "’", "‘"} or not is_kind(tokens, i + 1, "number") or at(tokens, i + 2) != "s":
        return None
    figures = tokens[i + 1].text
    if len(figures) != 2 or not figures.isdecimal() or figures[1] != "0":
        return None
    year = (1900 if int(figures) > 20 else 2000) + int(figures)
    return DateSpan(i, i + 3, f"{year // 10}X", float(year), "decade")


def _span(tokens: Sequence[Token], i: int, year: int) -> DateSpan | None:
    """As in "2017-2022", "2012-13", "between 2011 and 2016", "from 2017 to 2022"."""
    joint, before = at(tokens, i + 1), at(tokens, i - 1)
    spoken = (joint == "and" and before == "between") or (joint == "to" and before in {"from", "between"})
    if joint not in DASHES and not spoken:
        return None
    last = is_year(tokens, i + 2)
    if last is None and joint in DASHES and is_kind(tokens, i + 2, "number") and tokens[i + 2].text.isdecimal():
        short = tokens[i + 2].text
        last = year + 1 if len(short) <= 2 and int(short) == (year + 1) % 10 ** len(short) else None  # a season
    if last is None or last <= year:
        return None
    between = spoken and year >= 1500 and at(tokens, i + 3) not in _COUNTABLE
    lived = not spoken and year >= 1000 and at(tokens, i - 1) in {"(", ","} and last - year < 120
    written = lived or (not spoken and year >= 1800 and not tokens[i].glued and tokens[i + 1].glued)
    if not between and not written and not _reads_as_year(tokens, i, i + 3):
        return None
    return DateSpan(i, i + 3, f"{year:04d}/{last:04d}", float(year), "year", None, float(last))


def _reads_as_year(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Tell the year from the count, by what stands before tokens[i] and whether something countable stands at
    tokens[j].
    """
    before, year = at(tokens, i - 1), int(tokens[i].text)
    if i and tokens[i].glued and before not in {"(", "—", "–", "“", '"', "‘", "'", "-"}:
        return False
    if at(tokens, j) in _ERAS or before in {"ad", "a.d", "a.d."}:
        return True
    if _is_counted(tokens, j) and not (before == "the" and 1900 <= year <= 2099):
        return False
    if before in _SURE:
        return year >= 1500 or at(tokens, j) in {"", ".", ",", ";", ")"}
    if year < 1700:
        return False
    if before in _LIKELY or before == "(":
        return before != "(" or at(tokens, j) in {")", ",", "-", "–"}
    if before in {"-", "–"}:
        return at(tokens, i - 2) in {"mid", "pre", "post", "early", "late"}
    if before == ",":
        named = i >= 2 and tokens[i - 2].kind == "word" and tokens[i - 2].capital and year >= 1900
        return named or is_year(tokens, i - 2) is not None
    return before in _DETERMINERS and is_kind(tokens, j, "word")


def _is_counted(tokens: Sequence[Token], j: int) -> bool:
    """Does a plural stand behind the figure, so that it counts?"""
    after = tokens[j] if j < len(tokens) else None
    if after is None or after.kind != "word" or after.capital or after.lower in _NOT_COUNTED:
        return False
    return after.lower.endswith("s") or after.lower in _COUNTABLE
