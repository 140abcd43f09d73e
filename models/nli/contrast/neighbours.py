"""Two true sentences on one topic that do not speak of the same fact, or of the same day: hard neutral pairs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from claimcheck import lexicon
from models.nli.contrast.days import days_of
from models.nli.contrast.sentences import Claimed, Stated

_SHARED = range(2, 9)  # content words two neighbours share
_OWN = 0.55  # at least this share of the hypothesis's content words is not in the premise
ANOTHER_DAY = "another_day"
_ALIKE = 0.34  # share of the content words of the shorter of two sentences that tell the like of two days
_LEAST_ALIKE = 3  # of these words


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


def pairs_of_days(stated: Sequence[Stated]) -> Iterator[tuple[str, str, str]]:
    """(premise, hypothesis, topic), both ways round: sentences of one article that tell the like of different days."""
    by_topic: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for sentence in stated:
        days = days_of(sentence.text) if sentence.news else frozenset()
        if days:
            by_topic[sentence.topic].append((sentence.text, days))
    for topic, dated in by_topic.items():
        for (one, days), (other, others) in combinations(dated, 2):
            if not days & others and alike(one, other):
                yield one, other, topic
                yield other, one, topic


def alike(one: str, other: str) -> bool:
    """Whether two sentences share so many content words that they may tell of the same kind of thing."""
    first, second = lexicon.content_stems(one), lexicon.content_stems(other)
    return len(first & second) >= max(_LEAST_ALIKE, _ALIKE * min(len(first), len(second)))


def apart_in_fact(premise: str, hypothesis: str) -> bool:
    """Enough in common to be on one topic, enough that the premise does not tell."""
    own = lexicon.content_stems(hypothesis)
    common = own & lexicon.content_stems(premise)
    return len(own) >= 3 and len(common) in _SHARED and len(own - common) >= _OWN * len(own)


def _shared(one: str, other: str) -> int:
    return len(lexicon.content_stems(one) & lexicon.content_stems(other))
