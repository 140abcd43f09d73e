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
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from gate_models import SIGNS, Seen, fit, fit_seen, log_odds, scale, surest
from gate_rows import Row, collect

from claimcheck.compare import gate as gate_module

FLAGS = ("conflict", "disputed")
# Of a passage that tells of the same statement: what makes it the reverse.
REVERSING = {"negated": 1, "opposite": 1, "contradiction": 1, "entailment": -1}


def backs(row: Row) -> bool:
    return row.positive and row.gold["verdict"] in ("consistent", "disputed")


def differs(row: Row) -> bool:
    return row.positive and row.gold["verdict"] in FLAGS


def tells(row: Row) -> bool:
    return row.positive


def reverses(row: Row) -> bool:
    return row.positive and to_be_flagged_as_reversed(row)


def to_be_flagged(row: Row) -> bool:
    return row.gold is not None and row.gold["verdict"] in FLAGS


def to_be_flagged_as_reversed(row: Row) -> bool:
    return to_be_flagged(row) and row.gold["reason"] == "meaning"


class Gates:
    """All gates, fitted to all cases and without each case in turn."""

    def __init__(self) -> None:
        self.entries: dict[str, dict] = json.loads(gate_module.WEIGHTS.read_text(encoding="utf-8"))["gates"]
        self.folds: dict[str, dict] = defaultdict(lambda: json.loads(json.dumps(self.entries)))

    def fit(
        self, name: str, rows: list[Row], right: Callable[[Row], bool], signs: Mapping[str, int] = SIGNS
    ) -> np.ndarray:
        """Returns the guesses of the gates that had not seen a row's case."""
        entry, folds, guess = fit(name, rows, np.array([bool(right(row)) for row in rows]), signs)
        self.keep(name, entry, folds)
        return guess

    def fit_seen(self, name: str, seen: list[Seen]) -> None:
        entry, folds, _ = fit_seen(name, seen)
        self.keep(name, entry, folds)

    def keep(self, name: str, entry: dict, folds: dict[str, dict]) -> None:
        self.entries[name] = entry
        for case, without in folds.items():
            self.folds[case][name] = without

    def calibrate(self, name: str, rows: list[Row], guess: np.ndarray, right: Callable[[Row], bool]) -> np.ndarray:
        """Fold Platt's scaling into the gate; returns the guesses scaled."""
        entry, folds, _ = fit_seen(f"{name}, calibrated", surest(rows, log_odds(guess), right))
        self.entries[name] = scale(self.entries[name], entry)
        for case, without in folds.items():
            self.folds[case][name] = scale(self.folds[case][name], without)
        platt = [gate_module.Gate(folds[row.group]["bias"], folds[row.group]["weights"]) for row in rows]
        return np.array([gate({"odds": odds}) for gate, odds in zip(platt, log_odds(guess), strict=True)])


def disputes(differ: list[Row], against: np.ndarray, agree: list[Row], support: np.ndarray) -> list[Seen]:
    """Where one source backs a claim and another differs: is it a dispute?

    Features: how sure the differing one is, and how far it is from the article's day.
    """
    backing = {(r.group, r.claim, r.reference) for r, p in zip(agree, support, strict=True) if p >= 0.5}
    sure = {key[:2] for key in backing}
    best: dict[tuple[str, str], Seen] = {}
    for row, p in zip(differ, against, strict=True):
        key = (row.group, row.claim)
        if key not in sure or (*key, row.reference) in backing or row.gold is None:
            continue
        if key not in best or p > best[key].features["against"]:
            features = {"against": float(p), "days_apart": row.features["days_apart"]}
            best[key] = Seen(row.group, features, to_be_flagged(row))
    return list(best.values())


def reversals(rows: list[Row], same_fact: np.ndarray, gates: Gates) -> np.ndarray:
    """Of statements and passages: log odds of P(same fact) * P(reversed | same fact), by gates without the case."""
    told = [Row(r.group, {k: r.features[k] for k in REVERSING}, True, r.gold) for r in rows if r.positive]
    gates.fit("reversed", told, reverses, REVERSING)
    reverse = []
    for row in rows:
        entry = gates.folds[row.group]["reversed"]
        reverse.append(gate_module.Gate(entry["bias"], entry["weights"])(row.features))
    return log_odds(same_fact * np.array(reverse))


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
    gates = Gates()
    for kind in ("number", "attribution"):
        gates.fit(f"first_{kind}", first[kind], tells)
    agree, differ, statement = (judging[name] for name in ("number_agree", "number_differ", "statement"))
    support = gates.fit("number_agree", agree, backs)
    against = gates.calibrate("number_differ", differ, gates.fit("number_differ", differ, differs), to_be_flagged)
    gates.fit_seen("disputed", disputes(differ, against, agree, support))
    same_fact = gates.fit("statement", statement, tells)
    gates.fit_seen("meaning", surest(statement, reversals(statement, same_fact, gates), to_be_flagged_as_reversed))
    if options.write:
        write(gates.entries, gate_module.WEIGHTS)
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for case, entries in gates.folds.items():
            (options.folds / f"{case}.json").write_text(json.dumps(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
