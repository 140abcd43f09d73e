"""A numeral with its sign and its currency or unit: "$5m", "-3 percent", "12-point", "a year and a half"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimcheck.extract.nounphrases import STOP, NounPhrase
from claimcheck.quantities.currencies import currency_after, currency_before
from claimcheck.quantities.nouns import is_plural, singular
from claimcheck.quantities.numerals import Numeral, read_numeral
from claimcheck.quantities.spelled import FOLDS, HYPHENS, at, is_kind
from claimcheck.quantities.tokens import Token, word_set
from claimcheck.quantities.units import UNITS, Unit, unit_at


@dataclass(frozen=True, slots=True)
class Measure:
    """tokens[start:end] as a quantity. At most one of unit, currency, noun and counted names what the value is in.

    `counted` is the thing of a hyphenated count ("240-seat"), `about` what a share or measure is of, `attributive`
    says that it stands before a noun that it describes ("12-point lead").
    """

    value: float
    start: int
    end: int
    precision: float
    form: str
    upper: float | None = None
    unit: Unit | None = None
    currency: str | None = None
    noun: NounPhrase | None = None
    counted: str | None = None
    part_of: str | None = None
    per: str | None = None
    about: str | None = None
    attributive: bool = False
    scale: float = 1.0
    modifier: str | None = None  # "20+" says it in the figure itself

    @property
    def bare(self) -> bool:
        return self.unit is None and self.currency is None and self.noun is None and self.counted is None


def read_amount(tokens: Sequence[Token], i: int) -> Measure | None:
    """The amount whose numeral starts at tokens[i]: no range, no noun. None where no numeral is."""
    if not 0 <= i < len(tokens):
        return None
    of_one = _one_unit(tokens, i)
    if of_one is not None:
        return of_one
    if tokens[i].lower in FOLDS:
        return Measure(float(FOLDS[tokens[i].lower]), i, i + 1, 1.0, "words", unit=UNITS["time"])
    negative_money = at(tokens, i - 1) in {"-", "−"} and currency_before(tokens, i - 1) is not None  # "$-50.8bn"
    currency = currency_before(tokens, i - 1 if negative_money else i) if is_kind(tokens, i, "number") else None
    numeral = read_numeral(tokens, i, money=currency is not None)
    if numeral is None:
        return None
    if at(tokens, i - 1) == "magnitude" or (at(tokens, i - 1) in HYPHENS and at(tokens, i - 2) == "magnitude"):
        start = i - 1 if at(tokens, i - 1) == "magnitude" else i - 2
        unit = UNITS["magnitude"]
        return Measure(numeral.value, start, numeral.end, numeral.precision, numeral.form, unit=unit, attributive=True)
    start = currency[1] if currency is not None else i
    sign, start = (-1.0, start) if negative_money else _sign(tokens, start, i)
    measure = Measure(
        sign * numeral.value, start, numeral.end, numeral.precision, numeral.form, numeral.upper,
        currency=currency[0] if currency else None, scale=numeral.scale,
    )  # fmt: skip
    return _with_unit(tokens, measure, numeral) if currency is None else measure


def _sign(tokens: Sequence[Token], start: int, i: int) -> tuple[float, int]:
    """A minus before the figure or its currency: it touches what follows and nothing before it."""
    before = at(tokens, start - 1)
    if before == "minus":
        return -1.0, start - 1
    if before in {"-", "−", "–"}:
        if at(tokens, start - 2) == "minus":
            return -1.0, start - 2
        if tokens[start].glued and not tokens[start - 1].glued:
            return -1.0, start - 1
    return 1.0, start


_MEASURED_IN_ONES = frozenset({"duration", "length", "mass", "area", "volume"})


def _one_unit(tokens: Sequence[Token], i: int) -> Measure | None:
    """One unit or a fraction of it: "an hour", "a year and a half", "a quarter of a mile", "half-mile"."""
    unit = _word_unit(tokens, i + 1) if at(tokens, i) in {"a", "an"} else None
    if unit is not None:
        if unit[0].dimension not in _MEASURED_IN_ONES or unit[0].quantity or unit[0].name == "second":
            return None
        extra = _and_fraction(tokens, unit[1])
        if extra is not None:
            return Measure(1 + extra[0], i, extra[1], 0.1, "words", unit=unit[0])
        return Measure(1.0, i, unit[1], 1.0, "article", unit=unit[0])
    fraction = read_numeral(tokens, i)
    if fraction is None or fraction.form != "fraction":
        return None
    j = fraction.end
    if at(tokens, j) == "of":
        j += 1
    joined = at(tokens, i) in {"half", "quarter"} and at(tokens, j) in HYPHENS
    if at(tokens, j) in {"a", "an"} or joined:
        j += 1
        while at(tokens, j) in {"us", "u.s.", "percentage"} and at(tokens, j + 1) != "point":
            j += 1
    elif at(tokens, fraction.end) == "of" or is_plural(at(tokens, j)) or not is_kind(tokens, i, "number"):
        return None  # "1/2 pound" goes on; "half of miles" does not
    unit = _word_unit(tokens, j)
    if unit is None or unit[0].name == "second":
        return None
    return Measure(fraction.value, i, unit[1], 0.1, "words", unit=unit[0], attributive=joined)


def _word_unit(tokens: Sequence[Token], i: int) -> tuple[Unit, int] | None:
    unit = unit_at(tokens, i)
    return unit if unit is not None and is_kind(tokens, i, "word") and len(tokens[i].text) > 2 else None


def _and_fraction(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """As in "… and a half" behind a unit: (0.5, end)."""
    if at(tokens, i) != "and":
        return None
    fraction = read_numeral(tokens, i + 1)
    if fraction is None or fraction.form != "fraction" or fraction.value >= 1 or at(tokens, fraction.end) == "of":
        return None
    return fraction.value, fraction.end


def _with_unit(tokens: Sequence[Token], measure: Measure, numeral: Numeral) -> Measure:
    j = measure.end
    if at(tokens, j) == "+" and tokens[j].glued:
        measure, j = replace(measure, end=j + 1, modifier="at least"), j + 1
    if numeral.form in {"fraction", "ratio", "vague"} and at(tokens, j) == "of":
        return _vague_unit(tokens, measure) if numeral.form == "vague" else measure
    hyphened = at(tokens, j) in HYPHENS and tokens[j].glued
    k = j + 1 if hyphened else j
    if hyphened and at(tokens, k) in {"or", "and", "to"} and not tokens[k].glued:
        return _suspended(tokens, measure, k)
    money = _money_words(tokens, k, measure, hyphened)
    if money is not None:
        return replace(measure, currency=money[0], end=money[1], attributive=hyphened)
    unit = unit_at(tokens, k)
    if unit is None and hyphened and at(tokens, k) == "in":
        unit = UNITS["inch"], k + 1
    if unit is not None:
        return _in_unit(tokens, measure, k, unit, hyphened)
    if hyphened and at(tokens, k) == "strong":
        return replace(measure, end=k + 1, attributive=True)  # "a 5,000-strong force"
    if hyphened and is_kind(tokens, k, "word") and tokens[k].glued and at(tokens, k) not in STOP | _NO_UNIT:
        return replace(measure, counted=singular(tokens[k].lower), end=k + 1, attributive=True)
    return measure


def _in_unit(tokens: Sequence[Token], measure: Measure, k: int, unit: tuple[Unit, int], hyphened: bool) -> Measure:
    """A singular unit behind a number other than one stands before a noun: "an 80 yard touchdown"."""
    last = tokens[unit[1] - 1]
    spelled = tokens[k].kind == "word" and (len(tokens[k].text) > 3 or tokens[k].lower in {"day", "ton"})
    loose = spelled and not is_plural(last.lower) and abs(measure.value) != 1 and unit[0].name not in _NO_PLURAL
    end = unit[1]
    if hyphened and at(tokens, end) in HYPHENS and at(tokens, end + 1) in _EXTENTS and tokens[end].glued:
        end += 2  # "1.8-metre-tall"
    result = replace(measure, unit=unit[0], end=end, attributive=hyphened or loose)
    extra = _and_fraction(tokens, unit[1])
    if extra is not None and measure.value == int(measure.value):
        result = replace(result, value=measure.value + extra[0], end=extra[1], precision=0.1)
    return result


_EXTENTS = frozenset({"tall", "long", "wide", "deep", "high", "thick", "old"})
_NO_PLURAL = frozenset(
    {"percent", "celsius", "fahrenheit", "hertz", "horsepower", "kilohertz", "megahertz", "gigahertz"}
)


def _suspended(tokens: Sequence[Token], measure: Measure, k: int) -> Measure:
    """A hyphen left hanging: "7- or 8-inch", "two- and three-year-olds" share the unit of the last."""
    last = read_amount(tokens, k + 1)
    if last is None or (last.unit is None and last.counted is None):
        return measure
    return replace(measure, unit=last.unit, counted=last.counted, end=measure.end + 1)


def _vague_unit(tokens: Sequence[Token], measure: Measure) -> Measure:
    """As in "tens of thousands of dollars", "hundreds of miles"."""
    j = measure.end + 1
    money = currency_after(tokens, j)
    if money is not None:
        return replace(measure, currency=money[0], end=money[1])
    unit = unit_at(tokens, j)
    if unit is not None and is_kind(tokens, j, "word") and unit[0].name != "point":
        return replace(measure, unit=unit[0], end=unit[1])
    return measure


# Behind a hyphen these make an adjective, not a count: "two-way", "one-sided".
_NO_UNIT = word_set(
    """way off sided handed piece pronged tier up something odd tiered minded step all nil class rate hand thirds
    half fold fifths tenths quarters thirds eighths plus to in of a and or"""
)


def _money_words(tokens: Sequence[Token], k: int, measure: Measure, hyphened: bool) -> tuple[str, int] | None:
    """A currency in words or with its sign behind the figure. Pounds of weight and "won" as a verb are told apart."""
    money = currency_after(tokens, k)
    if money is None:
        return None
    word = at(tokens, k)
    if word in {"pound", "pounds"} and money[1] == k + 1 and (hyphened or _weighs(tokens, k, measure)):
        return None
    if (
        word in {"real", "crown", "peso", "won"}
        and not hyphened
        and measure.value != 1
        and measure.scale == 1
        and (word != "won" or measure.value < 100)
    ):
        return None
    return money


_FUNDS = word_set(
    "investment funding public aid debt the its their taxpayers taxpayer cash damage loans state government private "
    "support"
)
_WEIGHT = word_set(
    """weigh weighs weighed weighing weight heavier lighter lift lifted kilograms kilos kg ounces ounce lbs thrust
    force seized baby fish cocaine meat"""
)


def _weighs(tokens: Sequence[Token], k: int, measure: Measure) -> bool:
    """Pounds of money unless the words around speak of weight."""
    of_what = at(tokens, k + 2) if at(tokens, k + 1) == "of" else ""
    if of_what:
        return of_what not in _FUNDS
    if measure.scale > 1:
        return False
    near = {t.lower for t in tokens[max(0, k - 8) : k + 6]}
    return (at(tokens, k) == "pound" and measure.value != 1) or bool(near & _WEIGHT)
