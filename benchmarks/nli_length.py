#!/usr/bin/env python3
"""How well does an NLI model find what settles a statement in a longer premise?

    python -m benchmarks.nli_length --data ../shared/data [--model NAME_OR_FOLDER]… [--rows N]

Three-way dev pairs with a premise of at most 350 characters, as they are and with the premise put among sentences of
a news article that has nothing to do with it, up to about so many characters. The label stays: what follows from a
premise follows from more, and other people's news settle nothing. Prints the share right, of all and by label.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from claimcheck.backends.registry import BUNDLED_NLI, load_nli
from claimcheck.segment import segment
from models.nli.data import LABELS, Pair, read_pairs

LENGTHS = (0, 350, 700, 1000, 1500)  # characters
SHORT = 350


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/ and attribution/")
    parser.add_argument("--model", action="append", help="a folder or hub name; repeatable")
    parser.add_argument("--rows", type=int, default=500)
    options = parser.parse_args()
    pairs = [p for p in read_pairs(options.data / "nli" / "dev.jsonl") if not p.two_way and len(p.premise) <= SHORT]
    pairs = random.Random(1).sample(pairs, min(options.rows, len(pairs)))
    articles = read_articles(options.data / "attribution" / "dev.jsonl")
    for name in options.model or [BUNDLED_NLI]:
        nli = load_nli(name)
        print(f"# {nli.name}, {len(pairs)} pairs\n{'characters':>10} {'all':>6}" + "".join(f"{n:>15}" for n in LABELS))
        for length in LENGTHS:
            rng = random.Random(2)
            premises = [among(pair.premise, rng.choice(articles), length, rng) for pair in pairs]
            said = nli.predict([(p, pair.hypothesis) for p, pair in zip(premises, pairs, strict=True)]).argmax(axis=1)
            mean = sum(map(len, premises)) / len(pairs)
            right = [int(s) == pair.target for s, pair in zip(said, pairs, strict=True)]
            print(f"{mean:10.0f} {share(right):6.1f}" + "".join(f"{of_label(right, pairs, k):15.1f}" for k in range(3)))


def read_articles(path: Path) -> list[list[str]]:
    """The sentences of each article's body."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    return [[" ".join(s.text.split()) for s in segment(text) if s.role == "body"] for text in texts]


def among(premise: str, article: list[str], length: int, rng: random.Random) -> str:
    """The premise with sentences that follow each other in `article` before and after it, to `length` or a bit less."""
    first = rng.randrange(max(1, len(article) - 4))
    before: list[str] = []
    after: list[str] = []
    left = length - len(premise)
    for sentence in article[first:]:
        if len(sentence) < left:
            rng.choice((before, after)).append(sentence)
            left -= len(sentence) + 1
    return " ".join([*before, premise, *after])


def of_label(right: list[bool], pairs: list[Pair], label: int) -> float:
    return share([r for r, pair in zip(right, pairs, strict=True) if pair.target == label])


def share(right: list[bool]) -> float:
    return 100 * sum(right) / max(1, len(right))


if __name__ == "__main__":
    main()
