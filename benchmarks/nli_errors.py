#!/usr/bin/env python3
"""Errors of an NLI model to read, and of which kind they are.

    python -m benchmarks.nli_errors --data ../shared/data [--model NAME_OR_FOLDER] [--count N] [--seed N] [--sample N]
                                    [--source NAME]… [--file PATH]

Prints how often each gold label was taken for which, then `--count` errors drawn at random: the source, what is
right, the probabilities (entailment, neutral, contradiction), the premise and the hypothesis. `--source` keeps to
sources with these words in their name; `--file` takes other pairs than the dev ones.
"""

from __future__ import annotations

import argparse
import random
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claimcheck.backends.registry import BUNDLED_NLI, load_nli
from models.nli import measure
from models.nli.data import LABELS, NOT_ENTAILMENT, Pair, read_pairs

GOLD = (*LABELS, "not entailment")


def main() -> None:
    options = parse()
    pairs = read_pairs(options.file or options.data / "nli" / "dev.jsonl")[:: options.sample]
    if options.source:
        pairs = [pair for pair in pairs if any(words in pair.source for words in options.source)]
    if not pairs:
        raise SystemExit("no pairs of such a source")
    nli = load_nli(options.model)
    scores = nli.predict([(pair.premise, pair.hypothesis) for pair in pairs])
    wrong = np.flatnonzero(~measure.correct(scores, pairs)).tolist()
    print(f"# {nli.name}: {len(wrong)} errors in {len(pairs)} pairs")
    print_confusions(scores, pairs, wrong)
    for number, row in enumerate(random.Random(options.seed).sample(wrong, min(options.count, len(wrong))), start=1):
        print_error(number, pairs[row], scores[row])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/")
    parser.add_argument("--model", default=BUNDLED_NLI, help="a folder or hub name")
    parser.add_argument("--count", type=int, default=50, help="errors to print")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth pair")
    parser.add_argument("--source", action="append", help="words in a source's name; repeatable")
    parser.add_argument("--file", type=Path, help="pairs in the form of the dev file")
    return parser.parse_args()


def said(pair: Pair, p: np.ndarray) -> str:
    """What the model took a pair for; of a two-way one, entailment or not."""
    if pair.two_way:
        return LABELS[0] if p[0] >= 0.5 else GOLD[NOT_ENTAILMENT]
    return LABELS[int(p.argmax())]


def print_confusions(scores: np.ndarray, pairs: Sequence[Pair], wrong: Sequence[int]) -> None:
    kinds = Counter((GOLD[pairs[row].target], said(pairs[row], scores[row])) for row in wrong)
    for (gold, taken), count in kinds.most_common():
        print(f"  {gold:15} taken for {taken:15} {count:5}")
    rows = Counter(pair.source for pair in pairs)
    for source, count in Counter(pairs[row].source for row in wrong).most_common():
        print(f"  {source:32} {count:5} of {rows[source]}")


def print_error(number: int, pair: Pair, p: np.ndarray) -> None:
    chances = " ".join(f"{value:.2f}" for value in p)
    print(f"\n{number}. {pair.source}: {GOLD[pair.target]}, taken for {said(pair, p)} ({chances})")
    for name, text in (("premise", pair.premise), ("hypothesis", pair.hypothesis)):
        print(textwrap.fill(f"{name:10} {text}", 118, initial_indent="   ", subsequent_indent=" " * 14))


if __name__ == "__main__":
    main()
