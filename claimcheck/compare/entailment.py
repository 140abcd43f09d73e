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


def hypothesis(claim: Claim, figure: str | None = None) -> str:
    """What a claim says, as a sentence.

    Of a number, its sentence; with `figure`, the passage's own figure in place of the article's: if the
    passage entails *that*, both speak of the same fact, and differ in the figure alone.
    """
    if claim.kind == "attribution":
        return claim.text
    text = claim.sentence.text
    if figure is None:
        return text
    start, end = claim.start - claim.sentence.start, claim.end - claim.sentence.start
    return text[:start] + figure + text[end:]


def ask(nli: NLI, pairs: Iterable[Pair]) -> dict[Pair, NLIScores]:
    distinct = sorted(set(pairs))
    if not distinct:
        return {}
    scores = nli.predict(distinct)
    return {
        pair: NLIScores(float(row[0]), float(row[1]), float(row[2]))
        for pair, row in zip(distinct, scores, strict=True)
    }
