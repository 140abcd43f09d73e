from __future__ import annotations

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from claimcheck.report.schema import schema
from tests.sample_report import make_report

DOCS = Path(__file__).parents[2] / "docs" / "report.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_documentation_holds_this_schema() -> None:
    again = "python -m claimcheck.report.schema > docs/report.schema.json"
    assert json.loads(DOCS.read_text(encoding="utf-8")) == schema(), f"run {again}"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_report_keeps_the_contract() -> None:
    VALIDATOR.validate(json.loads(json.dumps(make_report().to_dict())))


def test_a_report_on_nothing_keeps_the_contract() -> None:
    VALIDATOR.validate(make_report().with_claims(()).to_dict())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "claimcheck/report/2"),
        (("claims", 0, "verdict"), "wrong"),
        (("claims", 0, "reason", "code"), "same"),  # no reason for a dispute
        (("claims", 0, "details"), {}),
        (("claims", 0, "extra"), 1),
        (("claims", 0, "confidence"), 1.2),
        (("claims", 0, "evidence", 0, "stance"), "maybe"),
        (("claims", 3, "details", "polarity"), "shouts"),
        (("summary", "claims"), -1),
    ],
)
def test_what_breaks_the_contract_is_told(path: tuple[str | int, ...], value: object) -> None:
    report = copy.deepcopy(json.loads(json.dumps(make_report().to_dict())))
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(report)
