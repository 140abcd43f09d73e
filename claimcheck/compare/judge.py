"""Claims and their candidate passages to evidence: stance, how sure, and what each comparator said.

Cheap typed features order a wide net of candidates. The NLI model, which is the cost, is asked only of the
best few: whether a passage says what a statement says, and whether it tells what a number's clause tells once
its own figure stands there, which is asking whether both count the same thing. Of quotes the words decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from claimcheck.backends.base import NLI, Encoder
from claimcheck.compare import entailment
from claimcheck.compare.features import Context, clause, day, same_fact_features
from claimcheck.compare.gate import gates
from claimcheck.compare.numbers import relate
from claimcheck.compare.ratings import rated
from claimcheck.compare.readings import read_number, read_quote, read_statement
from claimcheck.compare.together import Case, weigh_together
from claimcheck.records import Article, Candidate, Claim, Comparison, Evidence, NLIScores, Relation
from claimcheck.settings import DOUBTED, HEARD

FORMER = re.compile(
    r"\b(?:up|down|raised|lifted|revised|corrected|cut|lowered|increased|reduced|rose|fell|risen|climbed) from\b"
    r"|\b(?:earlier|previous|previously|initial|initially|preliminary|first reported|at first)\b",
    re.IGNORECASE,
)
NLI_WIDTH = 5  # candidates of a claim that the NLI model is asked of
READERS = {"number": read_number, "quote": read_quote, "attribution": read_statement}


def judge(
    claims: Sequence[Claim],
    candidates: Sequence[Sequence[Candidate]],
    encoder: Encoder,
    nli: NLI,
    article: Article,
    *,
    top_k: int = 8,
) -> list[tuple[Evidence, ...]]:
    """For each claim at most `top_k` pieces of evidence, those that settle something first, surest first."""
    context = Context.of(article)
    rows = look(claims, candidates, context)
    weigh_together(rows, encoder)
    consult(nli, rows)
    return [tuple(_shown(_heard(settle(row, context)), top_k)) for row in rows]


def look(claims: Sequence[Claim], candidates: Sequence[Sequence[Candidate]], context: Context) -> list[list[Case]]:
    """Read each candidate with the comparator of its claim's kind; best first by what is seen without a model."""
    rows = []
    for claim, found in zip(claims, candidates, strict=True):
        gate = gates()[f"first_{claim.kind}"]
        cases = []
        for candidate in found:
            shared = same_fact_features(claim, candidate, context)
            for reading in READERS[claim.kind](claim, candidate.passage):
                features = {**shared, **reading.features}
                cases.append(Case(claim, candidate, reading, features, gate(features)))
        cases.sort(key=lambda c: (-c.first, -c.candidate.similarity, c.candidate.passage.id))
        rows.append(cases)
    return rows


def consult(nli: NLI, rows: Sequence[Sequence[Case]], width: int = NLI_WIDTH) -> None:
    """Ask the NLI model of the best candidates of every statement and every number, all in one batch.

    `entailment`, `contradiction`: of a statement. `told`: of a number, does the passage tell what its clause tells
    once the passage's figure stands in the place of the claim's?
    """
    near = [case for row in rows for case in row[:width]]
    statements = [case for case in near if case.claim.kind == "attribution"]
    numbers = [case for case in near if case.reading.other is not None]
    meant = [(entailment.premise(c.candidate.passage), entailment.hypothesis(c.claim)) for c in statements]
    told = [(entailment.premise(c.candidate.passage), text) for c, text in zip(numbers, _as_told(numbers), strict=True)]
    scores = entailment.ask(nli, [*meant, *told])
    for case, pair in zip(statements, meant, strict=True):
        case.nli = scores[pair]
        case.features |= _for_and_against(case.claim, case.nli)
    for case, pair in zip(numbers, told, strict=True):
        case.features["told"] = scores[pair].entailment


def _for_and_against(claim: Claim, nli: NLIScores) -> dict[str, float]:
    """How far a passage entails and contradicts a statement; one that is denied says the contrary of its content."""
    if claim.details.get("polarity") == "denies":
        return {"entailment": nli.contradiction, "contradiction": nli.entailment}
    return {"entailment": nli.entailment, "contradiction": nli.contradiction}


def _as_told(numbers: Sequence[Case]) -> list[str]:
    """Each claim's clause with the passage's figure in place of its own.

    Beside a date the other figures of the sentence are the passage's too: "In 2024 the ferries carried 2.9 million"
    gives the right year, whatever else the passage counts.
    """
    beside: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for case in numbers:
        if case.claim.details["dimension"] != "date":
            beside[_place(case)].setdefault(case.claim.text, _their_figure(case))
    texts = []
    for case in numbers:
        others = beside[_place(case)] if case.claim.details["dimension"] == "date" else {}
        texts.append(_exchanged(clause(case.claim), {**others, case.claim.text: _their_figure(case)}))
    return texts


def _their_figure(case: Case) -> str:
    assert case.reading.other is not None
    return case.reading.other.text


def _exchanged(text: str, figures: Mapping[str, str]) -> str:
    """The text with each of these figures exchanged, where it stands whole."""
    any_of_them = "|".join(map(re.escape, sorted(figures, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{any_of_them})(?!\w)", lambda found: figures[found[0]], text)


def _place(case: Case) -> tuple[int, int]:
    return case.candidate.passage.id, case.claim.sentence.start


def settle(row: Sequence[Case], context: Context) -> list[Evidence]:
    """The evidence on one claim, each piece weighed in the light of the others.

    A former figure ("17, up from nine") refutes nothing once its successor backs the claim. And where another
    source backs the claim, "disputed" asks for its own certainty: that two sources tell of one fact is likelier
    when one of them is known to.
    """
    evidence = [conclude(case, context) for case in row]
    backing = [
        (case, item)
        for case, item in zip(row, evidence, strict=True)
        if item.stance == "supports" and item.confidence >= HEARD
    ]
    if not backing or row[0].claim.kind != "number":
        return evidence
    disputed = gates()["disputed"]
    for index, case in enumerate(row):
        item = evidence[index]
        if item.stance != "refutes" or case.reading.other is None:
            continue
        former = next((i for i, (c, _) in enumerate(backing) if _is_former(case.reading.other, c)), None)
        if former is not None:
            evidence[index] = replace(item, stance="neutral", confidence=0.0)
            told = Comparison("number", "supports", f"later than {case.reading.other.text}", "updated")
            backed, support = backing[former]
            updated = replace(support, comparisons=(replace(told, theirs=_theirs(support)), *support.comparisons))
            evidence[row.index(backed)] = updated
        elif all(i.passage.reference.origin != item.passage.reference.origin for _, i in backing):
            doubt = {"against": item.confidence, "days_apart": case.features["days_apart"]}
            evidence[index] = replace(item, confidence=disputed(doubt))
    return evidence


def _heard(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What is not sure enough to count is related at best: nobody should read that it "says otherwise".

    Beside another source that backs the claim a doubt is heard sooner, so that the claim is not shown as consistent.
    """
    backed = any(e.stance == "supports" and e.confidence >= HEARD for e in evidence)
    least = {"supports": HEARD, "refutes": DOUBTED if backed else HEARD}
    return [e if e.confidence >= least.get(e.stance, 0.0) else replace(e, stance="neutral") for e in evidence]


def _is_former(other: Claim, case: Case) -> bool:
    """Does a passage that backs the claim give this figure as a former one?"""
    passage = case.candidate.passage
    return bool(FORMER.search(passage.text)) and any(
        c.kind == "number" and c is not case.reading.other and relate(c.details, other.details).outcome == "agree"
        for c in passage.claims
    )


def _theirs(item: Evidence) -> str | None:
    return next((c.theirs for c in item.comparisons if c.theirs), None)


def conclude(case: Case, context: Context) -> Evidence:
    """Weigh a case: the reading's stance, as sure as the gate for that stance is."""
    passage = case.candidate.passage
    reading = rated(case.reading.settle(case.claim, case.features, case.nli), case.claim, passage)
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
    """Best first, one for each passage; what settles nothing comes last, in the order it was found."""
    settled = [e for e in evidence if e.stance != "neutral"]
    settled.sort(key=lambda e: (-e.confidence, -e.similarity, e.passage.reference.id, e.passage.start))
    ordered = [*settled, *(e for e in evidence if e.stance == "neutral")]
    seen: set[int] = set()
    kept = []
    for item in ordered:
        if item.passage.id not in seen:
            seen.add(item.passage.id)
            kept.append(item)
    return kept[:top_k]
