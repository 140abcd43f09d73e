"""The dates of a sentence, resolved against the day the text was published.

`iso` is as exact as the words are: "2023-03-14", "2023-03", "2023", "199X" for the 1990s, "2015/2022" for a span of
time, and "--05-12" where no year can be told.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.extract.years import DateSpan, is_year, read_years
from claimcheck.quantities.spelled import DASHES, ORDINALS, at, is_kind, read_ordinal
from claimcheck.quantities.tokens import Token, word_set

_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: n for n, name in enumerate(_NAMES.split(" "), start=1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_FULL_NAMES = word_set(_NAMES)
_ALSO_WORDS = word_set("may march august mar sun dec jan sep oct nov apr jun jul feb aug")
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
# What has to stand before a bare month, so that "May" and "March" are no names or verbs.
_PREPOSITIONS = word_set(
    "in since before after until till by during through from around circa to of between throughout for"
)
_QUALIFIERS = word_set("early late mid last next this")
# Of a bare year or month these belong to the span: "in 2022", "since 1987".
_KEPT = word_set("in since before after until till by during through around circa throughout")
_BOUNDS = {
    "since": "since", "before": "before", "after": "after", "until": "until", "till": "until", "by": "by",
    "around": "about",
    "circa": "about",
}  # fmt: skip
_SEASONS = word_set("summer winter spring autumn fall")
_FUTURE = word_set(
    "will shall due next scheduled expected expects plans planned planning plan set upcoming begin begins start "
    "starts can could"
)
_PAST = word_set(
    "was were had did said rose fell won lost came went took made began held sold left became told found saw sent "
    "gave since"
)


def parse_published(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def back(today: datetime.date | None, value: float, unit: str) -> str | None:
    """The iso date of so many days, weeks, months or years before: 3 years before 2025-05-24 is "2022"."""
    if today is None or unit not in {"day", "week", "month", "year"} or not 0 < value < 2000:
        return None
    if unit in {"day", "week"}:
        day = datetime.date.fromordinal(max(1, today.toordinal() - round(value * (7 if unit == "week" else 1))))
        return day.isoformat() if unit == "day" else None
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 - round(value), 12)
        return f"{year:04d}-{month + 1:02d}"
    return f"{max(1, today.year - round(value)):04d}"


def find_dates(tokens: Sequence[Token], published: str | None) -> list[DateSpan]:
    """The dates of a sentence, left to right, none overlapping."""
    today = parse_published(published)
    found: list[DateSpan] = []
    i = 0
    while i < len(tokens):
        span = (
            _numeric(tokens, i)
            or _month_first(tokens, i, today)
            or _day_first(tokens, i, today)
            or read_years(tokens, i)
        )
        if span is None:
            i += 1
            continue
        span = _with_preposition(tokens, span, found[-1].end if found else 0)
        joined = _joined(tokens, found[-1], span) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(span)
        i = span.end
    return found


def _joined(tokens: Sequence[Token], first: DateSpan, last: DateSpan) -> DateSpan | None:
    """Two dates as one span of time: "from Nov. 3 to Dec. 14", "between March and May"; the second is the later one."""
    if first.grain not in {"day", "month"} or first.grain != last.grain or not first.iso or not last.iso:
        return None
    if "/" in first.iso + last.iso or first.iso.startswith("--") or last.start - first.end not in {0, 1}:
        return None
    joint, before = at(tokens, first.end), at(tokens, first.start - 1)
    outer = {before, at(tokens, first.start)}
    if not (joint in {"to", "until", "through"} and "from" in outer) and not (joint == "and" and "between" in outer):
        return None
    end = last.iso
    if end < first.iso and last.value is not None:
        end = f"{int(last.value) + 1:04d}{end[4:]}"
    start = first.start - 1 if before in {"from", "between"} else first.start
    return replace(first, start=start, end=last.end, iso=f"{first.iso}/{end}", modifier=None)


def _number(tokens: Sequence[Token], i: int, low: int, high: int) -> int | None:
    if is_kind(tokens, i, "number") and tokens[i].text.isdecimal() and len(tokens[i].text) <= 4:
        return int(tokens[i].text) if low <= int(tokens[i].text) <= high else None
    return None


def _numeric(tokens: Sequence[Token], i: int) -> DateSpan | None:
    """As in "2018-03-20", and "20/03/2018" where only one reading is a date."""
    year_month = _year_month(tokens, i)
    if year_month is not None:
        return year_month
    if len(tokens) < i + 5 or (at(tokens, i + 1), at(tokens, i + 3)) not in {("-", "-"), ("/", "/")}:
        return None
    a, b, c = (_number(tokens, i + n, 1, 9999) for n in (0, 2, 4))
    if a is None or b is None or c is None or not all(t.glued for t in tokens[i + 1 : i + 5]):
        return None
    if len(tokens[i].text) == 4:
        year, month, day = a, b, c
    elif len(tokens[i + 4].text) == 4 and (a > 12) != (b > 12):
        year, (month, day) = c, ((b, a) if a > 12 else (a, b))
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    end = i + 5
    if at(tokens, end).startswith("t") and tokens[end].glued and is_kind(tokens, end + 1, "number"):
        while end < len(tokens) and tokens[end].glued:  # the time of a timestamp
            end += 1
    return DateSpan(i, end, f"{year:04d}-{month:02d}-{day:02d}", float(year), "day")


def _year_month(tokens: Sequence[Token], i: int) -> DateSpan | None:
    """As in "1983-10", where it is no season."""
    year, month = is_year(tokens, i), _number(tokens, i + 2, 1, 12)
    if year is None or month is None or at(tokens, i + 1) != "-" or len(tokens[i + 2].text) != 2:
        return None
    if not (tokens[i + 1].glued and tokens[i + 2].glued) or at(tokens, i + 3) == "-" or month == (year + 1) % 100:
        return None
    return DateSpan(i, i + 3, f"{year:04d}-{month:02d}", float(year), "month")


def _month(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A month's name at tokens[i]: (month, end). A capital is asked for, since may and march are words."""
    if not 0 <= i < len(tokens) or not tokens[i].capital or tokens[i].lower not in MONTHS:
        return None
    short = tokens[i].lower not in _FULL_NAMES
    end = i + 2 if short and at(tokens, i + 1) == "." and tokens[i + 1].glued else i + 1
    return MONTHS[tokens[i].lower], end


def _day(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A day of the month: (day, end)."""
    ordinal = read_ordinal(tokens, i)
    if ordinal is not None:
        return ordinal if is_kind(tokens, i, "number") and 1 <= ordinal[0] <= 31 else None
    day = _number(tokens, i, 1, 31)
    behind = at(tokens, i + 1)
    if behind == ":" and is_kind(tokens, i + 2, "number") and tokens[i + 2].glued:
        return None  # "May 5:30 p.m."
    if day is None or len(tokens[i].text) > 2 or behind in {"%", "percent", "million", "billion", "people"}:
        return None
    return day, i + 1


def _last_day(tokens: Sequence[Token], j: int, day: int, start: int) -> int | None:
    """The end of a run of days at tokens[j]: "20-24", "from July 3 to 4", "between April 22 and 25"."""
    joint, before = at(tokens, j), at(tokens, start - 1)
    spoken = (joint == "to" and before in {"from", "of"}) or (joint == "and" and before == "between")
    if not spoken and joint not in DASHES:
        return None
    last = _number(tokens, j + 1, day + 1, 31)
    counts = is_kind(tokens, j + 2, "word") and tokens[j + 2].lower in {"people", "percent", "million"}
    return None if last is None or counts or at(tokens, j + 2) == "%" else last


def _month_first(tokens: Sequence[Token], i: int, today: datetime.date | None) -> DateSpan | None:
    """As in "March 20, 2018", "May 5", "Sept. 20-24", "March 2023", "in January"."""
    month = _month(tokens, i)
    if month is None:
        return None
    number, j = month
    day = _day(tokens, j)
    if day is not None:
        j = day[1]
        last = _last_day(tokens, j, day[0], i)
        j += 2 if last is not None else 0
        year_at = j + 1 if at(tokens, j) == "," else j
        year = is_year(tokens, year_at)
        return _calendar(i, year_at + 1 if year is not None else j, year, number, day[0], last, today)
    year_at = j + 1 if at(tokens, j) in {",", "of"} else j
    year = is_year(tokens, year_at)
    if year is not None:
        return DateSpan(i, year_at + 1, f"{year:04d}-{number:02d}", float(year), "month")
    return _bare_month(tokens, i, j, number, today)


def _bare_month(tokens: Sequence[Token], i: int, j: int, number: int, today: datetime.date | None) -> DateSpan | None:
    """A month alone is the last one of that name, unless the sentence looks ahead."""
    before = at(tokens, i - 1)
    if before not in _PREPOSITIONS | _QUALIFIERS and not (before in DASHES and at(tokens, i - 2) in _QUALIFIERS):
        return None
    named = is_kind(tokens, j, "word") and tokens[j].capital and tokens[j].lower not in WEEKDAYS
    if named and tokens[i].lower in _ALSO_WORDS:
        return None  # "of March Foods"
    if today is None:
        return DateSpan(i, j, f"--{number:02d}", None, "month")
    year = today.year
    ahead = {"next": True, "last": False, "since": False}.get(before, _looks_ahead(tokens, i))
    if ahead is None:  # no verb tells: the nearest of that name
        ahead = (number - today.month) % 12 < 6
    if ahead:
        year += number < today.month
    else:
        year -= number > today.month or (before == "last" and number == today.month)
    return DateSpan(i, j, f"{year:04d}-{number:02d}", float(year), "month")


def _looks_ahead(tokens: Sequence[Token], i: int) -> bool | None:
    """Is the nearest verb before tokens[i], within the clause, one of the future? None where no verb tells."""
    for k in range(i - 1, max(-1, i - 14), -1):
        word = tokens[k].lower
        if word in _FUTURE and at(tokens, k - 1) not in {"the", "a", "an", "its", "their", "this"}:  # "the start of"
            return True
        if word in _PAST or (word.endswith("ed") and len(word) > 4) or word in {";", ":", ".", "—"}:
            return None if word in {";", ":", ".", "—"} else False
    return None


def _day_first(tokens: Sequence[Token], i: int, today: datetime.date | None) -> DateSpan | None:
    """As in "20 March 2018", "5th May", "the 5th of May"."""
    day = _day(tokens, i)
    if day is None and at(tokens, i) in ORDINALS and at(tokens, i + 1) == "of":
        day = ORDINALS[at(tokens, i)], i + 1
    if day is None:
        return None
    j = day[1]
    last = _last_day(tokens, j, day[0], i)
    j += 2 if last is not None else 0
    month = _month(tokens, j + 1 if at(tokens, j) == "of" else j)
    if month is None:
        return None
    number, j = month
    year_at = j + 1 if at(tokens, j) == "," else j
    year = is_year(tokens, year_at)
    return _calendar(i, year_at + 1 if year is not None else j, year, number, day[0], last, today)


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
        return datetime.date(min(max(year, 1), 9999), month, day)
    except ValueError:
        return datetime.date(min(max(year, 1), 9999), month, 28)


def _with_preposition(tokens: Sequence[Token], span: DateSpan, floor: int) -> DateSpan:
    """A bare year or month takes what leads to it into its span: "in 2022", "since early May"."""
    start = _with_qualifiers(tokens, span, floor)
    before = at(tokens, start - 1) if start > floor else ""
    ranged = span.iso is not None and "/" in span.iso
    modifier = _BOUNDS.get(before)
    if (span.grain != "day" and before in _KEPT) or (ranged and before in {"between", "from"}):
        start -= 1
    elif at(tokens, start) in {"the", "month", "year", "of"} and span.grain != "decade":
        start = span.start
    return replace(span, start=start, modifier=modifier)


def _with_qualifiers(tokens: Sequence[Token], span: DateSpan, floor: int) -> int:
    """Step back over "early", "the month of", "mid-"."""
    start = span.start
    while span.grain != "day" and start > floor:
        before, second = at(tokens, start - 1), at(tokens, start - 2)
        if (
            before in _QUALIFIERS | _SEASONS | {"month", "year"}
            or (before == "the" and (span.grain == "decade" or start != span.start))
            or (before == "of" and second in _SEASONS | {"month", "year", "end", "start"})
            or (before in DASHES and second in _QUALIFIERS)
        ):
            start -= 1
        else:
            break
    return max(start, floor)
