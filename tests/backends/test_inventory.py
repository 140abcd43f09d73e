from __future__ import annotations

from claimcheck.backends import resources
from claimcheck.backends.inventory import JOBS, bundled, in_use, inventory


def test_the_bundled_encoder_says_where_it_came_from():
    found = bundled("encoder")
    assert found["licence"] == "Apache-2.0"
    assert found["bytes"] > 20e6
    assert len(found["sha256"]) == 64


def test_a_model_that_is_not_there_is_a_problem_not_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(resources, "ROOTS", (tmp_path,))
    assert "is not there" in bundled("nli")["problem"]


def test_every_job_is_listed():
    assert set(inventory({})["models"]) == set(JOBS)


def test_what_a_setting_would_run(tmp_path):
    assert in_use(None)["name"] == "bundled"
    assert in_use("some/model")["runs_on"] == "torch"
    assert in_use(str(tmp_path))["runs_on"] == "torch"
    (tmp_path / "model.onnx").touch()
    assert in_use(str(tmp_path))["runs_on"] == "onnxruntime"
