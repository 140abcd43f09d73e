from __future__ import annotations

import pytest

from claimcheck.read.dates import iso_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-03-04", "2026-03-04"),
        (" 2026-03-04 ", "2026-03-04"),
        ("20260304", "2026-03-04"),
        ("2026-03-04T09:30:00Z", "2026-03-04T09:30:00+00:00"),
        ("2026-03-04T09:30:00.123+02:00", "2026-03-04T09:30:00+02:00"),
        ("2026-03-04 09:30", "2026-03-04T09:30:00"),
        ("Wed, 04 Mar 2026 09:30:00 +0100", "2026-03-04T09:30:00+01:00"),
        ("4 March 2026", "2026-03-04"),
        ("March 4, 2026", "2026-03-04"),
        ("Sept 4, 2026", "2026-09-04"),
        ("04.03.2026", "2026-03-04"),
        ("2026/03/04", "2026-03-04"),
    ],
)
def test_dates_are_read(written: str, iso: str) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize("written", ["", "soon", "03/04/2026", "2026", "2026-13-01", "30 February 2026", "4 March"])
def test_what_is_no_whole_date_is_not_guessed_at(written: str) -> None:
    assert iso_date(written) is None
