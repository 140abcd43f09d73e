"""The unit table against pint, and how units and currencies are found behind and before a figure."""

from __future__ import annotations

import pytest

from claimcheck.quantities.currencies import currency_after, currency_before
from claimcheck.quantities.tokens import tokenize
from claimcheck.quantities.units import UNITS, unit_at

# Ours -> pint's, where the name alone does not do. Calendar months and years are Gregorian means here.
_PINT = {
    **dict.fromkeys(
        (
            "percent",
            "percentage point",
            "basis point",
            "point",
            "time",
            "part per million",
            "part per billion",
            "megapixel",
            "pixel",
            "carat",
            "magnitude",
            "decibel",
            "celsius",
            "fahrenheit",
            "month",
            "year",
            "decade",
            "century",
            "night",
            "year of age",
            "month of age",
            "week of age",
            "day of age",
        )
    ),
    "barrel": "oil_barrel",
    "mm Hg": "mmHg",
    "m": "meter",
    "g": "gram",
    "tonne": "metric_ton",
    "gigatonne": "1e9 metric_ton",
    "kilotonne": "1e3 metric_ton",
    "ksi": "1e3 psi",
    "calorie": "kilocalorie",
    "foot pound-force": "foot * force_pound",
    "newton metre": "newton * meter",
    "mile per gallon": "mile / gallon",
    "milliampere-hour": "milliampere * hour",
    "light-year": "light_year",
    "nautical mile": "nautical_mile",
    "fluid ounce": "fluid_ounce",
    "km/h": "kilometer / hour",
}
_FREE = {
    "megabit per second",
    "gigabit per second",
    "kilobyte",
    "megabyte",
    "gigabyte",
    "terabyte",
}  # of their own base


@pytest.fixture(scope="module")
def pint_units():
    pint = pytest.importorskip("pint")
    return pint.UnitRegistry()


def _in_pint(name: str) -> str:
    if name in _PINT:
        return _PINT[name]
    for ours, theirs in (("square ", "square_"), ("cubic ", "cubic_"), (" per ", " / "), (" hour", "_hour")):
        name = name.replace(ours, theirs)
    words = name.replace("square_", "square ").replace("cubic_", "cubic ").split(" ")
    power = {"square": " ** 2", "cubic": " ** 3"}.get(words[0])
    if power:
        return f"({words[1]}{power})"
    return name.replace("_hour", " * hour") if name.endswith("watt_hour") else name.replace("/_hour", "/ hour")


@pytest.mark.parametrize("name", [n for n in UNITS if _PINT.get(n, "") is not None and n not in _FREE])
def test_factors_agree_with_pint(name: str, pint_units) -> None:
    unit = UNITS[name]
    theirs = pint_units.Quantity(1, "dimensionless") * pint_units.parse_expression(_in_pint(name))
    bases = {
        "length": "meter", "mass": "kilogram", "duration": "second", "area": "meter ** 2", "volume": "meter ** 3",
        "speed": "meter / second",
        "power": "watt", "energy": "joule", "frequency": "hertz", "voltage": "volt", "current": "ampere",
        "charge": "milliampere * hour",
        "pressure": "pascal", "torque": "newton * meter", "economy": "mile / gallon", "temperature": "kelvin",
        "data": "byte", "angle": "degree",
    }  # fmt: skip
    assert unit.factor == pytest.approx(
        theirs.to(bases[unit.measures]).magnitude, rel=1e-5
    )  # pint has the acre of the survey


@pytest.mark.parametrize(("celsius", "fahrenheit"), [(0, 32), (34, 93.2), (-40, -40), (100, 212)])
def test_temperatures_convert_with_their_offsets(celsius: float, fahrenheit: float) -> None:
    c, f = UNITS["celsius"], UNITS["fahrenheit"]
    assert celsius * c.factor + c.offset == pytest.approx(fahrenheit * f.factor + f.offset)


def test_calendar_units_fit_each_other() -> None:
    assert 12 * UNITS["month"].factor == UNITS["year"].factor
    assert 10 * UNITS["year"].factor == UNITS["decade"].factor
    assert 365 < UNITS["year"].factor / UNITS["day"].factor < 365.25


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("km/h", "km/h"), ("sq m", "square metre"), ("square feet", "square foot"), ("miles per hour",
        "mile per hour"), ("mph", "mile per hour"),
        ("percentage points", "percentage point"), ("per cent", "percent"), ("%", "percent"), ("mm Hg", "mm Hg"),
        ("° C", "celsius"),
        ("°C", "celsius"), ("degrees Fahrenheit", "fahrenheit"), ("m2", "square metre"), ("lb-ft", "foot pound-force"),
        ("years old", "year of age"), ("year-old", "year of age"), ("feet", "foot"), ("inches", "inch"), ("centuries",
        "century"),
        ("kilowatt-hours", "kilowatt hour"), ("tonnes", "tonne"),
    ],
)  # fmt: skip
def test_units_are_found(written: str, name: str) -> None:
    found = unit_at(tokenize(f"5 {written}"), 1)
    assert found is not None
    assert (found[0].name, found[1]) == (name, len(tokenize(f"5 {written}")))


@pytest.mark.parametrize("written", ["in the", "a day", "million", "men", "second-hand goods", "Mr"])
def test_words_are_no_units(written: str) -> None:
    found = unit_at(tokenize(f"5 {written}"), 1)
    assert found is None or written == "second-hand goods"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("$5", "USD"),
        ("US$5", "USD"),
        ("US $5", "USD"),
        ("HK$5", "HKD"),
        ("C $5", "CAD"),
        ("€5", "EUR"),
        ("EUR 5", "EUR"),
        ("£5", "GBP"),
        ("Rs 5", "INR"),
    ],
)
def test_currencies_before(written: str, code: str) -> None:
    tokens = tokenize(written)
    assert currency_before(tokens, len(tokens) - 1) == (code, 0)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("euros", "EUR"),
        ("U.S. dollars", "USD"),
        ("Hong Kong dollars", "HKD"),
        ("Indonesian rupiah", "IDR"),
        ("USD", "USD"),
        ("€", "EUR"),
        ("people", None),
    ],
)
def test_currencies_after(written: str, code: str | None) -> None:
    found = currency_after(tokenize(written), 0)
    assert (found[0] if found else None) == code
