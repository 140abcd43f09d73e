#!/usr/bin/env python3
"""Make models/nli from the data and the base weights, in one command.

    python -m models.nli.make --data ../shared/data --work build/nli

Runs the stages of `RECIPE`, each in a folder of its own under `--work`, then writes the model, its metrics and its
card. What stands is not made again, and a stage that was interrupted goes on from its checkpoint: after an
interruption, give the same command. Two cores take most of a day's work (see `models.nli.train` on allocators).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.nli.export import HERE


@dataclass(frozen=True)
class Made:
    """Pairs made by rule: `models.nli.contrast`."""

    name: str
    options: str

    def command(self, data: Path, work: Path) -> list[str]:
        out = work / self.name / "contrast.jsonl"
        return ["models.nli.contrast", "--data", str(data), "--out", str(out), *self.options.split()]

    def result(self, work: Path) -> Path:
        return work / self.name / "contrast.jsonl"


@dataclass(frozen=True)
class Trained:
    """A run of `models.nli.train` from the end of the stage `start`, or from the base; `pairs` names a `Made`."""

    name: str
    options: str
    start: str | None = None
    pairs: str | None = None

    def command(self, data: Path, work: Path) -> list[str]:
        start = ["--init", str(work / self.start / "final")] if self.start else []
        extra = ["--extra", str(work / self.pairs / "contrast.jsonl")] if self.pairs else []
        places = ["--data", str(data / "nli"), "--work", str(work / self.name)]
        return ["models.nli.train", *places, *start, *extra, "--unmeasured", *self.options.split()]

    def result(self, work: Path) -> Path:
        return work / self.name / "final"


@dataclass(frozen=True)
class Averaged:
    """The mean of the weights that stages end on: `models.nli.average`."""

    name: str
    ends: dict[str, float]

    def command(self, data: Path, work: Path) -> list[str]:
        folders = [str(work / end / "final") for end in self.ends]
        shares = [str(share) for share in self.ends.values()]
        return ["models.nli.average", *folders, "--shares", *shares, "--out", str(self.result(work))]

    def result(self, work: Path) -> Path:
        return work / self.name / "final"


Stage = Made | Trained | Averaged
FROZEN = "--freeze-embeddings"
RECIPE: tuple[Stage, ...] = (
    Trained("first", "--epochs 0.9 --tokens 2048 --lr 1e-4"),
    Trained(
        "constant",
        f"{FROZEN} --steps 1903 --lr 1.2e-4 --warmup 0.03 --decay 0.0001"
        " --weight infotabs=0.4 ling_in_loop=0.75 fever_symmetric_dev=2 fm2_dev=2",
        start="first",
    ),
    Made("pairs-for-second", "--limit 16000 --seed 7"),
    Trained(
        "second",
        f"{FROZEN} --steps 1400 --lr 1.2e-4 --warmup 0.02 --decay 0.95 --widened 0.15 --seed 11"
        " --weight infotabs=0.4 ling_in_loop=0.75 fever_symmetric_dev=2 fm2_dev=2",
        start="constant",
        pairs="pairs-for-second",
    ),
    Made("pairs-for-third", "--limit 24000 --seed 23"),
    Trained(
        "third",
        f"{FROZEN} --steps 2800 --max-length 256 --warmup 0.02 --decay 0.6 --widened 0.15 --dropout 0.1 --average 0.998"
        " --seed 23 --weight infotabs=0.4 ling_in_loop=0.75 fever_symmetric_dev=3 fm2_dev=3 wice_dev=3 check_covid=1.5"
        " med=0.5 breaking_nli=0.5 sick=0.6 conjnli_adversarial=0.6",
        start="second",
        pairs="pairs-for-third",
    ),
    Averaged("second-and-third", {"second": 0.5, "third": 0.5}),
    Made("pairs-for-fourth", "--limit 24000 --seed 41"),
    Trained(
        "fourth",
        f"{FROZEN} --steps 2000 --max-length 384 --lr 8e-5 --warmup 0.03 --decay 0.6 --widened 0.15 --turned 0.15"
        " --dropout 0.1 --r-drop 0.5 --average 0.998 --seed 61 --weight infotabs=0.4 ling_in_loop=0.8 mnli_dev=1.2"
        " fever_symmetric_dev=3 fm2_dev=3 wice_dev=3 check_covid=2 med=0.3 breaking_nli=0.3 sick=0.4"
        " conjnli_adversarial=0.4 mpe=0.5 add_one_rte=0.5 semiauto_sim_wiki=0.7 semiauto_translate_wiki=0.7",
        start="second-and-third",
        pairs="pairs-for-fourth",
    ),
    Averaged("shipped", {"second": 1 / 3, "third": 1 / 3, "fourth": 1 / 3}),
)


def commands(recipe: Sequence[Stage], options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """What is still to be run, module first, under the name of its stage."""
    missing = [stage for stage in recipe if not stage.result(options.work).exists()]
    steps = [(stage.name, stage.command(options.data, options.work)) for stage in missing]
    end = recipe[-1].result(options.work)
    export = ["models.nli.export", "--model", str(end), "--data", str(options.data), "--out", str(options.out)]
    export += ["--work", str(options.work / "export")]
    return [*steps, ("export", export + (["--compare", str(options.compare)] if options.compare else []))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--work", type=Path, default=Path("build/nli"))
    parser.add_argument("--out", type=Path, default=HERE, help="where the model goes")
    parser.add_argument("--compare", type=Path, help="other weights to measure in the same run")
    parser.add_argument("--show", action="store_true", help="print what is still to be run, and run nothing")
    options = parser.parse_args()
    for name, command in commands(RECIPE, options):
        print(f"{name}: python -m {' '.join(command)}", flush=True)
        if not options.show:
            (options.work / name).mkdir(parents=True, exist_ok=True)
            subprocess.run([sys.executable, "-m", *command], check=True)


if __name__ == "__main__":
    main()
