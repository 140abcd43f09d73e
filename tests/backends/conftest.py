from __future__ import annotations

from pathlib import Path

import pytest

from tests.backends import tiny


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny three-way classifier in Hugging Face form; it serves as an encoder too."""
    pytest.importorskip("transformers")
    return tiny.save_classifier(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="session")
def onnx_nli(tmp_path_factory: pytest.TempPathFactory, bert: Path) -> Path:
    pytest.importorskip("onnx")
    return tiny.save_onnx(tmp_path_factory.mktemp("onnx-nli"), bert)


@pytest.fixture(scope="session")
def onnx_encoder(tmp_path_factory: pytest.TempPathFactory, bert: Path) -> Path:
    pytest.importorskip("onnx")
    return tiny.save_onnx(tmp_path_factory.mktemp("onnx-encoder"), bert, head="mean")
