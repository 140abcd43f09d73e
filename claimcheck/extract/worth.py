"""Which quantities nobody would check: "one" as a pronoun, "the three", "an hour" said loosely, a bare year, half of a
match.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.amounts import Measure
from claimcheck.extract.changes import DIRECTIONS
from claimcheck.extract.years import is_year
from claimcheck.quantities.spelled import HYPHENS, ORDINALS, UNITS, at, is_kind
from claimcheck.quantities.tokens import Token, word_set

# Before a spelled number without a noun: it points back at something named.
_POINTING = word_set("the these those all of at age a by my our their its his her both bottom top last first")
_COUNTS = word_set(
    "number numbers toll total count figure figures put puts tally estimated estimate stands stood remained"
)
_NOT_ONE = word_set("no not any the this that every each another which by some 's last first next only a")
# "one day", "one of them", "one thing": not counted.
_LOOSE = word_set(
    """day thing way side hand point reason another of time more such that who can month that's else last final big key
    main area example answer major notable recent former"""
)
_HALVES = word_set("first second other latter better previous opening closing early late the this that each")
_TAKEN = word_set("by off to than only from up at cut lost for fell rose")


def is_worth_checking(tokens: Sequence[Token], measure: Measure, modifier: str | None) -> bool:
    start = measure.start
    if measure.form == "article":
        return modifier not in {None, "within"}
    if measure.form == "fraction":
        return _fraction(tokens, measure, modifier)
    if measure.form == "figures":
        if measure.bare and at(tokens, start - 1) == "top":
            return False
        bare_year = is_year(tokens, start) is not None and 1900 <= measure.value <= 2100 and measure.upper is None
        return not (measure.bare and bare_year)
    if measure.form != "words":
        return True
    if measure.bare and modifier is None and measure.scale == 1:
        if at(tokens, start - 1) in HYPHENS:
            return False  # "top-two"
        if at(tokens, start - 1) == "at":  # "put the number of wounded at eight", but "at seven" is a time
            return any(at(tokens, k) in _COUNTS for k in range(max(0, start - 9), start - 1))
        if start == 0 and at(tokens, 1) in {",", ":"}:
            return False  # "Five, a ban on …": a list read aloud
        timed = measure.value <= 12 and at(tokens, start - 1) in {"after", "until", "till", "before", "from", "around"}
        if timed and not (at(tokens, start - 1) == "from" and at(tokens, start - 2) in {"up", "down", *DIRECTIONS}):
            return False  # "open until six"
        return at(tokens, start) not in {"one", "zero"} and at(tokens, start - 1) not in _POINTING
    return measure.value > 1 or at(tokens, start) not in {"one", "zero"} or _one(tokens, measure)


def _one(tokens: Sequence[Token], measure: Measure) -> bool:
    """As in "one person died" is a count; "no one", "one day", "one of the best" are none."""
    start = measure.start
    if at(tokens, start - 1) in _NOT_ONE | HYPHENS and measure.unit is None:
        return False
    if measure.part_of is not None:
        words = measure.part_of.lower().split()
        return any(c.isdecimal() for c in measure.part_of) or any(w in UNITS for w in words[:3])
    if measure.bare:
        return False
    return (measure.unit is not None and at(tokens, start + 1) != "day") or at(tokens, start + 1) not in _LOOSE


def _fraction(tokens: Sequence[Token], measure: Measure, modifier: str | None) -> bool:
    """As in "a quarter" alone is a share where something is taken off; "the second half" is none."""
    start = measure.start
    word, before = at(tokens, start), at(tokens, start - 1)
    if word == "half" and (before in _HALVES or before in ORDINALS):
        return False
    if not measure.bare or measure.part_of is not None or modifier is not None or is_kind(tokens, start, "number"):
        return True
    if word == "half":
        return before in {"by", "in"}
    if word in {"a", "an"} and at(tokens, start + 1) == "quarter":
        return before in _TAKEN
    return before not in {"the", "first", "second"}
