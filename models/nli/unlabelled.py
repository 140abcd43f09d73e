#!/usr/bin/env python3
"""Pairs without labels, from the texts of the training pairs: what a teacher is asked about besides them.

    python -m models.nli.unlabelled --data ../shared/data --out build/nli/unlabelled/unlabelled.jsonl

A small model learns from a larger one best on more pairs than have labels. Four ways to make them:

* siblings: two hypotheses of one premise;
* turned: a hypothesis and its short premise;
* near: a premise and the hypothesis of another of the same source with which it shares its rarest word;
* exchanged: a pair with one or two words of either side exchanged for others of which the encoder's word embeddings
  are close: one that means the same, the opposite, or another of its kind, which the teacher is to tell (Jiao et al.
  2020, "TinyBERT", exchange words so).

Writes JSON lines in the form of the training data, with an empty label.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from claimcheck.report.files import write_file
from models.encoder.make import installed_base
from models.nli.data import Pair, read_pairs

Texts = tuple[str, str]
_WORD = re.compile(r"[a-z]{3,}")
_LONGEST = 240  # characters of a side that is turned or exchanged
_NEIGHBOURS = 8  # close words that one is exchanged for
_COMMON = 60  # premises with a word, above which it says nothing of their topic


def siblings(pairs: Sequence[Pair], rng: random.Random) -> Iterator[Texts]:
    by_premise: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        by_premise[pair.premise].append(pair.hypothesis)
    for hypotheses in by_premise.values():
        texts = sorted(set(hypotheses))
        for _ in range(len(texts) - 1):
            one, other = rng.sample(texts, 2)
            yield one, other


def turned(pairs: Sequence[Pair], _: random.Random) -> Iterator[Texts]:
    for pair in pairs:
        if len(pair.premise) <= _LONGEST:
            yield pair.hypothesis, pair.premise


def near(pairs: Sequence[Pair], rng: random.Random) -> Iterator[Texts]:
    with_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        for word in set(_WORD.findall(pair.premise.lower())):
            with_word[pair.source, word].append(index)
    for pair in pairs:
        sharing = [with_word[pair.source, word] for word in sorted(set(_WORD.findall(pair.hypothesis.lower())))]
        rare = min((s for s in sharing if 2 < len(s) <= _COMMON), key=len, default=None)
        if rare:
            other = pairs[rng.choice(rare)]
            if other.premise != pair.premise:
                yield other.premise, pair.hypothesis


class Exchange:
    """Words and those of which the embeddings are close."""

    def __init__(self, base: Path, known: Counter[str]) -> None:
        tokenizer = AutoTokenizer.from_pretrained(base)
        table = AutoModel.from_pretrained(base).get_input_embeddings().weight.detach()
        ids = {w: i for w, i in tokenizer.get_vocab().items() if _WORD.fullmatch(w) and known[w] >= 5}
        self.words = sorted(ids)
        vectors = torch.nn.functional.normalize(table[[ids[w] for w in self.words]], dim=-1)
        nearest = (vectors @ vectors.T).topk(min(_NEIGHBOURS + 1, len(self.words))).indices
        self.close = nearest[:, 1:].tolist()  # the nearest is the word itself
        self.number = {word: n for n, word in enumerate(self.words)}

    def __call__(self, text: str, rng: random.Random) -> str | None:
        """The text with one or two of its words exchanged; None where it has none to exchange."""
        spots = [m for m in re.finditer(r"[A-Za-z]{3,}", text) if m.group().lower() in self.number]
        if not spots:
            return None
        for spot in sorted(rng.sample(spots, min(len(spots), rng.choice((1, 1, 2)))), key=lambda m: -m.start()):
            other = self.words[rng.choice(self.close[self.number[spot.group().lower()]])]
            text = text[: spot.start()] + (other.title() if spot.group().istitle() else other) + text[spot.end() :]
        return text


def exchanged(pairs: Sequence[Pair], rng: random.Random) -> Iterator[Texts]:
    known = Counter(word for pair in pairs for word in _WORD.findall(pair.premise.lower()))
    exchange = Exchange(installed_base(), known)
    for pair in pairs:
        if len(pair.premise) > _LONGEST:
            continue
        if rng.random() < 0.7:
            other = exchange(pair.hypothesis, rng)
            yield (pair.premise, other or pair.hypothesis)
        else:
            other = exchange(pair.premise, rng)
            yield (other or pair.premise, pair.hypothesis)


WAYS = {"siblings": siblings, "turned": turned, "near": near, "exchanged": exchanged}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--each", type=int, default=20_000, help="pairs of each way, at most")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="SOURCE")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    pairs = read_pairs(options.data / "nli" / "train.jsonl", frozenset(options.leave_out))
    known = {(pair.premise, pair.hypothesis) for pair in pairs}
    lines = []
    for way in options.ways:
        made = sorted(set(WAYS[way](pairs, rng)) - known)
        for premise, hypothesis in rng.sample(made, min(len(made), options.each)):
            row = {"premise": premise, "hypothesis": hypothesis, "label": "", "source": f"unlabelled_{way}"}
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        print(f"{way}: {min(len(made), options.each)} of {len(made)}", flush=True)
    write_file(options.out, "".join(lines))


if __name__ == "__main__":
    main()
