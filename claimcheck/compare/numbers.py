"""Do two numbers say the same? Values with modifiers and written precision as intervals, after unit conversion.

Only the figures are judged here, and how near the counted nouns are; whether both speak of the same event is for the
gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from claimcheck.compare.dates import relate_ago, relate_dates
from claimcheck.compare.relation import Details, NumberRelation
from claimcheck.quantities.currencies import currency_before
from claimcheck.quantities.intervals import (
    converted_spread,
    ends,
    in_base,
    interval,
    precision_of,
    significant_step,
    unit_of,
)
from claimcheck.quantities.nouns import same_noun
from claimcheck.quantities.numerals import read_numeral
from claimcheck.quantities.phrasing import phrase
from claimcheck.quantities.tokens import tokenize


def relate(ours: Details, theirs: Details) -> NumberRelation:
    """Compare two numbers by their details (design, section 4)."""
    nouns = _same_noun(ours, theirs)
    ours, theirs = _in_main_units(ours), _in_main_units(theirs)
    if "date" in (ours.get("dimension"), theirs.get("dimension")):
        if ours.get("dimension") != theirs.get("dimension") and "duration" in (
            ours.get("dimension"),
            theirs.get("dimension"),
        ):
            return relate_ago(ours, theirs, nouns)
        return relate_dates(ours, theirs, nouns)
    kind = _common(ours, theirs)
    if kind is None or ours.get("value") is None or theirs.get("value") is None:
        return NumberRelation(
            "incomparable", None, nouns, f"{phrase(ours)} and {phrase(theirs)} do not measure the same"
        )
    if kind == "score":
        return _scores(ours, theirs, nouns)
    converted = kind == "converted"
    text = _versus(ours, theirs, converted)
    if _complements(ours, theirs):
        return NumberRelation("incomparable", None, nouns, f"{text}: parts that make up the whole")
    if _is_whole_of(theirs, ours) or _is_whole_of(ours, theirs):
        return NumberRelation("incomparable", None, nouns, f"{text}: a part and its whole")
    if {ours.get("change"), theirs.get("change")} == {"up", "down"}:
        return NumberRelation(
            "differ", None, nouns, f"{ours['change']} {phrase(ours)} against {theirs['change']} {phrase(theirs)}"
        )
    if _agree(ours, theirs, converted):
        return NumberRelation("agree", _code(ours, theirs, converted), nouns, text)
    return NumberRelation("differ", None, nouns, text)


def _same_noun(ours: Details, theirs: Details) -> float:
    if (
        ours.get("dimension") == theirs.get("dimension") == "ordinal"
        and ours.get("modifier") == theirs.get("modifier") == "consecutive"
    ):
        return max(0.7, same_noun(ours.get("noun"), theirs.get("noun")))
    return same_noun(_counted(ours), _counted(theirs))


def _counted(details: Details) -> str | None:
    """What is counted: of "a 320-seat cinema" the seats, whose unit is not in the noun."""
    noun, unit = details.get("noun"), details.get("unit")
    apart = details.get("dimension") == "count" and unit and noun and unit not in noun
    return unit if apart else noun


# Dimensions that can stand against each other though their names differ.
_SHARES = frozenset({"percent", "ratio"})


def _common(ours: Details, theirs: Details) -> str | None:
    """As in "same" or "converted" where the two can be compared, "score" for scores, None where they cannot."""
    a, b = ours.get("dimension"), theirs.get("dimension")
    if {a, b} <= _SHARES:
        return _share_kind(ours, theirs)
    if _points(ours) and _points(theirs):
        return (
            "same"
            if ours.get("unit") == theirs.get("unit") or "basis point" not in (ours.get("unit"), theirs.get("unit"))
            else "converted"
        )
    if a != b or not _same_per(ours, theirs):
        return None
    if a == "score":
        return "score"
    if a == "money":
        return "same" if _currency(ours) == _currency(theirs) else None
    if a in {"count", "ordinal", "time", "ratio"}:
        return "same"
    first, second = unit_of(ours), unit_of(theirs)
    if first is None or second is None or first.measures != second.measures:
        return "same" if ours.get("unit") == theirs.get("unit") else None
    return "same" if first is second else "converted"


def _points(details: Details) -> bool:
    return details.get("unit") in {"percentage point", "basis point", "point"}


def _share_kind(ours: Details, theirs: Details) -> str | None:
    if _points(ours) != _points(theirs):
        return None
    if _points(ours):
        return "same" if ours.get("unit") == theirs.get("unit") else "converted"
    return "same" if ours.get("dimension") == theirs.get("dimension") else "converted"


def _currency(details: Details) -> str:
    code = str(details.get("unit") or "").split(" per ")[0]
    return "crown" if code in {"crown", "krona", "SEK", "NOK", "DKK", "CZK"} and code in {"crown", "krona"} else code


def _same_per(ours: Details, theirs: Details) -> bool:
    """As in "an hour" against "a week" is no comparison; where one side leaves it out it may be."""
    a, b = (str(d.get("unit") or "").partition(" per ")[2] for d in (ours, theirs))
    return not a or not b or a == b


def _in_main_units(details: Details) -> Details:
    """Bare "points" are percentage points, and pence are hundredths of a pound."""
    if details.get("unit") == "point":
        return {**details, "unit": "percentage point", "dimension": "percent"}
    if details.get("unit") == "penny" and details.get("value") is not None:
        upper = details.get("upper")
        value, last = float(details["value"]) / 100, float(upper) / 100 if upper is not None else None
        return {**details, "unit": "GBP", "value": value, "upper": last, "precision": precision_of(details) / 100}
    return details


def _agree(ours: Details, theirs: Details, converted: bool) -> bool:
    spread_a, spread_b = (converted_spread(ours), converted_spread(theirs)) if converted else _spreads(ours, theirs)
    ranges = ours.get("upper") is not None, theirs.get("upper") is not None
    if (
        any(ranges)
        and not all(ranges)
        and any(r and d.get("change") for r, d in zip(ranges, (ours, theirs), strict=True))
    ):
        return _at_an_end(ours, theirs, max(spread_a, spread_b))
    if all(ranges) and "vague" not in (_kind(ours), _kind(theirs)):
        return _same_ends(ours, theirs, max(spread_a, spread_b))
    if interval(ours, spread_a).overlaps(interval(theirs, spread_b)) or _round_bound(ours, theirs):
        return True
    return not converted and not any(ranges) and _rounds_to(ours, theirs)


def _at_an_end(ours: Details, theirs: Details, slack: float) -> bool:
    """As in "rose from 14 to 17" tells of two figures, and none between: the single one must be one of them."""
    move, single = (ours, theirs) if ours.get("upper") is not None else (theirs, ours)
    target = interval(single, slack)
    return any(target.overlaps(interval({**move, "value": end, "upper": None})) for end in ends(move))


def _kind(details: Details) -> str:
    """As in "vague" for "dozens", "tens of thousands", whose upper end is no figure that anybody gave."""
    low, high = ends(details)
    return "vague" if high == 10 * low else ""


def _spreads(ours: Details, theirs: Details) -> tuple[float, float]:
    """In the same unit only the coarser figure is a rounding of the other: "5.3 billion" of 5.28 billion."""
    a, b = precision_of(ours), precision_of(theirs)
    if ours.get("dimension") in {"ordinal", "time"} or a == b:
        return 0.0, 0.0
    return (min(a / 2, converted_spread(ours)), 0.0) if a > b else (0.0, min(b / 2, converted_spread(theirs)))


def _same_ends(ours: Details, theirs: Details, slack: float) -> bool:
    first, second = unit_of(ours), unit_of(theirs)
    factor = (first.factor if first else 1.0, second.factor if second else 1.0)
    return all(
        abs(in_base(x, first) - in_base(y, second)) <= max(slack * max(factor), 1e-9 * max(1.0, abs(x)))
        for x, y in zip(ends(ours), ends(theirs), strict=True)
    )


def _round_bound(ours: Details, theirs: Details) -> bool:
    """ "More than 3,000" against a plain 3,000: a round figure is as often itself the bound that was left unsaid."""
    modifiers = {ours.get("modifier"), theirs.get("modifier")}
    return None in modifiers and ends(ours) == ends(theirs) and significant_step(ends(ours)[1]) >= 100


def _rounds_to(ours: Details, theirs: Details) -> bool:
    """A figure with two trailing zeros or more may be the other one rounded: 5,000 of 4,987, not of 4,940."""
    if ours.get("dimension") not in {"count", "money"} or ours.get("modifier") not in {None, "about"}:
        return False
    a, b = float(ours["value"]), float(theirs["value"])
    coarse, fine = (a, b) if significant_step(a) >= significant_step(b) else (b, a)
    step = significant_step(coarse)
    if step < 100 or coarse <= 0:
        return False
    while step * 10 > coarse:  # two figures must be right
        step /= 10
    return abs(coarse - fine) <= step / 2


def _code(ours: Details, theirs: Details, converted: bool) -> Literal["same", "rounded", "converted"]:
    if converted:
        return "converted"
    alike = ends(ours) == ends(theirs) or _is_end_of(ours, theirs)
    unmodified = not theirs.get("modifier") or (ours.get("modifier") or "") == theirs["modifier"]
    return "same" if alike and unmodified else "rounded"


def _is_end_of(single: Details, move: Details) -> bool:
    """310 of "rose from 240 to 310"."""
    is_move = move.get("change") is not None and move.get("upper") is not None and single.get("upper") is None
    return is_move and single["value"] in ends(move)


def _complements(ours: Details, theirs: Details) -> bool:
    """Two of five against three of five: the same split from its other side, or another figure: who can tell?"""
    first, second = whole_of(ours), whole_of(theirs)
    if first is None or second is None or first["value"] != second["value"] or ours["value"] == theirs["value"]:
        return False
    return float(ours["value"]) + float(theirs["value"]) == first["value"]


def _is_whole_of(total: Details, part: Details) -> bool:
    """57 of 98 seats says nothing against 98 seats."""
    whole = whole_of(part)
    return whole is not None and whole_of(total) is None and total["value"] == whole["value"] != part["value"]


def _scores(ours: Details, theirs: Details, nouns: float) -> NumberRelation:
    """A score can be told from either side: 3-1 is 1-3."""
    agree = ends(ours) == ends(theirs)
    return NumberRelation(
        "agree" if agree else "differ", "same" if agree else None, nouns, f"{phrase(ours)} against {phrase(theirs)}"
    )


def _versus(ours: Details, theirs: Details, converted: bool) -> str:
    """As in "330 or more against 270"; after a conversion with the other side's figure in our unit."""
    text = f"{phrase(ours)} against {phrase(theirs)}"
    first, second = unit_of(ours), unit_of(theirs)
    if not converted or first is None or second is None or first.measures != second.measures:
        return text
    value = (in_base(float(theirs["value"]), second) - first.offset) / first.factor
    in_our_unit = {**ours, "value": float(f"{value:.3g}"), "upper": None, "modifier": None, "iso": None}
    return f"{text}, which is {phrase(in_our_unit)}"


def whole_of(details: Details) -> Mapping[str, Any] | None:
    """The total that a number is a part of, where it is a number itself: "two" of "five gates" gives 5."""
    tokens = tokenize(str(details.get("part_of") or ""))
    for i, token in enumerate(tokens):
        money = currency_before(tokens, i) if token.kind == "number" else None
        numeral = read_numeral(tokens, i, money=money is not None)
        if numeral is not None and numeral.form in {"figures", "words"}:
            return {
                **details,
                "value": numeral.value,
                "upper": None,
                "modifier": None,
                "part_of": None,
                "precision": numeral.precision,
            }
    return None
