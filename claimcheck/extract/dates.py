"""Years, months, calendar dates and decades of a sentence, resolved against the day the text was published.

`iso` is as exact as the words are: "2023-03-14", "2023-03", "2023", "199X" for the 1990s, "2015/2022" for a span of time, and
"--05-12" where no year can be told.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.quantities.numerals import DASHES, ORDINALS, at, is_kind, read_ordinal
from claimcheck.quantities.tokens import Token

_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: n for n, name in enumerate(_NAMES, start=1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_ALSO_WORDS = frozenset(
    {"may", "march", "august", "mar", "sun", "dec", "jan", "sep", "oct", "nov", "apr", "jun", "jul", "feb", "aug"}
)
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# Words before a bare month or year that belong to the date.
PREPOSITIONS = frozenset(
    "in since before after until till by during through from around circa to of between throughout for".split()
)
_KEPT = frozenset("in since before after until till by during through around circa throughout".split())
_QUALIFIERS = frozenset("early late mid last next this early-to-mid".split())
_BOUNDS = {
    "since": "since",
    "before": "before",
    "after": "after",
    "until": "until",
    "till": "until",
    "by": "by",
    "around": "about",
    "circa": "about",
}
_FUTURE = frozenset(
    "will would shall due next scheduled expected expects plans planned planning plan set upcoming begin begins start starts to until by"
    " starting beginning".split()
)
_SEASONS = frozenset("spring summer autumn fall winter early late mid year".split())
_DETERMINERS = frozenset("a an the his her its their our my".split())


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


def parse_published(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def find_dates(tokens: Sequence[Token], published: str | None) -> list[DateSpan]:
    """The dates of a sentence, left to right, none overlapping."""
    today = parse_published(published)
    future = any(t.lower in _FUTURE - {"to", "by", "until"} for t in tokens)
    found: list[DateSpan] = []
    i = 0
    while i < len(tokens):
        span = (
            _iso_date(tokens, i)
            or _month_date(tokens, i, today, future)
            or _day_month(tokens, i, today, future)
            or _years(tokens, i)
        )
        if span is None:
            i += 1
            continue
        found.append(_with_preposition(tokens, span, found[-1].end if found else 0))
        i = span.end
    return found


def is_year(tokens: Sequence[Token], i: int) -> int | None:
    """Four bare figures that read as a year."""
    if not is_kind(tokens, i, "number") or len(tokens[i].text) != 4 or not tokens[i].text.isdecimal():
        return None
    year = int(tokens[i].text)
    return year if 1000 <= year <= 2199 else None


def _number(tokens: Sequence[Token], i: int, low: int, high: int) -> int | None:
    if (
        is_kind(tokens, i, "number")
        and tokens[i].text.isdecimal()
        and len(tokens[i].text) <= 4
        and low <= int(tokens[i].text) <= high
    ):
        return int(tokens[i].text)
    return None


def _iso_date(tokens: Sequence[Token], i: int) -> DateSpan | None:
    """ "2018-03-20", and "20/03/2018" where only one reading is a date."""
    marks = at(tokens, i + 1), at(tokens, i + 3)
    if (
        marks not in {("-", "-"), ("/", "/"), (".", ".")}
        or not all(t.glued for t in tokens[i + 1 : i + 5])
        or len(tokens) < i + 5
    ):
        return None
    a, b, c = (_number(tokens, i + n, 1, 9999) for n in (0, 2, 4))
    if a is None or b is None or c is None:
        return None
    if len(tokens[i].text) == 4:
        year, month, day = a, b, c
    elif len(tokens[i + 4].text) == 4 and (a > 12) != (b > 12):
        year, (month, day) = c, ((b, a) if a > 12 else (a, b))
    else:
        return None
    end = i + 5
    if at(tokens, end).startswith("t") and tokens[end].glued and is_kind(tokens, end + 1, "number"):
        while end < len(tokens) and tokens[end].glued:
            end += 1
    return (
        DateSpan(i, end, f"{year:04d}-{month:02d}-{day:02d}", float(year), "day")
        if 1 <= month <= 12 and 1 <= day <= 31
        else None
    )


def _month(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A month's name at tokens[i]: (month, end). A capital is asked for, since may and march are words."""
    if not 0 <= i < len(tokens) or not tokens[i].capital or tokens[i].lower not in MONTHS:
        return None
    end = i + 1
    if len(tokens[i].text) <= 4 and tokens[i].lower not in _NAMES and at(tokens, end) == "." and tokens[end].glued:
        end += 1
    return MONTHS[tokens[i].lower], end


def _month_date(tokens: Sequence[Token], i: int, today: datetime.date | None, future: bool) -> DateSpan | None:
    """ "March 20, 2018", "May 5", "Sept. 20-24", "March 2023", "in January"."""
    month = _month(tokens, i)
    if month is None:
        return None
    number, j = month
    day_end = _day(tokens, j)
    if day_end is not None and not _year_follows_as_count(tokens, day_end[1]):
        day, j = day_end
        last_day = None
        if at(tokens, j) in DASHES and (upper := _number(tokens, j + 1, day + 1, 31)) is not None:
            last_day, j = upper, j + 2
        year_at = j + 1 if at(tokens, j) == "," else j
        year = is_year(tokens, year_at)
        if year is not None:
            j = year_at + 1
        return _calendar(i, j, year, number, day, last_day, today)
    year_at = j + 1 if at(tokens, j) in {",", "of"} else j
    year = is_year(tokens, year_at)
    if year is not None:
        return DateSpan(i, year_at + 1, f"{year:04d}-{number:02d}", float(year), "month")
    return _bare_month(tokens, i, j, number, today, future)


def _bare_month(
    tokens: Sequence[Token], i: int, j: int, number: int, today: datetime.date | None, future: bool
) -> DateSpan | None:
    before = at(tokens, i - 1)
    if before not in PREPOSITIONS | _QUALIFIERS and not (before in DASHES and at(tokens, i - 2) in _QUALIFIERS):
        return None
    if (
        j < len(tokens)
        and tokens[j].kind == "word"
        and tokens[j].capital
        and tokens[j].lower not in WEEKDAYS
        and tokens[i].lower in _ALSO_WORDS
    ):
        return None  # "of March Foods"
    if today is None:
        return DateSpan(i, j, f"--{number:02d}", None, "month")
    ahead = before == "next" or (before != "last" and before != "since" and future)
    year = today.year
    if ahead:
        year += number < today.month
    elif before == "last":
        year -= number >= today.month
    else:
        year -= number > today.month
    return DateSpan(i, j, f"{year:04d}-{number:02d}", float(year), "month")


def _year_follows_as_count(tokens: Sequence[Token], i: int) -> bool:
    """ "In May 20 people died": the figure counts what follows."""
    return (
        i < len(tokens)
        and tokens[i].kind == "word"
        and at(tokens, i - 2) != ","
        and tokens[i].lower in {"people", "percent", "million", "per"}
    )


def _day(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    ordinal = read_ordinal(tokens, i)
    if ordinal is not None and is_kind(tokens, i, "number") and 1 <= ordinal[0] <= 31:
        return ordinal
    day = _number(tokens, i, 1, 31)
    if day is None or len(tokens[i].text) > 2 or at(tokens, i + 1) in {"%", "percent", ":"}:
        return None
    return day, i + 1


def _calendar(
    i: int, j: int, year: int | None, month: int, day: int, last: int | None, today: datetime.date | None
) -> DateSpan:
    """A day without a year is the one nearest to the day of publication."""
    if year is None and today is not None:
        year = min((today.year - 1, today.year, today.year + 1), key=lambda y: abs((_safe(y, month, day) - today).days))
    head = f"{year:04d}-" if year is not None else "--"
    iso = f"{head}{month:02d}-{day:02d}" + (f"/{head}{month:02d}-{last:02d}" if last else "")
    return DateSpan(i, j, iso, float(year) if year is not None else None, "day")


def _safe(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return datetime.date(year, month, 28)


def _day_month(tokens: Sequence[Token], i: int, today: datetime.date | None, future: bool) -> DateSpan | None:
    """ "20 March 2018", "5th May", "the 5th of May"."""
    day = _day(tokens, i)
    if day is None and at(tokens, i) in ORDINALS and at(tokens, i + 1) == "of":
        day = ORDINALS[at(tokens, i)], i + 1
    if day is None:
        return None
    j = day[1]
    last = None
    if at(tokens, j) in DASHES and (upper := _number(tokens, j + 1, day[0] + 1, 31)) is not None:
        last, j = upper, j + 2
    month = _month(tokens, j + 1 if at(tokens, j) == "of" else j)
    if month is None or _month(tokens, i - 1 if at(tokens, i - 1) != "." else i - 2):
        return None
    number, j = month
    year = is_year(tokens, j + 1 if at(tokens, j) == "," else j)
    if year is not None:
        j += 2 if at(tokens, j) == "," else 1
    return _calendar(i, j, year, number, day[0], last, today)


def _years(tokens: Sequence[Token], i: int) -> DateSpan | None:
    """ "2022", "between 2015 and 2022", "2012-13", "the 1990s"."""
    if (
        at(tokens, i) in {"'", "’", "‘"}
        and is_kind(tokens, i + 1, "number")
        and at(tokens, i + 2) == "s"
        and len(tokens[i + 1].text) == 2
    ):
        decade = int(tokens[i + 1].text) if tokens[i + 1].text.isdecimal() else 1
        if decade % 10 == 0:
            year = (1900 if decade > 20 else 2000) + decade
            return DateSpan(i, i + 3, f"{year // 10}X", float(year), "decade")
    year = is_year(tokens, i)
    if year is None:
        return None
    j = i + 1
    if j < len(tokens) and tokens[j].lower in {"s", "'s"} and tokens[j].glued and year % 10 == 0:
        return DateSpan(i, j + 1, f"{year // 10}X", float(year), "decade")
    joined = (
        at(tokens, j) in DASHES
        or (at(tokens, j) == "and" and at(tokens, i - 1) == "between")
        or (at(tokens, j) == "to" and at(tokens, i - 1) in {"from", "between"})
    )
    if joined:
        last = is_year(tokens, j + 1)
        short = _number(tokens, j + 1, 0, 99)
        if (
            last is None
            and short is not None
            and len(tokens[j + 1].text) == 2
            and at(tokens, j) in DASHES
            and short == (year + 1) % 100
        ):
            last = year + 1
        if last is not None and last > year and _reads_as_year(tokens, i, j + 2):
            return DateSpan(i, j + 2, f"{year:04d}/{last:04d}", float(year), "year", None, float(last))
    if (
        j < len(tokens)
        and tokens[j].glued
        and tokens[j].lower not in {",", ".", ")", ";", ":", "?", "!", "'s", "—", "–", "”", '"', "’"}
    ) or not _reads_as_year(tokens, i, j):
        return None
    return DateSpan(i, j, f"{year:04d}", float(year), "year")


_SURE = frozenset("in since before by during until till throughout circa through".split())


def _reads_as_year(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Tell the year from the count: what stands before, and whether something countable follows."""
    if i and tokens[i].glued and at(tokens, i - 1) not in {"(", "—", "–", "“", '"', "‘", "'"}:
        return False
    before, after = at(tokens, i - 1), tokens[j] if j < len(tokens) else None
    counted = (
        after is not None
        and after.kind == "word"
        and not after.capital
        and (after.lower.endswith("s") or after.lower in _COUNTABLE)
        and after.lower not in _NOT_COUNTED
    )
    modern = 1700 <= int(tokens[i].text) <= 2100
    if before in _SURE:
        return modern and not counted or (before != "by" and not counted and at(tokens, j) in {"", ".", ",", ";", ")"})
    if (
        before
        in {
            "from",
            "to",
            "between",
            "of",
            "after",
            "and",
            "than",
            "mid",
            "early",
            "late",
            "around",
            "for",
            "or",
            "late-",
        }
        | _SEASONS
    ):
        return modern and not counted
    if before in {"-", "–"} and at(tokens, i - 2) in {"mid", "pre", "post", "early", "late"}:
        return modern
    if before == "," and i >= 2 and tokens[i - 2].kind == "word" and tokens[i - 2].capital:
        return modern and not counted and 1900 <= int(tokens[i].text)
    if before in _DETERMINERS:
        return modern and after is not None and after.kind == "word" and not counted
    if before in {"("}:
        return modern and at(tokens, j) in {")", ",", "-", "–"}
    return False


_COUNTABLE = frozenset(
    "people men women children percent per million billion troops aircraft staff cases feet euros dollars points tons tonnes miles".split()
)
_NOT_COUNTED = frozenset("as is was has its his this thus us across".split())


def _with_preposition(tokens: Sequence[Token], span: DateSpan, floor: int) -> DateSpan:
    """A bare year or month takes the preposition before it into its span: "in 2022", "since 1996"."""
    i, modifier = span.start, None
    grain = span.grain
    while i - 1 >= floor and (
        at(tokens, i - 1) in _QUALIFIERS | {"the", "month", "year", "summer", "winter", "spring", "autumn", "fall"}
        or (
            at(tokens, i - 1) == "of"
            and at(tokens, i - 2) in {"month", "year", "end", "start", "summer", "winter", "spring", "autumn", "fall"}
        )
        or (at(tokens, i - 1) in DASHES and at(tokens, i - 2) in {"mid", "early", "late"})
    ):
        if grain == "day" or (at(tokens, i - 1) == "the" and grain != "decade" and i == span.start):
            break
        i -= 1
    before = at(tokens, i - 1)
    if i - 1 >= floor and before in _BOUNDS:
        modifier = _BOUNDS[before]
    joins = span.iso is not None and "/" in span.iso
    if i - 1 >= floor and ((grain != "day" and before in _KEPT) or (joins and before in {"between", "from"})):
        i -= 1
    elif at(tokens, i) in {"the", "month", "year", "of"} and grain != "decade":
        i = span.start
    return DateSpan(i, span.end, span.iso, span.value, grain, modifier, span.upper)
