"""The time a number speaks of: the nearest year, month or quarter of its sentence, resolved where it can be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from claimcheck.extract.dates import MONTHS, DateSpan
from claimcheck.quantities.numerals import at
from claimcheck.quantities.tokens import Token

_MONTH_NAMES = {n: name.title() for name, n in MONTHS.items() if len(name) > 4 or name in {"may", "june", "july"}}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}


def period_of(
    tokens: Sequence[Token], dates: Mapping[int, DateSpan], start: int, end: int, today: datetime.date | None
) -> str | None:
    """ "June 2025", "2021", "first quarter of 2024", "last week", or None where the sentence names no time."""
    near = sorted(
        (min(abs(d.start - end), abs(start - d.end)) + (0 if d.start >= end else 2), _named(d)) for d in dates.values()
    )
    for distance, name in near:
        if name is not None and distance <= 25:
            return name
    return _relative(tokens, today)


def _named(date: DateSpan) -> str | None:
    iso = date.iso or ""
    if "/" in iso:
        return iso.replace("/", " to ") if len(iso) == 9 else None
    if iso.endswith("X"):
        return iso[:-1] + "0s"
    parts = iso.split("-")
    if iso.startswith("--"):
        return _MONTH_NAMES.get(int(parts[2])) if len(parts) > 2 and parts[2].isdecimal() else None
    if len(parts) >= 2 and parts[1].isdecimal():
        month = _MONTH_NAMES.get(int(parts[1]), "")
        return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"
    return parts[0] or None


def _relative(tokens: Sequence[Token], today: datetime.date | None) -> str | None:
    for i, token in enumerate(tokens):
        if token.lower in _QUARTERS and at(tokens, i + 1) == "quarter":
            return f"{token.lower} quarter"
        if token.lower in {"last", "this", "next"} and at(tokens, i + 1) == "year" and today is not None:
            return str(today.year + {"last": -1, "this": 0, "next": 1}[token.lower])
        if token.lower in {"last", "this", "next", "previous"} and at(tokens, i + 1) in {
            "week",
            "month",
            "season",
            "quarter",
            "year",
        }:
            return f"{token.lower} {at(tokens, i + 1)}"
        if token.lower == "yesterday" and today is not None:
            day = today - datetime.timedelta(days=1)
            return f"{day.day} {_MONTH_NAMES[day.month]} {day.year}"
    return None
