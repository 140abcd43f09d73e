from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from claimcheck.backends import resources
from claimcheck.cli.models import models


@pytest.fixture
def run():
    app = typer.Typer()
    app.command()(models)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_it_tells_people_where_each_model_came_from(run):
    result = run()
    assert result.exit_code == 0
    for word in ("encoder", "nli", "attribution", "Apache-2.0", "sha256", "in use     the bundled one"):
        assert word in result.stdout


def test_it_tells_programs_the_same(run):
    found = json.loads(run("--json").stdout)
    assert set(found["models"]) == {"encoder", "nli", "attribution"}
    assert found["models"]["encoder"]["in_use"] == {"name": "bundled", "runs_on": "onnxruntime"}


def test_it_shows_what_a_variable_puts_in_use(run, monkeypatch):
    monkeypatch.setenv("CLAIMCHECK_NLI_MODEL", "some/model")
    assert "in use     some/model, from the Hugging Face hub" in run().stdout


def test_a_model_that_is_not_there_is_shown_not_raised(run, monkeypatch, tmp_path):
    monkeypatch.setattr(resources, "ROOTS", (tmp_path,))
    result = run()
    assert result.exit_code == 0
    assert "the bundled nli model is not there" in result.stdout
