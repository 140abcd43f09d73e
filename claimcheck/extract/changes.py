"""Does a quantity say how far something rose or fell? "rose 8% to $4.2 billion" holds one that does and one that does
not.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.quantities.spelled import at
from claimcheck.quantities.tokens import Token, word_set

_UP = word_set(
    """rise rises rose risen rising increase increases increased increasing climb climbs climbed climbing grow grows
    grew grown growing gain gains gained gaining jump jumps jumped jumping surge surges surged surging soar soared
    soaring add added up advance advanced advancing expand expanded raise raised rally rallied leap leapt swell
    swelled higher boost boosted improve improved spike spiked hike hiked hiking lift lifted"""
)
_DOWN = word_set(
    """fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease
    decreases decreased decreasing lose loses lost losing slide slides slid sliding slip slips slipped slump slumped
    plunge plunged plummet plummeted shed cut cuts cutting reduce reduced shrink shrank shrunk down lower lowered
    dip dipped tumble tumbled sink sank contract contracted ease eased shave shaved slash slashed trim trimmed
    weaken weakened pulled"""
)
# Verbs and adverbs of change, each with its direction.
DIRECTIONS = dict.fromkeys(_UP, "up") | dict.fromkeys(_DOWN, "down")
# Behind a quantity: "5 percent higher", "a 9 percent rise".
COMPARED = dict.fromkeys(
    word_set(
        """higher more above larger bigger faster stronger longer better rise increase gain jump growth surge hike
        climb uptick boost heavier taller wider deeper older upturn rally"""
    ),
    "up",
) | dict.fromkeys(
    word_set(
        """lower less fewer below smaller shorter slower weaker cheaper drop fall decline decrease cut reduction loss
        slump plunge dip slide discount lighter younger downturn shortfall"""
    ),
    "down",
)
_MEASURES = frozenset({"length", "duration", "area", "volume", "mass", "speed"})
_FILLERS = word_set(
    "by a an about around nearly almost some roughly just over under more less than another further only as much at "
    "least"
)
_COUNT_CHANGES = frozenset({"higher", "lower", "rise", "increase", "drop", "decline", "fewer"})
# Of people and things these verbs have an object: "lost 40 men", "added two rooms".
_TRANSITIVE = word_set("lost lose losing loses cut cuts cutting added add shed raised raise lifted lift gained gain")


def change_of(tokens: Sequence[Token], start: int, figure: int, end: int, dimension: str) -> str | None:
    """Return "up", "down" or None for the quantity at tokens[start:end] whose figure stands at `figure`."""
    if dimension in {"date", "time", "ordinal", "score"}:
        return None
    for i in range(figure + 1, end):
        word = tokens[i].lower
        if word in COMPARED and at(tokens, i - 1) not in {"or", "no", "not", "much"}:
            return COMPARED[word] if dimension != "count" or word in _COUNT_CHANGES else None
    if tokens[start].lower == "from":
        return _direction(tokens, start)
    i = start - 1
    while i >= max(0, start - 4) and tokens[i].lower in _FILLERS:
        i -= 1
    if dimension in _MEASURES and at(tokens, start - 1) != "by":
        return None  # "sank 3 miles off the coast"
    if i < 0 or (dimension in {"count", "money"} and at(tokens, start - 1) != "by" and tokens[i].lower in _TRANSITIVE):
        return None
    return DIRECTIONS.get(tokens[i].lower)


def _direction(tokens: Sequence[Token], start: int) -> str | None:
    """The verb some words before a "from … to …": "raise the minimum wage from $13 to $16"."""
    for i in range(start - 1, max(-1, start - 8), -1):
        if tokens[i].kind == "mark" and tokens[i].text not in {"'", "’", "-"}:
            return None
        if tokens[i].lower in DIRECTIONS:
            return DIRECTIONS[tokens[i].lower]
    return None


def moved_by(tokens: Sequence[Token], start: int) -> bool:
    """Stands "by" or a verb of change right before the quantity, so that a "to" after it leads to a level?"""
    i = start - 1
    while i >= max(0, start - 4) and tokens[i].lower in _FILLERS - {"by"}:
        i -= 1
    return at(tokens, i) == "by" or at(tokens, i) in DIRECTIONS
