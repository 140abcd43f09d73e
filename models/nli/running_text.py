"""Premises in the midst of running text, as an article or a page holds what settles a statement.

What follows from a sentence or is contradicted by it still is with others around it, and what it leaves open they
rarely settle: those that share much with the hypothesis are left out. Of a premise that is such a text already, those
can be left out that share little with it.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from claimcheck import lexicon
from claimcheck.segment import segment
from models.nli.data import LABELS, NOT_ENTAILMENT, Pair, read_pairs

SHORTEST_TEXT = 600  # characters: a premise of as many is a text to put others into
LENGTHS = (350, 1200)  # characters of a premise with its text: the longest fill a window of 256 tokens
OWN = 0.7  # share of the premises that stand in the text they are from, where it is known
ABSENT = 0.25  # share of those that are left out of it: the rest tells nothing of the hypothesis
LEAST_WITHOUT = 200  # characters of such a rest
SETTLES = 0.5  # share of the hypothesis's content words with which a sentence may settle it
SPEAKS = 0.15  # and with which it may tell a part of it
MOST_LEFT_OUT = 0.8  # of the sentences of a long premise

Sides = tuple[Sequence[str], Sequence[str]]  # the sentences before and after a place, from the nearest on


class RunningText:
    """Texts, each a list of its sentences, that premises are put into."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self.texts = [list(text) for text in texts if len(text) > 1]
        self.places = {sentence: (text, k) for text in self.texts for k, sentence in enumerate(text)}

    @classmethod
    def read(cls, data: Path) -> RunningText:
        """The articles of `attribution/train.jsonl` and the long premises of `nli/train.jsonl` in the data folder."""
        with (data / "attribution" / "train.jsonl").open(encoding="utf-8") as lines:
            articles = [json.loads(line)["text"] for line in lines]
        premises = {pair.premise for pair in read_pairs(data / "nli" / "train.jsonl")}
        return cls(map(_sentences, articles + sorted(p for p in premises if len(p) >= SHORTEST_TEXT)))

    def around(self, pair: Pair, rng: random.Random) -> Pair:
        """The pair with its premise in a text, of a length within `LENGTHS` whose logarithm is evenly spread.

        The text is that of the premise, or of the hypothesis where the premise was made from it by rule, or any. A
        labelled pair whose premise is left out of its own text becomes a neutral one.
        """
        length = round(math.exp(rng.uniform(*map(math.log, LENGTHS))))
        place = self.places.get(pair.premise) or self.places.get(pair.hypothesis)
        if place is None or rng.random() >= OWN:
            text = rng.choice(self.texts)
            k = rng.randrange(len(text))
            return replace(pair, premise=_among(pair.premise, pair.hypothesis, (text[:k][::-1], text[k:]), length, rng))
        text, k = place
        sides = text[:k][::-1], text[k + 1 :]
        if pair.target < len(LABELS) and rng.random() < ABSENT:
            without = _among("", pair.hypothesis, sides, length, rng)
            if len(without) >= LEAST_WITHOUT:
                return replace(pair, premise=without, target=LABELS.index("neutral"), told=None)
        return replace(pair, premise=_among(pair.premise, pair.hypothesis, sides, length, rng))


def thinned(pair: Pair, rng: random.Random) -> Pair:
    """The pair with a part of its premise's sentences, another part each time; as it is where it has no label or one
    sentence.

    What does not follow from a text follows from no part of it. Of what is entailed or contradicted every sentence that
    may speak of it stays; or, of a part of what is entailed, none does, and it is so no more.
    """
    sentences = _sentences(pair.premise)
    if pair.unlabelled or len(sentences) < 2:
        return pair
    speaking = [_shared(sentence, pair.hypothesis) >= SPEAKS for sentence in sentences]
    if pair.target == LABELS.index("entailment") and rng.random() < ABSENT:
        rest = " ".join(s for s, speaks in zip(sentences, speaking, strict=True) if not speaks)
        if len(rest) >= LEAST_WITHOUT:
            return replace(pair, premise=rest, target=NOT_ENTAILMENT, told=None)
    if pair.target in (LABELS.index("neutral"), NOT_ENTAILMENT):
        speaking = [False] * len(sentences)
    share = rng.uniform(0, MOST_LEFT_OUT)
    kept = [s for s, stays in zip(sentences, speaking, strict=True) if stays or rng.random() >= share]
    return replace(pair, premise=" ".join(kept or sentences), told=None)


def _sentences(text: str) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in segment(text) if sentence.role == "body"]


def _among(premise: str, hypothesis: str, sides: Sides, length: int, rng: random.Random) -> str:
    """The premise with sentences from both sides, a share of each left to chance, in all `length` at most.

    A premise that is as long stands alone.
    """
    room = length - len(premise)
    before = _nearest(sides[0], hypothesis, rng.random() * room)
    after = _nearest(sides[1], hypothesis, room - sum(len(sentence) + 1 for sentence in before))
    return " ".join([*before[::-1], *([premise] if premise else []), *after])


def _nearest(sentences: Sequence[str], hypothesis: str, room: float) -> list[str]:
    """The first sentences that fit into so many characters, those left out that may settle the hypothesis."""
    taken = []
    for sentence in sentences:
        if may_settle(sentence, hypothesis):
            continue
        room -= len(sentence) + 1
        if room < 0:
            break
        taken.append(sentence)
    return taken


def may_settle(sentence: str, hypothesis: str) -> bool:
    """Whether the sentence has so many of the hypothesis's content words that it may tell of the same fact."""
    return _shared(sentence, hypothesis) >= SETTLES


def _shared(sentence: str, hypothesis: str) -> float:
    """The share of the hypothesis's content words that the sentence has; 0 where it has no content words."""
    asked = _stems(hypothesis)
    return len(asked & _stems(sentence)) / max(1, len(asked))


@lru_cache(maxsize=200_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(lexicon.content_stems(text))
