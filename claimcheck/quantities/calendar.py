"""What an iso date covers: "2023-03" is the days of that month, "199X" a decade, "2015/2022" both years and what is
between.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

_FIRST, _LAST = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
_MONTHS = list(calendar.month_name)


@dataclass(frozen=True, slots=True)
class Days:
    first: datetime.date
    last: datetime.date

    def overlaps(self, other: Days) -> bool:
        return self.first <= other.last and other.first <= self.last


def days_of(iso: str | None) -> Days | None:
    """The days an iso date covers, None for one without a year."""
    if not iso or iso.startswith("--"):
        return None
    if "/" in iso:
        first, last = (days_of(part) for part in iso.split("/", 1))
        return Days(first.first, last.last) if first and last else None
    try:
        if iso.endswith("X"):
            year = int(iso[:-1]) * 10
            return Days(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31))
        parts = [int(p) for p in iso[:10].split("-")]
        if len(parts) == 1:
            return Days(datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31))
        if len(parts) == 2:
            year, month = parts
            return Days(datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1]))
        day = datetime.date(*parts[:3])
        return Days(day, day)
    except (ValueError, TypeError):
        return None


REACH = 366  # how far from its date a "before" or "after" still speaks of it: nobody says "before 2031" of 2026


def bounded(days: Days, modifier: str | None) -> Days:
    """The days that are meant: of "before 2031" the year before it; "by May" includes May."""
    if modifier == "before":
        return Days(_back(days.first), _back(days.first, 1))
    if modifier in {"by", "until"}:
        return Days(_back(days.first), days.last)
    if modifier == "after":
        return Days(_on(days.last, 1), _on(days.last))
    return days


def _back(day: datetime.date, by: int = REACH) -> datetime.date:
    return day - datetime.timedelta(days=min(by, (day - _FIRST).days))


def _on(day: datetime.date, by: int = REACH) -> datetime.date:
    return day + datetime.timedelta(days=min(by, (_LAST - day).days))


def month_day(iso: str | None) -> tuple[int, int | None] | None:
    """Month and, where there is one, day: of "2023-05-12" and "--05-12" (5, 12), of "2023-05" (5, None)."""
    if not iso or "/" in iso or iso.endswith("X"):
        return None
    parts = iso.removeprefix("--").split("-")
    if not iso.startswith("--"):
        parts = parts[1:]
    if not parts or not all(p.isdecimal() for p in parts):
        return None
    return int(parts[0]), int(parts[1]) if len(parts) > 1 else None


def spoken(iso: str | None) -> str:
    """An iso date for people: "2023-03-14" is "14 March 2023"."""
    if not iso:
        return "a date"
    if "/" in iso:
        first, last = iso.split("/", 1)
        return f"{spoken(first)} to {spoken(last)}"
    if iso.endswith("X"):
        return iso[:-1] + "0s"
    year = "" if iso.startswith("--") else iso.partition("-")[0]
    known = month_day(iso)
    if known is None or not 1 <= known[0] <= 12:
        return year or iso
    return " ".join(str(p) for p in (known[1], _MONTHS[known[0]], year) if p)
