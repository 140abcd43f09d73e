"""What interval a careful editor would let a number stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.quantities.intervals import Interval, interval, precision_of, significant_step


def number(value: float, modifier: str | None = None, **known: object) -> dict[str, object]:
    return {"value": value, "upper": None, "unit": None, "dimension": "count", "modifier": modifier, **known}


@pytest.mark.parametrize(
    ("details", "inside", "outside"),
    [
        (number(80, "nearly"), [76, 78, 80], [74, 81]),
        (number(330, "more than"), [331, 337, 390], [330, 500]),
        (number(17, "at least"), [17, 18, 20], [16, 25]),
        (number(5000, "less than"), [4999, 4000], [5000, 2000]),
        (number(40000, "up to"), [40000, 30000], [41000, 10000]),
        (number(3000, "about"), [2900, 3100], [2500, 3500]),
        (number(330), [330], [329, 331]),
        (number(12, "more than", precision=4), [14], [12, 40]),
    ],
)
def test_modifiers(details: dict[str, object], inside: list[float], outside: list[float]) -> None:
    found = interval(details)
    assert all(found.overlaps(Interval(v, v)) for v in inside)
    assert not any(found.overlaps(Interval(v, v)) for v in outside)


@given(st.floats(-1e12, 1e12), st.floats(0, 1e6), st.floats(-1e12, 1e12), st.floats(0, 1e6))
def test_overlap_is_symmetric(a: float, wide_a: float, b: float, wide_b: float) -> None:
    first, second = Interval(a, a + wide_a), Interval(b, b + wide_b, open_low=True)
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(first)


@pytest.mark.parametrize(
    ("value", "step"), [(330, 10), (5000, 1000), (17, 1), (4.2, 0.1), (1.3e9, 1e8), (0, 1), (5.28e9, 1e7)]
)
def test_significant_step(value: float, step: float) -> None:
    assert significant_step(value) == pytest.approx(step)


def test_precision_is_guessed_where_it_was_not_kept() -> None:
    assert precision_of(number(1.3e9)) == 1e8
    assert precision_of(number(330)) == 1
    assert precision_of(number(330, precision=5.0)) == 5
