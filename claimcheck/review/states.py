"""Where each claim of a report stands in the review, and for how long a decision holds.

The machine's verdict is never overwritten: a decision stands beside it, is appended to the desk and never
changed. It holds for the same claim against the same evidence, in this run and in later ones, until the
article's words change or a new reference gives another value; then it is asked again, and says why. So it is where
two desks that were merged had decided differently.

A claim's id is made of its words, those of its sentence and which occurrence it is, so that the same id
means the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, ReportDict
from claimcheck.report.changes import ALIKE, PLACE
from claimcheck.report.view import is_flagged

Decision = dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """Where a claim stands in the review. `latest` is the id of the last record on it, for the next to name."""

    decision: Decision | None = None  # what holds now: decision, note, source, reviewer, at
    latest: str | None = None
    history: tuple[Decision, ...] = ()
    asks_again: str | None = None  # why an earlier decision does not hold any more


def match_of(claim: ClaimDict) -> dict[str, Any]:
    """What a decision remembers of its claim: its words, the machine's verdict, and the evidence's values."""
    return {
        "kind": claim["kind"],
        "text": words.clean(claim["text"]),
        "sentence": words.clean(claim["sentence"]["text"]),
        "verdict": claim["verdict"],
        "code": claim["reason"]["code"],
        "values": [list(value) for value in sorted({value_of(e) for e in _sided(claim)})],
        "references": sorted({f"{e['reference']}@{e['version']}" for e in _sided(claim)}),
    }


def value_of(evidence: EvidenceDict) -> tuple[str, str]:
    """What a piece of evidence says, apart from who says it: two wires with one figure give one value."""
    return evidence["stance"], _said(evidence).casefold()


def _said(evidence: EvidenceDict) -> str:
    compared = sorted(c["text"] for c in evidence["comparisons"] if c["comparator"] != "meaning")
    return words.clean("; ".join(compared) or evidence["text"])


def _sided(claim: ClaimDict) -> list[EvidenceDict]:
    return [e for e in claim["evidence"] if e["stance"] != "neutral"]


def states(report: ReportDict, decisions: Iterable[Decision]) -> dict[str, State]:
    """The state of every claim of a report, by claim id. `decisions` are those of the desk, oldest first."""
    by_claim: dict[str, list[Decision]] = defaultdict(list)
    for record in decisions:
        by_claim[record["claim"]].append(record)
    there = {claim["id"] for claim in report["claims"]}
    elsewhere = {claim: records for claim, records in by_claim.items() if claim not in there}
    found = {}
    for claim in report["claims"]:
        records = by_claim.get(claim["id"], [])
        found[claim["id"]] = _state(report, claim, records) if records else _changed(claim, elsewhere)
    return found


def fold(records: Iterable[Decision]) -> Decision | None:
    """What holds after a history of records: the last decision that was not undone, with the last note."""
    records = list(records)
    undone = {record["undoes"] for record in records if record.get("undoes")}
    held: Decision | None = None
    for record in records:
        if record["id"] in undone or record.get("undoes"):
            continue
        kept = {name: record.get(name) for name in ("decision", "note", "source", "reviewer", "at", "run", "match")}
        if held and not record.get("decision"):  # a note or a source added to what was decided
            added = {name: record[name] for name in ("note", "source") if record.get(name)}
            held = {**held, **added}
        elif held:
            held = {**kept, "note": kept["note"] or held["note"], "source": kept["source"] or held["source"]}
        else:
            held = kept
    return held


def at_odds(records: Iterable[Decision]) -> list[Decision]:
    """Decisions on one claim of which the last was taken without knowing of another one: of two desks, once merged.

    Empty where they agree, or where somebody has decided since with both in view.
    """
    records = list(records)
    undone = {record["undoes"] for record in records if record.get("undoes")}
    taken = [r for r in records if r.get("decision") and r["id"] not in undone]
    if not taken:
        return []
    *earlier, last = taken
    seen = last["match"].get("seen")
    other = [r for r in earlier if seen is not None and r["id"] not in seen and r["decision"] != last["decision"]]
    return [*other[-1:], last] if other else []


def _state(report: ReportDict, claim: ClaimDict, records: list[Decision]) -> State:
    held = fold(records)
    why = None
    if odds := at_odds(records):
        why = "Two desks decided differently: " + "; ".join(words.settled(each) for each in odds)
    elif held and held["run"] != report["run"]:
        why = _another_value(report, claim, held)
    return State(None if why else held, records[-1]["id"], tuple(records), why)


def _another_value(report: ReportDict, claim: ClaimDict, held: Decision) -> str | None:
    """Why the decision does not hold against the evidence of this run; None where it does."""
    known = {tuple(value) for value in held["match"].get("values", [])}
    new = [e for e in _sided(claim) if value_of(e) not in known]
    if not new or not is_flagged(claim):
        return None
    source = words.source(new[0], report["article"]["published"])
    return f"{_decided(held)}; since then {source} gives another value: {_said(new[0])}"


def _changed(claim: ClaimDict, elsewhere: dict[str, list[Decision]]) -> State:
    """A claim without a decision: was one taken on it before its words changed?"""
    best, likeness = None, 0.0
    for records in elsewhere.values() if is_flagged(claim) else ():
        alike = _likeness(records[-1]["match"], match_of(claim))
        if alike > likeness and (held := fold(records)) and held["decision"]:
            best, likeness = held, alike
    if best is None:
        return State()
    return State(asks_again=f"{_decided(best)} on “{best['match']['text']}”; the article's words have changed since")


def _likeness(before: dict[str, Any], now: dict[str, Any]) -> float:
    """How like a claim is to one that was decided: of the same kind, in the same part of a like sentence; else 0."""
    from rapidfuzz.fuzz import ratio

    if before.get("added") or before.get("kind") != now["kind"]:
        return 0.0
    places = [max(0, each["sentence"].find(each["text"])) / max(1, len(each["sentence"])) for each in (before, now)]
    alike = ratio(before["sentence"], now["sentence"])
    if alike < ALIKE or abs(places[0] - places[1]) > PLACE:
        return 0.0
    return float(alike) + 100 * (before["text"] == now["text"])


def _decided(held: Decision) -> str:
    said = words.settled(held) or "noted"
    return said[:1].upper() + said[1:]


def settle(report: ReportDict, decisions: Iterable[Decision]) -> ReportDict:
    """The report with the decisions that hold filled in, and why others do not; the verdicts stay as they were."""
    known = states(report, decisions)
    claims = []
    for claim in report["claims"]:
        state = known[claim["id"]]
        held = state.decision
        settled = {**claim, "decision": _contract(held) if held and held["decision"] else None}
        claims.append({**settled, "asked_again": state.asks_again} if state.asks_again else settled)
    return {**report, "claims": claims}


def _contract(held: Decision) -> Decision:
    return {name: held[name] for name in ("decision", "at", "reviewer", "note", "source")}
