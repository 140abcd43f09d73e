"""The two protocols that models stand behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to vectors."""

    name: str  # as a store remembers it: "bundled:all-MiniLM-L6-v2-int8", or the folder or hub name
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a float32 array (len(texts), dimensions); every row has unit length."""
        ...


class NLI(Protocol):
    """Pairs of (premise, hypothesis) to probabilities."""

    name: str

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Return a float32 array (len(pairs), 3): entailment, neutral, contradiction; rows sum to 1."""
        ...
