"""JSON lines: one reference an object. `text` is needed; title, publisher, published, url, … may be there."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Retraction, Unreadable
from claimcheck.read.dates import iso_date
from claimcheck.read.raw import TEXT_LIMIT, Raw, megabytes
from claimcheck.records import Cue, Reference, Review

FIELDS = ("id", "title", "publisher", "published", "url", "licence", "tier", "language", "replaces", "slug", "embargo")
TIERS = ("primary", "wire", "outlet", "other")


def read(raw: Raw) -> Iterator[Item]:
    """The good lines as references, each broken one as Unreadable with its number; empty lines are skipped."""
    count = 0
    number, carried = 0, False
    for line in raw.lines(TEXT_LIMIT * 2):
        # A line over the limit arrives in pieces: the first is reported, the rest belongs to it.
        tail, carried = carried, not line.endswith(b"\n") and len(line) > TEXT_LIMIT * 2
        if tail:
            continue
        number += 1
        if carried:
            count += 1
            yield Unreadable(f"{raw.name}, line {number}", f"longer than {megabytes(TEXT_LIMIT * 2)} MB")
            continue
        if not line.strip():
            continue
        count += 1
        try:
            found = _object(line, number)
            yield _retraction(found) or reference(found)
        except ReadError as e:
            yield Unreadable(f"{raw.name}, line {number}", str(e))
    if not count:
        raise ReadError(f"{raw.name} is empty: there is no reference in it")


def _object(line: bytes, number: int) -> Any:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as e:
        raise ReadError(f"not UTF-8 at byte {e.start + 1} of the line") from e
    try:
        return json.loads(text)
    except json.JSONDecodeError as e:
        raise ReadError(f"not valid JSON ({e.msg.lower()} at column {e.colno})") from e
    except (RecursionError, ValueError) as e:
        raise ReadError("not valid JSON (nested too deep, or a number too long)") from e


def _retraction(found: Any) -> Retraction | None:
    """A kill notice as `store export` writes it. Example: {"id": "w1", "retracted": "killed by the agency"}"""
    if isinstance(found, dict) and "text" not in found and isinstance(found.get("retracted"), str):
        identity = _value(found, "id")
        return Retraction(identity, _value(found, "retracted") or "") if identity else None
    return None


def reference(found: Any) -> Reference:
    """One object of JSON to a reference. Raises ReadError that says which field is wrong."""
    if not isinstance(found, dict):
        raise ReadError(f"an object with a text was expected, not {_kind(found)}")
    text = found.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError('the field "text" is missing' if text is None else 'the field "text" holds no text')
    if len(text) > TEXT_LIMIT:
        raise ReadError(f"its text is longer than {megabytes(TEXT_LIMIT)} MB")
    if "\0" in text:
        raise ReadError("its text holds a NUL character: it is binary, not text")
    values: dict[str, Any] = {key: _value(found, key) for key in FIELDS}
    values["licence"] = values["licence"] or _value(found, "license")
    return Reference(text=_whole(text), **values, **_more(found, len(text)))


def _more(found: dict[str, Any], length: int) -> dict[str, Any]:
    """What is no text: urgency, updates, and as `store export` writes them the ratings and the time codes."""
    more = {key: found[key] for key in ("urgency", "updates") if found.get(key) is not None}
    if not isinstance(more.get("updates", False), bool) or str(more.get("urgency", 1)) not in tuple("123456789"):
        raise ReadError('the field "urgency" must be a number from 1 to 9, "updates" true or false')
    try:
        reviews = tuple(_review(each) for each in found.get("reviews") or ())
        cues = tuple(Cue(int(start), float(begins), float(ends)) for start, begins, ends in found.get("cues") or ())
    except (TypeError, ValueError, OverflowError) as e:
        raise ReadError('the field "reviews" or "cues" is not as claimcheck store export writes it') from e
    if any(not 0 <= cue.start < length or not math.isfinite(cue.begins + cue.ends) for cue in cues):
        raise ReadError('a time code in "cues" lies outside the text')
    return {**more, "updates": bool(more.get("updates")), "reviews": reviews, "cues": cues}


def _review(found: dict[str, Any]) -> Review:
    """Raises TypeError or ValueError for what is no rating of a claim."""
    review = Review(**found)
    words = (review.claim, review.rating, review.reviewer or "", review.claimant or "")
    numbers = (review.value, review.best, review.worst)
    if not review.claim or not all(isinstance(each, str) and each == _whole(each).replace("\0", "") for each in words):
        raise ValueError
    if review.outcome not in (True, False, None) or not all(isinstance(n, int | float | None) for n in numbers):
        raise TypeError
    return review


def _value(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and key == "id":
        value = str(value)
    if not isinstance(value, str) or "\0" in value:
        raise ReadError(f'the field "{key}" must be text, not {_kind(value)}')
    value = _whole(value).strip()
    if key in ("published", "embargo"):
        date = iso_date(value)
        if date is None:
            raise ReadError(f'the field "{key}" is no date: {value[:40]!r} (write it as 2025-07-04)')
        return date
    if key == "tier" and value not in TIERS:
        raise ReadError(f'the field "tier" is {value[:40]!r}; it may be {", ".join(TIERS)}')
    return value or None


def _whole(text: str) -> str:
    """JSON can hold half of a character pair ("\\ud83d" alone), which is no text and cannot be stored."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
