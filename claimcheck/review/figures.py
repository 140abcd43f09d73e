"""How often the flags were right, as the reviewers decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from claimcheck.report.view import FLAGGED
from claimcheck.review.states import Decision, at_odds, fold


@dataclass(slots=True)
class Figures:
    """How the flags of one kind and reason were decided; one mistake counts once."""

    kind: str
    code: str
    fix: int = 0
    stands: int = 0
    reference: int = 0
    open: int = 0

    @property
    def confirmed(self) -> float | None:
        """The share of fixes among those that were settled: the precision as used."""
        settled = self.fix + self.stands + self.reference
        return self.fix / settled if settled else None


def figures(decisions: Iterable[Decision]) -> list[Figures]:
    """By kind and reason, from what holds now on every group of flags that was decided."""
    by_group: dict[str, dict[str, list[Decision]]] = defaultdict(lambda: defaultdict(list))
    for record in decisions:
        if record["match"].get("verdict") in FLAGGED:
            by_group[record["group"] or record["claim"]][record["claim"]].append(record)
    counted: dict[tuple[str, str], Figures] = {}
    for claims in by_group.values():
        held = [None if at_odds(records) else fold(records) for records in claims.values()]
        settled = [each for each in held if each and each["decision"]]
        if not settled:
            continue
        # the mistake itself, not the statement around it
        lead = min(settled, key=lambda each: each["match"]["kind"] == "attribution")
        key = (lead["match"]["kind"], lead["match"]["code"])
        row = counted.setdefault(key, Figures(*key))
        setattr(row, lead["decision"], getattr(row, lead["decision"]) + 1)
    return [counted[key] for key in sorted(counted)]
