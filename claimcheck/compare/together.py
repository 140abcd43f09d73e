"""What is seen of a passage only beside the other candidates and the article's other claims."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimcheck.backends.base import Encoder
from claimcheck.compare.features import clause, clauses
from claimcheck.compare.numbers import relate
from claimcheck.compare.readings import Reading
from claimcheck.records import Candidate, Claim, NLIScores

NEIGHBOURS = 40  # numbers before and after a claim that can be a figure's true owner
WIDTH = 10  # candidates of a claim whose clauses are embedded and weighed against one another
LIKELY = 0.3  # a first look that is worth counting as support


@dataclass
class Case:
    """One claim against one candidate, as far as it has been looked into."""

    claim: Claim
    candidate: Candidate
    reading: Reading
    features: dict[str, float]
    first: float
    nli: NLIScores | None = None


def weigh_together(rows: Sequence[Sequence[Case]], encoder: Encoder, width: int = WIDTH) -> None:
    """Features that are seen only beside the other candidates and the article's other claims.

    `margin`: how far a passage is behind the best that says as it does.
    Of figures: `supported`: another passage has the claim's; `taken`: the passage's is another claim's;
    `sibling`: beside it stands another figure of the claim's sentence; `clause_similarity`: cosine of the
    clauses around the two; `echo`: cosine of the clauses around the passage's figure and around one that
    supports the claim, since two sources on one fact resemble each other.
    Of statements: `figures`: how many of the statement's own figures the passage has; `content_similarity`:
    cosine of the statement and the nearest clause or reported statement of the passage.
    """
    every = [row[0].claim for row in rows if row and row[0].claim.kind == "number"]
    vectors = _vectors([case for row in rows for case in row[:width]], encoder)
    for row in rows:
        best = {o: max((c.first for c in row if c.reading.outcome == o), default=0.0) for o in ("supports", "refutes")}
        supports = [c for c in row[:width] if c.reading.outcome == "supports" and c.reading.other is not None]
        numbers = _near(row[0].claim, every) if row else []
        for case in row[:width]:
            case.features["margin"] = case.first - best.get(case.reading.outcome, 0.0)
            if case.claim.kind == "attribution":
                case.features |= _figures(case, numbers)
                own = vectors[case.claim.text]
                case.features["content_similarity"] = max(float(own @ vectors[t]) for t in _contents(case))
            if case.reading.other is None:
                continue
            theirs = vectors[clause(case.reading.other)]
            case.features["taken"] = _taken(case, numbers)
            case.features["sibling"] = _sibling(case, numbers)
            case.features["clause_similarity"] = float(vectors[clause(case.claim)] @ theirs)
            if case.reading.outcome == "refutes":
                case.features["supported"] = max((c.first for c in supports), default=0.0)
                echoes = [float(vectors[clause(c.reading.other)] @ theirs) for c in supports if c.reading.other]
                if echoes and case.features["supported"] >= LIKELY:
                    case.features["echo"] = max(echoes)


def _near(claim: Claim, numbers: Sequence[Claim]) -> Sequence[Claim]:
    """The numbers around a claim: in a table of hundreds, not every cell can be asked about every other."""
    at = bisect_left(numbers, claim.start, key=lambda n: n.start)
    return numbers[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]


def _vectors(cases: Sequence[Case], encoder: Encoder) -> dict[str, NDArray[np.float32]]:
    """Unit vectors of the clauses around figures, of statements, and of what passages say on them."""
    texts: set[str] = set()
    for case in cases:
        if case.claim.kind == "attribution":
            texts |= {case.claim.text, *_contents(case)}
        elif case.reading.other is not None:
            texts |= {clause(case.claim), clause(case.reading.other)}
    ordered = sorted(texts)
    return dict(zip(ordered, encoder.encode(ordered), strict=True)) if ordered else {}


def _contents(case: Case) -> list[str]:
    """The clauses of a passage, and what is reported in it."""
    passage = case.candidate.passage
    return [*clauses(passage.text), *(c.text for c in passage.claims if c.kind == "attribution")]


def _figures(case: Case, numbers: Sequence[Claim]) -> dict[str, float]:
    spans = case.claim.details.get("content_spans") or [[case.claim.start, case.claim.end]]
    own = [n for n in numbers if any(a <= n.start and n.end <= b for a, b in spans)]
    if not own:
        return {}
    theirs = [c for c in case.candidate.passage.claims if c.kind == "number"]
    shares = [max((_agreement(n, other) for other in theirs), default=0.0) for n in own]
    return {"figures": sum(shares) / len(shares)}


def _agreement(claim: Claim, other: Claim, exact: bool = False) -> float:
    """How surely two figures are the same of the same thing; 0 where they are not."""
    relation = relate(claim.details, other.details)
    agrees = relation.outcome == "agree" and (not exact or relation.code in ("same", "converted"))
    return relation.same_noun if agrees else 0.0


def _taken(case: Case, numbers: Sequence[Claim]) -> float:
    """Another claim of the article has this very figure, and counts the thing more surely than this one."""
    assert case.reading.other is not None
    rivals = [_agreement(n, case.reading.other, exact=True) for n in numbers if n is not case.claim]
    to_beat = case.features["same_noun"] if case.reading.outcome == "supports" else 0.0
    return max((r for r in rivals if r > to_beat), default=0.0)


def _sibling(case: Case, numbers: Sequence[Claim]) -> float:
    """Another figure of the claim's sentence stands beside the passage's figure: both tell of the same things."""
    siblings = [n for n in numbers if n is not case.claim and n.sentence == case.claim.sentence]
    beside = [c for c in case.candidate.passage.claims if c.kind == "number" and c is not case.reading.other]
    return max((_agreement(n, other) for n in siblings for other in beside), default=0.0)
