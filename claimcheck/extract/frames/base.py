"""The frame: a cue, the source before or after it, and the content it reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimcheck.extract.cues import Cue

Placement = Literal["after", "before", "amid", "phrase"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One report of what somebody said. Token ranges are half-open; `content` is a list of token ranges."""

    cue: Cue
    cue_range: tuple[int, int]
    source: tuple[int, int] | None
    apposition: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    placement: Placement
    inherits: bool = False  # the subject is that of the clause before: "... and warned that ..."
