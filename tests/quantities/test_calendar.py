from __future__ import annotations

import datetime

import pytest

from claimcheck.quantities.calendar import Days, bounded, days_of, month_day, spoken


@pytest.mark.parametrize(
    ("iso", "first", "last", "text"),
    [
        ("2023-03-14", (2023, 3, 14), (2023, 3, 14), "14 March 2023"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "February 2024"),
        ("2023", (2023, 1, 1), (2023, 12, 31), "2023"),
        ("199X", (1990, 1, 1), (1999, 12, 31), "1990s"),
        ("2015/2022", (2015, 1, 1), (2022, 12, 31), "2015 to 2022"),
    ],
)
def test_days_of(iso: str, first: tuple[int, int, int], last: tuple[int, int, int], text: str) -> None:
    assert days_of(iso) == Days(datetime.date(*first), datetime.date(*last))
    assert spoken(iso) == text


@pytest.mark.parametrize("iso", ["--05-12", None, "", "2023-02-30", "2023-13", "soon", "0000", "99999"])
def test_what_covers_no_days(iso: str | None) -> None:
    assert days_of(iso) is None
    assert isinstance(spoken(iso), str)


def test_bounds() -> None:
    year = days_of("2029")
    assert year is not None
    assert bounded(year, "before").last == datetime.date(2028, 12, 31)
    assert bounded(year, "by").last == datetime.date(2029, 12, 31)
    assert bounded(year, "after").first == datetime.date(2030, 1, 1)
    assert bounded(year, None) == year


def test_month_and_day_without_a_year() -> None:
    assert month_day("--05-12") == month_day("2025-05-12") == (5, 12)
    assert month_day("--05") == (5, None)
    assert month_day("2025") is None
