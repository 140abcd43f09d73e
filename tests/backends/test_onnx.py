from __future__ import annotations

import json

import numpy as np
import pytest

from claimcheck.backends.onnx import OnnxEncoder, OnnxNLI
from tests.backends import tiny

PAIRS = [("the mayor opened a bridge", "a bridge was opened"), ("ten people came", "nine people came")]


def test_label_order_is_that_of_the_configuration(onnx_nli, tmp_path):
    turned = tmp_path / "turned"
    turned.mkdir()
    for file in onnx_nli.iterdir():
        (turned / file.name).write_bytes(file.read_bytes())
    config = json.loads((turned / "config.json").read_text())
    config["id2label"] = {"0": "Contradiction", "1": "NEUTRAL", "2": "entailment"}
    (turned / "config.json").write_text(json.dumps(config))
    assert np.allclose(OnnxNLI(turned).predict(PAIRS), OnnxNLI(onnx_nli).predict(PAIRS)[:, ::-1])


def test_temperature_softens(bert, tmp_path):
    plain = OnnxNLI(tiny.save_onnx(tmp_path / "plain", bert)).predict(PAIRS)
    soft = OnnxNLI(tiny.save_onnx(tmp_path / "soft", bert, temperature=3.0)).predict(PAIRS)
    expected = plain ** (1 / 3)
    assert np.allclose(soft, expected / expected.sum(axis=1, keepdims=True), atol=1e-5)


def test_int8_says_what_float_says(bert, tmp_path):
    whole = OnnxNLI(tiny.save_onnx(tmp_path / "float", bert, int8=False)).predict(PAIRS)
    assert np.allclose(whole, OnnxNLI(tiny.save_onnx(tmp_path / "int8", bert)).predict(PAIRS), atol=0.05)


def test_torch_says_what_onnx_says(bert, tmp_path):
    from claimcheck.backends.torch import TorchNLI

    whole = OnnxNLI(tiny.save_onnx(tmp_path / "float", bert, int8=False)).predict(PAIRS)
    assert np.allclose(whole, TorchNLI(str(bert)).predict(PAIRS), atol=1e-4)


def test_the_encoder_reads_up_to_its_length(onnx_encoder):
    encoder = OnnxEncoder(onnx_encoder)
    short, longer = encoder.encode(["a " * 38, "a " * 38 + "and something else"])
    assert np.allclose(short, longer)


def test_nothing_in_gives_nothing_out(onnx_encoder, onnx_nli):
    assert OnnxEncoder(onnx_encoder).encode([]).shape == (0, 32)
    assert OnnxNLI(onnx_nli).predict([]).shape == (0, 3)
    assert OnnxNLI(onnx_nli).judge([]) == []


@pytest.mark.parametrize(
    "pair", [("", ""), ("\x00", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))]
)
def test_odd_texts(onnx_nli, pair):
    assert np.allclose(OnnxNLI(onnx_nli).predict([pair]).sum(), 1, atol=1e-5)
