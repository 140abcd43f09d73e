"""Does a quantity say how far something rose or fell? "rose 8% to $4.2 billion" holds one that does and one that does not."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.measures import COMPARED
from claimcheck.quantities.numerals import at
from claimcheck.quantities.tokens import Token

_UP = (
    "rise rises rose risen rising increase increases increased increasing climb climbs climbed climbing grow grows grew grown growing gain gains gained"
    " gaining jump jumps jumped jumping surge surges surged surging soar soared soaring add added up advance advanced advancing expand expanded raise raised"
    " rally rallied leap leapt swell swelled higher boost boosted improve improved spike spiked"
)
_DOWN = (
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreased decreasing lose loses lost losing"
    " slide slides slid sliding slip slips slipped slump slumped plunge plunged plummet plummeted shed cut cuts cutting reduce reduced shrink shrank shrunk"
    " down lower lowered dip dipped tumble tumbled sink sank contract contracted ease eased shave slash slashed trim trimmed weaken weakened"
)
WORDS = dict.fromkeys(_UP.split(), "up") | dict.fromkeys(_DOWN.split(), "down")
_FILLERS = frozenset(
    "by a an about around nearly almost some roughly just over under more than another further only as much at least up".split()
)


def change_of(tokens: Sequence[Token], start: int, end: int, dimension: str) -> str | None:
    """ "up", "down" or None for the quantity at tokens[start:end]."""
    if dimension in {"date", "time", "ordinal", "score"}:
        return None
    for i in range(start, end):
        word = tokens[i].lower
        if (
            word in COMPARED
            and i > start
            and at(tokens, i + 1) != "than"
            and at(tokens, i - 1) not in {"or", "no", "not"}
        ):
            return (
                COMPARED[word]
                if dimension != "count" or word in {"higher", "lower", "rise", "increase", "drop", "decline"}
                else None
            )
    if tokens[start].lower == "from":
        return _direction(tokens, start)
    i = start - 1
    while i >= max(0, start - 4) and tokens[i].lower in _FILLERS and tokens[i].lower != "up":
        i -= 1
    if i < 0 or (
        dimension == "count"
        and at(tokens, start - 1) != "by"
        and tokens[i].lower in {"lost", "lose", "cut", "added", "add", "shed", "raised"}
    ):
        return None
    if dimension == "money" and tokens[i].lower in {"raised", "raise"}:
        return None
    return WORDS.get(tokens[i].lower)


def _direction(tokens: Sequence[Token], start: int) -> str | None:
    """ "raise the minimum wage from $14 to $17": the verb some words before."""
    for i in range(start - 1, max(-1, start - 8), -1):
        if tokens[i].kind == "mark":
            return None
        if tokens[i].lower in WORDS:
            return WORDS[tokens[i].lower]
    return None
