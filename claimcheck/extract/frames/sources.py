"""The source of a cue that stands behind it: the phrase before the cue, over appositions and relative clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.extract.cues import SPEECH_NOUNS, Cue
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.frames.clauses import COORDINATORS, closes_speech
from claimcheck.extract.frames.phrases import phrase_start
from claimcheck.extract.roles import can_speak
from claimcheck.extract.words import PERSONAL, SUBORDINATORS, TIME_WORDS, Token, bare

_PARTY = re.compile(
    r"[RDI]-[A-Z]|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.?$"
)


_SPEECHES = SPEECH_NOUNS | frozenset(
    "tweets tweet posts post statement statements letter message messages speech video note remarks comments".split()
)


def find_source(
    tokens: Sequence[Token], left: int, first: int, cue: Cue, earlier: list[Frame]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None, bool]:
    """(source, apposition, inherits) of a cue whose helpers start after index `left`."""
    if left < first:
        return None, None, cue.participle
    before = tokens[left]
    if before.lower in COORDINATORS or (before.text == "," and cue.participle):
        return None, None, True
    if cue.participle and before.lower in ("by", "in", "while", "after"):
        return None, None, True
    if cue.participle and before.kind == "word" and not before.capital and before.lower not in PERSONAL:
        return None, None, before.lower in _SPEECHES  # "a series of tweets saying", not "taxpayers reporting"
    if before.lower in ("who", "which", "that"):
        at = left - 1
        if at >= first and tokens[at].text == ",":
            at -= 1
        start = phrase_start(tokens, at, first)
        if start is not None and before.lower != "who" and not _can_be_source(tokens[start : at + 1]):
            return None, None, False  # "with a passion that suggested that ..."
        return ((start, at + 1) if start is not None else None), None, False
    if before.text == ",":
        return (*before_comma(tokens, left, first), False)
    if before.text == ")":
        opening = next((k for k in range(left, max(first, left - 10), -1) if tokens[k].text == "("), None)
        left = opening - 1 if opening is not None else left
    if before.text in ("—", "–", "-") and left > first:
        while left > first and tokens[left - 1].text == "-":
            left -= 1
        return (*before_comma(tokens, left, first), False)
    start = phrase_start(tokens, left, first)
    if start is None:
        return None, None, False
    return (start, left + 1), None, False


def _can_be_source(tokens: Sequence[Token]) -> bool:
    words = frozenset(bare(t.text) for t in tokens)
    return any(t.capital for t in tokens) or can_speak(words) or bool(words & SPEECH_NOUNS)


def before_comma(
    tokens: Sequence[Token], comma: int, first: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """[NP], apposition, {cue}: the phrase that the apposition before the cue belongs to.

    Several commas are gone back over: "Ada Holm, 52, a hydrologist, of Tessel, said".
    """
    right = comma
    apposition: tuple[int, int] | None = None
    for _ in range(6):
        previous = _comma_before(tokens, right, first)
        if previous is None:
            return None, None
        if apposition is None or apposition[1] - apposition[0] == 1:
            apposition = (previous + 1, right)
        start = phrase_start(tokens, previous - 1, first)
        if start is not None and not tokens[previous - 1].text[0].isdigit():
            opens = (
                start == first
                or tokens[start - 1].kind != "word"
                or tokens[start - 1].lower in SUBORDINATORS | TIME_WORDS
            )
            label = start == previous - 1 and _PARTY.match(tokens[start].text) is not None
            further = (
                start > first
                and tokens[start - 1].text == ","
                and (label or not tokens[start].capital)
                and tokens[start - 2].capital
            )
            if opens and not further:
                return (start, previous), apposition
            if further:
                apposition = (start, previous)
        right = previous
    return None, None


def _comma_before(tokens: Sequence[Token], right: int, first: int) -> int | None:
    """The comma (or dash) before token `right`, within reach and not across a quotation."""
    for k in range(right - 1, max(first, right - 40), -1):
        if tokens[k].text == ";" or (
            tokens[k].kind == "quote" and (closes_speech(tokens[k]) or len(tokens[k].text) > 60)
        ):
            return None
        if tokens[k].text in (",", "—", "–", "--") or (tokens[k].text == "-" and tokens[k - 1].text != "-"):
            return k
    return None
