"""Where the quotation marks of a paragraph pair up, in one pass, for every style of marks that English news uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from claimcheck.records import Span

_MARK = re.compile(r"``|''|[\"“”„«»'‘’‚‹›]")
_ELISION = re.compile(r"(?:em|tis|twas|cause|til|bout|round|n|cuz|neath|\d0s)\b", re.IGNORECASE)
_STARTERS = "\"“„«‘'‚‹"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between one pair of marks. `outer` holds the marks, `inner` does not.

    `open_ended` is a quote that the paragraph leaves open and the next paragraph goes on with.
    """

    outer: Span
    inner: Span
    style: str
    open_ended: bool = False


def pair(text: str, paragraphs: list[Span]) -> list[list[Marked]]:
    """The outermost quotations of each paragraph, in order.

    A mark that has no partner in its paragraph is no quotation, unless the paragraph ends inside direct
    speech and the next one opens with a mark again: then it runs to the paragraph's end.
    """
    found = []
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else None
        goes_on = following is not None and text[following] in _STARTERS
        found.append(_paragraph(text, start, end, text[following] if goes_on and following is not None else ""))
    return found


def _paragraph(text: str, start: int, end: int, next_mark: str) -> list[Marked]:
    doubles, left_open = _doubles(text, start, end)
    if left_open is not None and next_mark == text[left_open] and _runs_on(text, start, left_open, end):
        doubles = [m for m in doubles if m.outer[1] <= left_open]
        doubles.append(Marked((left_open, end), _trim(text, left_open + 1, end), text[left_open], open_ended=True))
    singles = _singles(text, start, end, doubles)
    if not singles:
        return doubles
    return _outermost(sorted([*doubles, *singles], key=lambda m: (m.outer[0], -m.outer[1])))


def _doubles(text: str, start: int, end: int) -> tuple[list[Marked], int | None]:
    """Pairs of double marks, outermost only, and the last opening mark without a partner."""
    pairs: list[Marked] = []
    stack: list[tuple[int, str]] = []
    for found in _MARK.finditer(text, start, end):
        mark, at = found.group(), found.start()
        if mark in "'‘’‚‹›":
            continue
        opens = _opens(text, mark, at, start, end, stack[-1][1] if stack else "")
        if opens is None:
            continue
        if opens:
            if mark in _STRAIGHT:
                stack = [s for s in stack if s[1] not in _STRAIGHT]  # these do not nest: the earlier one is lost
            stack = [*stack[-7:], (at, mark)]
            continue
        partner = next((k for k in range(len(stack) - 1, -1, -1) if mark in _PARTNERS[stack[k][1]]), None)
        if partner is None:
            continue
        first, opening = stack[partner]
        del stack[partner:]
        while pairs and pairs[-1].outer[0] > first:
            pairs.pop()
        pairs.append(Marked((first, found.end()), _trim(text, first + len(opening), at), text[first]))
    return pairs, (stack[-1][0] if stack else None)


_STRAIGHT = ('"', "''", "``")
_PARTNERS = {
    '"': ('"', "”"),
    "“": ("”", '"'),
    "”": ("”",),
    "„": ("“", "”"),
    "«": ("»",),
    "»": ("«",),
    "''": ("''",),
    "``": ("''", "``"),
}


def _opens(text: str, mark: str, at: int, start: int, end: int, open_mark: str) -> bool | None:
    """True opens, False closes, None is no quotation mark (inches). `open_mark` is the one open now, or ""."""
    if mark == "„":
        return True
    if mark == "“":
        return open_mark != "„"
    if mark == "»":
        return False
    if mark == "«":
        return open_mark != "»"
    before = text[at - 1] if at > start else " "
    after = text[at + len(mark)] if at + len(mark) < end else " "
    can_open = not after.isspace() and (before.isspace() or before in "([{—–-/'‘“")
    can_close = not before.isspace() and not after.isalnum()
    if mark == "”":
        return not open_mark and can_open and not can_close  # a text typed with closing marks at both ends
    if before.isdigit() and not open_mark:
        return None  # 6'2" and 32"
    if can_open and not can_close:
        return True
    if can_close and not can_open:
        return False if open_mark else None
    return not open_mark


def _runs_on(text: str, start: int, mark: int, end: int) -> bool:
    """Whether the words after a mark that has no partner are direct speech up to the paragraph's end."""
    before = text[start:mark].rstrip()
    return (not before or before[-1] in ',:.—–-)”"') and text[end - 1] in ".!?…,;:’'—–-"


def _singles(text: str, start: int, end: int, doubles: list[Marked]) -> list[Marked]:
    """Pairs of single marks that are quotations, not apostrophes. British papers use them for all speech."""
    pairs: list[Marked] = []
    inside = iter([*[m.outer for m in doubles], (end, end)])
    skip = next(inside)
    opened: int | None = None
    weak: int | None = None  # a closing mark that could as well be a plural possessive: workers'
    for found in _MARK.finditer(text, start, end):
        at, mark = found.start(), found.group()
        while at >= skip[1] and skip != (end, end):
            skip = next(inside)
        if mark not in "'‘’" or len(mark) != 1 or skip[0] < at < skip[1]:
            continue
        if _single_opens(text, at, start, end):
            if opened is not None and weak is not None:
                pairs.append(_single(text, opened, weak))
            opened, weak = at, None
        elif opened is not None and _single_closes(text, at, end):
            if text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and weak is None:
                weak = at
            else:
                pairs.append(_single(text, opened, at))
                opened = weak = None
    if opened is not None and weak is not None:
        pairs.append(_single(text, opened, weak))
    return [m for m in pairs if m.inner[1] > m.inner[0]]


def _single(text: str, first: int, last: int) -> Marked:
    return Marked((first, last + 1), _trim(text, first + 1, last), "‘")


def _single_opens(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if not (before.isspace() or before in '([{—–"“') or not (after.isalnum() or after in '“"$£€…[('):
        return False
    return not (text[at] in "'’" and _ELISION.match(text, at + 1, end)) and not (text[at] == "’" and before.isspace())


def _single_closes(text: str, at: int, end: int) -> bool:
    after = text[at + 1] if at + 1 < end else " "
    return not text[at - 1].isspace() and not after.isalnum()


def _outermost(marked: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for one in marked:
        if kept and one.outer[0] < kept[-1].outer[1]:
            if one.outer[1] > kept[-1].outer[1] and one.style != "‘":
                kept[-1] = one  # they cross: single marks are the less certain ones
            continue
        kept.append(one)
    return kept


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def gaps(marked: list[Marked]) -> list[Span]:
    """The stretches between neighbouring quotations."""
    return [(a.outer[1], b.outer[0]) for a, b in pairwise(marked)]
