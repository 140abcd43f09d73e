"""Two true sentences on the same topic that do not speak of the same fact: hard neutral pairs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from claimcheck import lexicon
from models.nli.contrast.sentences import Claimed, Stated

_SHARED = range(2, 9)  # content words two neighbours share
_OWN = 0.55  # at least this share of the hypothesis's content words is not in the premise


def neighbour_pairs(
    stated: Sequence[Stated], claimed: Sequence[Claimed], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """(premise, hypothesis, topic): sentences of one article, or a claim beside another's evidence on the same page."""
    by_topic: dict[str, list[str]] = defaultdict(list)
    for sentence in stated:
        if sentence.news:
            by_topic[sentence.topic].append(sentence.text)
    for topic, texts in by_topic.items():
        for k, text in enumerate(texts):
            far = [t for n, t in enumerate(texts) if abs(n - k) > 1 and apart_in_fact(text, t)]
            if far:
                yield text, max(rng.sample(far, min(4, len(far))), key=lambda t: _shared(text, t)), topic
    evidence: dict[str, list[Claimed]] = defaultdict(list)
    for claim in claimed:
        for name in sorted(lexicon.names(claim.text)):
            evidence[name].append(claim)
    for name, claims in evidence.items():
        if len(claims) > 60:
            continue  # "american", "university"
        for claim in claims:
            other = rng.choice(claims)
            named = name in lexicon.names(other.premise)
            if named and other.premise != claim.premise and apart_in_fact(other.premise, claim.text):
                yield other.premise, claim.text, other.topic


def apart_in_fact(premise: str, hypothesis: str) -> bool:
    """Enough in common to be on one topic, enough that the premise does not tell."""
    own = lexicon.content_stems(hypothesis)
    common = own & lexicon.content_stems(premise)
    return len(own) >= 3 and len(common) in _SHARED and len(own - common) >= _OWN * len(own)


def _shared(one: str, other: str) -> int:
    return len(lexicon.content_stems(one) & lexicon.content_stems(other))
