#!/usr/bin/env python3
"""How well does an NLI model find what settles a statement in a longer premise?

    python -m benchmarks.nli_length --data ../shared/data [--model NAME_OR_FOLDER]… [--rows N]

Three-way dev pairs with a premise of at most 350 characters, as they are and with the premise put somewhere among
sentences of a news article that has nothing to do with it, up to about so many characters. The label stays: what
follows from a premise follows from more, and other people's news settle nothing. Prints the share right, of all and by
label. Without `--model` the bundled one.
"""

from __future__ import annotations

import argparse
import random
from itertools import groupby
from pathlib import Path

import numpy as np

from claimcheck.backends.registry import BUNDLED_NLI, load_nli
from models.nli import measure
from models.nli.contrast.sentences import read_articles
from models.nli.data import LABELS, read_pairs

LENGTHS = (0, 350, 700, 1000, 1500)  # characters
LONGEST = 350  # of the premises that are put among others


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/ and attribution/")
    parser.add_argument("--model", action="append", help="a folder or hub name; repeatable")
    parser.add_argument("--rows", type=int, default=400)
    options = parser.parse_args()
    pairs = [p for p in read_pairs(options.data / "nli" / "dev.jsonl") if not p.two_way and len(p.premise) <= LONGEST]
    pairs = random.Random(1).sample(pairs, min(options.rows, len(pairs)))
    labels = np.array([pair.target for pair in pairs])
    stated = read_articles(options.data / "attribution" / "dev.jsonl")
    articles = [[s.text for s in sentences] for _, sentences in groupby(stated, lambda s: s.topic)]
    for name in options.model or [BUNDLED_NLI]:
        nli = load_nli(name)
        print(f"# {nli.name}, {len(pairs)} pairs\n{'characters':>10} {'all':>6}" + "".join(f"{n:>15}" for n in LABELS))
        for length in LENGTHS:
            rng = random.Random(2)
            premises = [among(rng.choice(articles), pair.premise, length, rng) for pair in pairs]
            scores = nli.predict([(p, pair.hypothesis) for p, pair in zip(premises, pairs, strict=True)])
            right = 100 * measure.correct(scores, pairs)
            by_label = "".join(f"{right[labels == label].mean():15.1f}" for label in range(len(LABELS)))
            print(f"{np.mean([len(p) for p in premises]):10.0f} {right.mean():6.1f}{by_label}")


def among(article: list[str], premise: str, length: int, rng: random.Random) -> str:
    """The premise somewhere among sentences that follow each other in the article, in all `length` at most.

    A premise that is as long already stands alone.
    """
    around: list[str] = []
    first = rng.randrange(len(article))
    for sentence in article[first:] + article[:first]:
        if len(" ".join([premise, *around, sentence])) > length:
            break
        around.append(sentence)
    around.insert(rng.randint(0, len(around)), premise)
    return " ".join(around)


if __name__ == "__main__":
    main()
