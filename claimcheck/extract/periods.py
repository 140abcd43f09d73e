"""The time a number speaks of: the nearest year, month or quarter of its sentence, resolved where it can be."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Sequence

from claimcheck.extract.years import DateSpan
from claimcheck.quantities.calendar import spoken
from claimcheck.quantities.spelled import ORDINALS, at
from claimcheck.quantities.tokens import Token

_REACH = 25  # words
_ANCHORS = {"last": -1, "this": 0, "next": 1}
_SPANS = frozenset({"week", "month", "season", "quarter", "year"})


class Periods:
    """The times that one sentence names, read once; `of` gives a number the nearest."""

    def __init__(self, tokens: Sequence[Token], dates: Sequence[DateSpan], today: datetime.date | None) -> None:
        self._dates = dates
        self._starts = [d.start for d in dates]
        self._relative = _relative(tokens, today)

    def of(self, start: int, end: int) -> str | None:
        """The period of the number at tokens[start:end]: "June 2025", "2021", "first quarter", "last week", or None."""
        place = bisect_left(self._starts, start)
        best: tuple[int, str] | None = None
        for date in self._dates[max(0, place - 2) : place + 2]:
            # what follows the number is nearer to it than what stands before
            distance = date.start - end if date.start >= end else start - date.end + 2
            if distance <= _REACH and date.iso and (best is None or distance < best[0]):
                best = distance, spoken(date.iso)
        return best[1] if best else self._relative


def _relative(tokens: Sequence[Token], today: datetime.date | None) -> str | None:
    for i, token in enumerate(tokens):
        following = at(tokens, i + 1)
        if token.lower in ORDINALS and following == "quarter":
            return f"{token.lower} quarter"
        if token.lower in _ANCHORS and following == "year" and today is not None:
            return str(today.year + _ANCHORS[token.lower])
        if (token.lower in _ANCHORS or token.lower == "previous") and following in _SPANS:
            return f"{token.lower} {following}"
        if token.lower == "yesterday" and today is not None:
            return spoken((today - datetime.timedelta(days=1)).isoformat())
    return None
