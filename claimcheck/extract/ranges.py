"""Amounts put together: ranges ("4 to 6 percent"), compounds ("four years and three months"), rates ("$14 an hour")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.extract.amounts import Measure, read_amount
from claimcheck.extract.changes import moved_by
from claimcheck.extract.nounphrases import STOP
from claimcheck.quantities.currencies import currency_before
from claimcheck.quantities.nouns import is_plural, singular
from claimcheck.quantities.spelled import DASHES, HYPHENS, SCALES, at, is_kind
from claimcheck.quantities.tokens import Token, word_set
from claimcheck.quantities.units import UNITS, unit_at

_SINGLE = frozenset({"ratio", "vague", "article"})
_APPROXIMATE = word_set("about around more as nearly almost roughly up over")


def read_range(tokens: Sequence[Token], first: Measure) -> Measure | None:
    """The range that `first` begins, or None: "$89 to $93 billion", "between 5% and 6%", "15-22 miles"."""
    j, joint = first.end, at(tokens, first.end)
    between = _between(tokens, first)
    if first.form in _SINGLE:
        return None
    if joint in HYPHENS and at(tokens, j + 1) == "to" and at(tokens, j + 2) in HYPHENS:  # 0-to-60-mph
        k = j + 3
    elif joint == "to" and not first.bare and not between and _leads_to_a_level(tokens, first):
        return None
    elif (
        joint == "to"
        or (joint in DASHES and not first.attributive)
        or (joint == "and" and between)
        or (joint == "or" and first.bare)
    ):
        k = j + 1
    else:
        return None
    second = read_amount(tokens, _second_numeral(tokens, k, joint))
    if second is None or second.form in _SINGLE or second.upper is not None:
        return None
    return _merged(first, second, joint, between)


def _between(tokens: Sequence[Token], first: Measure) -> bool:
    before = at(tokens, first.start - 1)
    return "between" in {before, at(tokens, first.start - 2)} or (
        before == "of" and at(tokens, first.start - 4) == "between"
    )


def _leads_to_a_level(tokens: Sequence[Token], first: Measure) -> bool:
    """As in "rose 8% to $4.2 billion", "up by 3 points to 41": the second figure is where it ended."""
    return at(tokens, first.start - 1) != "from" and moved_by(tokens, first.start)


def _second_numeral(tokens: Sequence[Token], k: int, joint: str) -> int:
    """Step over the second figure's modifier and currency sign."""
    while joint != "and" and at(tokens, k) in _APPROXIMATE:
        k += 1
        if at(tokens, k) in {"than", "much", "many", "to"}:
            k += 1
    for n in (2, 1):
        if is_kind(tokens, k + n, "number") and (money := currency_before(tokens, k + n)) is not None and money[1] == k:
            return k + n
    return k


def _merged(first: Measure, second: Measure, joint: str, between: bool) -> Measure | None:
    """One measure of both, if they are of one kind. What the first leaves out, unit or scale, the second says."""
    if first.unit is not None and second.bare:
        if joint in HYPHENS or (first.unit.name != "percent" and not between):
            return None
        second = replace(second, unit=first.unit)
    same_unit = first.unit is not None and second.unit is not None and first.unit.measures == second.unit.measures
    if first.unit is not None and not same_unit:
        return None
    if first.counted and first.counted != second.counted:
        return None
    if first.currency and (second.unit is not None or second.counted or second.currency not in {first.currency, None}):
        return None
    if joint in HYPHENS and second.value < first.value and first.bare and second.bare and second.unit is None:
        return None
    if joint == "or" and not 0 < second.value - first.value <= max(2, first.value):
        return None
    low = first.value
    if first.scale == 1 and second.scale > 1 and abs(low) < 1000 and low <= 10 * second.value / second.scale:
        low *= second.scale  # "12 to 15 million"
    elif same_unit and first.unit is not None and second.unit is not None and first.unit is not second.unit:
        low *= first.unit.factor / second.unit.factor
    precision = max(second.precision, first.precision if low == first.value else 0.0)
    currency = first.currency or second.currency
    return replace(
        second,
        value=low,
        upper=second.value,
        start=first.start,
        currency=currency,
        precision=precision,
        form=first.form,
    )


_COMPOUNDED = frozenset({"duration", "length", "mass"})


def read_compound(tokens: Sequence[Token], first: Measure) -> Measure:
    """Smaller units that follow are added in the first unit: "5 feet 11 inches", "24 hours, 39 minutes, and 35
    seconds".
    """
    measure, smallest = first, first.unit.factor if first.unit else 0.0
    while first.unit is not None and first.unit.dimension in _COMPOUNDED and not first.unit.quantity:
        j = measure.end
        if at(tokens, j) == "," and at(tokens, j + 1) == "and":
            j += 2
        elif at(tokens, j) in {"and", ","}:
            j += 1
        part = read_amount(tokens, j)
        if part is not None and part.bare and first.unit.name == "foot" and at(tokens, part.end) == "in":
            tall = at(tokens, part.end + 1) in {"tall", ".", ",", "", ")"}  # "6 ft 2 in tall"
            part = replace(part, unit=UNITS["inch"], end=part.end + 1) if tall else part
        if (
            part is None
            or part.unit is None
            or part.start != j
            or part.attributive
            or part.form in {"article", "fraction"}
        ):
            return measure
        if part.unit.dimension != first.unit.dimension or part.unit.quantity or part.unit.factor >= smallest:
            return measure
        if part.value * part.unit.factor >= 2 * smallest:
            return measure
        smallest, share = part.unit.factor, part.unit.factor / first.unit.factor
        measure = replace(measure, value=measure.value + part.value * share, end=part.end, precision=share)
    return measure


_PER = word_set(
    """share barrel ounce head person night pupil student gallon litre liter pound kilogram kilo ton tonne bushel mile
    acre unit vote seat ticket capita household"""
)
_NOT_A_RATE = word_set("earlier ago later before after away old")


def read_rate(tokens: Sequence[Token], measure: Measure) -> Measure:
    """With "an hour", "per day", "a-year", "/kg" behind it taken in as `per`."""
    j = measure.end + (at(tokens, measure.end) in HYPHENS and at(tokens, measure.end + 1) in {"a", "an", "per"})
    word, k = at(tokens, j), j + 1
    if at(tokens, k) in HYPHENS:
        k += 1
    if word not in {"a", "an", "per", "each", "every", "/"} or not is_kind(tokens, k, "word") or at(tokens, k) in STOP:
        return measure
    unit = unit_at(tokens, k)
    if at(tokens, k + 1) in _NOT_A_RATE:
        return measure
    if word in {"a", "an", "each", "every"}:
        of_time = unit is not None and unit[0].dimension == "duration" and not is_plural(at(tokens, k))
        if measure.bare or not (of_time or (measure.currency and (at(tokens, k) in _PER or unit))):
            return measure
    if word == "/" and unit is None and not measure.currency:
        return measure
    if unit is not None:
        plain = unit[1] == k + 1 and len(tokens[k].text) > 2
        return replace(measure, per=singular(at(tokens, k)) if plain else unit[0].name, end=unit[1])
    if at(tokens, k) in SCALES or at(tokens, k) == "cent":
        return measure
    return replace(measure, per=singular(at(tokens, k)), end=k + 1)
