"""Units of measure and currencies: how they are written, what they measure, and how they convert.

A `Unit` carries the canonical singular name, the dimension of the report contract, and the factor to that dimension's
base (metre, kilogram, second, square metre, cubic metre, metre per second, kelvin, fraction of one). Factors are exact
definitions; the tests hold them against pint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.quantities.spelled import HYPHENS, at
from claimcheck.quantities.tokens import Token


@dataclass(frozen=True, slots=True)
class Unit:
    """`quantity` parts what never converts into each other within a dimension (watts and bytes are both `other`)."""

    name: str
    dimension: str
    factor: float = 1.0
    offset: float = 0.0
    quantity: str = ""

    @property
    def measures(self) -> str:
        return self.quantity or self.dimension


# name, dimension, factor, written forms (words in the singular; plurals are made below; symbols after "|" are matched
# as they are)
_TABLE = """
percent percent 0.01 percent;per cent;percentage;pct|%
percentage point percent 0.01 percentage point;percent point;per cent point;percentage-point|pp
basis point percent 0.0001 basis point|bps
mm length 0.001 millimeter;millimetre|mm
cm length 0.01 centimeter;centimetre|cm
m length 1 meter;metre|m
km length 1000 kilometer;kilometre|km kms
inch length 0.0254 inch|in. ″
foot length 0.3048 foot|ft
yard length 0.9144 yard|yd yds
mile length 1609.344 mile|mi
nautical mile length 1852 nautical mile|nmi
micrometre length 1e-6 micrometer;micrometre;micron|μm µm
nanometre length 1e-9 nanometer;nanometre|nm
light-year length 9.4607304725808e15 light-year;light year
mg mass 1e-6 milligram;milligramme|mg
microgram mass 1e-9 microgram|μg µg mcg
g mass 0.001 gram;gramme|g
kg mass 1 kilogram;kilogramme;kilo|kg kgs
tonne mass 1000 tonne;metric ton|t
ton mass 907.18474 ton;short ton
gigatonne mass 1e12 gigaton;gigatonne|Gt
kilotonne mass 1e6 kilotonne|kt
pound mass 0.45359237 pound-mass;pound|lb lbs
ounce mass 0.028349523125 ounce|oz
stone mass 6.35029318 stone
second duration 1 second|sec secs s
millisecond duration 0.001 millisecond|ms
minute duration 60 minute|min mins
hour duration 3600 hour|hr hrs h
day duration 86400 day
night duration 86400 night
week duration 604800 week|wk wks
fortnight duration 1209600 fortnight
month duration 2629746 month|mo
year duration 31556952 year|yr yrs
decade duration 315569520 decade
century duration 3155695200 century
square metre area 1 square meter;square metre;sq meter;sq metre;sq m;sqm|m2 m²
square km area 1e6 square kilometer;square kilometre;sq kilometer;sq kilometre;sq km|km2 km²
square mile area 2589988.110336 square mile;sq mile;sq mi
square foot area 0.09290304 square foot;sq foot;sq ft|ft2 ft² sqft
square yard area 0.83612736 square yard;sq yard
square inch area 0.00064516 square inch
hectare area 10000 hectare|ha
acre area 4046.8564224 acre
litre volume 0.001 liter;litre|l L
millilitre volume 1e-6 milliliter;millilitre|ml mL
centilitre volume 1e-5 centiliter;centilitre|cl
gallon volume 0.003785411784 gallon|gal
pint volume 0.000473176473 pint
quart volume 0.000946352946 quart
fluid ounce volume 2.95735295625e-5 fluid ounce
cubic metre volume 1 cubic meter;cubic metre|m3 m³
cubic foot volume 0.028316846592 cubic foot;cu ft
cubic km volume 1e9 cubic kilometer;cubic kilometre|km3 km³
barrel volume 0.158987294928 barrel|bbl
celsius temperature 1 degree celsius;degree centigrade;deg c;degree c;celsius;centigrade|°C ºC
fahrenheit temperature 0.5555555555555556 degree fahrenheit;deg f;degf;degree f;fahrenheit|°F ºF
kelvin temperature 1 kelvin
mile per hour speed 0.44704 mile per hour;mile an hour|mph m.p.h.
km/h speed 0.2777777777777778 kilometer per hour;kilometre per hour;kilometre an hour|km/h kph kmh km/hr
metre per second speed 1 meter per second;metre per second;meter a second;metre a second|m/s
foot per second speed 0.3048 foot per second
knot speed 0.5144444444444445 knot
watt other:power 1 watt|W
kilowatt other:power 1e3 kilowatt|kW
megawatt other:power 1e6 megawatt|MW
gigawatt other:power 1e9 gigawatt|GW
terawatt other:power 1e12 terawatt|TW
horsepower other:power 745.6998715822702 horsepower|hp bhp
watt hour other:energy 3600 watt hour;watt-hour|Wh
kilowatt hour other:energy 3.6e6 kilowatt hour;kilowatt-hour|kWh
megawatt hour other:energy 3.6e9 megawatt hour;megawatt-hour|MWh
gigawatt hour other:energy 3.6e12 gigawatt hour;gigawatt-hour|GWh
terawatt hour other:energy 3.6e15 terawatt hour;terawatt-hour|TWh
calorie other:energy 4184 calorie;kilocalorie|kcal
joule other:energy 1 joule|J
kilojoule other:energy 1e3 kilojoule|kJ
byte other:data 1 byte
kilobyte other:data 1e3 kilobyte|KB
megabyte other:data 1e6 megabyte|MB
gigabyte other:data 1e9 gigabyte|GB
terabyte other:data 1e12 terabyte|TB
megabit per second other:rate 1e6 megabit per second|Mbps
gigabit per second other:rate 1e9 gigabit per second|Gbps
hertz other:frequency 1 hertz|Hz
kilohertz other:frequency 1e3 kilohertz|kHz
megahertz other:frequency 1e6 megahertz|MHz
gigahertz other:frequency 1e9 gigahertz|GHz
volt other:voltage 1 volt|V
kilovolt other:voltage 1e3 kilovolt|kV
ampere other:current 1 ampere;amp|A
milliampere-hour other:charge 1 milliampere-hour|mAh
pascal other:pressure 1 pascal|Pa
hectopascal other:pressure 100 hectopascal|hPa
kilopascal other:pressure 1e3 kilopascal|kPa
megapascal other:pressure 1e6 megapascal|MPa
gigapascal other:pressure 1e9 gigapascal|GPa
millibar other:pressure 100 millibar|mbar mb
bar other:pressure 1e5 bar
psi other:pressure 6894.757293168361 |psi
ksi other:pressure 6894757.293168361 |ksi
mm Hg other:pressure 133.322387415 millimeter of mercury;millimetre of mercury|mmHg
magnitude other:magnitude 1 magnitude
decibel other:sound 1 decibel|dB
degree other:angle 1 degree|° º
newton metre other:torque 1 newton meter;newton metre|Nm
foot pound-force other:torque 1.3558179483314004 pound-foot;foot-pound|lb-ft
part per million other:concentration 1e-6 part per million|ppm
part per billion other:concentration 1e-9 part per billion|ppb
mile per gallon other:economy 1 mile per gallon|mpg
megapixel other:pixels 1e6 megapixel|MP
pixel other:pixels 1 pixel|px
carat other:carat 1 carat
point other:points 1 point|pts
year of age duration 31556952 year old;year-old;year of age
month of age duration 2629746 month old;month-old
week of age duration 604800 week old;week-old
day of age duration 86400 day old;day-old
time ratio 1 fold
"""
_IRREGULAR = {
    "foot": "feet",
    "inch": "inches",
    "century": "centuries",
    "stone": "stones",
    "hertz": "hertz",
    "horsepower": "horsepower",
}

UNITS: dict[str, Unit] = {}
_FORMS: dict[tuple[str, ...], Unit] = {}  # words in lower case
_SYMBOLS: dict[str, Unit] = {}  # as written

# Units that can also be counted things or other words; a bare "m", "s", "in" needs to stand right behind its figure.
_TIGHT = frozenset(
    {
        "m",
        "s",
        "h",
        "t",
        "g",
        "l",
        "L",
        "V",
        "A",
        "W",
        "J",
        "in.",
        "mo",
        "pp",
        "mb",
        "MP",
        "cl",
        "ha",
        "ms",
        "min",
        "sec",
    }
)


def _plural(words: tuple[str, ...]) -> tuple[str, ...]:
    """As in "square foot" -> "square feet", "mile per hour" -> "miles per hour"."""
    place = next(
        (
            n - 1
            for n, w in enumerate(words)
            if w in {"per", "a", "an", "of", "celsius", "fahrenheit", "centigrade", "old", "c", "f"}
        ),
        len(words) - 1,
    )
    noun = words[max(place, 0)]
    head, _, last = noun.rpartition("-")
    many = _IRREGULAR.get(last, last + "s")
    return (*words[: max(place, 0)], f"{head}-{many}" if head else many, *words[max(place, 0) + 1 :])


def _split_form(form: str) -> tuple[str, ...]:
    return tuple(form.replace("-", " - ").split())


def _load() -> None:
    dimensions = "percent|length|mass|duration|area|volume|temperature|speed|ratio|other"
    for line in _TABLE.strip().splitlines():
        fields = line.split("|", 1)
        head = fields[0].split()
        place = next(n for n, w in enumerate(head) if w.partition(":")[0] in dimensions.split("|") and n)
        dimension, _, quantity = head[place].partition(":")
        name = " ".join(head[:place])
        offset = {"celsius": 273.15, "fahrenheit": 459.67 * 5 / 9}.get(name, 0.0)
        quantity = "age" if name.endswith("of age") else quantity
        unit = Unit(name, dimension, float(head[place + 1]), offset, quantity)
        UNITS[name] = unit
        for form in filter(None, " ".join(head[place + 2 :]).split(";")):
            words = tuple(form.split())
            for variant in (words, _plural(words)):
                _FORMS[tuple(_split_form(" ".join(variant)))] = unit
        if len(fields) > 1:
            for symbol in fields[1].split():
                _SYMBOLS[symbol] = unit


_load()


def unit_at(tokens: Sequence[Token], i: int) -> tuple[Unit, int] | None:
    """The unit of measure that starts at tokens[i]: (unit, end). Not currencies, not counted things."""
    if i >= len(tokens):
        return None
    for n in range(min(7, len(tokens) - i), 0, -1):
        unit = _FORMS.get(tuple(t.lower for t in tokens[i : i + n]))
        if unit is not None:
            return unit, i + n
    return _symbol_at(tokens, i)


def _symbol_at(tokens: Sequence[Token], i: int) -> tuple[Unit, int] | None:
    """Symbols, some in several tokens: "km/h", "mm Hg", "lb-ft", "° C", "m2"."""
    written = ""
    best: tuple[Unit, int] | None = None
    for j in range(i, min(i + 4, len(tokens))):
        token = tokens[j]
        if j > i and not token.glued:
            break
        written += token.text
        unit = _SYMBOLS.get(written) or (_SYMBOLS.get(written.lower()) if len(written) > 2 else None)
        if unit is not None:
            best = unit, j + 1
    if tokens[i].lower == "mm" and at(tokens, i + 1) == "hg":
        return UNITS["mm Hg"], i + 2
    if tokens[i].text in {"°", "º"} and at(tokens, i + 1) in {"c", "f", "celsius", "fahrenheit"}:
        return UNITS["celsius" if at(tokens, i + 1)[0] == "c" else "fahrenheit"], i + 2
    if tokens[i].text in {"C", "F"} and (at(tokens, i - 1) in {"°", "º"} or tokens[i].glued):
        return UNITS["celsius" if tokens[i].text == "C" else "fahrenheit"], i + 1
    if best is None:
        return None
    unit, end = best
    if tokens[i].text in _TIGHT and end == i + 1 and not _stands_tight(tokens, i):
        return None
    following = tokens[end] if end < len(tokens) else None
    if following is not None and following.glued and following.kind in {"word", "number"}:
        return None
    return best


def _stands_tight(tokens: Sequence[Token], i: int) -> bool:
    """A one-letter symbol counts glued to its figure ("32m"), or a blank behind figures where it cannot be a word ("816
    000 t").
    """
    return tokens[i].glued or (
        i > 0 and tokens[i - 1].kind == "number" and tokens[i].text not in {"A", "s", "in.", "W", "V", "J", "MP", "L"}
    )


def unit_named(name: str) -> Unit | None:
    """The unit of a details dict: "km", "foot", "percent"."""
    return UNITS.get(name)


def hyphen(tokens: Sequence[Token], i: int) -> bool:
    return 0 <= i < len(tokens) and tokens[i].lower in HYPHENS
