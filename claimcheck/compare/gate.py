"""The gate: how sure is it that a passage speaks of the same fact? A logistic model over a few features.

Its weights are in `gate.json`, fitted by `benchmarks/fit_gate.py`, which also prints how it does on
cases that it was not fitted to. A passage that does not pass cannot refute anything: this is where a
figure of yesterday's raid or of another company stops.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("gate.json")


@dataclass(frozen=True, slots=True)
class Gate:
    """p = 1 / (1 + exp(-(bias + sum of weight * (feature - mean) / scale)))."""

    bias: float
    weights: Mapping[str, tuple[float, float, float]]  # feature -> (weight, mean, scale)

    def __call__(self, features: Mapping[str, float]) -> float:
        """A feature that is missing counts as its mean: it says nothing."""
        total = self.bias
        for name, (weight, mean, scale) in self.weights.items():
            total += weight * (features.get(name, mean) - mean) / scale
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def gates() -> dict[str, Gate]:
    """The fitted gates by name: `first_…` order candidates before any model is asked; the others judge a stance."""
    return read_gates(json.loads(WEIGHTS.read_text(encoding="utf-8"))["gates"])


def read_gates(stored: Mapping[str, Mapping]) -> dict[str, Gate]:
    return {
        name: Gate(entry["bias"], {k: tuple(v) for k, v in entry["weights"].items()}) for name, entry in stored.items()
    }


def log_odds(p: float) -> float:
    """The scale on which a logistic model adds up, for p from 0 to 1."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))
