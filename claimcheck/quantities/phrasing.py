"""A number's details in a few plain words: "more than 330 missiles", "7.6 m", "€870 million", "14 March 2023"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimcheck.quantities import calendar
from claimcheck.quantities.nouns import singular

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_NAMES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SHORT = frozenset({"m", "km", "cm", "mm", "kg", "g", "km/h", "mm Hg", "mg"})
_PLURALS = {
    "foot": "feet",
    "inch": "inches",
    "century": "centuries",
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
}


_PARTS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_TOPS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def figure(value: float) -> str:
    """1300000000.0 -> "1.3 billion", 4712.0 -> "4,712", 0.5 -> "0.5"."""
    for size, name in _NAMES:
        if abs(value) >= size:
            scaled = value / size
            text = f"{scaled:.4g}"
            return f"{text} {name}" if float(text) == scaled else f"{value:,.0f}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def plural(noun: str) -> str:
    head, _, last = noun.rpartition(" ")
    many = _PLURALS.get(last) or (last if singular(last) != last or last in _SHORT else _many(last))
    return f"{head} {many}" if head else many


def _many(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")


def phrase(details: Mapping[str, Any]) -> str:
    """The number as an editor would say it, from its details alone."""
    dimension, modifier = details.get("dimension"), details.get("modifier")
    if dimension == "date":
        prefix = f"{modifier} " if modifier in {"before", "after", "by", "until", "since", "about"} else ""
        return prefix + calendar.spoken(details.get("iso"))
    if details.get("value") is None:
        return "a number"
    value, upper = float(details["value"]), details.get("upper")
    if dimension == "time":
        return str(details.get("iso") or figure(value))
    if dimension == "score":
        return f"{figure(value)}-{figure(float(upper or 0))}"
    if dimension == "ordinal":
        return f"{_ordinal(int(value))} {details.get('noun') or ''}".strip()
    said = (
        _ratio(value)
        if dimension == "ratio"
        else figure(value)
        if upper is None
        else f"{figure(value)} to {figure(float(upper))}"
    )
    text = _with_unit(said, details, value, upper)
    if modifier == "at least":
        return f"{text} or more"
    return f"{modifier} {text}" if modifier and modifier != "consecutive" else text


def _with_unit(said: str, details: Mapping[str, Any], value: float, upper: Any) -> str:
    unit, _, per = str(details.get("unit") or "").partition(" per ")
    tail = f" per {per}" if per else ""
    one = abs(value) == 1 and upper is None
    if details.get("dimension") == "money":
        sign = _SIGNS.get(unit)
        named = unit if unit.isupper() or one else plural(unit)
        return (f"{sign}{said}" if sign else f"{said} {named}") + tail
    if unit in {"percent", ""}:
        return f"{said} percent" if unit else said
    if unit in {"celsius", "fahrenheit"}:
        return f"{said} degrees {unit.title()}"
    if unit == "year of age":
        return f"aged {said}"
    return f"{said} {unit if one or unit in _SHORT else plural(unit)}{tail}"


def _ratio(value: float) -> str:
    for bottom, name in _PARTS.items():
        top = round(value * bottom)
        if top and top < bottom and abs(value - top / bottom) < 1e-6:
            return (name if bottom == 2 else f"a {name}") if top == 1 else f"{_TOPS.get(top, top)} {name}s"
    return f"{100 * value:.3g} percent"


def _ordinal(value: int) -> str:
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"
