"""Numbers: changed, scaled, put differently, or only said about."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from claimcheck.extract.numbers import NumberSpan, extract_numbers
from claimcheck.quantities.intervals import interval, significant_step
from claimcheck.records import Sentence
from models.nli.contrast.edits import Edit, contrary, looser, put, same, states

_WORDS = dict(
    enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty".split(),
        start=2,
    )
)
_VALUES = {word: value for value, word in _WORDS.items()}
_NUMERAL = re.compile(
    r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d,]*\d)|\b(?:" + "|".join(_VALUES) + r")\b"
)
CACHED = 4096
_DIMENSIONS = frozenset("count percent money length mass area volume speed temperature duration".split())
_SCALES = {"thousand": "million", "million": "billion", "billion": "million"}
_NO_BOUND = frozenset([None, "about", "nearly", "exactly"])
_NEAR = 0.05  # how far off a figure may be for "about"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: text[start:end] is the claim, text[first:last] its numeral, `value` the numeral's."""

    span: NumberSpan
    first: int
    last: int
    value: float
    written: str

    @property
    def plain(self) -> bool:
        """Without words around it that make it more, less or about."""
        return not self.span.details.get("modifier")

    def like(self, value: float, round_: bool = False) -> str:
        """`value` written as this numeral is; a round one without decimals where `round_`."""
        if self.written.isalpha() and value in _WORDS:
            return _WORDS[int(value)]
        decimals = 0 if value == int(value) and round_ else len(self.written.partition(".")[2])
        grouped = "," in self.written or (value >= 10_000 and self.value < 10_000)
        return f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}"


@lru_cache(maxsize=CACHED)
def spans(text: str) -> tuple[NumberSpan, ...]:
    """What extraction finds in a sentence; asked for again when the sentence is put in other words."""
    return tuple(extract_numbers(Sentence(text, 0, len(text))))


def figures(text: str) -> list[Figure]:
    """The single quantities of a sentence; ranges, dates, ranks and scores are left alone."""
    found = []
    for span in spans(text):
        numerals = list(_NUMERAL.finditer(span.text))
        if span.details.get("dimension") not in _DIMENSIONS or span.details.get("upper") or len(numerals) != 1:
            continue
        numeral = numerals[0]
        written = numeral.group()
        value = float(_VALUES.get(written) or written.replace(",", "")) if not written.isupper() else 0.0
        likely_year = 1000 <= value <= 2100 and "," not in written and span.details["dimension"] == "count"
        if value > 1 and not likely_year:
            found.append(Figure(span, span.start + numeral.start(), span.start + numeral.end(), value, written))
    return found


def number_edits(text: str, rng: random.Random) -> Iterator[Edit]:
    for figure in figures(text):
        yield from _respelled(text, figure)
        if states(text):
            yield from _changed(text, figure, rng)
            yield from _scaled(text, figure)
            yield from _approximated(text, figure, rng)


def _changed(text: str, figure: Figure, rng: random.Random) -> Iterator[Edit]:
    """Another figure, so far off that no careful editor would let one stand for the other."""
    details = figure.span.details
    if details.get("modifier") not in _NO_BOUND:
        return
    step = max(significant_step(figure.value), 10.0 ** (math.floor(math.log10(figure.value)) - 2))
    value = _far(figure.value, rng)
    value = round(round(value / step) * step, 6)
    if details.get("unit") == "year of age" and value > 105:
        return
    if value <= 1 or value == figure.value or (details["dimension"] == "percent" and value > 100 >= figure.value):
        return
    spread = float(details.get("precision") or 0.0) / 2
    size = details["value"] / figure.value
    if interval(details, spread).overlaps(interval({**details, "value": value * size}, spread)):
        return
    yield contrary(put(text, figure.first, figure.last, figure.like(value)), "number")


def _far(value: float, rng: random.Random) -> float:
    if value <= 12 and value == int(value):
        return float(rng.choice([v for v in range(2, 16) if v != value]))
    return value * rng.choice((rng.uniform(0.3, 0.75), rng.uniform(1.35, 2.6)))


def _scaled(text: str, figure: Figure) -> Iterator[Edit]:
    if figure.span.details.get("modifier") not in _NO_BOUND:
        return
    scale = re.match(r" (thousand|million|billion)\b", text[figure.last :])
    if scale:
        start = figure.last + 1
        yield contrary(put(text, start, start + len(scale[1]), _SCALES[scale[1]]), "number_scaled")
    percent = re.match(
        r"(?: percent| per cent|%)(?= (?:in|to|from|on|since|over|last|this|as|and)\b|[.,])", text[figure.last :]
    )
    if percent and figure.span.details.get("change"):
        end = figure.last + percent.end()
        yield contrary(text[: figure.last] + " percentage points" + text[end:], "number_scaled")


def _approximated(text: str, figure: Figure, rng: random.Random) -> Iterator[Edit]:
    """79 to "nearly 80", which follows; to "nearly 120" or "fewer than 60", which cannot be."""
    start = figure.span.start
    before, behind = text[:start], text[figure.last : figure.last + 1]
    if (
        not figure.plain
        or figure.written.isalpha()
        or behind == "-"
        or re.search(r"\b(?:an?|the|every|some|another) $", before)
    ):
        return
    named = re.match(r" [A-Z]", text[figure.last :])
    if start == 0 or not re.match(r"[$£€\d]", text[start:]) or figure.value < 13 or named:
        return
    sign = text[start : figure.first]
    few = "fewer than" if figure.span.details["dimension"] == "count" else "less than"

    def said(words: str, value: float) -> str:
        return f"{before}{words} {sign}{figure.like(value, round_=True)}{text[figure.last :]}"

    near = _rounded(figure.value, _NEAR)
    if near is not None and float(figure.like(near, round_=True).replace(",", "")) == near:
        about = rng.choice(("about", "around", "roughly", "approximately"))
        short = rng.choice(("nearly", "almost", "just under", "close to", few))
        past = rng.choice(("more than", "over", "just over", "at least"))
        yield looser(said(rng.choice((about, short if near > figure.value else past)), near), "number_rounded")
    far = _rounded(_far(figure.value, rng), 0.2)
    if far is None or not (far / figure.value > 1.3 or far / figure.value < 0.76) or far < 2:
        return
    if figure.span.details["dimension"] == "percent" and far >= 100:
        return
    bound = ("more than", "at least", "over") if far > figure.value else (few, "under", "at most")
    words = rng.choice((rng.choice(("about", "around", "roughly", "nearly", "almost")), rng.choice(bound)))
    yield contrary(said(words, far), "number_rounded")


def _rounded(value: float, within: float) -> float | None:
    """The nearest figure with fewer digits that is not off by more than the share `within`."""
    step = 10.0 ** math.floor(math.log10(value))
    for size in (step, step / 2, step / 10, step / 20, step / 100):
        near = round(value / size) * size
        if near != value and size >= 1 and near > 0 and abs(near - value) <= within * value:
            return float(near)
    return None


def _respelled(text: str, figure: Figure) -> Iterator[Edit]:
    """Three or 3, per cent or %, million or m."""
    behind = text[figure.last :]
    if figure.written.isalpha() and figure.first > 0 and not behind.startswith("-"):
        yield same(put(text, figure.first, figure.last, f"{figure.value:.0f}"), "number_respelled")
    elif figure.value in _WORDS and "." not in figure.written and figure.span.start == figure.first:
        lone = re.search(r"(?:^|[a-z,]) $", text[: figure.first]) and re.match(r" [a-z]", behind)
        if (
            figure.span.details["dimension"] == "count"
            and lone
            and not re.match(r" percent| per cent| a\.?m| p\.?m", behind)
        ):
            yield same(put(text, figure.first, figure.last, _WORDS[int(figure.value)]), "number_respelled")
    percent = re.match(r"%| per ?cent\b", behind)
    if percent and not figure.written.isalpha():
        for form in ("%", " percent", " per cent"):
            if form != percent.group():
                yield same(text[: figure.last] + form + behind[percent.end() :], "number_respelled")
    scale = re.match(r" (million|billion)\b", behind)
    if scale and not figure.written.isalpha() and figure.span.details["dimension"] == "money":
        short = {"million": "m", "billion": "bn"}[scale[1]]
        yield same(text[: figure.last] + short + behind[scale.end() :], "number_respelled")
