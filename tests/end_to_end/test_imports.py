"""What a check on the bundled models imports, and what `--help` does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NEVER = {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "pandas", "pint", "dateparser"}
HEAVY = {"onnxruntime", "tokenizers", "numpy", "trafilatura", "sqlite_utils", "lxml", "rapidfuzz"}

LOADED = """
import json, sys
from claimcheck.cli.app import app
try:
    app({arguments!r}, prog_name="claimcheck")
except SystemExit as e:
    code = e.code or 0
print(json.dumps([code, sorted(name for name in sys.modules if "." not in name)]), file=sys.stderr)
"""


def modules_after(*arguments: str) -> set[str]:
    """The top-level modules that are loaded when a command has run, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


def test_a_check_on_the_bundled_models_imports_no_torch(demo_store: Path, brief: Path) -> None:
    loaded = modules_after("check", str(brief), "--store", str(demo_store), "--no-save")
    assert "onnxruntime" in loaded
    assert not loaded & NEVER


def test_adding_references_imports_no_torch(tmp_path: Path, brief: Path) -> None:
    loaded = modules_after("store", "add", str(brief), "--store", str(tmp_path / "references.db"))
    assert not loaded & NEVER


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["store", "add", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert not modules_after(*arguments) & (NEVER | HEAVY)


def test_import_claimcheck_is_cheap() -> None:
    code = "import claimcheck, sys, json; print(json.dumps([m for m in sys.modules if '.' not in m]))"
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=60)
    assert not set(json.loads(done.stdout)) & (NEVER | HEAVY | {"typer", "rich"})
