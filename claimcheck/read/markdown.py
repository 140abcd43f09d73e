"""Markdown: the file's own text with its marks; title and date from its front matter or its first heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.read.base import Item
from claimcheck.read.dates import iso_date
from claimcheck.read.decode import decode
from claimcheck.read.raw import Raw
from claimcheck.read.text import TITLE_LIMIT, first_line
from claimcheck.records import Reference

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(\S.*?)[ \t]*\r?\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKS = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w)|`)")


def read(raw: Raw) -> Iterator[Item]:
    text = decode(raw.read(), raw.name)
    front = _FRONT_MATTER.match(text)
    fields = {k.lower(): v.strip("'\"") for k, v in _FIELD.findall(front[1])} if front else {}
    yield Reference(
        text=text,
        title=fields.get("title") or _heading(text[front.end() :] if front else text),
        publisher=fields.get("publisher") or None,
        published=iso_date(fields.get("published") or fields.get("date") or ""),
        url=fields.get("url") or raw.url,
        language=(fields.get("language") or fields.get("lang") or None),
    )


def _heading(body: str) -> str | None:
    found = [match for match in (_HEADING.search(body), _UNDERLINED.search(body)) if match]
    title = min(found, key=lambda match: match.start())[1] if found else first_line(body)
    return plain(title) or None if title and len(title) <= TITLE_LIMIT * 2 else None


def plain(line: str) -> str:
    """A line without Markdown's marks. Example: "The **big** [story](http://a.b)" -> "The big story"."""
    return _MARKS.sub("", _LINK.sub(r"\1", line)).strip()
