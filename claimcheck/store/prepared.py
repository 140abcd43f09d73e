"""What is written into the store: a reference with everything that was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from claimcheck.records import Claim, Reference, Sentence

#: What became of a reference that was added.
Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class PreparedPassage:
    """A sentence, the claims found in it, and its vector (None if it is to be embedded later)."""

    sentence: Sentence
    claims: tuple[Claim, ...] = ()
    vector: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reference that was read, segmented, extracted and embedded: one transaction writes it."""

    reference: Reference
    passages: tuple[PreparedPassage, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one reference, and the id and version that it has."""

    outcome: Outcome
    id: str
    version: int
