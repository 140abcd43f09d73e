"""The report as CSV, one row a claim, for a spreadsheet; no cell is one that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, Options, ReportDict
from claimcheck.report.view import deciding, line_of, shown_claims

SUFFIX = ".csv"
COLUMNS = (
    *("line", "kind", "claim", "speaker", "cue", "verdict", "confidence", "reason", "explanation", "sentence"),
    *("source", "published", "url", "evidence", "group", "id"),
    *("decision", "reviewer", "decided", "note", "own source", "asked again"),
)
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def render(report: ReportDict, options: Options) -> str:
    """RFC 4180 with a byte order mark, without which Excel takes UTF-8 for its own code page."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for claim in shown_claims(report, options):
        writer.writerow([cell(value) for value in _row(report, claim)])
    return "\ufeff" + out.getvalue()


def cell(value: object) -> object:
    """A value as it may stand in a cell: text that would be run gets an apostrophe in front.

    >>> cell("=1+1"), cell("-5 degrees"), cell(0.5)
    ("'=1+1", "'-5 degrees", 0.5)
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    said = words.clean(str(value)).strip()
    return f"'{said}" if said.startswith(_FORMULA) else said


def _row(report: ReportDict, claim: ClaimDict) -> list[object]:
    details, decision = claim["details"], claim.get("decision") or {}
    told = next(iter(deciding(claim)), {})
    return [
        line_of(report, claim["start"]),
        claim["kind"],
        claim["text"],
        details.get("speaker"),
        details.get("cue"),
        claim["verdict"],
        claim["confidence"],
        claim["reason"]["code"],
        claim["reason"]["text"],
        claim["sentence"]["text"],
        words.source(told) if told else None,
        told.get("published"),
        told.get("url"),
        told.get("text"),
        claim["group"],
        claim["id"],
        decision.get("decision"),
        decision.get("reviewer"),
        decision.get("at"),
        decision.get("note"),
        decision.get("source"),
        claim.get("asked_again"),
    ]
