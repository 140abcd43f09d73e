"""Dates as sources write them, to ISO 8601: `2025-07-04`, or `2025-07-04T09:30:00+03:00` where the time is told."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DAYS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y/%m/%d", "%d.%m.%Y")


def iso_date(text: str) -> str | None:
    """The date in ISO 8601, or None if `text` is no whole date. Example: "4 July 2025" -> "2025-07-04".

    All-figure forms that one country reads as day first and another as month first are not guessed at.
    """
    text = " ".join(text.split())
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _with_time(parse(text))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    for form in _DAYS:
        try:
            return datetime.strptime(text.replace("Sept ", "Sep "), form).date().isoformat()
        except ValueError:
            continue
    return None


def _with_time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
