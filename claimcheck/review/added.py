"""Claims that the program missed, added by a reviewer who marks their words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from claimcheck.desk.desk import Desk
from claimcheck.errors import SettingsError
from claimcheck.report.base import ClaimDict, ReportDict
from claimcheck.review.states import Decision, settle

#: What a claim of each kind has to tell in the report; nobody has extracted it from these.
_DETAILS: dict[str, tuple[str, ...]] = {
    "number": tuple("value upper unit dimension modifier noun part_of change period iso speaker speaker_role".split()),
    "quote": ("speaker", "speaker_role", "speaker_span", "cue", "cue_span"),
    "attribution": ("speaker", "speaker_role", "speaker_span", "cue", "cue_span"),
}


def reviewed(report: ReportDict, decisions: Iterable[Decision]) -> ReportDict:
    """The report as its reviewers left it: with the claims that they added, and the decisions that hold."""
    decisions = list(decisions)
    return settle(with_added(report, decisions), decisions)


def add_claim(desk: Desk, report: ReportDict, kind: str, start: int, end: int, reviewer: str) -> str:
    """Add a claim at a span of the article; return its id. Raises SettingsError for a span that holds no words."""
    text = report["article"]["text"]
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise SettingsError("mark some words of the article first")
    first = max((text.rfind(mark, 0, start) for mark in ("\n", ". ")), default=-1) + 1
    stops = [at for mark in ("\n", ". ") if (at := text.find(mark, end)) >= 0]
    last = min(stops, default=len(text))
    sentence = text[first : last + 1].strip()
    name = hashlib.sha256(f"{kind}|{text[start:end]}|{sentence}".encode()).hexdigest()[:12]
    match = {"added": True, "kind": kind, "text": text[start:end], "sentence": sentence, "shift": start - first}
    record = {"run": report["run"], "claim": f"added-{name}", "group": None, "decision": None, "reviewer": reviewer}
    desk.append_decisions([{**record, "note": None, "source": None, "undoes": None, "match": match}])
    return f"added-{name}"


def with_added(report: ReportDict, decisions: Iterable[Decision]) -> ReportDict:
    """The report with the claims that reviewers added, as far as the article still has their words."""
    text, there = report["article"]["text"], {claim["id"] for claim in report["claims"]}
    undone = {record["undoes"] for record in decisions if record.get("undoes")}
    added = []
    for record in decisions:
        match = record["match"]
        if not match.get("added") or record["claim"] in there or record["id"] in undone or record.get("undoes"):
            continue
        at = text.find(match["sentence"])
        start = text.find(match["text"], at) if at >= 0 else -1
        if start < 0:
            continue
        there.add(record["claim"])
        added.append(_added(record, start, at))
    if not added:
        return report
    counts = report["summary"]
    grown = {name: counts[name] + len(added) for name in ("claims", "unverified")}
    return {**report, "claims": [*report["claims"], *added], "summary": {**counts, **grown}}


def _added(record: Decision, start: int, at: int) -> ClaimDict:
    match = record["match"]
    end = start + len(match["text"])
    details: dict[str, Any] = dict.fromkeys(_DETAILS[match["kind"]])
    if match["kind"] == "attribution":
        details |= {"content_spans": [[start, end]], "polarity": "asserts"}
    return {
        "id": record["claim"],
        "group": None,
        "kind": match["kind"],
        "text": match["text"],
        "start": start,
        "end": end,
        "sentence": {"text": match["sentence"], "start": at, "end": at + len(match["sentence"])},
        "details": {**details, "added_by": record["reviewer"] or "a reviewer"},
        "verdict": "unverified",
        "confidence": 1.0,
        "reason": {"code": "nothing", "text": "Added by a reviewer; the program has not checked it."},
        "evidence": [],
        "decision": None,
    }
