"""How good, and how well calibrated, are probabilities of (entailment, neutral, contradiction) on labelled pairs.

Rows of two-way sources are scored on entailment (probability at least 0.5) against the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from claimcheck.backends.labels import probabilities
from models.nli.data import LABELS, Pair

Floats = NDArray[np.floating]
BINS = 15
MNLI_PREMISES = ("mnli_dev", "taxinli_mnli", "xnli_dev_en", "ling_in_loop")  # together more rows than MultiNLI's own
SUPPORT_OR_REFUTE = ("fever_symmetric_dev", "fm2_dev")  # sources without neutral, scored elsewhere as two classes


def softmax(logits: Floats, temperature: float = 1.0, power: float = 1.0) -> Floats:
    return probabilities(logits, LABELS, temperature, power)


def correct(p: Floats, pairs: Sequence[Pair]) -> NDArray[np.bool_]:
    """Whether each row (n, 3) is right."""
    target = np.array([pair.target for pair in pairs])
    two_way = np.array([pair.two_way for pair in pairs])
    return np.where(two_way, (p[:, 0] >= 0.5) == (target == 0), p.argmax(axis=1) == target)


def confidence(p: Floats, pairs: Sequence[Pair]) -> Floats:
    """How sure each row is of what `correct` scores."""
    two_way = np.array([pair.two_way for pair in pairs])
    return np.where(two_way, np.maximum(p[:, 0], 1 - p[:, 0]), p.max(axis=1))


def by_source(p: Floats, pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """Rows and accuracy of each source; two-way ones are marked, so that a source can have both."""
    hits = correct(p, pairs)
    groups: dict[str, list[int]] = {}
    for index, pair in enumerate(pairs):
        groups.setdefault(f"{pair.source} (2-way)" if pair.two_way else pair.source, []).append(index)
    return {
        name: {"rows": len(rows), "accuracy": round(float(hits[rows].mean()), 4)}
        for name, rows in sorted(groups.items())
    }


def macro(sources: dict[str, dict[str, float]], two_way: bool = False) -> float:
    """The mean accuracy over the three-way sources, or over the two-way ones."""
    values = [entry["accuracy"] for name, entry in sources.items() if name.endswith("(2-way)") == two_way]
    return round(float(np.mean(values)), 4) if values else float("nan")


def decided(p: Floats, pairs: Sequence[Pair], source: str) -> float:
    """Share right of a source's entailments and contradictions when asked which of the two: support against refute."""
    rows = [i for i, pair in enumerate(pairs) if pair.source == source and pair.target in (0, 2)]
    right = [(p[i, 0] >= p[i, 2]) == (pairs[i].target == 0) for i in rows]
    return round(float(np.mean(right)), 4) if right else float("nan")


def with_mnli_premises(sources: dict[str, dict[str, float]]) -> float:
    """Share right of the rows of `MNLI_PREMISES` together."""
    entries = [sources[name] for name in MNLI_PREMISES if name in sources]
    rows = sum(entry["rows"] for entry in entries)
    return round(sum(entry["rows"] * entry["accuracy"] for entry in entries) / rows, 4) if rows else float("nan")


def figures(p: Floats, pairs: Sequence[Pair]) -> dict[str, Any]:
    """What a model card tells of probabilities (n, 3)."""
    sources = by_source(p, pairs)
    return {
        "macro_3way": macro(sources),
        "macro_2way": macro(sources, two_way=True),
        "all_rows": round(float(correct(p, pairs).mean()), 4),
        "support_or_refute": {name: decided(p, pairs, name) for name in SUPPORT_OR_REFUTE},
        "by_source": sources,
    }


def calibration_error(p: Floats, pairs: Sequence[Pair]) -> float:
    """Expected calibration error, 15 bins of equal width (Guo et al. 2017)."""
    sure, hits = confidence(p, pairs), correct(p, pairs)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(hits[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def log_loss(p: Floats, pairs: Sequence[Pair]) -> float:
    """Mean negative log-likelihood; `not_entailment` is neutral or contradiction."""
    target = np.array([pair.target for pair in pairs])
    likelihood = np.where(target == 3, p[:, 1] + p[:, 2], p[np.arange(len(p)), np.minimum(target, 2)])
    return float(-np.log(np.maximum(likelihood, 1e-12)).mean())


def fit_scaling(logits: Floats, pairs: Sequence[Pair]) -> tuple[float, float]:
    """The temperature and power (see `claimcheck.backends.labels.probabilities`) of least log loss."""

    def loss(scaling: Floats) -> float:
        return log_loss(softmax(logits, *np.abs(scaling)), pairs)

    found = minimize(loss, (1.0, 1.0), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})
    temperature, power = np.abs(found.x)
    return round(float(temperature), 3), round(float(power), 3)


def cross_fitted_error(logits: Floats, pairs: Sequence[Pair]) -> float:
    """Calibration error where each half of the rows is scaled as fits the other half."""
    rows = np.random.default_rng(0).permutation(len(pairs))
    halves = np.array_split(rows, 2)
    scaled = np.zeros((len(pairs), logits.shape[1]))
    for fit, use in (halves, halves[::-1]):
        scaled[use] = softmax(logits[use], *fit_scaling(logits[fit], [pairs[i] for i in fit]))
    return calibration_error(scaled, pairs)
