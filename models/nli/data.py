"""The labelled pairs: one JSON object a line, as the data's README describes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from claimcheck.backends.labels import LABELS

NOT_ENTAILMENT = 3  # a target of the two-way sources: neutral or contradiction, unknown which
NOT_CONTRADICTION = 4  # a target of pairs that training turns round: entailment or neutral, unknown which
UNLABELLED = 5  # a target of pairs of which only a teacher tells something (`models.nli.teacher`)
TARGETS = {**{name: number for number, name in enumerate(LABELS)}, "not_entailment": NOT_ENTAILMENT, "": UNLABELLED}
Told = tuple[float, float, float]  # what a teacher thinks of a pair: probabilities in the order of LABELS


@dataclass(frozen=True)
class Pair:
    premise: str
    hypothesis: str
    target: int  # index into LABELS, or one of the other TARGETS
    two_way: bool
    source: str
    told: Told | None = None

    @property
    def unlabelled(self) -> bool:
        return self.target == UNLABELLED


def read_pairs(path: Path, leave_out: frozenset[str] = frozenset()) -> list[Pair]:
    """All pairs of a file but those of the sources in `leave_out`."""
    pairs = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["source"] in leave_out:
                continue
            two_way = row.get("scheme") == "2way"
            pairs.append(Pair(row["premise"], row["hypothesis"], TARGETS[row["label"]], two_way, row["source"]))
    return pairs
