"""Cutting a pair that is too long into overlapping windows, so that nothing is left unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_PREMISE = 64  # tokens of premise that a window holds, however long the hypothesis


@dataclass(frozen=True, slots=True)
class Window:
    """Token ranges of one model input: `premise[p0:p1]` and `hypothesis[h0:h1]`."""

    p0: int
    p1: int
    h0: int
    h1: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model says of one pair, and where in the premise it read it.

    `probabilities`: entailment, neutral, contradiction, those of the window that decided.
    `window` counts from 0 among the `windows` of the premise; `premise_span` is its place in the premise
    in characters, and `hypothesis_span` that of the part of the hypothesis, which is all of it unless it is very long.
    """

    probabilities: tuple[float, float, float]
    window: int
    windows: int
    premise_span: tuple[int, int]
    hypothesis_span: tuple[int, int]


def spans(length: int, room: int) -> list[tuple[int, int]]:
    """Ranges of at most `room` that cover 0 to `length`, neighbours sharing a quarter.

    Example: spans(10, 4) -> [(0, 4), (3, 7), (6, 10)]
    """
    if length <= room:
        return [(0, length)]
    step = room - room // 4
    starts = list(range(0, length - room, step))
    return [(s, s + room) for s in [*starts, length - room]]


def windows(premise: int, hypothesis: int, usual: int, largest: int, special: int = 3) -> list[list[Window]]:
    """How a pair of so many tokens is put to the model, one list for each part of the hypothesis.

    The hypothesis is never cut as long as it fits: first the premise is windowed, then the window grows
    from `usual` to `largest` tokens. A hypothesis that does not even fit then (thousands of characters) is
    read in parts, all of them.
    """
    if premise + hypothesis + special <= usual:
        return [[Window(0, premise, 0, hypothesis)]]
    # Half of what a model of few positions can read, where that is less.
    least = min(premise, LEAST_PREMISE, (largest - special) // 2)
    parts = spans(hypothesis, largest - special - least)
    result = []
    for h0, h1 in parts:
        room = max(usual - special - (h1 - h0), least)
        result.append([Window(p0, p1, h0, h1) for p0, p1 in spans(premise, max(room, 1))])
    return result


def decide(rows: Sequence[NDArray[np.float32]]) -> tuple[int, int]:
    """Which part of the hypothesis and which window of the premise decide, given rows (windows, 3) for each part.

    Of the windows the one that says most, that is, has the lowest neutral. Of the parts of a hypothesis the
    one that is contradicted most surely, or else the one least entailed: a statement holds if all of it does.
    """
    chosen = [int(part[:, 1].argmin()) for part in rows]
    said = np.stack([part[window] for part, window in zip(rows, chosen, strict=True)])
    refuted = said[:, 2] > np.maximum(said[:, 0], said[:, 1])
    part = int(np.where(refuted, said[:, 2], -1.0).argmax()) if refuted.any() else int(said[:, 0].argmin())
    return part, chosen[part]


def judge(
    plan: list[list[Window]],
    scores: Iterator[NDArray[np.float32]],
    premise: Sequence[tuple[int, int]],
    hypothesis: Sequence[tuple[int, int]],
) -> Judgement:
    """The judgement on a pair from the next of `scores`, one row for each window of `plan`.

    `premise` and `hypothesis` are where each of their tokens stands in them.
    """
    parts = [np.stack([next(scores) for _ in part]) for part in plan]
    part, index = decide(parts)
    window = plan[part][index]
    e, n, c = (float(p) for p in parts[part][index])
    read = _place(premise[window.p0 : window.p1]), _place(hypothesis[window.h0 : window.h1])
    return Judgement((e, n, c), index, len(plan[part]), *read)


def _place(tokens: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """From the first of these tokens to the last, in characters."""
    return (tokens[0][0], tokens[-1][1]) if tokens else (0, 0)


def length_batches(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Indices in batches of similar length, at most `tokens` a batch with its padding (one row at least).

    Example: length_batches([5, 1, 5, 9], 10) -> [[3], [0, 2], [1]]
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batches and lengths[batches[-1][0]] * (len(batches[-1]) + 1) <= tokens:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches
