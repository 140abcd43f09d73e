"""Where a clause starts and ends: at commas, semicolons, quotations, and the end of the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.cues import CUES
from claimcheck.extract.words import Token, is_finite

STOPS = frozenset({",", ";", ":", ".", "?", "!", "…", "(", ")", "—", "–", "-", "--"})


LEAD_IN = frozenset("though although while but and so yet because since as when if".split())
COORDINATORS = frozenset({"and", "but", "or", "then", "yet"})


def sentence_end(tokens: Sequence[Token]) -> int:
    end = len(tokens)
    while end and tokens[end - 1].kind == "mark" and tokens[end - 1].text in ".?!…,;:":
        end -= 1
    return end


def next_stop(tokens: Sequence[Token], start: int, end: int) -> int:
    """The next comma, dash, bracket or quotation at or after `start`."""
    for k in range(start, end):
        if tokens[k].kind == "quote" or (tokens[k].kind == "mark" and tokens[k].text in STOPS):
            return k
    return end


def clause_start(tokens: Sequence[Token], before: int, first: int) -> int:
    """Where content that ends at token `before` starts: the sentence's start, or after a semicolon."""
    for k in range(before - 1, first - 1, -1):
        if tokens[k].text in (";", ":"):
            return k + 1
    return first


def relative_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a relative clause ends: at a comma that the main clause's verb follows."""
    for k in range(start + 2, end - 1):
        if tokens[k].text == "," and is_finite(tokens[k + 1]) and CUES.get(tokens[k + 1].lower) is None:
            return k
    return end


def closes_speech(token: Token) -> bool:
    """A quotation that its attribution follows: it ends in a comma, or a question or exclamation mark."""
    return token.kind == "quote" and token.text.rstrip("\"'”’»“ ")[-1:] in ",?!…—–-"
