"""Which runs leaned on which references, and what became of those since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimcheck.desk.desk import Desk
from claimcheck.errors import StoreError
from claimcheck.report.base import ClaimDict, ReportDict

if TYPE_CHECKING:
    from claimcheck.store.references import ReferenceStore


@dataclass(frozen=True, slots=True)
class Use:
    """A run that leaned on a version of a reference, and for which claims."""

    run: str
    created: str
    article: str
    reference: str
    version: int
    claims: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        names = ("run", "created", "article", "reference", "version")
        return {**{name: getattr(self, name) for name in names}, "claims": list(self.claims)}


def leaned_on(report: ReportDict) -> dict[tuple[str, int], list[ClaimDict]]:
    """The references, by id and version, that speak for or against a claim of the report."""
    found: dict[tuple[str, int], list[ClaimDict]] = {}
    for claim in report["claims"]:
        for evidence in claim["evidence"]:
            if evidence["origin"] == "store" and evidence["stance"] != "neutral":
                claims = found.setdefault((evidence["reference"], evidence["version"]), [])
                if claim not in claims:
                    claims.append(claim)
    return found


def uses(desk: Desk, reference: str | None = None) -> Iterator[Use]:
    """Every use of a reference, or of all of them, by the runs of the desk, the newest run first."""
    for row in desk.runs():
        report = desk.run(row["run"])
        article = row["title"] or row["source"] or "(no title)"
        for (name, version), claims in leaned_on(report).items():
            if reference is None or name == reference:
                yield Use(row["run"], row["created"], article, name, version, tuple(c["text"] for c in claims))


def what_became(store: ReferenceStore, reference: str, version: int) -> str | None:
    """`corrected: …`, `superseded: …`, `killed: …`, `removed: …`, or None where checks still lean on that version."""
    try:
        latest = store.get(reference)
        mine = store.get(reference, version)
    except StoreError:
        for tombstone in store.tombstones():
            if tombstone["id"] == reference:
                return f"removed: {tombstone['why'] or 'no reason given'}"
        return "not in the store any more"
    if why := store.retracted(reference):
        return f"killed: {why}"
    if latest.version != version and latest.superseded is None:
        return f"corrected: version {latest.version} of {latest.added[:10]} replaced version {version}"
    if mine.superseded is None:
        return None
    by = f"by {mine.successor}" if mine.successor else "by a later text"
    return f"superseded: {by}, {mine.superseded[:10]}"
