from __future__ import annotations

from types import SimpleNamespace

import huggingface_hub
import pytest

from claimcheck.backends import hub
from claimcheck.errors import ModelError


@pytest.fixture
def answer(monkeypatch):
    """Let the hub answer with a list of files, or with an error; no test asks the real one."""
    told: dict[str, object] = {"result": ConnectionError("no route"), "cached": None}

    def model_info(self, name, timeout):
        if isinstance(told["result"], Exception):
            raise told["result"]
        return SimpleNamespace(siblings=[SimpleNamespace(rfilename=file) for file in told["result"]])

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", model_info)
    monkeypatch.setattr(huggingface_hub, "try_to_load_from_cache", lambda *_: told["cached"])
    return told


@pytest.mark.parametrize("name", ["/no/such/folder", "./m", "~/m", "a/b/c", "a/"])
def test_what_reads_like_a_folder_is_not_asked_for(name):
    with pytest.raises(ModelError, match="there is no model folder"):
        hub.locate(name)


def test_a_file_is_not_a_model(tmp_path):
    (tmp_path / "m.bin").touch()
    with pytest.raises(ModelError, match="is a file"):
        hub.locate(str(tmp_path / "m.bin"))


def test_a_folder_without_a_configuration(tmp_path):
    with pytest.raises(ModelError, match=r"config\.json missing"):
        hub.locate(str(tmp_path))


def test_no_network_is_one_line(answer):
    with pytest.raises(ModelError, match=r"some/model is not a folder, and .* cannot be reached .*\(no route\)"):
        hub.locate("some/model")


def test_no_network_but_cached(answer):
    answer["cached"] = "/cache/config.json"
    assert hub.locate("some/model") == hub.Located("some/model", offline=True)


def test_a_model_on_the_hub(answer):
    answer["result"] = ["config.json", "model.safetensors"]
    assert hub.locate("some/model") == hub.Located("some/model", offline=False)


def test_a_model_of_pickles_on_the_hub(answer):
    answer["result"] = ["config.json", "pytorch_model.bin"]
    with pytest.raises(ModelError, match="no safetensors"):
        hub.locate("some/model")


def test_a_model_on_the_hub_with_one_module_of_pickles(answer):
    answer["result"] = ["modules.json", "model.safetensors", "2_Dense/pytorch_model.bin"]
    with pytest.raises(ModelError, match=r"some/model has no safetensors for 2_Dense/pytorch_model\.bin"):
        hub.locate("some/model")


def test_states_of_its_training_beside_a_model_are_not_read(answer):
    answer["result"] = ["config.json", "pytorch_model.bin", "model.safetensors", "checkpoint-500/pytorch_model.bin"]
    assert hub.locate("some/model") == hub.Located("some/model", offline=False)


def test_an_impossible_name():
    with pytest.raises(ModelError, match="nor a possible name"):
        hub.locate("some model")
