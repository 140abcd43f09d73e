"""HTML: the article's text, and what the page's own metadata says of it, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read import claimreview
from claimcheck.read.base import Item
from claimcheck.read.dates import iso_date
from claimcheck.read.decode import decode
from claimcheck.read.raw import Raw
from claimcheck.records import Reference

#: Pages carry scripts and pictures in their source: more is allowed than of a text.
PAGE_LIMIT = 15_000_000

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='dc.date' or @name='DC.date.issued']/@content",
    "//article//time/@datetime",
)
_PUBLISHER = ("//meta[@property='og:site_name']/@content", "//meta[@name='publisher' or @name='dc.publisher']/@content")
_URL = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_LICENCE = ("//link[@rel='license']/@href", "//a[@rel='license']/@href")


def read(raw: Raw) -> Iterator[Item]:
    source = _source(raw)
    from trafilatura import bare_extraction  # 0.3 s to import

    tree = _tree(source)
    page: Any = None if tree is None else bare_extraction(source, with_metadata=True, include_comments=False)
    text = (page.text or "").strip() if page is not None else ""
    if not text:
        raise ReadError(f"{raw.name}: no article text was found in this HTML page")
    scripts = tree.xpath("//script[@type='application/ld+json']/text()")
    rated = [review for script in scripts for review in claimreview.reviews_in(str(script))]
    yield Reference(
        text=text,
        title=page.title or None,
        publisher=_first(tree, _PUBLISHER) or page.sitename or None,
        published=next((d for d in map(iso_date, _all(tree, _PUBLISHED)) if d), None) or page.date or None,
        url=next((u for u in _all(tree, _URL) if u.startswith(("http://", "https://"))), None) or raw.url,
        licence=_first(tree, _LICENCE),
        language=_first(tree, ("/html/@lang",)),
        # The page repeats what it rates, which must not count as its own word.
        reviews=tuple(review for each in rated for review in each.reviews),
    )
    yield from rated


def plain(source: str) -> str:
    """The words of a piece of HTML, a line a block. Example: "<p>A<br>b</p><p>C</p>" -> "A\nb\n\nC"."""
    from lxml import etree
    from lxml.html import document_fromstring

    try:
        root = document_fromstring(source)
    except (etree.ParserError, ValueError):
        return ""
    for element in root.iter("script", "style"):
        element.drop_tree()
    for element in root.iter("br"):
        element.tail = "\n" + (element.tail or "")
    for element in root.iter("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n\n" + (element.tail or "")
    lines = [" ".join(line.split()) for line in root.text_content().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _source(raw: Raw) -> str:
    data = raw.read(PAGE_LIMIT, "a page")
    declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a page that says one thing and is another: tell it by its bytes
    return decode(data, raw.name)


def _tree(source: str) -> Any:
    from trafilatura.utils import load_html

    return load_html(source)


def _all(tree: Any, paths: tuple[str, ...]) -> list[str]:
    return [str(value).strip() for path in paths for value in tree.xpath(path) if str(value).strip()]


def _first(tree: Any, paths: tuple[str, ...]) -> str | None:
    return next(iter(_all(tree, paths)), None)
