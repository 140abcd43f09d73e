"""The kinds of stage that the NLI model is made in: each knows its command, and what stands when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Made:
    """Pairs made of the training texts: by rule, with labels, or for a teacher alone."""

    name: str
    options: str
    module: str = "models.nli.contrast"

    @property
    def needs(self) -> tuple[str, ...]:
        return ()

    def command(self, data: Path, work: Path) -> list[str]:
        return [self.module, "--data", str(data), "--out", str(self.result(work)), *self.options.split()]

    def result(self, work: Path) -> Path:
        return pairs_of(self.name, work)


@dataclass(frozen=True)
class Asked:
    """What the stage `teacher` tells of the training pairs and of those of other stages: `models.nli.teacher`."""

    name: str
    options: str
    teacher: str
    pairs: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.teacher, *self.pairs)

    def command(self, data: Path, work: Path) -> list[str]:
        files = [data / "nli" / "train.jsonl", *(pairs_of(stage, work) for stage in self.pairs)]
        model = ["--model", str(work / self.teacher / "final"), "--out", str(self.result(work))]
        return ["models.nli.teacher", *model, *self.options.split(), "--pairs", *map(str, files)]

    def result(self, work: Path) -> Path:
        return told_of(self.name, work)


@dataclass(frozen=True)
class Trained:
    """A run of `models.nli.train` from the end of the stage `start`, or else from `base`, by default the encoder's.

    `pairs` are stages that make some, `told` one that asks a teacher, or a file of what one told before.
    """

    name: str
    options: str
    start: str | None = None
    pairs: tuple[str, ...] = ()
    base: str | None = None
    told: str | Path | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(name for name in (self.start, self.told, *self.pairs) if isinstance(name, str))

    def command(self, data: Path, work: Path) -> list[str]:
        init = str(work / self.start / "final") if self.start else self.base
        start = ["--init", init] if init else []
        extra = ["--extra", *(str(pairs_of(stage, work)) for stage in self.pairs)] if self.pairs else []
        file = told_of(self.told, work) if isinstance(self.told, str) else self.told
        told = ["--told", str(file)] if file else []
        places = ["--data", str(data / "nli"), "--work", str(work / self.name)]
        return ["models.nli.train", *places, *start, *extra, *told, "--unmeasured", *self.options.split()]

    def result(self, work: Path) -> Path:
        return work / self.name / "final"


@dataclass(frozen=True)
class Averaged:
    """The mean of the weights that stages end on, with a share of the base encoder: `models.nli.average`."""

    name: str
    ends: dict[str, float]
    base: float = 0.0

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(self.ends)

    def command(self, data: Path, work: Path) -> list[str]:
        folders = [str(work / end / "final") for end in self.ends]
        shares = [str(share) for share in self.ends.values()]
        base = ["--base", str(self.base)] if self.base else []
        return ["models.nli.average", *folders, "--shares", *shares, *base, "--out", str(self.result(work))]

    def result(self, work: Path) -> Path:
        return work / self.name / "final"


def pairs_of(stage: str, work: Path) -> Path:
    """Where a stage that makes pairs puts them."""
    return work / stage / "pairs.jsonl"


def told_of(stage: str, work: Path) -> Path:
    """Where a stage that asks a teacher puts the answers."""
    return work / stage / "told.npz"


Stage = Made | Asked | Trained | Averaged
