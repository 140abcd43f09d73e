from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.report.base import Options
from claimcheck.report.csv import COLUMNS, cell, render
from tests.sample_report import make_report


def rows(options: Options = Options()) -> list[dict[str, str]]:  # noqa: B008
    shown = render(make_report().to_dict(), options)
    assert shown.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(shown[1:])))


def test_a_row_for_every_claim() -> None:
    found = rows()
    assert len(found) == len(make_report().claims)
    assert tuple(found[0]) == COLUMNS
    first = next(row for row in found if row["claim"] == "more than 330 passengers")
    assert first["verdict"] == "conflict"
    assert first["source"] == "Coastal Wire, 4 March 2026"
    assert first["line"] == "5"


def test_only_flagged() -> None:
    assert {row["verdict"] for row in rows(Options(only_flagged=True))} == {"conflict", "disputed"}


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", " =", "\t=", "\r\n=", "|", "%", "\x00=", "\u200b=", "＝", "\ufeff="]
)
def test_no_cell_is_a_formula(start: str) -> None:
    assert str(cell(f"{start}cmd|' /C calc'!A0")).startswith("'")


@given(st.text())
def test_every_text_is_inert(text: str) -> None:
    written = str(cell(text))
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert "\x00" not in written
