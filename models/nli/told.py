"""What a teacher thinks of pairs, kept by what they say: one file serves whatever mixture pairs are read in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from models.nli.data import Pair, Told


def key(pair: Pair) -> int:
    """A number of 64 bits for the two texts of a pair."""
    text = f"{pair.premise}\0{pair.hypothesis}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def write_told(path: Path, told: Mapping[int, Told]) -> None:
    """Write `keys` (n,) and `probabilities` (n, 3), these in 255ths."""
    keys = np.array(sorted(told), np.uint64)
    shares = np.array([told[int(k)] for k in keys], np.float32).reshape(-1, 3)
    partial = path.with_suffix(".partial.npz")
    np.savez_compressed(partial, keys=keys, probabilities=np.round(255 * shares).astype(np.uint8))
    partial.replace(path)


def read_told(paths: Iterable[Path]) -> dict[int, Told]:
    told: dict[int, Told] = {}
    for path in paths:
        with np.load(path) as file:
            shares = file["probabilities"].astype(np.float32)
            shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
            told |= dict(zip(file["keys"].tolist(), map(tuple, shares.tolist()), strict=True))
    return told


def with_told(pairs: Sequence[Pair], told: Mapping[int, Told]) -> list[Pair]:
    """The pairs with what the teacher tells of them; one without a label of which it tells nothing is left out."""
    found = [replace(pair, told=told.get(key(pair))) for pair in pairs]
    return [pair for pair in found if pair.told or not pair.unlabelled]
