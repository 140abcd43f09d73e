"""The program as a user meets it: the command line, on the bundled models and the demo's fixtures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO = ROOT / "fixtures" / "demo"


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, and what it wrote on stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("error:")]


Cli = Callable[..., Done]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run `claimcheck ARGUMENTS` in this process, in an empty folder. What no boundary caught ends with code 1."""
    from typer.testing import CliRunner

    from claimcheck.cli.app import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Done:
        result = CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)
        assert result.exit_code != 1, result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def program(tmp_path: Path) -> Cli:
    """Run `claimcheck ARGUMENTS` in a process of its own, as a shell would."""

    def run(*arguments: str | Path, stdin: str | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "claimcheck", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=120,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the demo's references. Checks only read it; a test that writes copies it first."""
    from typer.testing import CliRunner

    from claimcheck.cli.app import app

    path = tmp_path_factory.mktemp("store") / "references.db"
    result = CliRunner().invoke(app, ["store", "add", str(DEMO / "references.jsonl"), "--store", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def article() -> Path:
    return DEMO / "articles" / "night-ferries.txt"
