"""Taking a decision on a claim, and taking it back."""

from __future__ import annotations

from claimcheck.desk.desk import Desk
from claimcheck.errors import SettingsError
from claimcheck.report.base import ClaimDict, ReportDict
from claimcheck.report.view import Finding, findings
from claimcheck.review.states import State, match_of

DECISIONS = ("fix", "stands", "reference", "open")


def queue(report: ReportDict, known: dict[str, State]) -> list[Finding]:
    """The findings, those that are not decided yet first, and among them the worst first."""
    return sorted(findings(report), key=lambda f: bool(known[f.lead["id"]].decision))


def claims_of(report: ReportDict, claim_id: str) -> tuple[ClaimDict, ...]:
    """The claims that are decided together with one: those of its finding, or it alone. KeyError if not there."""
    for finding in findings(report):
        if any(claim["id"] == claim_id for claim in finding.claims):
            return finding.claims
    for claim in report["claims"]:
        if claim["id"] == claim_id:
            return (claim,)
    raise KeyError(claim_id)


def decide(
    desk: Desk,
    report: ReportDict,
    claim_id: str,
    decision: str | None,
    reviewer: str,
    *,
    note: str | None = None,
    source: str | None = None,
    seen: str | None = None,
) -> None:
    """Append one decision for a claim and all that one mistake flags with it.

    Without `decision` only the note or the source is added. `seen` is the id of the last record that the
    reviewer was shown (`State.latest`). Raises DecidedMeanwhile where there is a later one.
    """
    if decision is not None and decision not in DECISIONS:
        raise SettingsError(f"'{decision}' is no decision; there are {', '.join(DECISIONS)}")
    claims = claims_of(report, claim_id)
    records = [
        {
            "run": report["run"],
            "claim": claim["id"],
            "group": claims[0]["id"],
            "decision": decision,
            "reviewer": reviewer,
            "note": note or None,
            "source": source or None,
            "undoes": None,
            "match": match_of(claim) | {"seen": [record["id"] for record in desk.decisions(claim["id"])]},
        }
        for claim in claims
    ]
    desk.append_decisions(records, seen={claims[0]["id"]: seen})


def undo(desk: Desk, report: ReportDict, claim_id: str, reviewer: str, *, seen: str | None = None) -> bool:
    """Append that the last record on a claim, and on all that go with it, is undone; False where there is none."""
    claims = claims_of(report, claim_id)
    records = []
    for claim in claims:
        history = desk.decisions(claim["id"])
        undone = {record["undoes"] for record in history if record.get("undoes")}
        open_ = [r for r in history if r["id"] not in undone and not r.get("undoes")]
        if open_:
            last = open_[-1]
            records.append(
                {
                    **{name: last[name] for name in ("claim", "group", "match")},
                    "run": report["run"],
                    "decision": None,
                    "reviewer": reviewer,
                    "note": None,
                    "source": None,
                    "undoes": last["id"],
                }
            )
    if records:
        desk.append_decisions(records, seen={claims[0]["id"]: seen})
    return bool(records)
