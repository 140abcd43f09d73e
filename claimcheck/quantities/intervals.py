"""From a number's details to the interval a careful editor would let it stand for, in base units.

"nearly 80" is 75.2 to 80, "1.3 billion" 1.25 to 1.35 billion, "more than 330" above 330 but not 500: a writer who knew
of 500 would have written another figure, so bounds end one written step, or a fifth, further on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimcheck.quantities.units import UNITS, Unit

ABOVE = frozenset({"more than", "over", "at least", "just over"})
BELOW = frozenset({"less than", "under", "at most", "up to", "within", "nearly"})
_STRICT = frozenset({"more than", "over", "less than", "under"})
_LEEWAY = 0.2  # how far a bound reaches, as a share of the figure
_NEAR = 0.06  # "nearly", "about"
_SHORT_OF = 0.25  # nobody says "up to 40,000" of 25,000
_CONVERTED_CAP = 0.1  # written precision counts up to this share of the figure after a conversion
_FRACTION_SLACK = 0.02


@dataclass(frozen=True, slots=True)
class Interval:
    """low..high in base units, ends included unless open; `open_low` for "more than", `open_high` for "less than"."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    def overlaps(self, other: Interval) -> bool:
        low, high = max(self.low, other.low), min(self.high, other.high)
        slack = 1e-9 * max(1.0, abs(low), abs(high))
        if low > high + slack:
            return False
        if abs(low - high) <= slack:  # they touch in one point, which must belong to both
            return self._holds(low) and other._holds(low)
        return True

    def _holds(self, value: float) -> bool:
        slack = 1e-9 * max(1.0, abs(value))
        above = value > self.low + slack or (not self.open_low and value >= self.low - slack)
        return above and (value < self.high - slack or (not self.open_high and value <= self.high + slack))


def unit_of(details: Mapping[str, Any]) -> Unit | None:
    """The unit of measure, without its "per"; None for counts, sums of money and ratios."""
    name = details.get("unit") or ""
    if details.get("dimension") in {"count", "money", "ordinal", "score"}:
        return None
    return UNITS.get(name.split(" per ")[0]) or UNITS.get(name)


def in_base(value: float, unit: Unit | None) -> float:
    return value * unit.factor + unit.offset if unit is not None else value


def significant_step(value: float) -> float:
    """The size of the last figure that is no trailing zero: 330 -> 10, 5000 -> 1000, 17 -> 1, 4.2 -> 0.1."""
    if not value or not math.isfinite(value):
        return 1.0
    digits = f"{abs(value):.12g}"
    if "e" in digits:
        mantissa, _, exponent = digits.partition("e")
        return 10.0 ** (int(exponent) - len(mantissa.partition(".")[2]))
    if "." in digits:
        return 10.0 ** -len(digits.partition(".")[2])
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))


def precision_of(details: Mapping[str, Any]) -> float:
    """The written precision; where it was not kept, the last figure that is no trailing zero, at most a thousand's."""
    written = details.get("precision")
    if written:
        return float(written)
    step = significant_step(float(details.get("value") or 0.0))
    return step if step >= 1e5 or step < 1 else 1.0


def ends(details: Mapping[str, Any]) -> tuple[float, float]:
    low = float(details["value"])
    high = details.get("upper")
    high = low if high is None else float(high)
    return (low, high) if low <= high else (high, low)


def interval(details: Mapping[str, Any], spread: float = 0.0) -> Interval:
    """The interval of a number. `spread` is the half width that written precision adds, in the number's own unit."""
    unit = unit_of(details)
    low, high = ends(details)
    modifier = details.get("modifier") or ""
    near, reach = _widths(details, max(abs(low), abs(high)), spread)
    open_low = open_high = False
    if modifier in ABOVE:
        low, high = low, high + (near if modifier == "just over" else reach)
        open_low = modifier in _STRICT
    elif modifier == "nearly":
        low -= near
    elif modifier in BELOW:
        size = max(abs(low), abs(high))
        low = 0.0 if size <= 1 and low >= 0 else low - max(reach, _SHORT_OF * size)
        open_high = modifier in _STRICT
    elif modifier == "about":
        low, high = low - near, high + near
    else:
        exact = max(spread, _FRACTION_SLACK) if details.get("dimension") == "ratio" else spread
        low, high = low - exact, high + exact
    return Interval(in_base(low, unit), in_base(high, unit), open_low, open_high)


def _widths(details: Mapping[str, Any], size: float, spread: float) -> tuple[float, float]:
    """How far "nearly" and "about" reach, and how far "more than": by the size and by how round the figure is."""
    if details.get("dimension") == "time":
        return max(0.25, spread), 1.0  # hours
    step = max(significant_step(size), float(details.get("precision") or 0.0))
    near = max(_NEAR * size, min(step / 4, 0.1 * size), spread)
    reach = max(_LEEWAY * size, min(step, 0.5 * size))
    if details.get("dimension") == "ratio":
        return max(near, 0.05), max(_LEEWAY * size, 0.05)
    return near, reach


def converted_spread(details: Mapping[str, Any]) -> float:
    """Half of the written precision, but no more than a tenth of the figure: "three weeks" is no 16 days."""
    low, high = ends(details)
    return min(precision_of(details) / 2, _CONVERTED_CAP * max(abs(low), abs(high)))
