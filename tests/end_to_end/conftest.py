"""The program as a user meets it: the command line, on the bundled models and the demo's fixtures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
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
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    """`cli` for fixtures that are made once: it works in a folder of its own, without anybody's configuration."""
    from typer.testing import CliRunner

    from claimcheck.cli.app import app

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("configuration")))

        def run(*arguments: str | Path) -> Done:
            result = CliRunner().invoke(app, [str(a) for a in arguments])
            assert result.exit_code == 0, result.output
            return Done(result.exit_code, result.stdout, result.stderr)

        yield run


@pytest.fixture(scope="session")
def demo_store(alone: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the demo's references. Checks only read it; a test that writes copies it first."""
    path = tmp_path_factory.mktemp("store") / "references.db"
    alone("store", "add", DEMO / "references.jsonl", "--store", path)
    return path


@pytest.fixture(scope="session")
def article() -> Path:
    """The article that the demo checks."""
    return DEMO / "articles" / "night-ferries.txt"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    """A short article, for what does not hang on what the article says: one conflict, one number on file."""
    path = tmp_path / "brief.txt"
    path.write_text(
        "Cracks shut harbour tunnel\n\nInspectors counted 64 cracks in the northern tube of the harbour tunnel. "
        "The repair is expected to cost 18.5 million crowns.\n",
        encoding="utf-8",
    )
    return path
