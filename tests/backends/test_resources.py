from __future__ import annotations

import pytest

from claimcheck.backends import resources
from claimcheck.backends.registry import load_encoder, load_nli
from claimcheck.errors import ModelError


def model(folder, leave_out=()):
    folder.mkdir(parents=True)
    for name in set(resources.RUN_TIME_FILES) - set(leave_out):
        (folder / name).write_text("{}")
    return folder


@pytest.fixture
def roots(tmp_path, monkeypatch):
    package, checkout = tmp_path / "package", tmp_path / "checkout"
    monkeypatch.setattr(resources, "ROOTS", (package, checkout))
    return package, checkout


def test_the_package_comes_before_the_checkout(roots):
    package, checkout = roots
    model(checkout / "nli")
    assert resources.bundled_folder("nli") == checkout / "nli"
    model(package / "nli")
    assert resources.bundled_folder("nli") == package / "nli"


def test_a_folder_of_scripts_alone_does_not_hide_a_model(roots):
    package, checkout = roots
    (package / "nli").mkdir(parents=True)
    model(checkout / "nli")
    assert resources.bundled_folder("nli") == checkout / "nli"


def test_no_model_is_one_clear_line(roots):
    with pytest.raises(ModelError, match="the bundled encoder model is not there"):
        resources.bundled_folder("encoder")


@pytest.mark.parametrize("name", resources.RUN_TIME_FILES)
def test_a_missing_file_is_named(roots, name):
    model(roots[0] / "nli", leave_out=[name])
    with pytest.raises(ModelError, match=f"incomplete: {name} missing"):
        resources.bundled_folder("nli")


@pytest.mark.parametrize("load", [load_encoder, load_nli])
@pytest.mark.parametrize("name", ["tokenizer.json", "config.json"])
def test_a_named_folder_with_a_missing_file(tmp_path, load, name):
    folder = model(tmp_path / "mine", leave_out=[name])
    with pytest.raises(ModelError, match=name):
        load(folder)


@pytest.mark.parametrize("load", [load_encoder, load_nli])
@pytest.mark.parametrize("name", resources.RUN_TIME_FILES)
def test_a_broken_file_is_one_line(tmp_path, load, name):
    folder = model(tmp_path / "mine")
    (folder / name).write_bytes(b"\x00not a model")
    with pytest.raises(ModelError) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
