"""The words around a number that make it more, less or about: "nearly", "at least", "or more"."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.quantities.spelled import at
from claimcheck.quantities.tokens import Token

# The modifier that is kept, and its written forms.
_BEFORE = """
more than: more than; greater than; higher than; larger than; longer than; bigger than; older than
more than: in excess of; exceeding
over: over; well over; upwards of; upward of; north of; above
at least: at least; no fewer than; no less than; not less than; a minimum of; minimum of
at least: at the very least; as little as; as few as; as low as
less than: less than; fewer than; lower than; smaller than; shorter than; younger than; well under; well below
less than: south of
under: under; below
at most: at most; no more than; not more than; a maximum of; maximum of
up to: up to; as many as; as much as; as high as; as long as; as far as; maximum
nearly: nearly; almost; close to; approaching; just under; a little under; just below
nearly: not quite; just short of; slightly less than; a bit less than; just less than; slightly under
nearly: a little less than
just over: just over; a little over; slightly more than; a little more than; just above; slightly over; little more than
just over: just more than
about: about; around; roughly; approximately; some; an estimated; estimated; approx; circa; or so; something like
about: in the region of; somewhere around; close on; a rough; ~; ≈; roughly about; an average of about; about some
exactly: exactly; precisely
within: within
only: only; just; a mere; merely; a further; another; an additional; further; additional; a total of; an average of
only: total of; average of; a record; record; a combined; combined; a whopping; a staggering; fully
only: all of; a full; full; a whole; as
"""
_AFTER = """
at least: or more; or above; or over; or older; or higher; plus; and over; and older; and above; at least
at most: or less; or fewer; or lower; or under; or younger; and under; at most
about: or so; or thereabouts; more or less
"""


def _forms(table: str) -> dict[tuple[str, ...], str]:
    forms: dict[tuple[str, ...], str] = {}
    for line in table.strip().splitlines():
        name, _, written = line.partition(": ")
        forms |= {tuple(form.split()): name for form in written.split("; ")}
    return forms


BEFORE = _forms(_BEFORE)
AFTER = _forms(_AFTER)
# These belong to the span but say nothing of the size.
_SILENT = frozenset({"only"})
_LONGEST = max(map(len, BEFORE))


def modifier_before(tokens: Sequence[Token], i: int, floor: int) -> tuple[str | None, int]:
    """The modifiers that end right before tokens[i]: (the one that counts, where the span starts)."""
    kept: str | None = None
    start = i
    while True:
        for n in range(min(_LONGEST, start - floor), 0, -1):
            form = tuple(t.lower for t in tokens[start - n : start])
            name = BEFORE.get(form)
            if name is not None:
                break
        else:
            return kept, start
        if form == ("as",) or (form in {("about",), ("around",), ("some",)} and kept):
            return kept, start
        start -= n
        if name not in _SILENT:
            kept = kept or name
    return kept, start


def modifier_after(tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
    """A modifier behind the number or its unit, at tokens[i:]: (name, end)."""
    for n in (3, 2, 1):
        name = AFTER.get(tuple(t.lower for t in tokens[i : i + n]))
        if name is not None and len(tokens) >= i + n:
            return name, i + n
    if at(tokens, i) == "+" and tokens[i].glued:
        return "at least", i + 1
    return None
