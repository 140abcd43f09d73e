"""One quantity around a numeral: its sign, currency, unit or counted noun, range, and what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimcheck.extract.nounphrases import STOP, NounPhrase, read_noun, read_of, with_of
from claimcheck.quantities.nouns import is_plural, singular
from claimcheck.quantities.numerals import DASHES, HYPHENS, SCALES, Numeral, at, is_kind, read_numeral
from claimcheck.quantities.tokens import Token
from claimcheck.quantities.units import UNITS, Unit, currency_after, currency_before, unit_at

POINT = UNITS["percentage point"]


@dataclass(frozen=True, slots=True)
class Measure:
    """tokens[start:end] as a quantity. Of unit, currency and noun at most one names what it is measured in."""

    value: float
    start: int
    end: int
    precision: float
    form: str
    upper: float | None = None
    unit: Unit | None = None
    currency: str | None = None
    noun: NounPhrase | None = None
    counted: str | None = None  # unit of a count where a hyphen joins it: "320-seat"
    part_of: str | None = None
    per: str | None = None
    about: str | None = None  # what a percentage or sum is of
    attributive: bool = False
    scale: float = 1.0

    @property
    def bare(self) -> bool:
        return self.unit is None and self.currency is None and self.noun is None and self.counted is None


def read_measure(tokens: Sequence[Token], i: int, text: str, offset: int) -> Measure | None:
    """The quantity whose numeral starts at tokens[i], with its range and compound parts. None if there is no numeral."""
    first = _simple(tokens, i)
    if first is None:
        return None
    measure = _ranged(tokens, first) or _compound(tokens, first)
    measure = _with_per(tokens, measure)
    return _with_noun(tokens, measure, text, offset)


def _simple(tokens: Sequence[Token], i: int) -> Measure | None:
    """Numeral with currency or unit, no range, no noun."""
    start = i
    sign = 1.0
    article = _article_unit(tokens, i)
    if article is not None:
        return article
    currency = currency_before(tokens, i)
    if currency is not None and is_kind(tokens, i, "number"):
        start = currency[1]
    else:
        currency = None
    numeral = read_numeral(tokens, i, money=currency is not None)
    if numeral is None:
        return None
    sign, start = _sign(tokens, start, i)
    measure = Measure(
        sign * numeral.value, start, numeral.end, numeral.precision, numeral.form, numeral.upper, scale=numeral.scale,
        currency=currency[0] if currency else None,
    )  # fmt: skip
    if currency is not None:
        return _after_money(tokens, measure)
    return _with_unit(tokens, measure, numeral)


def _after_money(tokens: Sequence[Token], measure: Measure) -> Measure:
    """A sum with a sign can be named once more, and can stand before a noun: "$5 Canadian", "$200-a-night"."""
    if at(tokens, measure.end) in {"usd", "us", "cad"} and tokens[measure.end].text.isupper():
        return replace(measure, end=measure.end + 1)
    return measure


def _sign(tokens: Sequence[Token], start: int, i: int) -> tuple[float, int]:
    before = at(tokens, start - 1)
    if before in {"-", "−", "–"} and start == i or before == "−":
        glued_left = start >= 1 and tokens[start - 1].glued
        glued_right = tokens[start].glued
        if glued_right and not glued_left and not is_kind(tokens, start - 2, "number"):
            return -1.0, start - 1
    if before == "minus" and is_kind(tokens, i, "number"):
        return -1.0, start - 1
    if before in {"-", "−"} and at(tokens, start - 2) == "minus":
        return -1.0, start - 2
    if before == "-" and start > 1 and start < i and not tokens[start - 1].glued:
        return -1.0, start - 1
    # "$-50.8bn"
    if before == "-" and at(tokens, start - 2) == "$":
        return -1.0, start - 2
    return 1.0, start


def _article_unit(tokens: Sequence[Token], i: int) -> Measure | None:
    """ "an hour", "a year and a half", "half an hour", "half a mile", "a quarter of an hour"."""
    if at(tokens, i) in {"a", "an"}:
        unit = unit_at(tokens, i + 1)
        if (
            unit is not None
            and unit[0].dimension in {"duration", "length", "mass", "area"}
            and tokens[i + 1].kind == "word"
            and len(tokens[i + 1].text) > 2
            and unit[0].name != "second"
        ):
            extra = _and_fraction(tokens, unit[1])
            if extra is not None:
                return Measure(1 + extra[0], i, extra[1], 0.1, "words", unit=unit[0])
            return Measure(1.0, i, unit[1], 1.0, "article", unit=unit[0])
        return None
    fraction = read_numeral(tokens, i)
    if fraction is None or fraction.form != "fraction":
        return None
    j = fraction.end
    if at(tokens, j) == "of":
        j += 1
    if at(tokens, j) in {"a", "an"} or (at(tokens, i) in {"half", "quarter"} and at(tokens, j) in HYPHENS):
        unit = unit_at(tokens, j + 1)
        if (
            unit is not None
            and tokens[j + 1].kind == "word"
            and len(tokens[j + 1].text) > 2
            and unit[0].name not in {"second", "percent"}
        ):
            return Measure(fraction.value, i, unit[1], 0.1, "words", unit=unit[0])
        if unit is not None and unit[0].name == "percent":
            return Measure(fraction.value, i, unit[1], 0.1, "words", unit=unit[0])
    return None


def _and_fraction(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    if at(tokens, i) != "and":
        return None
    fraction = read_numeral(tokens, i + 1)
    if fraction is not None and fraction.form == "fraction" and fraction.value < 1 and at(tokens, fraction.end) != "of":
        return fraction.value, fraction.end
    return None


def _with_unit(tokens: Sequence[Token], measure: Measure, numeral: Numeral) -> Measure:
    j = measure.end
    if numeral.form in {"fraction", "ratio", "vague"} and at(tokens, j) == "of":
        if numeral.form == "vague":
            unit = unit_at(tokens, j + 1)
            money = currency_after(tokens, j + 1)
            if money is not None:
                return replace(measure, currency=money[0], end=money[1])
            if unit is not None and is_kind(tokens, j + 1, "word") and unit[0].name not in {"point"}:
                return replace(measure, unit=unit[0], end=unit[1])
        return measure
    if at(tokens, j) == "-" and at(tokens, j + 1) in {"per"}:
        return measure
    hyphened = at(tokens, j) in HYPHENS and tokens[j].glued
    k = j + 1 if hyphened else j
    money = _money_words(tokens, k, measure, hyphened)
    if money is not None:
        return replace(measure, currency=money[0], end=money[1], attributive=hyphened)
    unit = unit_at(tokens, k)
    if unit is None and hyphened and at(tokens, k) in {"inch", "in"}:
        unit = UNITS["inch"], k + 1
    if unit is not None and not (
        tokens[k].lower == "second" and measure.form == "words" and not hyphened and measure.value == 1
    ):
        attributive = hyphened or (
            tokens[k].kind == "word"
            and len(tokens[k].text) > 3
            and not is_plural(tokens[unit[1] - 1].lower)
            and abs(measure.value) != 1
        )
        result = replace(
            measure, unit=_renamed(tokens, k, unit[0], hyphened, measure), end=unit[1], attributive=attributive
        )
        extra = _and_fraction(tokens, unit[1])
        if extra is not None and measure.value == int(measure.value):
            result = replace(result, value=measure.value + extra[0], end=extra[1], precision=0.1)
        return _aged(tokens, result)
    if (
        hyphened
        and is_kind(tokens, k, "word")
        and tokens[k].glued
        and at(tokens, k) not in STOP
        and at(tokens, k) not in _NO_UNIT
    ):
        return replace(measure, counted=singular(tokens[k].lower), end=k + 1, attributive=True)
    return measure


_NO_UNIT = frozenset(
    "way off time sided handed piece pronged tier up something odd tiered minded step all nil goal class rate hand thirds half fold".split()
) - {"goal"}


def _money_words(tokens: Sequence[Token], k: int, measure: Measure, hyphened: bool) -> tuple[str, int] | None:
    money = currency_after(tokens, k)
    if money is None:
        return None
    word = at(tokens, k)
    if word in {"pound", "pounds"} and money[1] == k + 1 and (hyphened or _weighs(tokens, k, measure)):
        return None
    if (
        word in {"real", "crown", "won", "quid", "cent"}
        and not is_plural(word)
        and measure.value != 1
        and word in {"real", "crown"}
    ):
        return None
    if word == "won" and measure.scale == 1 and measure.value < 100:
        return None
    return money


def _weighs(tokens: Sequence[Token], k: int, measure: Measure) -> bool:
    """Pounds of weight or of money? Money unless the words around speak of weight."""
    if measure.scale > 1:
        return at(tokens, k + 1) == "of" and at(tokens, k + 2) not in {
            "investment",
            "funding",
            "public",
            "aid",
            "debt",
            "the",
            "its",
            "their",
            "taxpayers",
            "cash",
        }
    near = {t.lower for t in tokens[max(0, k - 8) : k + 6]}
    return at(tokens, k) == "pound" and measure.value != 1 or at(tokens, k + 1) == "of" or bool(near & _WEIGHT_WORDS)


_WEIGHT_WORDS = frozenset(
    "weigh weighs weighed weighing weight heavier lighter lift lifted kilograms kilos kg ounces ounce lbs thrust force seized baby fish per".split()
)


def _renamed(tokens: Sequence[Token], k: int, unit: Unit, hyphened: bool, measure: Measure) -> Unit:
    """Points after a percentage sense stay points; a calendar "second" never comes here."""
    return unit


def _aged(tokens: Sequence[Token], measure: Measure) -> Measure:
    """ "6 years of age", "65-year-old" are ages already; "a 30-year-old"."""
    return measure


def _ranged(tokens: Sequence[Token], first: Measure) -> Measure | None:
    """ "4 to 6 percent", "$89 to $93 billion", "between 5% and 6%", "15-22 miles"; the last part gives what the first leaves out."""
    j = first.end
    joint = at(tokens, j)
    between = "between" in {at(tokens, first.start - n) for n in (1, 2, 4)}
    if joint == "-" and at(tokens, j + 1) == "to" and at(tokens, j + 2) == "-":  # 0-to-60-mph
        k = j + 3
    elif joint in {"to", "until"} or joint in DASHES or (joint == "and" and between) or (joint == "or" and first.bare):
        k = j + 1
    else:
        return None
    if first.form in {"ratio", "vague", "article"} or (joint in HYPHENS and first.attributive):
        return None
    if at(tokens, k) in {"$", "£", "€"} or (is_kind(tokens, k, "mark") and currency_before(tokens, k + 1)):
        k += 1
    elif currency_before(tokens, k + 2) and is_kind(tokens, k + 2, "number") and at(tokens, k + 1) == "$":
        k += 2
    while at(tokens, k) in {"about", "around", "more", "as", "nearly", "almost", "roughly"} and joint != "and":
        k += 1
        if at(tokens, k) in {"than", "much", "many"}:
            k += 1
    second = _simple(tokens, k)
    if second is None or second.form in {"ratio", "vague", "article"} or second.upper is not None:
        return None
    return _merged(tokens, first, second, joint, between)


def _merged(tokens: Sequence[Token], first: Measure, second: Measure, joint: str, between: bool) -> Measure | None:
    same_unit = first.unit is not None and second.unit is not None and first.unit.measures == second.unit.measures
    if first.unit is not None and second.unit is None and second.currency is None and second.bare:
        if not (first.unit.name == "percent" or between):
            return None
        second = replace(second, unit=first.unit)
        same_unit = True
    if (first.unit is not None or first.counted) and not same_unit:
        return None
    if first.currency and second.currency and first.currency != second.currency:
        return None
    if first.currency and second.unit is not None:
        return None
    if joint in HYPHENS and second.value < first.value and first.bare and second.bare:
        return None
    if joint == "or" and not (0 < second.value - first.value <= max(2, first.value)):
        return None
    low = first.value
    if (
        first.scale == 1
        and second.scale > 1
        and abs(first.value) < 1000
        and first.value <= second.value / second.scale * 10
    ):
        low = first.value * second.scale
    if same_unit and first.unit is not None and second.unit is not None and first.unit is not second.unit:
        low = first.value * first.unit.factor / second.unit.factor
    return replace(
        second, value=low, upper=second.value, start=first.start, currency=first.currency or second.currency,
        precision=max(first.precision if low == first.value else second.precision, second.precision), form=first.form,
    )  # fmt: skip


def _compound(tokens: Sequence[Token], first: Measure) -> Measure:
    """ "four years and three months", "5 feet 11 inches", "24 hours, 39 minutes": the sum in the first unit."""
    measure = first
    while (
        measure.unit is not None
        and measure.unit.dimension in {"duration", "length", "mass"}
        and measure.unit.quantity == ""
    ):
        j = measure.end
        if at(tokens, j) == "," and at(tokens, j + 1) == "and":
            j += 2
        elif at(tokens, j) in {"and", ","}:
            j += 1
        part = _simple(tokens, j) if j < len(tokens) else None
        last = part.unit if part else None
        if (
            part is None
            or last is None
            or part.start != j
            or part.form in {"article", "fraction"}
            or last.dimension != measure.unit.dimension
            or last.quantity
            or last.factor >= measure.unit.factor
            or part.attributive
        ):
            return measure
        if part.value * last.factor >= 2 * measure.unit.factor or _smallest(tokens, measure) <= last.factor:
            return measure
        share = last.factor / first.unit.factor if first.unit else 1.0
        measure = replace(measure, value=measure.value + part.value * share, end=part.end, precision=share)
    return measure


def _smallest(tokens: Sequence[Token], measure: Measure) -> float:
    """The factor of the last unit that was read into it: "3 years, 2 months | 14 days"."""
    return (
        (measure.unit.factor if measure.unit else 1.0) * (measure.precision if measure.precision < 1 else 1.0) * 1.0001
    )


_PER_WORDS = frozenset(
    "share barrel ounce head person night pupil student gallon litre liter pound kilogram kilo ton tonne bushel mile acre unit vote seat ticket capita".split()
)


def _with_per(tokens: Sequence[Token], measure: Measure) -> Measure:
    """ "an hour", "per day", "/kg" behind a quantity."""
    j = measure.end
    word = at(tokens, j)
    if word in HYPHENS and at(tokens, j + 1) in {"a", "per", "an"}:
        j, word = j + 1, at(tokens, j + 1)
    k = j + 1
    if k < len(tokens) and tokens[k].lower in HYPHENS:
        k += 1
    if (
        word not in {"a", "an", "per", "each", "every", "/"}
        or not is_kind(tokens, k, "word")
        or (measure.bare and word in {"a", "an", "each", "every"})
    ):
        return measure
    unit = unit_at(tokens, k)
    if at(tokens, k + 1) in {"earlier", "ago", "later", "before", "after", "away", "old"}:
        return measure
    if word in {"a", "an", "each", "every"} and not (
        (unit and unit[0].dimension == "duration" and not is_plural(at(tokens, k)))
        or (measure.currency and (at(tokens, k) in _PER_WORDS or unit))
    ):
        return measure
    if at(tokens, k) in STOP or (word == "/" and not (unit or measure.currency)):
        return measure
    if unit is not None:
        return replace(measure, per=unit[0].name, end=unit[1])
    if at(tokens, k) in SCALES or at(tokens, k) == "cent":
        return measure
    return replace(measure, per=singular(at(tokens, k)), end=k + 1)


_EXTENTS = frozenset(
    "across away wide long tall deep high apart thick off old ahead behind offshore square heavy".split()
)
COMPARED = {
    "higher": "up", "more": "up", "above": "up", "larger": "up", "bigger": "up", "faster": "up", "stronger": "up", "longer": "up", "better": "up",
    "rise": "up", "increase": "up", "gain": "up", "jump": "up", "growth": "up", "surge": "up", "hike": "up", "climb": "up", "uptick": "up", "boost": "up",
    "lower": "down", "less": "down", "fewer": "down", "below": "down", "smaller": "down", "shorter": "down", "slower": "down", "weaker": "down",
    "cheaper": "down", "drop": "down", "fall": "down", "decline": "down", "decrease": "down", "cut": "down", "reduction": "down", "loss": "down",
    "slump": "down", "plunge": "down", "dip": "down", "slide": "down", "discount": "down",
}  # fmt: skip


def _with_noun(tokens: Sequence[Token], measure: Measure, text: str, offset: int) -> Measure:
    if measure.form in {"fraction", "ratio"} and measure.bare:
        return _share(tokens, measure, text, offset)
    if measure.form == "vague" and measure.bare:
        return _vague(tokens, measure)
    if measure.attributive:
        noun = read_noun(tokens, measure.end, singular_head=True)
        return replace(measure, about=noun.noun, end=noun.end) if noun else measure
    if measure.unit is not None or measure.currency is not None:
        return _measured(tokens, measure)
    part = _part(tokens, measure, text, offset)
    if part is not None:
        return part
    noun = read_noun(tokens, measure.end, singular_head=abs(measure.value) == 1 and measure.upper is None)
    if noun is None:
        return measure
    if not measure.per:
        noun = with_of(tokens, noun)
        measure = replace(measure, noun=noun, end=noun.end)
        return _with_per(tokens, measure)
    return replace(measure, noun=noun, end=noun.end)


def _slice(tokens: Sequence[Token], i: int, j: int, text: str, offset: int) -> str:
    return text[tokens[i].start - offset : tokens[j - 1].end - offset]


def _share(tokens: Sequence[Token], measure: Measure, text: str, offset: int) -> Measure:
    """ "two-thirds of the town's homes", "half the seats", "one in five voters"."""
    j = measure.end
    of = read_of(tokens, j)
    if of is not None:
        k = of.start + 1
        return replace(measure, end=of.end, part_of=_slice(tokens, k, of.end, text, offset), about=of.noun)
    if measure.form == "fraction" and at(tokens, j) in {"the", "its", "their", "his", "her", "all", "our"}:
        noun = read_noun(tokens, j + 1) or read_noun(tokens, j + 1, singular_head=True)
        if noun is not None:
            return replace(measure, end=noun.end, part_of=_slice(tokens, j, noun.end, text, offset), about=noun.noun)
        return measure
    if measure.form == "ratio":
        noun = read_noun(tokens, j)
        if noun is not None:
            return replace(measure, end=noun.end, part_of=noun.noun, about=noun.noun)
    return measure


def _vague(tokens: Sequence[Token], measure: Measure) -> Measure:
    of = read_of(tokens, measure.end)
    if of is not None:
        return replace(measure, end=of.end, noun=of)
    noun = read_noun(tokens, measure.end + 1) if at(tokens, measure.end) == "more" else None
    return replace(measure, end=noun.end, noun=noun) if noun else measure


def _measured(tokens: Sequence[Token], measure: Measure) -> Measure:
    """What stands behind a unit: "of rain", "across", "higher risk of stroke", "rise in bills"."""
    j = measure.end
    of = read_of(tokens, j)
    if of is not None and not (
        measure.unit is not None and measure.unit.name in {"year", "day"} and of.head in {"age"}
    ):
        part = of.noun if measure.unit is not None and measure.unit.name == "percent" else None
        return replace(measure, end=of.end, about=of.noun, part_of=part)
    word = at(tokens, j)
    if word in _EXTENTS:
        return replace(measure, end=j + 1)
    if word in COMPARED:
        noun = (
            read_noun(tokens, j + 1, singular_head=True)
            if word in {"higher", "lower", "more", "less", "fewer", "larger", "smaller"}
            else None
        )
        if noun is not None:
            of = read_of(tokens, noun.end)
            return replace(measure, end=of.end if of else noun.end, about=noun.noun)
        return replace(measure, end=j + 1)
    return measure


def _part(tokens: Sequence[Token], measure: Measure, text: str, offset: int) -> Measure | None:
    """ "58 of the 99 seats", "two of the five gates", "30 out of 50 states", "two of the suspects"."""
    j = measure.end
    if at(tokens, j) == "out" and at(tokens, j + 1) == "of":
        j += 1
    if at(tokens, j) != "of":
        return None
    k = j + 1
    while at(tokens, k) in {"the", "its", "their", "his", "her", "all", "those", "these", "our", "some"}:
        k += 1
    whole = read_numeral(tokens, k)
    if whole is not None and whole.form in {"figures", "words"} and whole.value >= measure.value:
        noun = read_noun(tokens, whole.end)
        end = noun.end if noun else whole.end
        return replace(
            measure, end=end, noun=noun, part_of=_slice(tokens, k, end, text, offset), about=noun.noun if noun else None
        )
    of = read_of(tokens, j)
    if of is None:
        return None
    return replace(measure, end=of.end, noun=of, part_of=_slice(tokens, j + 1, of.end, text, offset))
