"""Times of day: "6.25 a.m.", "11:40 p.m.", "5am", "17:22", "0401 GMT", "ten o'clock"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.quantities.nouns import is_plural
from claimcheck.quantities.spelled import at, is_kind, read_words
from claimcheck.quantities.tokens import Token, word_set

_ZONES = word_set("gmt utc hours hrs bst cet local")
_DAYTIMES = {"morning": 0, "afternoon": 12, "evening": 12}
_HALVES = frozenset({"am", "pm"})
# Behind "4:39" these say that it was a timer's minutes and seconds.
_TIMED = word_set("left remaining minutes into to for mark of from")


@dataclass(frozen=True, slots=True)
class Clock:
    """tokens[start:end]; `value` in hours since midnight, `iso` as "18:25"."""

    value: float
    start: int
    end: int
    iso: str


def read_clock(tokens: Sequence[Token], i: int) -> Clock | None:
    face = _face(tokens, i)
    if face is None:
        return None
    hour, minute, j, sure = face
    half = at(tokens, j).replace(".", "")
    if half in _HALVES and hour <= 12:
        # "p.m" at the end of a sentence may have lost its stop to the mark behind
        end = j + 2 if at(tokens, j) in {"a.m", "p.m"} and at(tokens, j + 1) == "." and tokens[j + 1].glued else j + 1
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half == "in" and at(tokens, j + 1) == "the" and at(tokens, j + 2) in _DAYTIMES and 1 <= hour <= 12:
        end, hour = j + 3, hour % 12 + _DAYTIMES[at(tokens, j + 2)]  # "at ten in the morning"
    elif half == "o'clock":
        end = j + 1
    elif sure and hour < 24 and half not in _TIMED and not is_plural(half):
        end = j
    else:
        return None
    return Clock(hour + minute / 60, i, end, f"{hour:02d}:{minute:02d}")


def skip_timer(tokens: Sequence[Token], i: int) -> int | None:
    """Behind "4:39 left", "1:58.2": minutes and seconds of a game or a race, which nothing else here reads."""
    if not is_kind(tokens, i, "number") or at(tokens, i + 1) != ":" or not is_kind(tokens, i + 2, "number"):
        return None
    return i + 3 if tokens[i + 1].glued and tokens[i + 2].glued else None


def _face(tokens: Sequence[Token], i: int) -> tuple[int, int, int, bool] | None:
    """(hour, minute, index behind, is it surely a time) at tokens[i]."""
    token = tokens[i]
    if token.kind == "word":
        words = read_words(tokens, i) if at(tokens, i + 1).replace(".", "") in _HALVES | {"o'clock", "in"} else None
        return (int(words[0]), 0, i + 1, False) if words is not None and words[1] == i + 1 and words[0] <= 12 else None
    if token.kind != "number":
        return None
    hour, _, minute = token.text.partition(".")
    if not hour.isdecimal() or (minute and not minute.isdecimal()) or token.text.endswith("."):
        return None
    if minute:  # "6.05 a.m."
        return _checked(int(hour), int(minute), i + 1, False) if len(hour) <= 2 and len(minute) == 2 else None
    if len(hour) == 4 and at(tokens, i + 1) in _ZONES:
        return _checked(int(hour[:2]), int(hour[2:]), i + 2, True)
    if len(hour) > 2:
        return None
    if at(tokens, i + 1) == ":" and is_kind(tokens, i + 2, "number") and tokens[i + 1].glued and tokens[i + 2].glued:
        if len(tokens[i + 2].text) != 2 or not tokens[i + 2].text.isdecimal() or at(tokens, i + 3) == ":":
            return None
        return _checked(int(hour), int(tokens[i + 2].text), i + 3, True)
    return _checked(int(hour), 0, i + 1, False)


def _checked(hour: int, minute: int, end: int, sure: bool) -> tuple[int, int, int, bool] | None:
    return (hour, minute, end, sure) if hour <= 24 and minute < 60 else None
