"""Do two dates say the same? Each is compared as exactly as the coarser of the two is told."""

from __future__ import annotations

from typing import Literal

from claimcheck.compare.relation import Details, NumberRelation
from claimcheck.quantities import calendar
from claimcheck.quantities.phrasing import phrase


def relate_dates(ours: Details, theirs: Details, nouns: float) -> NumberRelation:
    """Days, months, years and times of day: each as the stretch of time that it leaves open."""
    first, second = ours.get("iso"), theirs.get("iso")
    if ours.get("dimension") != theirs.get("dimension") or not first or not second:
        return NumberRelation("incomparable", None, nouns, f"{phrase(ours)} and {phrase(theirs)} cannot be compared")
    text = f"{phrase(ours)} against {phrase(theirs)}"
    if ("/" in first) != ("/" in second):
        return NumberRelation("incomparable", None, nouns, text)
    a, b = calendar.days_of(first), calendar.days_of(second)
    if a is None or b is None:
        return _yearless(first, second, nouns, text)
    if "/" in first:
        agree = (_grain(first) != _grain(second) and a.overlaps(b)) or (a == b)
    else:
        agree = calendar.bounded(a, ours.get("modifier")).overlaps(calendar.bounded(b, theirs.get("modifier")))
    code: Literal["same", "rounded"] = "same" if a == b else "rounded"
    return NumberRelation("agree" if agree else "differ", code if agree else None, nouns, text)


def relate_ago(ours: Details, theirs: Details, nouns: float) -> NumberRelation:
    """As in "three years ago" against "in 2022": so many years back may be one more or less."""
    text = f"{phrase(ours)} against {phrase(theirs)}"
    a, b = calendar.days_of(ours.get("iso")), calendar.days_of(theirs.get("iso"))
    if a is None or b is None:
        return NumberRelation("incomparable", None, nouns, f"{phrase(ours)} and {phrase(theirs)} cannot be compared")
    apart = max(a.first.year - b.last.year, b.first.year - a.last.year)
    agree = a.overlaps(b) or (apart <= 1 and "year" in (ours.get("unit"), theirs.get("unit")))
    return NumberRelation("agree" if agree else "differ", "rounded" if agree else None, nouns, text)


def _grain(iso: str) -> int:
    return len(iso.partition("/")[0])


def _yearless(first: str, second: str, nouns: float, text: str) -> NumberRelation:
    """Without a year only month and day can be held against each other."""
    a, b = calendar.month_day(first), calendar.month_day(second)
    if a is None or b is None:
        return NumberRelation("incomparable", None, nouns, text)
    agree = a[0] == b[0] and (a[1] is None or b[1] is None or a[1] == b[1])
    return NumberRelation("agree" if agree else "differ", "same" if agree else None, nouns, text)
