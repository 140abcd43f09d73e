"""What a check depends on besides the article and the store: one frozen dataclass, one key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from claimcheck.records import KINDS, Kind

# What a stance must reach to count as a voice at all; what a user wants to be told is `Settings.min_confidence`.
HEARD = 0.5
# What is likely enough to be a dispute that the claim is not shown as consistent, on one source's word.
DOUBTED = 0.25


@dataclass(frozen=True, slots=True)
class Settings:
    """How a check is done. `as_of` leaves out what was published later (ISO date, or date and time)."""

    top_k: int = 8
    min_confidence: float = 0.5
    kinds: tuple[Kind, ...] = KINDS
    self_check: bool = True
    as_of: str | None = None
    held_at: str | None = None  # leaves out what the store did not hold yet
    nli_model: str | None = None  # None is the bundled one; else a folder or a hub name
    encoder: str | None = None

    @property
    def key(self) -> str:
        """The same for two runs that were set alike."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        return {"key": self.key, **asdict(self), "kinds": list(self.kinds)}
