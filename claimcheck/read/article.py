"""An article to check: path or `-` to Article."""

from __future__ import annotations

from pathlib import Path

from claimcheck.errors import ReadError
from claimcheck.read.base import Unreadable
from claimcheck.read.references import open_raw, read_raw
from claimcheck.read.registry import SINGLE, module_for
from claimcheck.read.text import first_line
from claimcheck.records import Article, Reference


def read_article(where: str | Path, published: str | None = None) -> Article:
    """Read one article. `published`, if given, wins over the date that the text itself carries.

    Raises ReadError for what cannot be read, and for an input that holds more than one text.
    """
    raw = open_raw(str(where))
    single = module_for(raw) in SINGLE
    found: list[Reference] = []
    for item in read_raw(raw):
        if isinstance(item, Reference):
            found.append(item)
        elif isinstance(item, Unreadable):
            raise ReadError(str(item))
        if single and found:
            break
        if len(found) > 1:
            raise ReadError(f"{raw.name} holds more than one text; an article is one text (in JSON lines: one line)")
    if not found:
        raise ReadError(f"{raw.name} holds no text")
    text = found[0]
    return Article(
        text=text.text,
        title=text.title,
        published=published or text.published,
        source=str(where),
        language=text.language or "en",
        url=text.url,
    )


def title_of(text: str) -> str | None:
    """The headline of a text that came without one: its first line, if that reads as one."""
    return first_line(text)
