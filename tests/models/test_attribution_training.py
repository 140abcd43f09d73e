"""The training of the attribution model: the CRF's likelihood and gradients, and windows with their labels."""

from __future__ import annotations

import itertools
import json
import random

import numpy as np
import pytest

pytest.importorskip("torch")

from claimcheck.backends import resources
from claimcheck.backends.attribution_decode import runs, transition_table
from models.attribution.crf import chain_statistics
from models.attribution.data import cut, load_tokenizer, merged, read_examples
from models.batches import token_batches

TEXT = "Ferry stays in port.\n\n“The engine is old,” Varga said on Friday. “It will not last.”\n\nThe mayor agreed."
SPANS = {"source": ["Varga"], "cue": ["said"], "content": ["“The engine is old,”", "“It will not last.”"]}


def path_score(path, emissions, table) -> float:
    labels = emissions.shape[-1]
    steps = sum(table[a, b] for a, b in itertools.pairwise(path))
    return table[labels, path[0]] + steps + table[labels + 1, path[-1]] + sum(emissions[range(len(path)), path])


def loss_by_enumeration(emissions, table, labels, lengths) -> float:
    total = 0.0
    for row, length in enumerate(lengths):
        own = emissions[row, :length]
        every = [path_score(p, own, table) for p in itertools.product(range(own.shape[1]), repeat=int(length))]
        total += np.logaddexp.reduce(every) - path_score(tuple(labels[row, :length]), own, table)
    return total


def test_likelihood_and_gradients_of_the_chain() -> None:
    rng = np.random.default_rng(3)
    table = transition_table(1, rng.normal(size=(7, 5))).astype(float)
    emissions = rng.normal(size=(3, 4, 5))
    labels = np.array([[0, 1, 2, 3], [4, 0, 0, 0], [1, 3, 4, 0]])
    lengths = np.array([4, 1, 3])
    loss, by_emission, by_table = chain_statistics(emissions, table, labels, lengths)
    assert loss == pytest.approx(loss_by_enumeration(emissions, table, labels, lengths))

    for array, gradient, cells in (
        (emissions, by_emission, [(0, 1, 2), (1, 0, 4), (1, 2, 0), (2, 2, 3)]),
        (table, by_table, [(0, 1), (2, 3), (3, 4), (5, 1), (6, 0)]),
    ):
        for cell in cells:
            array[cell] += 1e-5
            higher = loss_by_enumeration(emissions, table, labels, lengths)
            array[cell] -= 2e-5
            lower = loss_by_enumeration(emissions, table, labels, lengths)
            array[cell] += 1e-5
            assert gradient[cell] == pytest.approx((higher - lower) / 2e-5, abs=1e-4)


def test_windows_keep_every_token_and_label(tmp_path) -> None:
    attribution = {r: [[TEXT.index(p), TEXT.index(p) + len(p)] for p in parts] for r, parts in SPANS.items()}
    (tmp_path / "train.jsonl").write_text(json.dumps({"text": TEXT, "attributions": [attribution]}) + "\n")
    (example,) = read_examples(tmp_path / "train.jsonl", load_tokenizer(resources.bundled_folder("attribution")))
    (window,) = cut(example, 256, None)
    starts, ends = example.tokens.starts, example.tokens.ends
    (own,), (cue,) = window.links, window.cues

    def words(spans):
        return [TEXT[starts[a - 1] : ends[b - 2]] for a, b in spans]

    assert words([cue]) == ["said"]
    assert words(runs(own, 0)) == ["Varga"]
    assert words(runs(own, 1)) == ["The engine is old", "It will not last"]
    assert sum(len(w) - 2 for w in cut(example, 20, random.Random(1))) == len(example.tokens)


def test_spans_are_trimmed_and_joined() -> None:
    text = "“One,” “two” she said: three."
    assert merged(text, [[7, 12], [0, 6]]) == [(1, 11)]
    assert merged(text, [[21, 22]]) == [(21, 22)]


def test_batches_hold_every_window_once() -> None:
    lengths = [random.Random(4).randint(5, 250) for _ in range(60)]
    batches = token_batches(lengths, 512, seed=1)
    assert sorted(i for batch in batches for i in batch) == list(range(60))
    assert all(len(batch) * max(lengths[i] for i in batch) <= 512 for batch in batches)
