#!/usr/bin/env python3
"""Fit the gates of `claimcheck/compare/gate.json`, and print how they do on cases they were not fitted to.

    python benchmarks/fit_gate.py --gold ../shared/gold [--write]

Every claim that is extracted from a gold article meets passages of all the cases' references in one store. A
pair is positive where the passage is gold evidence for the claim (and, for a stance, where the stance is
right); all others are negative, the hard distractors of the case's own references among them. Each gate is a
logistic model; the figures printed are leave-one-case-out, the weights written are fitted to all cases.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler
from verdicts import cases_of, load_score, references

from claimcheck.backends.registry import load_encoder, load_nli
from claimcheck.compare import gate as gate_module
from claimcheck.compare.features import Context
from claimcheck.compare.judge import WIDTH, Case, consult, look, weigh_together
from claimcheck.extract.claims import extract
from claimcheck.ingest import ReferenceStore
from claimcheck.records import Article
from claimcheck.retrieve import retrieve
from claimcheck.segment import segment

STANCE_IS_RIGHT = {
    "number_agree": lambda r: r.positive and r.gold["verdict"] in ("consistent", "disputed"),
    "number_differ": lambda r: r.positive and r.gold["verdict"] in ("conflict", "disputed"),
    "statement": lambda r: r.positive,
}
# Of a claim's surest pair: would the verdict be right that rests on it alone?
VERDICT_IS_RIGHT = {
    "number_differ": lambda r: r.gold is not None and r.gold["verdict"] in ("conflict", "disputed"),
}
REVERSING = ("negated", "opposite", "contradiction", "entailment")  # of a passage that tells of the same statement
# A feature may only push the way that makes sense; what would push the other way is noise of eight cases.
SIGNS = {
    "similarity": 1, "words": 1, "words_around": 1, "words_back": 1, "names": 1, "foreign_names": -1, "speaker": 1,
    "days_apart": -1, "other_year": -1, "other_period": -1, "other_month": -1, "other_weekday": -1, "other_names": -1,
    "margin": 1, "supported": -1, "taken": -1, "clause_similarity": 1,
    "same_noun": 1, "clause": 1, "apart": -1, "exact": 1, "rare": 1, "same_speaker": 1,
    "contradiction": 1, "negated": 1, "opposite": 1, "sibling": 1, "slip": 1, "echo": 1, "figures": 1, "told": 1,
}  # fmt: skip


@dataclass
class Row:
    group: str  # the case it is of: what is left out together
    features: dict[str, float]
    positive: bool
    gold: dict | None
    claim: str = ""
    reference: str = ""


def collect(gold: Path, tagger) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows for the first gates (all candidates) and for the judging gates (the best candidates, by their gate)."""
    score = load_score(gold)
    encoder, nli = load_encoder(), load_nli()
    folders = cases_of(gold)
    first, judging = defaultdict(list), defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        store = ReferenceStore(Path(temporary) / "all.db", encoder=encoder, tagger=tagger)
        for folder in folders:
            store.add_many(references(folder))
        for folder in folders:
            wanted = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
            text = (folder / "article.txt").read_text(encoding="utf-8")
            article = Article(text=text, title=text.split("\n")[0], published=wanted["published"])
            claims = extract(article, segment(text), tagger)
            shown = [c.to_dict() for c in claims]
            matched = {p: g for g, p in score.match(wanted["claims"], shown, text).items()}
            context = Context.of(article)
            rows = look(claims, retrieve(claims, store, encoder), context)
            before = {id(case): dict(case.features) for row in rows for case in row}
            weigh_together(rows, encoder)
            consult(nli, rows, width=WIDTH)
            texts = {r.id: r.text for r in references(folder)}
            for index, row in enumerate(rows):
                target = wanted["claims"][matched[index]] if index in matched else None
                for rank, case in enumerate(row):
                    positive = is_evidence(case, target, texts)
                    first[case.claim.kind].append(Row(folder.name, before[id(case)], positive, target))
                    if rank < WIDTH and case.reading.gate and (case.nli or case.claim.kind == "number"):
                        judging[case.reading.gate].append(
                            Row(
                                folder.name,
                                case.features,
                                positive,
                                target,
                                case.claim.id,
                                case.candidate.passage.reference.id,
                            )
                        )
    return first, judging


def is_evidence(case: Case, target: dict | None, texts: dict[str, str]) -> bool:
    if target is None:
        return False
    passage = case.candidate.passage
    for item in target["evidence"]:
        name = next((key for key in texts if key.endswith(f"/{item['reference']}")), None)
        if passage.reference.id != name:
            continue
        start = texts[name].index(item["text"])
        shared = min(passage.end, start + len(item["text"])) - max(passage.start, start)
        if shared > 0.5 * min(passage.end - passage.start, len(item["text"])):
            return True
    return False


class Fitted:
    """A logistic model with the signs kept: features whose weight goes the wrong way are taken out, one by one."""

    def __init__(self, rows: list[Row], labels: np.ndarray, strength: float) -> None:
        names = sorted({name for r in rows for name in r.features})
        means = {n: float(np.mean([r.features[n] for r in rows if n in r.features])) for n in names}
        while True:
            matrix = np.array([[r.features.get(n, means[n]) for n in names] for r in rows])
            self.scaler = StandardScaler().fit(matrix)
            self.model = LogisticRegression(C=strength, max_iter=2000).fit(self.scaler.transform(matrix), labels)
            weights = self.model.coef_[0]
            wrong = [(abs(w), n) for w, n in zip(weights, names, strict=True) if w * SIGNS.get(n, np.sign(w)) < 0]
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
    name: str, rows: list[Row], labels: np.ndarray, strength: float = 0.3
) -> tuple[dict, dict[str, dict], np.ndarray]:
    """Print the leave-one-case-out figures; return the weights fitted to all, those without each case, the guesses."""
    guess = np.zeros(len(rows))
    folds = {}
    for group in sorted({r.group for r in rows}):
        held = np.array([r.group == group for r in rows])
        model = Fitted([r for r, h in zip(rows, held, strict=True) if not h], labels[~held], strength)
        guess[held] = model.predict([r for r, h in zip(rows, held, strict=True) if h])
        folds[group] = model.entry()
    sure = guess >= 0.5
    precision = labels[sure].mean() if sure.any() else float("nan")
    print(
        f"{name:18} pairs {len(rows):5} positive {int(labels.sum()):4}  AUC {roc_auc_score(labels, guess):.3f}"
        f"  average precision {average_precision_score(labels, guess):.3f}"
        f"  at 0.5: precision {precision:.2f} recall {labels[sure].sum() / max(1, labels.sum()):.2f}"
    )
    fitted = Fitted(rows, labels, strength)
    ranked = sorted(zip(fitted.weights, fitted.names, strict=True), key=lambda x: -abs(x[0]))
    print("    " + ", ".join(f"{n} {w:+.2f}" for w, n in ranked))
    return fitted.entry(), folds, guess


def calibrated(name: str, rows: list[Row], guess: np.ndarray, right) -> tuple[float, float]:
    """Platt's scaling (1999) of a claim's surest pair, on guesses of gates that had not seen its case.

    Returns (a, b) of p = 1 / (1 + exp(-(a * logit(guess) + b))): the probability that a verdict given for it
    is right. Prints the table of bins beside.
    """
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for row, p in zip(rows, guess, strict=True):
        key = (row.group, row.claim)
        best[key] = max(best.get(key, (0.0, False)), (float(p), bool(right(row))))
    p = np.clip([b[0] for b in best.values()], 1e-6, 1 - 1e-6)
    labels = np.array([b[1] for b in best.values()])
    logits = np.log(p / (1 - p))
    model = LogisticRegression(C=10.0).fit(logits[:, None], labels)
    a, b = float(model.coef_[0][0]), float(model.intercept_[0])
    scaled = 1 / (1 + np.exp(-(a * logits + b)))
    print(f"    {name}: calibrated on {len(labels)} claims, a {a:.2f} b {b:.2f}; expected calibration error"
          f" {error(p, labels):.3f} before, {error(scaled, labels):.3f} after")  # fmt: skip
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (scaled >= low) & (scaled < low + 0.2)
        if inside.any():
            said, right_share = scaled[inside].mean(), labels[inside].mean()
            print(f"      {low:.1f}-{low + 0.2:.1f}: {inside.sum():3} claims, said {said:.2f}, right {right_share:.2f}")
    return a, b


def disputed_gate(differ: list[Row], against: np.ndarray, agree: list[Row], support: np.ndarray) -> dict:
    """Where one source backs a claim and another differs: is it a dispute? From how sure the differing one is."""
    backing = {(r.group, r.claim, r.reference) for r, p in zip(agree, support, strict=True) if p >= 0.5}
    sure = {key[:2] for key in backing}
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for row, p in zip(differ, against, strict=True):
        backed = (row.group, row.claim) in sure and (row.group, row.claim, row.reference) not in backing
        if backed and row.gold is not None:
            right = row.gold["verdict"] in ("disputed", "conflict")
            best[row.group, row.claim] = max(best.get((row.group, row.claim), (0.0, False)), (float(p), right))
    p, labels = np.array([b[0] for b in best.values()]), np.array([b[1] for b in best.values()])
    model = LogisticRegression(C=100.0).fit(p[:, None], labels)
    entry = {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {"against": [round(float(model.coef_[0][0]), 4), 0.0, 1.0]},
    }
    half = -entry["bias"] / entry["weights"]["against"][0]
    print(f"disputed: {len(p)} claims backed and differed from, {labels.sum()} of them disputed; even at {half:.2f}")
    return entry


def error(p: np.ndarray, labels: np.ndarray, bins: int = 10) -> float:
    which = np.minimum((p * bins).astype(int), bins - 1)
    parts = [(which == k).sum() * abs(p[which == k].mean() - labels[which == k].mean()) for k in set(which)]
    return float(sum(parts) / len(p))


def scale(entry: dict, a: float, b: float) -> dict:
    """The gate with Platt's scaling folded into its weights."""
    weights = {n: [round(w * a, 4), m, s] for n, (w, m, s) in entry["weights"].items()}
    return {"bias": round(entry["bias"] * a + b, 4), "weights": weights}


def write(entries: dict[str, dict], path: Path) -> None:
    """One feature a line, and never half a file."""
    blocks = []
    for name, entry in entries.items():
        weights = ",\n".join(f"  {json.dumps(n)}: {json.dumps(w)}" for n, w in entry["weights"].items())
        blocks.append(f'{json.dumps(name)}: {{"bias": {entry["bias"]}, "weights": {{\n{weights}\n}}}}')
    partial = path.with_suffix(".partial")
    partial.write_text('{"gates": {\n' + ",\n".join(blocks) + "\n}}\n", encoding="utf-8")
    partial.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="replace the fitted gates in claimcheck/compare/gate.json")
    parser.add_argument("--folds", type=Path, help="write the gates fitted without each case here, for verdicts.py")
    options = parser.parse_args()
    from claimcheck.api import _tagger

    first, judging = collect(options.gold, _tagger())
    stored = json.loads(gate_module.WEIGHTS.read_text(encoding="utf-8"))
    wanted = {f"first_{kind}": (first[kind], lambda r: r.positive) for kind in ("number", "attribution")}
    wanted |= {name: (judging[name], right) for name, right in STANCE_IS_RIGHT.items()}
    told = [
        Row(r.group, {k: r.features[k] for k in REVERSING}, True, r.gold) for r in judging["statement"] if r.positive
    ]
    folds: dict[str, dict] = defaultdict(lambda: json.loads(json.dumps(stored["gates"])))
    guesses: dict[str, np.ndarray] = {}
    for name, (rows, right) in wanted.items():
        labels = np.array([bool(right(r)) for r in rows])
        entry, without, guess = fit(name, rows, labels)
        a, b = calibrated(name, rows, guess, VERDICT_IS_RIGHT[name]) if name in VERDICT_IS_RIGHT else (1.0, 0.0)
        stored["gates"][name] = scale(entry, a, b)
        for case, left in without.items():
            folds[case][name] = scale(left, a, b)
        logits = np.log(guess.clip(1e-6, 1 - 1e-6) / (1 - guess.clip(1e-6, 1 - 1e-6)))
        guesses[name] = 1 / (1 + np.exp(-(a * logits + b)))
    stored["gates"]["disputed"] = disputed_gate(
        judging["number_differ"], guesses["number_differ"], judging["number_agree"], guesses["number_agree"]
    )
    for entries in folds.values():
        entries["disputed"] = stored["gates"]["disputed"]
    labels = np.array([r.gold["verdict"] in ("conflict", "disputed") and r.gold["reason"] == "meaning" for r in told])
    stored["gates"]["reversed"], without, _ = fit("reversed", told, labels)
    for case, entry in without.items():
        folds[case]["reversed"] = entry
    if options.write:
        write(stored["gates"], gate_module.WEIGHTS)
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for case, entries in folds.items():
            (options.folds / f"{case}.json").write_text(json.dumps(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
