"""Premises in the midst of running text, as an article or a page holds what settles a statement.

What follows from a sentence or is contradicted by it still is with others around it, and what it leaves open they
rarely settle: those that share much with the hypothesis are left out.
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
from models.nli.data import LABELS, Pair, read_pairs

SHORTEST_TEXT = 600  # characters: a premise of as many is a text to put others into
LENGTHS = (350, 1200)  # characters of a premise with its text: the longest fill a window of 256 tokens
OWN = 0.7  # share of the premises that stand in the text they are from, where it is known
ABSENT = 0.25  # share of those that are left out of it: the rest tells nothing of the hypothesis
LEAST_WITHOUT = 200  # characters of such a rest
SETTLES = 0.5  # share of the hypothesis's content words with which a sentence may settle it

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
    asked = _stems(hypothesis)
    return len(asked & _stems(sentence)) >= max(1, SETTLES * len(asked))


@lru_cache(maxsize=200_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(lexicon.content_stems(text))
