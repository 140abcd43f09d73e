"""Batches that hold a number of tokens, not of texts: hardly any padding is computed."""

from __future__ import annotations

import random
from collections.abc import Sequence


def token_batches(lengths: Sequence[int], tokens: int, seed: int | None, jitter: float = 3.0) -> list[list[int]]:
    """Indices in batches of at most `tokens` padded tokens; in a random order where a seed is given.

    Lengths are jittered before sorting, by so many tokens, so that the same texts do not meet in every epoch.
    """
    rng = random.Random(seed)
    spread = jitter if seed is not None else 0.0
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.uniform(-spread, spread))
    batches: list[list[int]] = []
    batch: list[int] = []
    longest = 0
    for index in order:
        longest = max(longest, lengths[index])
        if batch and longest * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch, longest = [], lengths[index]
        batch.append(index)
    batches.append(batch)
    if seed is not None:
        rng.shuffle(batches)
    return batches
