"""How two numbers stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["agree", "differ", "incomparable"]
Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NumberRelation:
    """How an article's number stands to a passage's. `code` is why they agree: same, rounded, converted or derived.

    `same_noun` says how surely both count the same kind of thing (0 to 1, 0.5 unknown). `text` is for people.
    `opposite` marks a derivation that holds only if the statements are each other's reverse (see `arithmetic.derive`).
    """

    outcome: Outcome
    code: Literal["same", "rounded", "converted", "derived"] | None
    same_noun: float
    text: str
    opposite: bool = False
