"""The commands by themselves: the pipeline is stood in for, so that only the command line is under test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

import claimcheck
from claimcheck.desk.ids import new_run_id
from claimcheck.records import Article, Report
from claimcheck.settings import Settings
from tests.sample_report import make_report


@dataclass
class Pipeline:
    """Stands in for the pipeline: gives the sample report, and remembers how it was asked."""

    asked: list[tuple[Article, Settings]] = field(default_factory=list)
    report: Report = field(default_factory=make_report)
    raises: Exception | BaseException | None = None

    def check(self, article: Article, store: Any, encoder: Any, nli: Any, tagger: Any, settings: Settings) -> Report:
        self.asked.append((article, settings))
        if self.raises is not None:
            raise self.raises
        return replace(self.report, run=new_run_id(), article=replace(self.report.article, source=article.source))


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline()
    monkeypatch.setitem(sys.modules, "claimcheck.pipeline", fake)  # type: ignore[arg-type]
    monkeypatch.setattr(claimcheck, "pipeline", fake, raising=False)
    models = lambda settings: SimpleNamespace(encoder=None, nli=None, tagger=None, load=lambda: None)  # noqa: E731
    monkeypatch.setattr("claimcheck.cli.batch.Models", models)
    return fake


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `claimcheck ARGUMENTS` in an empty folder."""
    from claimcheck.cli.app import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments: str | Path, stdin: str | None = None) -> Done:
        result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text("A ferry burned\n\nSome 42 people were hurt, the port authority said.\n", encoding="utf-8")
    return path
