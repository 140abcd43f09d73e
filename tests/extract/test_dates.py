"""Dates against dateparser, which is too slow for the hot path but an independent reader."""

from __future__ import annotations

import datetime

import pytest

from claimcheck.extract.dates import back, find_dates
from claimcheck.quantities.tokens import tokenize

PUBLISHED = "2025-05-24"


@pytest.mark.parametrize(
    "written",
    [
        "March 20, 2018",
        "20 March 2018",
        "20th March 2018",
        "Sept. 3, 1999",
        "2018-03-20",
        "20/03/2018",
        "Dec 1, 2024",
        "1 January 2025",
        "May 30",
        "June 2",
        "28 April",
    ],
)
def test_days_agree_with_dateparser(written: str) -> None:
    dateparser = pytest.importorskip("dateparser")
    theirs = dateparser.parse(written, settings={"RELATIVE_BASE": datetime.datetime(2025, 5, 24), "DATE_ORDER": "DMY"})
    ours = find_dates(tokenize(f"It opened on {written}."), PUBLISHED)
    assert [d.iso for d in ours] == [theirs.date().isoformat()]


@pytest.mark.parametrize(("value", "unit"), [(3, "year"), (5, "month"), (14, "month"), (9, "day")])
def test_so_long_ago_agrees_with_dateparser(value: int, unit: str) -> None:
    dateparser = pytest.importorskip("dateparser")
    theirs = dateparser.parse(f"{value} {unit}s ago", settings={"RELATIVE_BASE": datetime.datetime(2025, 5, 24)})
    ours = back(datetime.date(2025, 5, 24), value, unit)
    assert ours is not None
    assert theirs.date().isoformat().startswith(ours)


@pytest.mark.parametrize(
    "text",
    [
        "It may march on.",
        "He saw 2019 people.",
        "Call 555-0123.",
        "Room 1984 is shut.",
        "A 3/4 share.",
        "It cost 2,015 euros.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(tokenize(text), PUBLISHED) == []


def test_no_day_of_publication_leaves_the_year_open() -> None:
    assert [d.iso for d in find_dates(tokenize("It opened on May 12 and in June 2019."), None)] == [
        "--05-12",
        "2019-06",
    ]
    assert [d.iso for d in find_dates(tokenize("It opened on May 12."), "no date")] == ["--05-12"]
