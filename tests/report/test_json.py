from __future__ import annotations

import json

from claimcheck.report.base import Options
from claimcheck.report.json import render
from tests.sample_report import make_report


def test_json_is_the_contract_itself() -> None:
    report = make_report().to_dict()
    assert json.loads(render(report, Options())) == json.loads(json.dumps(report))


def test_only_flagged_keeps_the_summary_whole() -> None:
    report = make_report().to_dict()
    shown = json.loads(render(report, Options(only_flagged=True)))
    assert {c["verdict"] for c in shown["claims"]} == {"conflict", "disputed"}
    assert shown["summary"] == report["summary"]


def test_letters_are_written_as_they_are() -> None:
    assert "“less than two hours”" in render(make_report().to_dict(), Options())
