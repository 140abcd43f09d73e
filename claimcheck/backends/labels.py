"""What the outputs of an NLI model mean, read from its own `id2label`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimcheck.errors import ModelError

LABELS = ("entailment", "neutral", "contradiction")
NOT_ENTAILMENT = "not_entailment"

# Names that published models give the classes, lower case, without blanks, dashes and underscores.
SPELLINGS = {
    "entailment": "entailment",
    "entail": "entailment",
    "entails": "entailment",
    "entailed": "entailment",
    "supports": "entailment",
    "supported": "entailment",
    "neutral": "neutral",
    "notenoughinfo": "neutral",
    "nei": "neutral",
    "contradiction": "contradiction",
    "contradict": "contradiction",
    "contradicts": "contradiction",
    "contradictory": "contradiction",
    "refutes": "contradiction",
    "refuted": "contradiction",
    "notentailment": NOT_ENTAILMENT,
    "notentailed": NOT_ENTAILMENT,
    "nonentailment": NOT_ENTAILMENT,
    "notsupported": NOT_ENTAILMENT,
}


def label_order(id2label: Mapping[Any, Any] | None, name: str) -> tuple[str, ...]:
    """What each output of the model stands for, in the order of the outputs.

    A permutation of `LABELS`, or of (`entailment`, `not_entailment`). Any order, any case.
    Raises ModelError where the labels cannot be told: guessing an order turns verdicts round.
    """
    try:
        given = [str(id2label[key]) for key in sorted(id2label or (), key=int)] if id2label else []
    except (TypeError, ValueError):
        given = [str(label) for label in (id2label or {}).values()]
        raise ModelError(f"cannot tell the labels of {name}: id2label is not numbered ({', '.join(given)})") from None
    known = tuple(SPELLINGS.get("".join(c for c in label.lower() if c.isalpha()), "") for label in given)
    if sorted(known) not in (sorted(LABELS), sorted((LABELS[0], NOT_ENTAILMENT))):
        shown = ", ".join(given) or "none"
        raise ModelError(
            f"cannot tell the labels of {name}: its id2label names {shown}, "
            "not entailment, neutral and contradiction (or entailment and not_entailment)"
        )
    return known


def probabilities(
    logits: NDArray[np.floating], order: tuple[str, ...], temperature: float = 1.0, power: float = 1.0
) -> NDArray[np.float32]:
    """Logits (n, labels) in the model's order to probabilities (n, 3) in the order of `LABELS`.

    They are divided by a temperature that depends on their own length, temperature * length ** (1 - power), as in
    parameterized temperature scaling (Tomani et al. 2022); with power 1 it is the same for all.
    Of a two-way model the rest (`not_entailment`) counts as neutral and contradiction is 0: such a model
    can back a claim, but cannot refute one.
    """
    scaled = np.asarray(logits, np.float64)
    scaled = scaled - scaled.mean(axis=1, keepdims=True)
    length = np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-9)
    scaled *= length ** (power - 1) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    p = np.exp(scaled)
    p /= p.sum(axis=1, keepdims=True)
    result = np.zeros((len(p), 3), np.float32)
    for column, label in enumerate(order):
        result[:, 1 if label == NOT_ENTAILMENT else LABELS.index(label)] = p[:, column]
    return result
