"""What every format of the report is: a module with a suffix and one function.

Reports are rendered from their dict form, the contract `claimcheck/report/1`, so that a run saved long
ago is shown the same way as one that has just been made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

ReportDict = dict[str, Any]
ClaimDict = dict[str, Any]
EvidenceDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """How to show a report. `width` and `colour` are of the terminal; formats for files ignore them."""

    explain: bool = False  # every claim with all its evidence and scores
    only_flagged: bool = False
    width: int = 80  # columns
    colour: bool = False


class Renderer(Protocol):
    """A format. Text is returned as `str`, to be written as UTF-8; DOCX as `bytes`."""

    SUFFIX: str  # ".json"

    def render(self, report: ReportDict, options: Options) -> str | bytes: ...
