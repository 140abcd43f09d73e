"""Plain text: the file's own text, newlines and all; its title is its first line."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.read.base import Item
from claimcheck.read.decode import decode
from claimcheck.read.raw import Raw
from claimcheck.records import Reference

#: A longer first line is a paragraph, not a headline.
TITLE_LIMIT = 200


def read(raw: Raw) -> Iterator[Item]:
    text = decode(raw.read(), raw.name)
    yield Reference(text=text, title=first_line(text), url=raw.url)


def first_line(text: str) -> str | None:
    """The headline: the first line with words, if it is short and something follows it."""
    lines = [line.strip() for line in text.strip("\ufeff \t\r\n").splitlines()[:50] if line.strip()]
    if len(lines) < 2 or len(lines[0]) > TITLE_LIMIT:
        return None
    return lines[0]
