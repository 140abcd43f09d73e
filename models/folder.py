"""A model folder as the program reads it: graph, tokenizer, configuration."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import onnx


def write(folder: Path, graph: onnx.ModelProto, tokenizer: Path, config: dict[str, Any]) -> None:
    """Write `model.onnx`, `tokenizer.json` (without padding or truncation: the program does both) and `config.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, folder / "model.onnx")
    rules = json.loads(tokenizer.read_text(encoding="utf-8"))
    rules["truncation"] = rules["padding"] = None
    text = json.dumps(rules, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    _write_config(folder, config)


def set_config(folder: Path, **values: Any) -> None:
    """Set keys of a folder's `config.json`, leaving the others."""
    _write_config(folder, json.loads((folder / "config.json").read_text(encoding="utf-8")) | values)


def _write_config(folder: Path, config: dict[str, Any]) -> None:
    (folder / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
