"""What a bare figure counts, where the noun stands before it: "Deaths: 6,400", "the number of wounded at eight"."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.nounphrases import STOP, read_of
from claimcheck.quantities.nouns import is_plural, singular
from claimcheck.quantities.spelled import at
from claimcheck.quantities.tokens import Token, word_set

_REACH = 15
_TOTALS = word_set("number numbers total count tally")
_NAMED = {
    "toll": "death",
    "attendance": "attendance",
    "turnout": "turnout",
    "population": "population",
    "deaths": "death",
}
_ENDS = frozenset({";", ".", "?", "!"})


def subject_noun(tokens: Sequence[Token], start: int) -> str | None:
    """The noun for a figure without one at tokens[start], or None."""
    for i in range(start - 1, max(-1, start - _REACH), -1):
        word = tokens[i].lower
        if word in _ENDS:
            return None
        if word == ":":
            return _heading(tokens, i) if _only_names(tokens, i + 1, start) else None
        if word in _TOTALS and at(tokens, i + 1) == "of":
            of = read_of(tokens, i + 1)
            return of.named if of is not None and of.end <= start else None
        if word in _NAMED:
            return _NAMED[word]
    return None


def _heading(tokens: Sequence[Token], colon: int) -> str | None:
    """The counted word before a colon: "Seats declared for the Union: 58", "Shots on goal: Norden 17, Veld 9"."""
    for i in range(max(0, colon - 8), colon):
        if is_plural(tokens[i].lower) and tokens[i].lower not in STOP:
            return singular(tokens[i].lower)
    return None


def _only_names(tokens: Sequence[Token], start: int, end: int) -> bool:
    return all(t.kind != "word" or t.capital or t.lower in {"and", "about", "some"} for t in tokens[start:end])
