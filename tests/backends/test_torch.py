from __future__ import annotations

import json
import shutil
import sys

import numpy as np
import pytest

from claimcheck.backends import torch as backend
from claimcheck.backends.registry import load_encoder, load_nli
from claimcheck.errors import ModelError
from tests.backends import tiny

PAIRS = [("the mayor opened a bridge", "a bridge was opened"), ("ten people came", "nine people came")]
FAMILIES = tuple(tiny.FAMILIES)


def copied(source, target):
    shutil.copytree(source, target)
    return target


@pytest.mark.parametrize("family", FAMILIES)
def test_label_order_is_read_from_the_model(tmp_path, family):
    plain = load_nli(tiny.save_classifier(tmp_path / "plain", family))
    turned = load_nli(tiny.save_classifier(tmp_path / "turned", family, ("CONTRADICTION", "Entailment", "neutral")))
    assert np.allclose(turned.predict(PAIRS), plain.predict(PAIRS)[:, [1, 2, 0]], atol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_long_pairs_are_read_in_windows(tmp_path, family):
    nli = load_nli(tiny.save_classifier(tmp_path / "m", family))
    (judgement,) = nli.judge([("it rained in the north. " * 40, "it was dry")])
    assert judgement.windows > 1


def test_windows_leave_more_room_where_their_texts_have_more_tokens_alone(bert, monkeypatch):
    nli, pair = load_nli(bert), ("it rained in the north. " * 40, "it was dry")
    usual = nli.judge([pair])
    monkeypatch.setattr(backend, "SPARE", (-20, 8))
    assert nli.judge([pair]) == usual
    monkeypatch.setattr(backend, "SPARE", (-20,))
    with pytest.raises(ModelError, match="reads 60 tokens, too few"):
        nli.judge([pair])


def test_a_cross_encoder_of_sentence_transformers(bert, tmp_path):
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(bert), device="cpu").save_pretrained(str(tmp_path / "ce"))
    assert np.allclose(load_nli(tmp_path / "ce").predict(PAIRS), load_nli(bert).predict(PAIRS), atol=1e-5)


@pytest.mark.parametrize("labels", [("entailment", "not_entailment"), ("NOT_ENTAILMENT", "ENTAILMENT")])
def test_a_two_way_model_never_refutes(tmp_path, labels):
    scores = load_nli(tiny.save_classifier(tmp_path / "m", labels=labels)).predict(PAIRS)
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-5)
    assert (scores[:, 2] == 0).all()


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1", "LABEL_2"), ("positive", "negative")])
def test_labels_that_cannot_be_told_are_refused(tmp_path, labels):
    with pytest.raises(ModelError, match="cannot tell the labels"):
        load_nli(tiny.save_classifier(tmp_path / "m", labels=labels))


def test_pickled_weights_are_refused(bert, tmp_path):
    folder = copied(bert, tmp_path / "m")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    for load in (load_nli, load_encoder):
        with pytest.raises(ModelError, match="no safetensors"):
            load(folder)


def test_weights_without_a_classifier_are_refused(bert, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = copied(bert, tmp_path / "m")
    tensors = load_file(folder / "model.safetensors")
    kept = {name: t for name, t in tensors.items() if not name.startswith("classifier")}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="not fine-tuned"):
        load_nli(folder)


def test_a_model_with_code_of_its_own_is_not_run(bert, tmp_path):
    folder = copied(bert, tmp_path / "m")
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Config"}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "own.py").write_text("raise SystemExit('ran')")
    with pytest.raises(ModelError, match="cannot load the model"):
        load_nli(folder)


def test_a_plain_encoder_takes_the_mean_over_tokens(bert, onnx_encoder):
    texts = ["the mayor opened a bridge", "rain"]
    assert (load_encoder(bert).encode(texts) * load_encoder(onnx_encoder).encode(texts)).sum(axis=1).min() > 0.98


@pytest.mark.parametrize("load", [load_nli, load_encoder])
def test_without_the_extra(bert, monkeypatch, load):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    for model in (bert, "some/model"):
        with pytest.raises(ModelError, match=r"pip install 'claimcheck\[models\]'"):
            load(model)
    with pytest.raises(ModelError, match="there is no model folder"):  # that would be missed with the extra as well
        load("./no-such-model")
