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


@dataclass(frozen=True, slots=True)
class Retraction:
    """A kill notice: the reference with this id is no longer to be leaned on."""

    id: str
    why: str


#: What comes out of an input, in its order.
Item = Reference | Unreadable | Retraction


class Reader(Protocol):
    """One format. A module with this function is a reader; `registry.py` says which suffix it serves."""

    def read(self, raw: Raw) -> Iterator[Item]:
        """Yield what one input holds. Raises ReadError if there is nothing to be had."""
        ...
