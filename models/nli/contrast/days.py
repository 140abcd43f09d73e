"""Dates: moved, made coarser, or written differently; and which days a text speaks of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.nli.contrast.edits import Edit, contrary, cut, looser, put, same, states
from models.nli.contrast.figures import spans

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {"January": "Jan.", "February": "Feb.", "August": "Aug.", "September": "Sept."}
_SHORT |= {"October": "Oct.", "November": "Nov.", "December": "Dec."}
_MONTH = "|".join(_MONTHS)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = re.compile(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})\b(?:, (?P<year>\d{{4}})\b,?)?")
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?: (?P<year>\d{{4}})\b)?")
_YEAR = re.compile(r"\b(?P<year>1[5-9]\d\d|20[01]\d)\b")
_BEFORE_WEEKDAY = re.compile(r"\b(?:since|until|by|before|after|from|through|last|next|this|for|of|is|was)$")
_NAMED = rf"(?:{_MONTH}|1[5-9]\d\d|20[012]\d|{'|'.join(_WEEKDAYS)})"
_ANY = re.compile(rf"\b{_NAMED}\b")
_ANY_OR_RELATIVE = re.compile(
    rf"\b(?:{_NAMED}|(?i:yesterday|today|tomorrow|(?:first|second|third|fourth)[- ]quarter"
    r"|(?:last|next|this|previous) (?:year|week|month|quarter|season)"
    r"|(?:a|the) (?:year|week|month) (?:ago|earlier|before)))\b"
)
# What happens once to the same people, so that another day is another story.
_ONCE = re.compile(
    r"\b(?:born|died|founded|elected|released|signed|opened|killed|appointed|established|published|launched|crashed"
    r"|assassinated|resigned|sworn in|inaugurated|convicted|premiered|ratified|enacted|acquired|completed|formed"
    r"|arrested|graduated|incorporated|created|sentenced|took office|was held|were held|indicted|executed|discovered"
    r"|invented|dissolved|abolished|declared|built|destroyed|adopted)\b"
)


def days_of(text: str) -> frozenset[str]:
    """The years, months, weekdays, quarters and the like that the text names, in small letters."""
    return frozenset(day.lower() for day in _ANY_OR_RELATIVE.findall(text))


def date_edits(text: str, rng: random.Random) -> Iterator[Edit]:
    dates = [s for s in spans(text) if s.details.get("dimension") == "date"]
    if len(dates) == 1:
        yield from _moved(text, dates[0].start, dates[0].end, rng)
        yield from _coarser(text, dates[0].start, dates[0].end)
    yield from _shortened(text)
    yield from _weekday(text, rng)


def _moved(text: str, start: int, end: int, rng: random.Random) -> Iterator[Edit]:
    """Only where the sentence tells a single event with its one date."""
    if len(_ONCE.findall(text)) != 1 or not states(text) or len(_YEAR.findall(text)) > 1:
        return
    if re.search(r"\b(?:since|before|after|until|till|by|from|between|through|during|late|early)\W+$", text[:start]):
        return
    if re.match(r"(?:since|before|after|until|till|by|from|through|during|around)\b", text[start:end], re.IGNORECASE):
        return
    choices = []
    for part, values in (("year", None), ("month", _MONTHS), ("day", None)):
        for shape in (_DAY, _DAY_FIRST, _YEAR):
            found = shape.search(text, start, end)
            if found is None or found.groupdict().get(part) is None:
                continue
            old = found[part]
            if values is None:
                shift = rng.choice((-1, 1)) * rng.randint(1, 12)
                moved = int(old) + shift
                if (part == "day" and not 1 <= moved <= 28) or moved > 2019:
                    continue
                new = str(moved)
            else:
                new = rng.choice([v for v in values if v != old])
                if (found["day"] or "") > "28":
                    continue
            choices.append(put(text, found.start(part), found.end(part), new))
            break
    if choices:
        yield contrary(rng.choice(choices), "date_moved")


def _coarser(text: str, start: int, end: int) -> Iterator[Edit]:
    """On 5 May 1998: in May 1998, in 1998, or no day at all."""
    head = re.search(r"\bon $", text[:start], re.IGNORECASE)
    if head:
        found = _DAY.match(text, start) or _DAY_FIRST.match(text, start)
        if found and found["year"]:
            comma = "," if found.group().endswith(",") and head.start() == 0 else ""
            for coarse in (f"in {found['month']} {found['year']}", f"in {found['year']}"):
                yield looser(put(text, head.start(), found.end(), coarse + comma), "date_coarser")
    lead = head or re.search(r"\b(?:in|In) $", text[:start])
    first = lead.start() if lead else start
    phrase = text[first:end]
    if re.search(
        r"\b(?:beginning|starting|effective|early|late|mid|dated|as|ending|back|only|born|died|both|and|or|later|again|\w+ed)\W+$",
        text[:first],
    ):
        return
    if not re.match(r"(?:on|in) ", phrase, re.IGNORECASE):
        return
    if (text[end:] == "." and text[:first].rstrip()[-1:] not in ",;:") or (first == 0 and text[end : end + 2] == ", "):
        yield looser(cut(text, first, end), "date_dropped")


def _shortened(text: str) -> Iterator[Edit]:
    for month, short in _SHORT.items():
        whole = re.search(rf"\b{month}(?= \d{{1,2}}\b)", text)
        if whole:
            yield same(text[: whole.start()] + short + text[whole.end() :], "date_respelled")
        brief = re.search(rf"{re.escape(short)}(?= \d{{1,2}}\b)", text)
        if brief:
            yield same(text[: brief.start()] + month + text[brief.end() :], "date_respelled")
    day = re.search(rf"\bon ({_MONTH}) (\d{{1,2}}), (\d{{4}})(?=[.]| (?:in|at|to|by)\b)", text)
    if day:
        yield same(put(text, day.start(), day.end(), f"on {day[2]} {day[1]} {day[3]}"), "date_respelled")


def _weekday(text: str, rng: random.Random) -> Iterator[Edit]:
    """A weekday at the very end or start dropped; of a single event, moved."""
    names = "|".join(_WEEKDAYS)
    last = re.search(rf" (?:on )?({names})(?=\.$)", text)
    head = text[: last.start()] if last else ""
    alone = re.search(r"(?:^|\s)[a-z]\w*$", head) and not _BEFORE_WEEKDAY.search(head)
    if last and alone and len(_ANY.findall(text)) == 1:
        yield looser(cut(text, last.start(), last.end()), "date_dropped")
    if len(_ANY.findall(text)) == 1 and _ONCE.search(text) and states(text):
        day = re.search(rf"\bon ({names})\b", text)
        if day:
            other = rng.choice([d for d in _WEEKDAYS if d != day[1]])
            yield contrary(put(text, day.start(1), day.end(1), other), "date_moved")
