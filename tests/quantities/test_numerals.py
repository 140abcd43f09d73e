"""Numbers in figures and words, without what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.quantities.numerals import read_numeral
from claimcheck.quantities.spelled import SCALES, TENS, UNITS, read_ordinal, read_words
from claimcheck.quantities.tokens import tokenize

_UNIT_WORDS, _TEN_WORDS = {n: w for w, n in UNITS.items()}, {n: w for w, n in TENS.items()}


def spelled(number: int) -> str:
    """An independent way from figures to words."""
    if number < 20:
        return _UNIT_WORDS[number]
    if number < 100:
        return _TEN_WORDS[number // 10 * 10] + (f"-{_UNIT_WORDS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_UNIT_WORDS[number // 100]} hundred" + (f" and {spelled(number % 100)}" if number % 100 else "")
    for name in ("billion", "million", "thousand"):
        size = int(SCALES[name])
        if number >= size:
            return f"{spelled(number // size)} {name}" + (f" {spelled(number % size)}" if number % size else "")
    raise AssertionError(number)


@given(st.integers(0, 999_999_999_999))
def test_every_spelled_number_is_read(number: int) -> None:
    tokens = tokenize(spelled(number))
    assert read_words(tokens, 0) == (number, len(tokens))


@given(st.integers(0, 10**12))
def test_every_separator_is_read(number: int) -> None:
    for written in (
        f"{number:,}",
        f"{number:,}".replace(",", "\u2009"),
        f"{number:,}".replace(",", "\u00a0"),
        str(number),
    ):
        numeral = read_numeral(tokenize(written), 0)
        assert numeral is not None
        assert numeral.value == number


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("1.3 billion", 1.3e9, 1e8), ("1.30 billion", 1.3e9, 1e7), ("two million", 2e6, 1e6), ("330", 330, 1),
        ("4.25", 4.25, 0.01),
        ("half a million", 5e5, 1e5), ("a dozen", 12, 4), ("two dozen", 24, 12), ("4 hundred", 400, 100),
        ("½", 0.5, 0.01), ("2½", 2.5, 0.01),
        ("three-quarters", 0.75, 0.05), ("one in eight", 0.125, 0.01), ("nine out of ten", 0.9, 0.01),
        ("1/128", 1 / 128, 0.01),
        ("six and a half", 6.5, 0.1), (".001", 0.001, 0.001), ("1,00,000", 1e5, 1),
    ],
)  # fmt: skip
def test_value_and_written_precision(written: str, value: float, precision: float) -> None:
    tokens = tokenize(written)
    numeral = read_numeral(tokens, 0)
    assert numeral is not None
    assert (numeral.value, numeral.end) == (pytest.approx(value), len(tokens))
    assert numeral.precision == pytest.approx(precision)


@pytest.mark.parametrize(
    "written", ["a fourth time", "and five", "man", "(5)", "quarterback", "a second man", "half-time", "third"]
)
def test_what_is_no_numeral(written: str) -> None:
    assert read_numeral(tokenize(written), 0) is None


@pytest.mark.parametrize(
    ("written", "rank"), [("first", 1), ("41st", 41), ("twenty-first", 21), ("118th", 118), ("hundredth", 100)]
)
def test_ordinals(written: str, rank: int) -> None:
    tokens = tokenize(written)
    assert read_ordinal(tokens, 0) == (rank, len(tokens))
