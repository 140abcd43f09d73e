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
import importlib.util
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

from claimcheck.backends.registry import load_encoder, load_nli
from claimcheck.compare import gate as gate_module
from claimcheck.compare.features import Context
from claimcheck.compare.judge import WIDTH, Case, consult, look, weigh_together
from claimcheck.extract.claims import extract
from claimcheck.ingest import ReferenceStore
from claimcheck.records import Article, Reference
from claimcheck.retrieve import retrieve
from claimcheck.segment import segment

STANCE_IS_RIGHT = {
    "number_agree": lambda r: r.positive and r.gold["verdict"] in ("consistent", "disputed"),
    "number_differ": lambda r: r.positive and r.gold["verdict"] in ("conflict", "disputed"),
    "statement": lambda r: r.positive,
}
REVERSING = ("negated", "opposite", "contradiction", "entailment")  # of a passage that tells of the same statement
# A feature may only push the way that makes sense; what would push the other way is noise of eight cases.
SIGNS = {
    "similarity": 1, "words": 1, "words_around": 1, "words_back": 1, "names": 1, "foreign_names": -1, "speaker": 1,
    "days_apart": -1, "other_year": -1, "other_period": -1, "other_month": -1, "other_weekday": -1,
    "margin": 1, "supported": -1, "taken": -1, "clause_similarity": 1,
    "same_noun": 1, "clause": 1, "apart": -1, "exact": 1, "rare": 1, "same_speaker": 1,
    "contradiction": 1, "negated": 1, "opposite": 1, "sibling": 1,
}  # fmt: skip


@dataclass
class Row:
    group: str  # the case it is of: what is left out together
    features: dict[str, float]
    positive: bool
    gold: dict | None


def load_score(gold: Path):
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def collect(gold: Path, tagger) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows for the first gates (all candidates) and for the judging gates (the best candidates, by their gate)."""
    score = load_score(gold)
    encoder, nli = load_encoder(), load_nli()
    folders = sorted(p for p in (gold / "dev").iterdir() if (p / "gold.json").exists())
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
                        judging[case.reading.gate].append(Row(folder.name, case.features, positive, target))
    return first, judging


def references(folder: Path) -> list[Reference]:
    lines = (folder / "references.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Reference(
            text=r["text"], title=r["title"], publisher=r["publisher"], published=r["published"], url=r["url"],
            id=f"{folder.name}/{r['id']}",
        )
        for r in rows
    ]  # fmt: skip


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


def fit(name: str, rows: list[Row], labels: np.ndarray, strength: float = 0.3) -> tuple[dict, dict[str, dict]]:
    """Print the leave-one-case-out figures; return the weights fitted to all, and those fitted without each case."""
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
    return fitted.entry(), folds


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
    for name, (rows, right) in wanted.items():
        labels = np.array([bool(right(r)) for r in rows])
        stored["gates"][name], without = fit(name, rows, labels)
        for case, entry in without.items():
            folds[case][name] = entry
    labels = np.array([r.gold["verdict"] in ("conflict", "disputed") and r.gold["reason"] == "meaning" for r in told])
    stored["gates"]["reversed"], without = fit("reversed", told, labels)
    for case, entry in without.items():
        folds[case]["reversed"] = entry
    if options.write:
        gate_module.WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for case, entries in folds.items():
            (options.folds / f"{case}.json").write_text(json.dumps(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
