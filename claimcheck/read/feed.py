"""RSS and Atom: each entry a reference, by feedparser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.dates import iso_date
from claimcheck.read.raw import Raw
from claimcheck.records import Reference

FILE_LIMIT = 20_000_000


def read(raw: Raw) -> Iterator[Item]:
    import feedparser

    found = feedparser.parse(raw.read(FILE_LIMIT, "a feed"))
    if not found.entries:
        raise ReadError(f"{raw.name} is a feed without entries, or no feed")
    publisher = _plain(found.feed.get("title"))
    for number, entry in enumerate(found.entries, 1):
        text = _text(entry)
        if not text:
            yield Unreadable(f"{raw.name}, entry {number}", "it holds no text")
            continue
        yield Reference(
            text=text,
            title=_plain(entry.get("title")),
            publisher=publisher,
            published=iso_date(entry.get("published") or entry.get("updated") or ""),
            url=entry.get("link") or None,
            licence=_plain(entry.get("license") or found.feed.get("license")),
            language=found.feed.get("language") or None,
        )


def _text(entry: Any) -> str | None:
    """The whole text where the feed has it, else the summary."""
    contents = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    return next((text for text in map(_paragraphs, contents) if text), None)


def _paragraphs(source: str) -> str:
    """HTML of a feed's entry to text, a line a paragraph."""
    from claimcheck.read.html import plain

    return plain(source) if "<" in source or "&" in source else source.strip()


def _plain(source: str | None) -> str | None:
    return " ".join(_paragraphs(source).split()) or None if source else None
