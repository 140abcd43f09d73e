"""What a reader of one format is, and what it hands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from claimcheck.read.raw import Raw
from claimcheck.records import Reference


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of an input that could not be used, and why: `wires.jsonl, line 3: not valid JSON …`."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


class Reader(Protocol):
    """One format. A module with this function is a reader; `registry.py` says which suffix it serves."""

    def read(self, raw: Raw) -> Iterator[Reference | Unreadable]:
        """Yield the texts of one input in their order. Raises ReadError if there is none to be had."""
        ...
