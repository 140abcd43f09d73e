"""The article's text cut at the edges of its claims, so that each piece can be marked in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from claimcheck.report.base import ClaimDict


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article: of no claim, or of the shortest claim that covers it.

    `opens` tells that it is the first piece of its claim.
    """

    start: int
    end: int
    claim: ClaimDict | None = None
    opens: bool = False


def paragraphs(text: str, claims: list[ClaimDict]) -> Iterator[tuple[int, list[Piece]]]:
    """Every line that is not blank, as (its number from 1, its pieces); in time near linear in both.

    >>> claim = {"start": 4, "end": 11}
    >>> [(n, [(p.start, p.end, p.claim is claim) for p in ps]) for n, ps in paragraphs("The 42 boats\\n", [claim])]
    [(1, [(0, 4, False), (4, 11, True), (11, 12, False)])]
    """
    pieces = _pieces(len(text), claims)
    piece = next(pieces, None)
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        inside: list[Piece] = []
        while piece is not None and piece.start < end:
            cut = Piece(max(piece.start, start), min(piece.end, end), piece.claim, piece.opens and piece.start >= start)
            if cut.start < cut.end:
                inside.append(cut)
            if piece.end > end:
                break
            piece = next(pieces, None)
        while piece is not None and piece.end <= end + 1:
            piece = next(pieces, None)
        if line.strip():
            yield number, inside
        start = end + 1


def _pieces(length: int, claims: list[ClaimDict]) -> Iterator[Piece]:
    """The whole text from 0 to its end, cut at every edge of a claim."""
    opening = sorted(claims, key=lambda c: (c["start"], -c["end"]))
    edges = sorted({0, length, *(c["start"] for c in claims), *(c["end"] for c in claims)})
    active: list[ClaimDict] = []
    opened: set[int] = set()
    next_claim = 0
    for start, end in pairwise(edges):
        active = [c for c in active if c["end"] > start]
        while next_claim < len(opening) and opening[next_claim]["start"] <= start:
            active.append(opening[next_claim])
            next_claim += 1
        shortest = min(active, key=lambda c: c["end"] - c["start"], default=None)
        opens = shortest is not None and id(shortest) not in opened
        if shortest is not None:
            opened.add(id(shortest))
        yield Piece(start, end, shortest, opens)
