"""Viterbi against every sequence there is, and the finish that makes a content whole."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from claimcheck.backends.attribution_decode import (
    NEVER,
    allowed,
    joined,
    runs,
    transition_table,
    viterbi,
    whole_quotation,
)


def path_score(path: tuple[int, ...], emissions: np.ndarray, table: np.ndarray) -> float:
    labels = emissions.shape[-1]
    steps = sum(table[a, b] for a, b in itertools.pairwise(path))
    return float(table[labels, path[0]] + steps + table[labels + 1, path[-1]] + sum(emissions[range(len(path)), path]))


def test_viterbi_finds_the_best_of_all_sequences() -> None:
    rng = np.random.default_rng(1)
    table = transition_table(1, rng.normal(size=(7, 5)))
    emissions = rng.normal(size=(6, 4, 5)).astype(np.float32)
    lengths = np.array([4, 3, 2, 1, 4, 4])
    for row, path in enumerate(viterbi(emissions, table, lengths)):
        length = lengths[row]
        best = max(
            itertools.product(range(5), repeat=int(length)), key=lambda p: path_score(p, emissions[row, :length], table)
        )
        assert tuple(path[:length]) == best
        assert not path[length:].any()


def test_viterbi_gives_whole_spans() -> None:
    rng = np.random.default_rng(2)
    emissions = (5 * rng.normal(size=(8, 30, 9))).astype(np.float32)
    table = transition_table(2, np.zeros((11, 9)))
    for path in viterbi(emissions, table, np.full(8, 30)):
        labelled = {t for role in (0, 1) for start, end in runs(path, role) for t in range(start, end)}
        assert labelled == set(np.flatnonzero(path))


def test_a_span_is_never_left_open() -> None:
    may = allowed(2)
    begin, inside, end, single = 1, 2, 3, 4
    assert may[begin, end]
    assert may[end, begin]
    assert may[0, single]
    assert not may[begin, 0]
    assert not may[0, inside]
    assert not may[begin, end + 4]
    table = transition_table(2, np.zeros((11, 9)))
    assert table[9, inside] == NEVER  # the first label
    assert table[10, begin] == NEVER  # the last label


def test_tables_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="transitions"):
        transition_table(2, np.zeros((4, 4)))


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We won,” she said.", "We won", "“We won,”"),
        ('"We won," she said.', "We won", '"We won,"'),
        ("‘We won,’ she said.", "We won", "‘We won,’"),
        ("«We won», she said.", "We won", "«We won»"),
        ("She called it “a farce.”", "it “a farce", "it “a farce.”"),
        ('She called it "a farce".', 'it "a farce', 'it "a farce"'),
        ("He said the bridge’s piers held.", "the bridge’s piers held", "the bridge’s piers held"),
        ("“She told me the bridge held,” he said.", "the bridge held", "the bridge held"),
        ("They said it held.", "it held", "it held"),
        ("“We won", "We won", "“We won"),
    ],
)
def test_contents_take_their_quotation_marks(text: str, content: str, expected: str) -> None:
    at = text.index(content)
    start, end = whole_quotation(text, (at, at + len(content)))
    assert text[start:end] == expected


def test_spans_that_only_marks_keep_apart_are_joined() -> None:
    assert joined("One, two. Three", [(10, 15), (0, 3), (5, 8)]) == [(0, 15)]
    assert joined("One, two. Three", [(0, 3), (10, 15)]) == [(0, 3), (10, 15)]
