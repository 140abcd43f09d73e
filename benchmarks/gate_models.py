"""The logistic models that the gates are, fitted leave one case out, and Platt's scaling of what rests on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from gate_rows import Row
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

from claimcheck.compare import gate as gate_module

# A feature may only push the way that makes sense; what would push the other way is noise of eight cases.
SIGNS = {
    "similarity": 1, "words": 1, "words_around": 1, "words_back": 1, "names": 1, "foreign_names": -1, "speaker": 1,
    "days_apart": -1, "other_year": -1, "other_period": -1, "other_month": -1, "other_weekday": -1, "other_names": -1,
    "margin": 1, "supported": -1, "taken": -1, "clause_similarity": 1,
    "same_noun": 1, "clause": 1, "apart": -1, "exact": 1, "rare": 1, "same_speaker": 1,
    "contradiction": 1, "negated": 1, "opposite": 1, "sibling": 1, "slip": 1, "echo": 1, "figures": 1, "told": 1,
    "content_similarity": 1,
}  # fmt: skip


class Fitted:
    """A logistic model with the signs kept: features whose weight goes the wrong way are taken out, one by one."""

    def __init__(
        self, rows: Sequence[Row], labels: np.ndarray, strength: float = 0.3, signs: Mapping[str, int] = SIGNS
    ) -> None:
        names = sorted({name for r in rows for name in r.features})
        means = {n: float(np.mean([r.features[n] for r in rows if n in r.features])) for n in names}
        while True:
            matrix = np.array([[r.features.get(n, means[n]) for n in names] for r in rows])
            self.scaler = StandardScaler().fit(matrix)
            self.model = LogisticRegression(C=strength, max_iter=2000).fit(self.scaler.transform(matrix), labels)
            weights = self.model.coef_[0]
            wrong = [(abs(w), n) for w, n in zip(weights, names, strict=True) if w * signs.get(n, np.sign(w)) < 0]
            if not wrong:
                break
            names.remove(max(wrong)[1])
        self.names, self.weights = names, weights

    def entry(self) -> dict:
        scale = np.where(self.scaler.scale_ == 0, 1.0, self.scaler.scale_)
        return {
            "bias": round(float(self.model.intercept_[0]), 4),
            "weights": {
                n: [round(float(w), 4), round(float(m), 4), round(float(s), 4)]
                for n, w, m, s in zip(self.names, self.weights, self.scaler.mean_, scale, strict=True)
            },
        }

    def predict(self, rows: list[Row]) -> np.ndarray:
        gate = gate_module.Gate(self.entry()["bias"], self.entry()["weights"])
        return np.array([gate(r.features) for r in rows])


def fit(
    name: str, rows: Sequence[Row], labels: np.ndarray, signs: Mapping[str, int] = SIGNS
) -> tuple[dict, dict[str, dict], np.ndarray]:
    """Print the leave-one-case-out figures; return the weights fitted to all, those without each case, the guesses."""
    guess = np.zeros(len(rows))
    folds = {}
    for group in sorted({r.group for r in rows}):
        held = np.array([r.group == group for r in rows])
        model = Fitted([r for r, h in zip(rows, held, strict=True) if not h], labels[~held], signs=signs)
        guess[held] = model.predict([r for r, h in zip(rows, held, strict=True) if h])
        folds[group] = model.entry()
    sure = guess >= 0.5
    precision = labels[sure].mean() if sure.any() else float("nan")
    print(
        f"{name:18} pairs {len(rows):5} positive {int(labels.sum()):4}  AUC {roc_auc_score(labels, guess):.3f}"
        f"  average precision {average_precision_score(labels, guess):.3f}"
        f"  at 0.5: precision {precision:.2f} recall {labels[sure].sum() / max(1, labels.sum()):.2f}"
    )
    fitted = Fitted(rows, labels, signs=signs)
    ranked = sorted(zip(fitted.weights, fitted.names, strict=True), key=lambda x: -abs(x[0]))
    print("    " + ", ".join(f"{n} {w:+.2f}" for w, n in ranked))
    return fitted.entry(), folds, guess


@dataclass(frozen=True)
class Seen:
    """What a gate of the second level learns from: one claim, features from guesses that had not seen its case."""

    group: str
    features: dict[str, float]
    right: bool


def surest(rows: Sequence[Row], odds: np.ndarray, right: Callable[[Row], bool]) -> list[Seen]:
    """Of each claim the surest pair: would the verdict be right that rests on it alone?"""
    best: dict[tuple[str, str], Seen] = {}
    for row, value in zip(rows, odds, strict=True):
        key = (row.group, row.claim)
        if key not in best or value > best[key].features["odds"]:
            best[key] = Seen(row.group, {"odds": float(value)}, bool(right(row)))
    return list(best.values())


def fit_seen(name: str, seen: Sequence[Seen], strength: float = 10.0) -> tuple[dict, dict[str, dict], np.ndarray]:
    """A gate on few features as they are: Platt's scaling (1999) where the odds are all there is.

    Prints the leave-one-case-out table of bins; returns what `fit` does.
    """
    labels = np.array([s.right for s in seen])
    groups = np.array([s.group for s in seen])
    folds = {g: _logistic([s for s in seen if s.group != g], strength) for g in sorted(set(groups))}
    p = np.array([gate_module.Gate(folds[s.group]["bias"], folds[s.group]["weights"])(s.features) for s in seen])
    entry = _logistic(seen, strength)
    print(f"{name}: {labels.sum()} of {len(seen)} claims; expected calibration error {error(p, labels):.3f}; {entry}")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (p >= low) & (p < low + 0.2)
        if inside.any():
            said, right_share = p[inside].mean(), labels[inside].mean()
            print(f"      {low:.1f}-{low + 0.2:.1f}: {inside.sum():3} claims, said {said:.2f}, right {right_share:.2f}")
    return entry, folds, p


def _logistic(seen: Sequence[Seen], strength: float) -> dict:
    names = sorted(seen[0].features)
    matrix = np.array([[s.features[n] for n in names] for s in seen])
    model = LogisticRegression(C=strength).fit(matrix, [s.right for s in seen])
    weights = {n: [round(float(w), 4), 0.0, 1.0] for n, w in zip(names, model.coef_[0], strict=True)}
    return {"bias": round(float(model.intercept_[0]), 4), "weights": weights}


def log_odds(p: np.ndarray) -> np.ndarray:
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def error(p: np.ndarray, labels: np.ndarray, bins: int = 10) -> float:
    which = np.minimum((p * bins).astype(int), bins - 1)
    parts = [(which == k).sum() * abs(p[which == k].mean() - labels[which == k].mean()) for k in set(which)]
    return float(sum(parts) / len(p))


def scale(entry: dict, platt: dict) -> dict:
    """The gate with Platt's scaling folded into its weights."""
    a, b = platt["weights"]["odds"][0], platt["bias"]
    weights = {n: [round(w * a, 4), m, s] for n, (w, m, s) in entry["weights"].items()}
    return {"bias": round(entry["bias"] * a + b, 4), "weights": weights}
