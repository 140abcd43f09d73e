from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from claimcheck import __version__
from claimcheck.cli.app import app
from claimcheck.errors import PartialFailure, ReadError

ROOT = Path(__file__).parents[2]


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    command = command or typer.main.get_command(app)
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=[" ".join(path) or "root" for path, _ in commands()]
)
def test_every_command_argument_and_option_has_help(path: tuple[str, ...], command: Any) -> None:
    assert command.help, path
    first = command.help.strip().splitlines()[0]
    assert first.endswith("."), first
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{' '.join(path)} {parameter.name}"


def test_the_names_of_the_contract() -> None:
    there = {" ".join(path) for path, _ in commands()}
    assert {"check", "claims", "demo", "report list", "report show", "report export", "report diff"} <= there


def test_the_options_of_check() -> None:
    check = dict(commands())[("check",)]
    options = {name for parameter in check.params for name in parameter.opts if name.startswith("--")}
    assert options >= {
        *("--store", "--desk", "--format", "--output", "--published", "--as-of", "--kind", "--fail-on", "--top-k"),
        *("--min-confidence", "--explain", "--only-flagged", "--nli-model", "--encoder", "--no-save"),
    }
    off = {name for parameter in check.params for name in parameter.secondary_opts}
    assert "--no-self-check" in off


def test_version_and_help(run: Any) -> None:
    assert run("--version").out == f"claimcheck {__version__}\n"
    assert "claimcheck demo" in run("--help").out
    assert run("-h").code == 0
    assert run("check", "--help").code == 0


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, claimcheck.cli.app; print(*sorted(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"numpy", "onnxruntime", "tokenizers", "torch", "trafilatura", "jinja2", "sqlite_utils", "docx"}


def test_without_a_command_there_is_help_and_exit_code_2(run: Any) -> None:
    done = run()
    assert done.code == 2
    assert "Usage:" in done.out + done.err


def test_wrong_usage_is_2(run: Any) -> None:
    for arguments in (["chek"], ["check"], ["check", "--nonsense"], ["report", "nonsense"]):
        assert run(*arguments).code == 2


def test_our_own_error_is_one_line_and_3(run: Any, pipeline: Any, draft: Path) -> None:
    pipeline.raises = ReadError("the text\nis no text")
    done = run("check", draft)
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines()[-1] == "error: the text is no text"


def test_a_partial_failure_names_each_of_them(run: Any, pipeline: Any, draft: Path) -> None:
    pipeline.raises = PartialFailure("2 of 3 failed", ("a: bad", "b: worse"))
    done = run("check", draft)
    assert done.code == 3
    assert [line for line in done.err.splitlines() if line.startswith("error:")] == [
        "error: a: bad",
        "error: b: worse",
        "error: 2 of 3 failed",
    ]


def test_a_bug_is_one_line_and_never_1(run: Any, pipeline: Any, draft: Path) -> None:
    pipeline.raises = ZeroDivisionError("by zero")
    done = run("check", draft)
    assert done.code == 3
    assert "unexpected ZeroDivisionError: by zero" in done.err
    assert "Traceback" not in done.err


def test_a_bug_is_a_traceback_for_those_who_ask(
    run: Any, pipeline: Any, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMCHECK_DEBUG", "1")
    pipeline.raises = ZeroDivisionError("by zero")
    assert run("check", draft).code == 1


def test_interrupted_is_130(run: Any, pipeline: Any, draft: Path) -> None:
    pipeline.raises = KeyboardInterrupt()
    done = run("check", draft)
    assert done.code == 130
    assert "Traceback" not in done.err


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m claimcheck check --help | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
