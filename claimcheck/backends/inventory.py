"""Which models there are: what is bundled, what is in use, where each came from. Loads none of them."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

from claimcheck.backends import resources
from claimcheck.errors import ModelError

JOBS = {
    "encoder": "finds passages: texts to vectors",
    "nli": "judges meaning: does a passage back or contradict a sentence",
    "attribution": "finds who said what",
}


def bundled(job: str) -> dict[str, Any]:
    """What the bundled model for `job` is; with `problem` alone where it is not there or not whole."""
    try:
        folder = resources.bundled_folder(job)
        config = resources.read_config(folder)
    except ModelError as e:
        return {"problem": str(e)}
    files = [folder / name for name in resources.RUN_TIME_FILES]
    return {
        "name": config.get("name", job),
        "folder": str(folder),
        "bytes": sum(file.stat().st_size for file in files),
        "base": config.get("base"),
        "licence": config.get("licence"),
        "data": config.get("data"),
        "figures": config.get("figures") or {},
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
    }


def in_use(name: str | None) -> dict[str, Any]:
    """How the model that a setting names would be run; None is the bundled one."""
    if name is None or name.startswith("bundled:"):
        return {"name": "bundled", "runs_on": "onnxruntime"}
    folder = Path(name).expanduser()
    if folder.is_dir():
        return {"name": name, "runs_on": "onnxruntime" if resources.is_onnx_folder(folder) else "torch"}
    return {"name": name, "runs_on": "torch", "from": "the Hugging Face hub, downloaded when it is first used"}


def has_extra() -> bool:
    """Whether `claimcheck[models]` is installed, which models other than the bundled ones need."""
    return all(importlib.util.find_spec(name) for name in ("torch", "transformers", "sentence_transformers"))


def inventory(chosen: dict[str, str | None]) -> dict[str, Any]:
    """Every job with its bundled model and the one in use; `chosen` holds the settings' names by job."""
    models = {
        job: {"job": what, "in_use": in_use(chosen.get(job)), "bundled": bundled(job)} for job, what in JOBS.items()
    }
    return {"models": models, "extra_installed": has_extra()}
