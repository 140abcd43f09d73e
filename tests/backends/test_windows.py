from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.backends.windows import decide, length_batches, spans, windows

LENGTHS = st.integers(0, 3000)


def row(*p):
    return np.array([p], np.float32)


@given(LENGTHS, st.integers(1, 300))
def test_spans_cover_everything_and_fit(length, room):
    found = spans(length, room)
    assert found[0][0] == 0
    assert found[-1][1] == length
    assert all(end - start <= room for start, end in found)
    assert all(after[0] <= before[1] for before, after in itertools.pairwise(found))


def test_neighbours_share_a_quarter():
    assert spans(10, 4) == [(0, 4), (3, 7), (6, 10)]


@given(LENGTHS, LENGTHS)
def test_nothing_is_left_unread_and_everything_fits(premise, hypothesis):
    parts = windows(premise, hypothesis, usual=256, largest=512)
    assert {i for part in parts for w in part for i in range(w.h0, w.h1)} == set(range(hypothesis))
    for part in parts:
        assert {i for w in part for i in range(w.p0, w.p1)} == set(range(premise))
        assert all(w.p1 - w.p0 + w.h1 - w.h0 + 3 <= 512 for w in part)


@given(LENGTHS, st.integers(0, 512 - 3 - 64))
def test_a_hypothesis_that_fits_is_never_cut(premise, hypothesis):
    (part,) = windows(premise, hypothesis, usual=256, largest=512)
    assert all((w.h0, w.h1) == (0, hypothesis) for w in part)


def test_a_short_pair_is_one_window():
    assert len(windows(100, 100, usual=256, largest=512)[0]) == 1


def test_the_window_that_says_most_decides():
    assert decide([np.array([[0.1, 0.8, 0.1], [0.7, 0.2, 0.1], [0.2, 0.5, 0.3]], np.float32)]) == (0, 1)


def test_a_contradicted_part_decides_a_long_hypothesis():
    assert decide([row(0.9, 0.05, 0.05), row(0.1, 0.1, 0.8), row(0.2, 0.7, 0.1)]) == (1, 0)


def test_else_the_part_that_is_least_entailed():
    assert decide([row(0.9, 0.05, 0.05), row(0.2, 0.7, 0.1)]) == (1, 0)


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(64, 2048))
def test_batches_hold_each_row_once_within_the_tokens(lengths, tokens):
    batches = length_batches(lengths, tokens)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= tokens
