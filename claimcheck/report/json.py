"""The report as JSON: the contract itself, `docs/report.schema.json`."""

from __future__ import annotations

import json

from claimcheck.report.base import Options, ReportDict
from claimcheck.report.view import shown_claims

SUFFIX = ".json"


def render(report: ReportDict, options: Options) -> str:
    """The whole report; with `only_flagged` its other claims are left out, while `summary` still counts them."""
    shown = {**report, "claims": shown_claims(report, options)}
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
