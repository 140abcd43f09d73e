"""Scores and tallies: "3-1", "89-89", "51 to 49", "7 votes to 4"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.extract.labels import skip_address
from claimcheck.extract.nounphrases import read_noun
from claimcheck.quantities.currencies import currency_after
from claimcheck.quantities.nouns import singular
from claimcheck.quantities.spelled import DASHES, HYPHENS, SCALES, at, is_kind
from claimcheck.quantities.tokens import Token, word_set
from claimcheck.quantities.units import unit_at

_CONTEST = word_set(
    """won win wins winning winner winners beat beats beaten beating lost lose loses losing lead leads led leading
    trail trails
    trailed trailing voted vote votes passed approved carried defeated defeat defeats victory draw drew tied
    tie by ended finished level ahead down up score scored
    final result against rejected"""
)
_COUNTED = word_set("votes points goals runs games sets frames legs tries")
_RESULTS = frozenset(
    {
        "win",
        "lead",
        "victory",
        "defeat",
        "loss",
        "draw",
        "vote",
        "thrashing",
        "rout",
        "deficit",
        "advantage",
        "winner",
        "loser",
        "victor",
    }
)


@dataclass(frozen=True, slots=True)
class Score:
    """tokens[start:end], `value` the figure named first; `noun` what is counted, where it is said."""

    value: float
    upper: float
    start: int
    end: int
    noun: str | None = None


def read_score(tokens: Sequence[Token], i: int) -> Score | None:
    """The score at tokens[i]: a figure on each side, no unit and no plural behind."""
    joint = _joint(tokens, i)
    if joint is None or not _is_side(tokens, i) or not _is_side(tokens, joint[0]):
        return None
    j, noun = joint
    end = j + 1
    behind = at(tokens, end)
    if behind in {*HYPHENS, "–", "%", "percent", "/"} or behind in SCALES or skip_address(tokens, i) is not None:
        return None
    if end < len(tokens) and tokens[end].glued and tokens[end].kind == "word":
        return None
    if unit_at(tokens, end) or currency_after(tokens, end):
        return None
    counted = read_noun(tokens, end)
    if noun is None and counted is not None and counted.head not in _RESULTS:
        return None
    return Score(float(tokens[i].text), float(tokens[j].text), i, end, noun)


def _is_side(tokens: Sequence[Token], i: int) -> bool:
    return is_kind(tokens, i, "number") and tokens[i].text.isdecimal() and len(tokens[i].text) <= 3


def _joint(tokens: Sequence[Token], i: int) -> tuple[int, str | None] | None:
    """(index of the second figure, noun) where what joins the two makes them a score."""
    word = at(tokens, i + 1)
    if word in HYPHENS and at(tokens, i + 2) == "to" and at(tokens, i + 3) in HYPHENS:
        return i + 4, None  # "3-to-1"
    if word in DASHES and word != "—":
        chained = tokens[i].glued and at(tokens, i - 1) in DASHES
        touching = i + 2 < len(tokens) and tokens[i + 1].glued and tokens[i + 2].glued
        return (i + 2, None) if touching and not chained else None
    if word == "to":
        contested = any(at(tokens, k) in _CONTEST for k in range(max(0, i - 6), i))
        return (i + 2, None) if contested and at(tokens, i - 1) != "from" else None
    if word in _COUNTED and at(tokens, i + 2) == "to":
        return i + 3, singular(word)
    return None
