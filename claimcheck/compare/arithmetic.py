"""The sums an editor does in the head over the several numbers of one passage.

61 of 122 is half; from 18 to 20 is up about 11 percent; 6.05 a.m. to 7.20 a.m. is an hour and a quarter. A derivation
can only back a number, never refute it: that no sum comes out says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from claimcheck.compare.numbers import whole_of
from claimcheck.compare.relation import Details, NumberRelation
from claimcheck.quantities import calendar
from claimcheck.quantities.intervals import Interval, converted_spread, in_base, interval, unit_of
from claimcheck.quantities.nouns import same_noun
from claimcheck.quantities.phrasing import figure, phrase
from claimcheck.quantities.units import UNITS

_MOST = 12  # numbers of a passage that are tried in pairs
_SHARES = frozenset({"percent", "ratio"})
_POINTS = frozenset({"percentage point", "point", "basis point"})


def derive(ours: Details, theirs: Sequence[Details], reverse: bool = False) -> NumberRelation | None:
    """The first sum over the passage's numbers that gives ours, or None.

    With `reverse` also where the numbers fit only if the two statements are each other's reverse (three of five gates
    opened, two stayed shut); such a relation has `opposite` set, and is worth nothing until somebody has seen to that.
    """
    if ours.get("value") is None or ours.get("dimension") in {"date", "ordinal", "score"}:
        return None
    known = [t for t in theirs if t.get("value") is not None and t.get("dimension") not in {"ordinal", "score"}][:_MOST]
    for attempt in (_transition, *((_complement,) if reverse else ()), _share, _change, _difference, _elapsed, _sum):
        found = attempt(ours, known)
        if found is not None:
            return found
    return None


def _derived(text: str, nouns: float = 0.5) -> NumberRelation:
    return NumberRelation("agree", "derived", nouns, text)


def _fits(ours: Details, value: float) -> bool:
    """Is a computed value, in our unit's base, what our number says, at the precision it was written with?"""
    exact = ours.get("dimension") in {"count", "money"} and not ours.get("modifier")
    spread = converted_spread(ours) if not exact or value != round(value) else 0.0
    return interval(ours, spread).overlaps(Interval(value, value))


def _alike(a: Details, b: Details) -> bool:
    """Can one be divided by, or taken from, the other?"""
    if a.get("dimension") != b.get("dimension") or a.get("upper") is not None or b.get("upper") is not None:
        return False
    if a["dimension"] == "count":
        return same_noun(a.get("noun"), b.get("noun")) >= 0.5
    first, second = unit_of(a), unit_of(b)
    if first is not None and second is not None:
        return first.measures == second.measures and (first.name in _POINTS) == (second.name in _POINTS)
    if a["dimension"] == "money":  # "$14" may stand against "$17 an hour"
        return str(a.get("unit")).partition(" per ")[0] == str(b.get("unit")).partition(" per ")[0]
    return a.get("unit") == b.get("unit")


def _named_alike(part: Details, whole: Details) -> bool:
    """Of counts both must say what they count, or the part alone leaves it out: "61 of the 122 members"."""
    return part["dimension"] == "money" or whole.get("noun") is not None


def _base(details: Details) -> float:
    return in_base(float(details["value"]), unit_of(details))


def _parts(theirs: Sequence[Details]) -> Iterator[tuple[Details, Details, bool]]:
    """(part, whole, is that how they were written) among the passage's numbers."""
    for part in theirs:
        whole = whole_of(part)
        if whole is not None:
            yield part, whole, True
    for part, whole in permutations(theirs, 2):
        if (
            part.get("dimension") in {"count", "money"}
            and _alike(part, whole)
            and _named_alike(part, whole)
            and 0 < float(part["value"]) < float(whole["value"])
        ):
            yield part, whole, False


def _share(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """61 of 122 is half."""
    if ours.get("dimension") not in _SHARES or ours.get("unit") in _POINTS or ours.get("change"):
        return None
    for part, whole, _ in _parts(theirs):
        share = float(part["value"]) / float(whole["value"])
        if 0 < share <= 1 and _fits(ours, share):
            return _derived(
                f"{phrase(ours)} against {phrase(part)} of {phrase(whole)}, which is {100 * share:.3g} percent"
            )
    return None


def _change(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """From 18 to 20 is up about 11 percent; from 8 to 5 percent is down three points."""
    if ours.get("dimension") != "percent":
        return None
    for before, after in _moves(theirs):
        old, new = _base(before), _base(after)
        if not old or (ours.get("change") or ("up" if new > old else "down")) != ("up" if new > old else "down"):
            continue
        moved = abs(new - old) if ours.get("unit") in _POINTS else abs(new - old) / abs(old)
        if (before.get("dimension") == "percent") != (ours.get("unit") in _POINTS):
            continue
        if _fits(_plain_points(ours), moved):
            said = f"{100 * moved:.3g} {'percentage points' if ours.get('unit') in _POINTS else 'percent'}"
            return _derived(f"{phrase(ours)} against {phrase(before)} to {phrase(after)}, which is {said}")
    return None


def _plain_points(details: Details) -> Details:
    return {**details, "unit": "percentage point"} if details.get("unit") == "point" else details


def _moves(theirs: Sequence[Details]) -> Iterator[tuple[Details, Details]]:
    for number in theirs:
        if number.get("upper") is not None:
            yield {**number, "upper": None}, {**number, "value": number["upper"], "upper": None}
    for before, after in permutations(theirs, 2):
        if _alike(before, after):
            yield before, after


def _difference(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """31 seats after 54 is a loss of 23. Only for a number that says it is a change."""
    if not ours.get("change") or ours.get("dimension") in _SHARES:
        return None
    for before, after in _moves(theirs):
        if before.get("dimension") != ours.get("dimension"):
            continue
        old, new = _base(before), _base(after)
        if ("up" if new > old else "down") == ours["change"] and _alike(ours, before) and _fits(ours, abs(new - old)):
            return _derived(f"{phrase(ours)} against {phrase(before)} to {phrase(after)}")
    return None


def _elapsed(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """From 6.05 a.m. to 7.20 a.m. is an hour and a quarter; from 2009 to 2025, sixteen years."""
    unit = unit_of(ours)
    if ours.get("dimension") != "duration" or unit is None or unit.quantity == "age":
        return None
    clocks = [t for t in theirs if t.get("dimension") == "time"]
    for start, end in permutations(clocks, 2):
        seconds = ((float(end["value"]) - float(start["value"])) % 24) * UNITS["hour"].factor
        if (
            0 < seconds <= 18 * UNITS["hour"].factor
            and _fits(ours, seconds)
            and clocks.index(start) < clocks.index(end)
        ):
            return _derived(f"{phrase(ours)} against {phrase(start)} to {phrase(end)}")
    for span in _dated(theirs):
        first, last = span[0], span[1]
        if unit.name in {"year", "decade"} and _fits(ours, (last.first.year - first.first.year) * UNITS["year"].factor):
            return _derived(f"{phrase(ours)} against {first.first.year} to {last.first.year}")
        exact = first.first == first.last and last.first == last.last
        if (
            exact
            and unit.name in {"day", "week"}
            and _fits(ours, (last.first - first.first).days * UNITS["day"].factor)
        ):
            return _derived(f"{phrase(ours)} against {first.first.isoformat()} to {last.first.isoformat()}")
    return None


def _dated(theirs: Sequence[Details]) -> Iterator[tuple[calendar.Days, calendar.Days]]:
    for number in theirs:
        ends = str(number.get("iso") or "").split("/") if number.get("dimension") == "date" else []
        days = [calendar.days_of(end) for end in ends]
        if len(days) == 2 and days[0] and days[1]:
            yield days[0], days[1]
    dates = [d for t in theirs if t.get("dimension") == "date" and (d := calendar.days_of(t.get("iso")))]
    for first, last in permutations(dates, 2):
        if first.first < last.first:
            yield first, last


def _complement(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """Three of five opened, so two of five did not: fits only if the statements are each other's reverse."""
    total = whole_of(ours)
    for part in theirs:
        whole = whole_of(part)
        if (
            whole is None
            or ours.get("dimension") != "count"
            or (total is not None and total["value"] != whole["value"])
        ):
            continue
        if total is None and same_noun(ours.get("noun"), whole.get("noun")) < 0.7:
            continue
        rest = float(whole["value"]) - float(part["value"])
        if rest == float(ours["value"]) != float(part["value"]):
            text = (
                f"{phrase(ours)} against {figure(float(part['value']))} of {phrase(whole)}, which leaves {figure(rest)}"
            )
            return replace(_derived(text, same_noun(ours.get("noun"), whole.get("noun"))), opposite=True)
    return None


def _transition(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """As in "from $13 to $16" where the passage names both ends apart."""
    if ours.get("upper") is None or ours.get("dimension") not in {"money", "count", "percent", "duration", "length"}:
        return None
    wanted = in_base(float(ours["value"]), unit_of(ours)), in_base(float(ours["upper"]), unit_of(ours))
    for first, last in permutations(theirs, 2):
        if (
            _alike({**ours, "upper": None}, first)
            and _alike(first, last)
            and _near(_base(first), wanted[0])
            and _near(_base(last), wanted[1])
        ):
            return _derived(f"{phrase(ours)} against {phrase(first)} and {phrase(last)}")
    return None


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _sum(ours: Details, theirs: Sequence[Details]) -> NumberRelation | None:
    """The parts that a passage lists add up to our total: the same noun in each, and each counted."""
    if ours.get("dimension") not in {"count", "money"} or ours.get("modifier") or ours.get("upper") is not None:
        return None
    parts = [
        t
        for t in theirs
        if _alike(ours, t)
        and not t.get("part_of")
        and (t["dimension"] == "money" or same_noun(ours.get("noun"), t.get("noun")) >= 0.7)
    ]
    if not 2 <= len(parts) <= 6:
        return None
    if _near(sum(float(p["value"]) for p in parts), float(ours["value"])):
        return _derived(f"{phrase(ours)} against {' and '.join(phrase(p) for p in parts)}", 1.0)
    return None
