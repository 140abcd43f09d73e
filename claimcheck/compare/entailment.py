"""What the NLI model says of a claim and a passage, asked once per distinct pair."""

from __future__ import annotations

from collections.abc import Iterable

from claimcheck.backends.base import NLI
from claimcheck.records import Claim, NLIScores, Passage

Pair = tuple[str, str]


def premise(passage: Passage) -> str:
    """A passage with its reference's title in front: pronouns and short sentences need to be told of what."""
    title = (passage.reference.title or "").strip()
    return f"{title.rstrip('.')}. {passage.text}" if title else passage.text


def hypothesis(claim: Claim) -> str:
    """What a claim says: of a reported statement its content, else its sentence."""
    return claim.text if claim.kind == "attribution" else claim.sentence.text


def ask(nli: NLI, pairs: Iterable[Pair]) -> dict[Pair, NLIScores]:
    distinct = sorted(set(pairs))
    if not distinct:
        return {}
    scores = nli.predict(distinct)
    return {
        pair: NLIScores(float(row[0]), float(row[1]), float(row[2])) for pair, row in zip(distinct, scores, strict=True)
    }
