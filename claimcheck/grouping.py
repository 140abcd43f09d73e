"""Claims that one mistake flags share a group, so that it is shown, counted and decided once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.records import CheckedClaim


def group(claims: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    """Name the groups of flagged claims g1, g2, … in text order; claims without a flag have none.

    A statement that took its verdict from a number in it belongs to that number's group, and so does one whose
    number a fact-checker rated with it. Quotes of one
    passage that were given to the same wrong speaker are one mistake too.
    """
    head_of: dict[int, int] = {}
    flagged = [i for i, c in enumerate(claims) if c.flagged]
    for i in flagged:
        head_of[i] = next((j for j in flagged if j != i and j in head_of and _one_mistake(claims[j], claims[i])), i)
    for i in flagged:
        if claims[i].claim.kind == "attribution":
            part = next((j for j in flagged if j != i and _is_part(claims[j], claims[i])), None)
            if part is not None:
                head_of[i] = head_of[part]
    names: dict[int, str] = {}
    for i in flagged:
        names.setdefault(head_of[i], f"g{len(names) + 1}")
    return [replace(c, group=names[head_of[i]] if i in head_of else None) for i, c in enumerate(claims)]


def _is_part(part: CheckedClaim, statement: CheckedClaim) -> bool:
    if part.verdict is statement.verdict:
        return True
    inside = statement.claim.start <= part.claim.start and part.claim.end <= statement.claim.end
    return inside and part.claim.kind == "number" and bool(_ratings(part) & _ratings(statement))


def _ratings(claim: CheckedClaim) -> set[int]:
    """The passages whose rating, and not their words, speaks against a claim."""
    return {
        e.passage.id
        for e in claim.evidence
        if e.stance == "refutes" and any(c.comparator == "rating" for c in e.comparisons)
    }


def _one_mistake(first: CheckedClaim, second: CheckedClaim) -> bool:
    if first.claim.kind != "quote" or second.claim.kind != "quote":
        return False
    misattributed = first.verdict.reason.code == second.verdict.reason.code == "speaker"
    same = first.claim.details.get("speaker") == second.claim.details.get("speaker")
    origins = {c.evidence[0].passage.reference.origin for c in (first, second) if c.evidence}
    return misattributed and same and len(origins) == 1
