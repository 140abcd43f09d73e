#!/usr/bin/env python3
"""What does each choice of training bring? Short runs from the same weights that differ in one thing.

    python -m models.nli.ablate choices --data ../shared/data --init build/nli/trunk/final --contrast build/nli \\
        --work build/nli/forks
    python -m models.nli.ablate passes --data ../shared/data --init ../shared/models/nli-start --contrast build/nli \\
        --work build/nli/few

`choices` goes on from weights in the middle of training for `--steps` batches. `passes` reads a few thousand pairs
once, twice, or twice as many once, and charges rows that are not entailed by other losses. `rules` puts pairs by rule
of one kind in the place of a quarter of a few others. `encoders` compares `--masked`, of `models.nli.masked`, with the
base. In all of them the rate falls to nothing, and the end is measured on the dev file (`rules`: a third of it) and on
the held-out pairs in `--contrast`, where `models.nli.contrast` wrote contrast.jsonl.

What stands in `--work` is not made again: other weights or data need another. The result, `ablations.json`, holds the
tables of the model card.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claimcheck.report.files import write_file
from models.encoder.make import installed_base
from models.nli.contrast.kinds import KINDS, kind_of
from models.nli.data import read_pairs

HERE = Path(__file__).resolve().parent
USUAL = {"--lr": "1.2e-4", "--warmup": "0.05", "--decay": "0.9", "--smoothing": "0.05", "--tokens": "4096"}
FROZEN = "--freeze-embeddings"
FEW = 3000  # training pairs
FEWER, OF_A_KIND = 1500, 500  # training pairs, and those by rule beside them
SOME = 3  # one dev row of so many is enough to see what pairs by rule harm


def choices(options: argparse.Namespace) -> dict[str, list[str]]:
    """Name to options; the first is what the others are compared with."""
    pairs = read_pairs(options.data / "nli" / "train.jsonl")
    sources = sorted({pair.source for pair in pairs})
    two_way = sorted({pair.source for pair in pairs if pair.two_way})
    news = {"emergent", "check_covid", "climate_fever", "politihop", "fm2_dev", "fever_symmetric_dev", "wice_dev"}
    extra = ["--extra", str(options.contrast / "contrast.jsonl")]
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


def passes(options: argparse.Namespace) -> dict[str, list[str]]:
    """Name to options of runs over a few pairs, that differ in how often they are read and in the two-way loss."""
    few = ["--data", str(sample(options, FEW)), FROZEN]
    return {
        f"{FEW:,} pairs, once": [*few, "--epochs", "1"],
        "twice": [*few, "--epochs", "2"],
        f"{2 * FEW:,} pairs, once": ["--data", str(sample(options, 2 * FEW)), FROZEN, "--epochs", "1"],
        "once, what is not entailed as neutral": [*few, "--epochs", "1", "--not-entailed", "neutral"],
        "once, what is not entailed as half of each": [*few, "--epochs", "1", "--not-entailed", "halves"],
    }


def rules(options: argparse.Namespace) -> dict[str, list[str]]:
    """Name to options of runs over as many pairs, a quarter of them of one kind that `models.nli.contrast` makes."""
    held_out = [str(kind_file(kind, options, held_out=True)) for kind in KINDS]
    usual = [FROZEN, "--epochs", "1", "--also", *held_out]
    few = ["--data", str(sample(options, FEWER, SOME)), *usual]
    instead = {kind: [*few, "--extra", str(kind_file(kind, options))] for kind in KINDS}
    as_many = FEWER + OF_A_KIND
    return {f"{as_many:,} pairs": ["--data", str(sample(options, as_many, SOME)), *usual]} | instead


def encoders(options: argparse.Namespace) -> dict[str, list[str]]:
    """Name to options of runs that differ in the encoder they start from."""
    return {
        "from the base encoder": ["--init", str(installed_base())],
        "masked words first": ["--init", str(options.masked)],
    }


TABLES = {table.__name__: table for table in (choices, passes, rules, encoders)}


def sample(options: argparse.Namespace, size: int, dev_step: int = 1) -> Path:
    """A folder with `size` of the training pairs, and every `dev_step`th row of the dev file."""
    folder = options.work / f"sample-{size}-{dev_step}"
    if not (folder / "dev.jsonl").exists():
        folder.mkdir(parents=True, exist_ok=True)
        train, dev = (
            (options.data / "nli" / name).read_text(encoding="utf-8").splitlines(keepends=True)
            for name in ("train.jsonl", "dev.jsonl")
        )
        write_file(folder / "train.jsonl", "".join(random.Random(1).sample(train, size)))
        write_file(folder / "dev.jsonl", "".join(dev[::dev_step]))
    return folder


def kind_file(kind: str, options: argparse.Namespace, held_out: bool = False) -> Path:
    """A file with pairs by rule of one kind: at most `OF_A_KIND` to train on, or all that are held out."""
    path = options.work / "kinds" / f"{kind}{'' if held_out else ' to train on'}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = (options.contrast / f"contrast{'-dev' if held_out else ''}.jsonl").read_text(encoding="utf-8")
        lines = [line for line in made.splitlines(keepends=True) if kind_of(json.loads(line)["source"]) == kind]
        write_file(path, "".join(lines if held_out else random.Random(1).sample(lines, min(len(lines), OF_A_KIND))))
    return path


def slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name)


def title(options: argparse.Namespace) -> str:
    """What the runs of a table have in common."""
    if options.table == "passes":
        return f"few pairs, from {options.init.name}"
    if options.table == "rules":
        return f"of few pairs a quarter by rule, from {options.init.name}; one dev row of {SOME}"
    start = "the base encoder" if options.table == "encoders" else "weights in the middle of training"
    return f"{options.steps} batches from {start}"


def train(name: str, changes: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Run one variant, unless its result is there; returns its figures."""
    work = options.work / slug(title(options)) / slug(name)
    result = work / "final" / "run.json"
    if not result.exists():
        settings = {**USUAL, "--data": str(options.data / "nli"), "--init": str(options.init)}
        settings |= {"--also": str(options.contrast / "contrast-dev.jsonl")}
        settings |= {} if "--epochs" in changes else {"--steps": str(options.steps)}
        usual = [part for key, value in settings.items() if key not in changes for part in (key, value)]
        command = [sys.executable, "-m", "models.nli.train", "--work", str(work), "--unmeasured", *usual, *changes]
        subprocess.run(command, check=True)
        for heavy in (work / "checkpoint.pt", work / "final" / "model.safetensors"):
            heavy.unlink(missing_ok=True)
    return json.loads(result.read_text(encoding="utf-8"))["figures"]


def keep(table: str, order: Sequence[str], name: str, figures: dict[str, Any]) -> None:
    """Put a run's figures in `ablations.json`, the runs of a table in this order."""
    file = HERE / "ablations.json"
    reached: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    runs = reached.get(table, {}) | {name: figures}
    reached[table] = dict(sorted(runs.items(), key=lambda run: order.index(run[0]) if run[0] in order else len(order)))
    write_file(file, json.dumps(reached, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=TABLES)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--init", type=Path, help="weights that all start from; encoders starts from its own")
    parser.add_argument("--contrast", type=Path, required=True, help="folder of contrast.jsonl and contrast-dev.jsonl")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=120, help="of choices and encoders")
    parser.add_argument("--masked", type=Path, help="the encoder that is compared with the base")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these runs; all by default")
    options = parser.parse_args()
    needed = "masked" if options.table == "encoders" else "init"
    if getattr(options, needed) is None:
        parser.error(f"{options.table} needs --{needed}")
    tried = TABLES[options.table](options)
    for name in options.only or tried:
        if name not in tried:
            parser.error(f"--only {name!r}: {options.table} has {', '.join(map(repr, tried))}")
        figures = train(name, tried[name], options)
        keep(title(options), list(tried), name, figures)
        shown = {key: value for key, value in figures.items() if key != "by_source"}
        print(f"{name}: {json.dumps(shown)}", flush=True)


if __name__ == "__main__":
    main()
