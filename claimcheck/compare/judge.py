"""Claims and their candidate passages to evidence: stance, how sure, and what each comparator said.

Cheap typed features order a wide net of candidates; the NLI model, which is the cost, is asked only of
the best few, and never of quotes, where words decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimcheck.backends.base import NLI
from claimcheck.compare import entailment
from claimcheck.compare.features import Context, day, same_fact_features
from claimcheck.compare.gate import gates
from claimcheck.compare.readings import Reading, read_number, read_quote, read_statement
from claimcheck.records import Article, Candidate, Claim, Evidence, NLIScores, Relation

NLI_WIDTH = 5  # candidates of a claim that the NLI model is asked of
READERS = {"number": read_number, "quote": read_quote, "attribution": read_statement}


@dataclass
class Case:
    """One claim against one candidate, as far as it has been looked into."""

    claim: Claim
    candidate: Candidate
    reading: Reading
    features: dict[str, float]
    first: float
    nli: NLIScores | None = None
    pair: entailment.Pair | None = None
    evidence: Evidence | None = field(default=None, repr=False)


def judge(
    claims: Sequence[Claim],
    candidates: Sequence[Sequence[Candidate]],
    nli: NLI,
    article: Article,
    *,
    top_k: int = 8,
) -> list[tuple[Evidence, ...]]:
    """For each claim at most `top_k` pieces of evidence, those that settle something first, surest first."""
    context = Context.of(article)
    cases = [look(claim, found, context) for claim, found in zip(claims, candidates, strict=True)]
    consult(nli, cases)
    return [tuple(_shown([conclude(case, context) for case in row], top_k)) for row in cases]


def look(claim: Claim, candidates: Sequence[Candidate], context: Context) -> list[Case]:
    """Read each candidate with the comparator of the claim's kind; best first by what can be seen without a model."""
    gate = gates()[f"first_{claim.kind}"]
    cases = []
    for candidate in candidates:
        reading = READERS[claim.kind](claim, candidate.passage)
        features = {**same_fact_features(claim, candidate, context), **reading.features}
        cases.append(Case(claim, candidate, reading, features, gate(features)))
    cases.sort(key=lambda c: (-c.first, -c.candidate.similarity, c.candidate.passage.id))
    return cases


def consult(nli: NLI, rows: Sequence[Sequence[Case]], width: int = NLI_WIDTH) -> None:
    """Ask the NLI model of the best candidates of every number and statement, all in one batch."""
    asked: list[Case] = []
    for row in rows:
        for case in row[:width]:
            if case.claim.kind == "quote" or (case.claim.kind == "number" and case.reading.outcome == "neutral"):
                continue
            figure = case.reading.theirs if case.reading.outcome == "refutes" else None
            case.pair = (
                entailment.premise(case.candidate.passage),
                entailment.hypothesis(case.claim, figure),
            )
            asked.append(case)
    scores = entailment.ask(nli, (case.pair for case in asked if case.pair))
    for case in asked:
        assert case.pair is not None
        case.nli = scores[case.pair]
        case.features |= {"entailment": case.nli.entailment, "contradiction": case.nli.contradiction}


def conclude(case: Case, context: Context) -> Evidence:
    """Weigh a case: the reading's stance, as sure as the gate for that stance is."""
    reading = case.reading.settle(case.features, case.nli)
    passage = case.candidate.passage
    return Evidence(
        passage=passage,
        stance=reading.outcome,
        confidence=reading.confidence,
        similarity=case.candidate.similarity,
        relation=relation(context, passage.reference.published),
        nli=case.nli,
        comparisons=reading.comparisons,
    )


def relation(context: Context, published: str | None) -> Relation:
    ours, theirs = context.published, day(published)
    if ours is None or theirs is None:
        return "unknown"
    if ours == theirs:
        return "same day"
    return "before" if theirs < ours else "after"


def _shown(evidence: list[Evidence], top_k: int) -> list[Evidence]:
    """Best first; what settles nothing comes after what does, in the order it was found."""
    settled = [e for e in evidence if e.stance != "neutral"]
    settled.sort(key=lambda e: (-e.confidence, -e.similarity, e.passage.reference.id, e.passage.start))
    return [*settled, *(e for e in evidence if e.stance == "neutral")][:top_k]
