#!/usr/bin/env python3
"""Make models/nli from fine-tuned weights: int8 ONNX, calibrated, measured, with its model card.

    python -m models.nli.export --model build/nli/final --data ../shared/data --compare ../shared/models/nli-start

Int8 may cost at most half a point on the dev file: first everything is quantised, and where that loses more,
some matrices stay float, until it does not. How logits are scaled is fitted on the dev file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from claimcheck.backends.onnx import OnnxNLI
from models.bert_onnx import Shape, Weights, build, read_weights
from models.folder import set_config, sha256, write
from models.nli import measure
from models.nli.card import render
from models.nli.data import LABELS, Pair, read_pairs

HERE = Path(__file__).resolve().parent
MAX_LENGTH = 256  # tokens of a window; a longer premise is read in several
TRUNCATION = (
    "the premise first, into overlapping windows; the hypothesis only where it leaves no room for 64 tokens of premise"
)
MOST_LOSS = 0.005  # of dev accuracy, all rows
# What stays float, tried in this order: the cheapest first. The pooler and the classifier always do.
KEEP_FLOAT: tuple[tuple[str, ...], ...] = (
    (),
    ("query", "key", "value"),
    ("query", "key", "value", "attention.output.dense"),
    ("query", "key", "value", "attention.output.dense", "output.dense"),
)


@dataclass(frozen=True)
class Source:
    """Fine-tuned weights, with the folder that has their tokenizer and shape."""

    weights: Weights
    folder: Path
    order: tuple[str, ...] = LABELS

    @classmethod
    def of(cls, folder: Path) -> Source:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        labels = config["id2label"]
        return cls(read_weights(folder), folder, tuple(labels[str(i)] for i in range(len(labels))))


def write_model(
    source: Source, out: Path, int8: bool, keep_float: tuple[str, ...] = (), extra: dict[str, Any] | None = None
) -> None:
    shape = Shape.of(source.folder)
    config = {
        "job": "nli",
        "name": "claimcheck-nli-int8" if int8 else "claimcheck-nli-fp32",
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        "hidden_size": shape.hidden,
        "max_length": MAX_LENGTH,
        "max_position_embeddings": 512,
        "id2label": {str(i): label for i, label in enumerate(source.order)},
        "truncation": TRUNCATION,
        "temperature": 1.0,
        "data": "114,000 three-way and 13,500 two-way pairs from public sets; the model card names them",
        "kept_float": ["pooler", "classifier", *keep_float],
        **(extra or {}),
    }
    graph = build(source.weights, shape, head="pair", int8=int8, keep_float=keep_float)
    write(out, graph, source.folder / "tokenizer.json", config)


def log_probabilities(folder: Path, pairs: list[Pair], keep: bool = False) -> np.ndarray:
    """What the written model says of each pair, as logits (n, 3) in the order of LABELS, at temperature 1.

    With `keep` they are kept in the folder, and not worked out again for the same weights, windows and pairs.
    """
    asked = hashlib.sha256(repr((MAX_LENGTH, [(p.premise, p.hypothesis) for p in pairs])).encode()).hexdigest()
    kept = folder / f"dev-{sha256(folder / 'model.onnx')[:12]}-{asked[:12]}.npy"
    if kept.exists():
        return np.load(kept)
    scores = OnnxNLI(folder).predict([(pair.premise, pair.hypothesis) for pair in pairs])
    logits = np.log(np.maximum(scores, 1e-9))
    if keep:
        np.save(kept, logits)
    return logits


def quantise(source: Source, out: Path, pairs: list[Pair], fp32: np.ndarray) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """Write the smallest int8 model that keeps the accuracy; returns its logits and what was tried."""
    right = measure.correct(measure.softmax(fp32), pairs).mean()
    tried: list[dict[str, Any]] = []
    for keep in KEEP_FLOAT:
        write_model(source, out, int8=True, keep_float=keep)
        logits = log_probabilities(out, pairs)
        loss = float(right - measure.correct(measure.softmax(logits), pairs).mean())
        megabytes = round((out / "model.onnx").stat().st_size / 1e6, 1)
        tried.append({"kept_float": list(keep), "points_lost": round(100 * loss, 2), "megabytes": megabytes})
        print(json.dumps(tried[-1]), flush=True)
        if loss <= MOST_LOSS:
            return logits, tried
    raise SystemExit("int8 loses more than half a point whichever layers stay float")


def export(source: Source, out: Path, work: Path, pairs: list[Pair]) -> dict[str, Any]:
    """Write the model folder `out`, once all of it is made and measured; returns its metrics.

    All figures are of the probabilities that users see, the scaled ones: of a two-way row the scaling may tell which
    side of one half it falls on.
    """
    write_model(source, work / "fp32", int8=False)
    fp32 = log_probabilities(work / "fp32", pairs, keep=True)
    int8, tried = quantise(source, work / "int8", pairs, fp32)
    temperature, power = measure.fit_scaling(int8, pairs)
    shipped = measure.figures(measure.softmax(int8, temperature, power), pairs)
    measured = {f"{ways} accuracy": round(100 * shipped[f"macro_{ways}"], 1) for ways in ("3way", "2way")}
    set_config(work / "int8", temperature=temperature, power=power, figures=measured)
    out.mkdir(parents=True, exist_ok=True)
    for file in ("model.onnx", "tokenizer.json", "config.json"):
        shutil.copyfile(work / "int8" / file, out / file)
    return {
        "fp32": measure.figures(measure.softmax(fp32, temperature, power), pairs),
        "int8": shipped,
        "quantisation": tried,
        "calibration": {
            "temperature": temperature,
            "power": power,
            "ece_before": round(measure.calibration_error(measure.softmax(int8), pairs), 4),
            "ece_after": round(measure.cross_fitted_error(int8, pairs), 4),
        },
        "sha256": sha256(out / "model.onnx"),
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="fine-tuned weights, a folder in Hugging Face form")
    parser.add_argument("--data", type=Path, required=True, help="the data folder: nli/dev.jsonl, README.md")
    parser.add_argument("--compare", type=Path, help="other weights to measure in the same run")
    parser.add_argument("--training", default="", help="a sentence on how the weights came about, for the card")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="measure on every Nth dev row only")
    parser.add_argument("--work", type=Path, default=Path("build/nli-export"))
    parser.add_argument("--out", type=Path, default=HERE)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    pairs = read_pairs(options.data / "nli" / "dev.jsonl")[:: options.sample]
    metrics: dict[str, Any] = {"rows": len(pairs), "training": options.training}
    metrics |= export(Source.of(options.model), options.out, options.work, pairs)
    if options.compare:
        write_model(Source.of(options.compare), options.work / "compared", int8=False)
        compared = log_probabilities(options.work / "compared", pairs, keep=True)
        scaled = measure.softmax(compared, *measure.fit_scaling(compared, pairs))
        metrics["compared"] = {"name": options.compare.name, **measure.figures(scaled, pairs)}
    run = options.model / "run.json"
    if run.exists():
        metrics["options"] = json.loads(run.read_text(encoding="utf-8"))
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    card = render(metrics, options.data)
    (options.out / "README.md").write_text(card, encoding="utf-8")
    print(json.dumps({k: v["macro_3way"] for k, v in metrics.items() if isinstance(v, dict) and "macro_3way" in v}))
    print(json.dumps(metrics["calibration"]))


if __name__ == "__main__":
    main()
