"""What the documentation says can be typed: its options are those of --help, its commands exist."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimcheck.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SHELL = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def shown_help(*command: str) -> str:
    result = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})
    assert result.exit_code == 0, (command, result.output)
    return re.sub(r"\x1b\[[0-9;]*m", "", result.output)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every `claimcheck …` line of the pages' shell blocks, without its comment."""
    for page in PAGES:
        for block in SHELL.findall(page.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                if line.startswith("claimcheck "):
                    yield f"{page.name}: {line}", shlex.split(line, comments=True)[1:]


def test_the_readme_has_the_options_of_help() -> None:
    spec = importlib.util.spec_from_file_location("options", ROOT / "docs" / "options.py")
    assert spec is not None
    assert spec.loader is not None
    options = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(options)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme == options.with_options(readme), "run: python docs/options.py"
    block = options.BLOCK.search(readme)
    assert block is not None
    listed = set(re.findall(r"--[a-z][a-z-]+", "\n".join(re.findall(r"^\| `([^`]*)`", block[0], re.MULTILINE))))
    assert listed | {"--help"} == set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", shown_help("check")))


@pytest.mark.parametrize(("where", "command"), [pytest.param(w, c, id=w) for w, c in commands()])
def test_commands_of_the_docs_exist(where: str, command: list[str]) -> None:
    if command[0].startswith("-"):
        help_page = shown_help()
    else:
        words = 2 if command[0] in ("store", "report") and len(command) > 1 else 1
        help_page = shown_help(*command[:words])
    for option in (word.split("=")[0] for word in command if re.fullmatch(r"--?[a-z].*", word)):
        assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", help_page), f"{option} is not in the help"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_python_of_the_docs_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in PYTHON.findall((ROOT / page).read_text(encoding="utf-8")):
        exec(compile(block, page, "exec"), names)
    assert names["report"].flagged  # type: ignore[attr-defined]
