"""Comparisons to one verdict with its reason. Pure: records in, verdict out.

Contradiction is weighed before support and never hidden by it; references that disagree stay visible as
*disputed*. Near copies of one text are one voice. What is not sure enough stays *unverified*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimcheck.records import CheckedClaim, Claim, Evidence, Reason, Verdict
from claimcheck.settings import DOUBTED, HEARD
from claimcheck.wording import reason_text

# Under this, a passage is not even named as being about another event.
NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Voices:
    """The strongest evidence for and against, each from a source of its own."""

    support: Evidence | None
    against: Evidence | None

    @property
    def for_(self) -> float:
        return self.support.confidence if self.support else 0.0

    @property
    def con(self) -> float:
        return self.against.confidence if self.against else 0.0


def decide(claim: Claim, evidence: Sequence[Evidence], *, min_confidence: float = 0.5) -> Verdict:
    """The verdict on a number or a quote, and the meaning part of an attribution."""
    voices = weigh(evidence)
    support, against = voices.support, voices.against
    if support and against:
        later = settles(claim, support, against)
        if later is support:
            return _verdict(claim, "consistent", "updated", voices.for_, [support, against], min_confidence)
        if later is against:
            return _verdict(claim, "conflict", _refuting_code(against), voices.con, [against], min_confidence)
        # the evidence against is weighed as a dispute already (see compare.judge.settle)
        confidence = voices.con
        return _verdict(claim, "disputed", _refuting_code(against), confidence, [support, against], min_confidence)
    if against:
        return _verdict(claim, "conflict", _refuting_code(against), voices.con, [against], min_confidence)
    if support:
        return _verdict(claim, "consistent", _supporting_code(support), voices.for_, [support], min_confidence)
    return _silent(claim, evidence)


def weigh(evidence: Iterable[Evidence]) -> Voices:
    """One voice per origin: a source that says both is taken at the stance it is surer of.

    A doubt, which alone would not be heard, is heard beside a source that backs the claim.
    """
    strongest: dict[str, Evidence] = {}
    for item in evidence:
        if item.stance == "neutral" or item.confidence < (DOUBTED if item.stance == "refutes" else HEARD):
            continue
        origin = item.passage.reference.origin
        if origin not in strongest or item.confidence > strongest[origin].confidence:
            strongest[origin] = item
    supports = [e for e in strongest.values() if e.stance == "supports"]
    least = DOUBTED if supports else HEARD
    refutes = [e for e in strongest.values() if e.stance == "refutes" and e.confidence >= least]
    return Voices(
        max(supports, key=_rank, default=None),
        max(refutes, key=_rank, default=None),
    )


def settles(claim: Claim, support: Evidence, against: Evidence) -> Evidence | None:
    """Of a running count by one originator, the latest before the article; else None.

    A text that gives the other's figure as a former one ("17, up from nine") settles it as well.
    """
    if claim.kind != "number" or _refuting_code(against) != "number":
        return None
    same_origin = support.passage.reference.publisher and (
        support.passage.reference.publisher == against.passage.reference.publisher
    )
    if not same_origin:
        return None
    first, second = support.passage.reference.published, against.passage.reference.published
    if not first or not second or first == second:
        return None
    later = support if first > second else against
    return later if later.relation in ("before", "same day") else None


def decide_statement(
    claim: Claim, meaning: Verdict, parts: Sequence[CheckedClaim], *, min_confidence: float = 0.5
) -> Verdict:
    """A reported statement takes the worst of its parts: conflict, disputed, unverified, consistent.

    Of two as bad, the surer one: a changed figure changes the meaning as well, and says more plainly what differs.
    """
    for label in ("conflict", "disputed"):
        flagged = [v for v in (meaning, *(p.verdict for p in parts)) if v.label == label]
        if flagged:
            return max(flagged, key=lambda v: v.confidence)
    silent = [p for p in parts if p.verdict.label == "unverified"]
    if meaning.label == "consistent" and silent:
        return min(silent, key=lambda p: p.claim.start).verdict
    return meaning


def _rank(item: Evidence) -> tuple[float, float, str, int]:
    """Surest first; ties broken by what never depends on the order of references in the store."""
    return (item.confidence, item.similarity, item.passage.reference.id, -item.passage.start)


def _code(item: Evidence, outcome: str, fallback: str) -> str:
    codes = [c.code for c in item.comparisons if c.outcome == outcome and c.code]
    return codes[0] if codes else fallback


def _refuting_code(item: Evidence) -> str:
    return _code(item, "refutes", "meaning")


def _supporting_code(item: Evidence) -> str:
    return _code(item, "supports", "same")


def _verdict(
    claim: Claim, label: str, code: str, confidence: float, told: list[Evidence], min_confidence: float
) -> Verdict:
    if confidence < min_confidence:
        return Verdict("unverified", confidence, Reason("weak", reason_text(claim, "weak", told)))
    return Verdict(label, confidence, Reason(code, reason_text(claim, code, told, label)))  # type: ignore[arg-type]


def _silent(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    surest = max((e.confidence for e in evidence), default=0.0)
    near = [e for e in evidence if e.similarity >= NEAR]
    code = "other" if near else "nothing"
    return Verdict("unverified", 1.0 - surest, Reason(code, reason_text(claim, code, near[:1])))
