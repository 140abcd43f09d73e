"""From a name to a model: the bundled one, a folder, or a name on the Hugging Face hub."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from claimcheck.backends import resources
from claimcheck.backends.base import NLI, Encoder

BUNDLED_ENCODER = "bundled:all-MiniLM-L6-v2-int8"
BUNDLED_NLI = "bundled:claimcheck-nli-int8"


def load_encoder(name: str | Path | None = None) -> Encoder:
    """The bundled encoder; or that of a folder, or of a hub name, of any sentence-transformers model.

    Without a name the variable CLAIMCHECK_ENCODER is asked first. Raises ModelError.
    """
    name = name or os.environ.get("CLAIMCHECK_ENCODER") or BUNDLED_ENCODER
    return ENCODERS[_backend(name, BUNDLED_ENCODER)](str(name))


def load_nli(name: str | Path | None = None) -> NLI:
    """The bundled NLI model; or that of a folder, or of a hub name, of any cross-encoder with NLI labels.

    Without a name the variable CLAIMCHECK_NLI_MODEL is asked first. Raises ModelError.
    """
    name = name or os.environ.get("CLAIMCHECK_NLI_MODEL") or BUNDLED_NLI
    return NLIS[_backend(name, BUNDLED_NLI)](str(name))


def _backend(name: str | Path, bundled: str) -> str:
    if name == bundled:
        return "bundled"
    return "onnx" if resources.is_onnx_folder(Path(name)) else "torch"


def _bundled_encoder(name: str) -> Encoder:
    from claimcheck.backends.onnx import OnnxEncoder

    return OnnxEncoder(resources.bundled_folder("encoder"), name)


def _onnx_encoder(name: str) -> Encoder:
    from claimcheck.backends.onnx import OnnxEncoder

    return OnnxEncoder(Path(name))


def _torch_encoder(name: str) -> Encoder:
    from claimcheck.backends.torch import TorchEncoder

    return TorchEncoder(name)


def _bundled_nli(name: str) -> NLI:
    from claimcheck.backends.onnx import OnnxNLI

    return OnnxNLI(resources.bundled_folder("nli"), name)


def _onnx_nli(name: str) -> NLI:
    from claimcheck.backends.onnx import OnnxNLI

    return OnnxNLI(Path(name))


def _torch_nli(name: str) -> NLI:
    from claimcheck.backends.torch import TorchNLI

    return TorchNLI(name)


ENCODERS: dict[str, Callable[[str], Encoder]] = {
    "bundled": _bundled_encoder,
    "onnx": _onnx_encoder,
    "torch": _torch_encoder,
}
NLIS: dict[str, Callable[[str], NLI]] = {"bundled": _bundled_nli, "onnx": _onnx_nli, "torch": _torch_nli}
