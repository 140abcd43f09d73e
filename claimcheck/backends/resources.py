"""Where the bundled models lie: in the installed package, else in the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimcheck.errors import ModelError

PACKAGE = Path(__file__).resolve().parent.parent
RUN_TIME_FILES = ("model.onnx", "tokenizer.json", "config.json")
ROOTS = (PACKAGE / "_models", PACKAGE.parent / "models")


def bundled_folder(job: str) -> Path:
    """The folder of the bundled model for `job`: `encoder`, `nli` or `attribution`.

    The package's own `_models` is tried first, then `models/` beside the package in a checkout.
    Raises ModelError where neither has it, or where a file of it is missing.
    """
    for root in ROOTS:
        if (root / job / "model.onnx").is_file():
            return complete(root / job)
    for root in ROOTS:
        if (root / job).is_dir():
            return complete(root / job)
    looked = " and ".join(str(root) for root in ROOTS)
    raise ModelError(f"the bundled {job} model is not there (looked in {looked}); install claimcheck again")


def complete(folder: Path) -> Path:
    """`folder`, if every file that is needed at run time is in it; else ModelError."""
    missing = [name for name in RUN_TIME_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"the model folder {folder} is incomplete: {', '.join(missing)} missing")
    return folder


def is_onnx_folder(folder: Path) -> bool:
    """Whether a folder is meant as a model in this project's form, complete or not.

    A folder with PyTorch weights is not, even where an ONNX copy of them lies in it.
    """
    return (folder / "model.onnx").is_file() and not any(folder.glob("*.safetensors"))


def read_config(folder: Path) -> dict[str, Any]:
    """The model's `config.json` as a dict; ModelError where it is not there or not JSON."""
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"the model folder {folder} is incomplete: config.json missing") from None
    except (OSError, ValueError) as e:
        raise ModelError(f"cannot read {path}: {e}") from e
    if not isinstance(config, dict):
        raise ModelError(f"cannot read {path}: not a JSON object")
    return config
