"""Puts what a wheel needs besides the code into it: the models' run-time files and the demo's fixtures.

In the wheel they lie in the package, as `claimcheck/_models` and `claimcheck/_fixtures`. An editable
install finds them in the checkout and gets no copies.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODELS = ("encoder", "nli", "attribution")
NEEDED = ("model.onnx", "tokenizer.json", "config.json")
WELCOME = ("README.md", "metrics.json")


class RunTimeFiles(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        for source in (*model_files(root / "models"), *demo_files(root / "fixtures")):
            inside = source.relative_to(root).as_posix()
            build_data["force_include"][str(source)] = f"claimcheck/_{inside}"


def model_files(models: Path) -> list[Path]:
    needed = [models / job / name for job in MODELS for name in NEEDED]
    missing = [str(path.relative_to(models.parent)) for path in needed if not path.is_file()]
    if missing:
        raise FileNotFoundError(f"a wheel without its models would not run; missing: {', '.join(missing)}")
    welcome = [models / job / name for job in MODELS for name in WELCOME]
    return needed + [path for path in welcome if path.is_file()]


def demo_files(fixtures: Path) -> list[Path]:
    return sorted(path for path in (fixtures / "demo").rglob("*") if path.is_file())
