"""JSON: references as in JSON lines, in a list or alone; ninjs wire copy; ClaimReview."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read import claimreview, ninjs
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.decode import decode
from claimcheck.read.jsonl import reference
from claimcheck.read.raw import Raw

FILE_LIMIT = 50_000_000

#: Where programs keep a list of texts.
LISTS = ("references", "items", "articles", "results", "documents", "data")


def read(raw: Raw) -> Iterator[Item]:
    try:
        found = json.loads(decode(raw.read(FILE_LIMIT, "a JSON file"), raw.name))
    except json.JSONDecodeError as e:
        if e.msg == "Extra data":
            raise ReadError(f"{raw.name} holds more than one JSON value: name it .jsonl if it has one a line") from e
        raise ReadError(f"{raw.name} is not valid JSON ({e.msg.lower()} at line {e.lineno}, column {e.colno})") from e
    except (RecursionError, ValueError) as e:
        raise ReadError(f"{raw.name} is not valid JSON (nested too deep, or a number too long)") from e
    if isinstance(found, dict) and not ninjs.is_item(found) and "text" not in found:
        found = next((found[key] for key in LISTS if isinstance(found.get(key), list)), found)
    items = found if isinstance(found, list) else [found]
    if not items:
        raise ReadError(f"{raw.name} is empty: there is no reference in it")
    for number, item in enumerate(items, 1):
        where = raw.name if len(items) == 1 else f"{raw.name}, item {number}"
        yield from _item(item, where)
        raw.tell(raw.size / len(items))


def _item(item: Any, where: str) -> Iterator[Item]:
    reviews = list(claimreview.reviews(item))
    if reviews:
        yield from reviews
        return
    try:
        yield ninjs.read_item(item, where) if ninjs.is_item(item) else reference(item)
    except ReadError as e:
        yield Unreadable(where, str(e))
