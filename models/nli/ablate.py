#!/usr/bin/env python3
"""What does each choice of training bring? Short runs from the same weights that differ in one thing.

    python -m models.nli.ablate --data ../shared/data --trunk build/nli/trunk/final --contrast build/nli \\
        --work build/nli/forks

Each run goes on from weights in the middle of training for `--steps` batches, in which the rate falls to nothing, and
is measured on the dev file. With `--masked FOLDER`, of `models.nli.masked`, runs from that encoder and from the base
are compared. What stands in `--work` is not made again: other weights to start from need another. The result,
`ablations.json`, holds the tables of the model card.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from models.encoder.make import installed_base
from models.nli.data import read_pairs

HERE = Path(__file__).resolve().parent
USUAL = {"--lr": "1.2e-4", "--warmup": "0.05", "--decay": "0.9", "--smoothing": "0.05", "--tokens": "4096"}
FROZEN = "--freeze-embeddings"


def variants(data: Path, contrast: Path) -> dict[str, list[str]]:
    """Name to options; the first is what the others are compared with."""
    pairs = read_pairs(data / "nli" / "train.jsonl")
    sources = sorted({pair.source for pair in pairs})
    two_way = sorted({pair.source for pair in pairs if pair.two_way})
    news = {"emergent", "check_covid", "climate_fever", "politihop", "fm2_dev", "fever_symmetric_dev", "wice_dev"}
    extra = ["--extra", str(contrast / "contrast.jsonl")]
    return {
        "the usual settings": [FROZEN],
        "rate halved": [FROZEN, "--lr", "6e-5"],
        "rate doubled": [FROZEN, "--lr", "2.4e-4"],
        "no label smoothing": [FROZEN, "--smoothing", "0"],
        "dropout 0.1, R-Drop 0.5": [FROZEN, "--dropout", "0.1", "--r-drop", "0.5"],
        "adversarial weights, 0.5 % of their norm": [FROZEN, "--perturb", "0.005"],
        "adversarial weights, 0.05 % of their norm": [FROZEN, "--perturb", "0.0005"],
        "moving average of the weights": [FROZEN, "--average", "0.98"],
        "two-way sources left out": [FROZEN, "--weight", *(f"{s}=0" for s in two_way)],
        "verification sources twice as often": [FROZEN, "--weight", *(f"{s}=2" for s in sources if s in news)],
        "pairs cut at 80 tokens": [FROZEN, "--max-length", "80"],
        "pairs cut at 256 tokens": [FROZEN, "--max-length", "256"],
        "dropout 0.1": [FROZEN, "--dropout", "0.1"],
        "embeddings trained as well": [],
        "with the pairs made by rule": [FROZEN, *extra],
        "a fifth of the premises widened": [FROZEN, "--widened", "0.2"],
        "a third of the pairs turned round": [FROZEN, "--turned", "0.33"],
        "pairs made by rule, and a fifth widened": [FROZEN, *extra, "--widened", "0.2"],
    }


def starts(masked: Path) -> dict[str, list[str]]:
    """Name to options of runs that differ in the encoder they start from."""
    return {
        "from the base encoder": ["--init", str(installed_base())],
        "masked words first": ["--init", str(masked)],
    }


def train(name: str, changes: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Run one variant, unless its result is there; returns its figures."""
    work = options.work / str(options.steps) / "".join(c if c.isalnum() else "-" for c in name)
    result = work / "final" / "run.json"
    if not result.exists():
        settings = {**USUAL, "--init": str(options.trunk)}
        usual = [part for key, value in settings.items() if key not in changes for part in (key, value)]
        command = [
            sys.executable, "-m", "models.nli.train", "--data", str(options.data / "nli"), "--work", str(work),
            "--steps", str(options.steps), "--unmeasured", *usual, *changes,
            "--also", str(options.contrast / "contrast-dev.jsonl"),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        for heavy in (work / "checkpoint.pt", work / "final" / "model.safetensors"):
            heavy.unlink(missing_ok=True)
    return json.loads(result.read_text(encoding="utf-8"))["figures"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--trunk", type=Path, required=True, help="weights that all start from")
    parser.add_argument("--contrast", type=Path, required=True, help="folder of contrast.jsonl and contrast-dev.jsonl")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--masked", type=Path, help="compare this encoder with the base instead")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these runs; all by default")
    options = parser.parse_args()
    file = HERE / "ablations.json"
    reached: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    start = "the base encoder" if options.masked else "weights in the middle of training"
    mine = reached.setdefault(f"{options.steps} batches from {start}", {})
    tried = starts(options.masked) if options.masked else variants(options.data, options.contrast)
    for name in options.only or tried:
        figures = train(name, tried[name], options)
        mine[name] = figures
        shown = {key: value for key, value in figures.items() if key != "by_source"}
        print(f"{name}: {json.dumps(shown)}", flush=True)
        file.write_text(json.dumps(reached, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
