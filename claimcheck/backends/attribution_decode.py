"""From scores of labels to spans: Viterbi over BIES labels, and the finish that makes a span whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from claimcheck.records import Span

Floats = NDArray[np.float32]

ROLES = ("cue", "source", "content")  # labels: 0 is outside, then begin, inside, end, single of each role
B, I, E, S = range(1, 5)  # noqa: E741
LINK_ROLES = ("source", "content")  # of one cue's own labels


def allowed(roles: int) -> NDArray[np.bool_]:
    """Which label can follow which: a (1 + 4 roles, 1 + 4 roles) table."""
    count = 1 + 4 * roles
    opened = np.array([label > 0 and (label - 1) % 4 + 1 in (B, I) for label in range(count)])
    goes_on = np.array([label > 0 and (label - 1) % 4 + 1 in (I, E) for label in range(count)])
    role = np.array([0] + [1 + (label - 1) // 4 for label in range(1, count)])
    same = role[:, None] == role[None, :]
    return np.where(opened[:, None], goes_on[None, :] & same, ~goes_on[None, :])


def viterbi(emissions: Floats, transitions: Floats, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The best label sequence of each row.

    emissions (rows, tokens, labels), transitions (labels + 2, labels): its last two rows are the scores of
    the first and of the last label. Labels beyond a row's length are 0.
    """
    rows, width, labels = emissions.shape
    steps, first, last = transitions[:labels], transitions[labels], transitions[labels + 1]
    back = np.zeros((width, rows, labels), dtype=np.int64)
    score = emissions[:, 0] + first
    for t in range(1, width):
        paths = score[:, :, None] + steps[None]
        best = paths.argmax(1)
        new = np.take_along_axis(paths, best[:, None], 1)[:, 0] + emissions[:, t]
        live = (t < lengths)[:, None]
        score = np.where(live, new, score)
        back[t] = np.where(live, best, np.arange(labels))
    label = (score + last).argmax(-1)
    path = np.zeros((rows, width), dtype=np.int64)
    for t in range(width - 1, -1, -1):
        path[:, t] = np.where(t < lengths, label, 0)
        label = back[t][np.arange(rows), label]
    return path


def runs(labels: NDArray[np.int64], role: int) -> list[Span]:
    """Token ranges [first, last) of a role in a well-formed label sequence."""
    low = 1 + 4 * role
    found, start = [], 0
    for at in np.flatnonzero((labels >= low) & (labels < low + 4)).tolist():
        kind = int(labels[at]) - low + 1
        if kind in (B, S):
            start = at
        if kind in (E, S):
            found.append((start, at + 1))
    return found
