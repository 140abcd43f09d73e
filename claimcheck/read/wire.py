"""XML as wires send it, NewsML-G2 and NITF; and feeds, whose files end in .xml as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Retraction, Unreadable
from claimcheck.read.dates import iso_date
from claimcheck.read.raw import Raw
from claimcheck.read.xml import find, local, parse, value, words
from claimcheck.records import Reference

FILE_LIMIT = 20_000_000

_KILLED = frozenset({"canceled", "cancelled", "kill", "killed", "withheld"})


def read(raw: Raw) -> Iterator[Item]:
    from claimcheck.read import feed

    data = raw.read(FILE_LIMIT, "a wire file")
    root = parse(data, raw.name)
    kind = local(root)
    if kind in ("rss", "feed", "RDF"):
        yield from feed.read(raw)
    elif kind == "nitf":
        yield _nitf(root, raw)
    elif kind in ("newsItem", "newsMessage", "packageItem"):
        items = [element for element in root.iter() if local(element) == "newsItem"]
        if not items:
            raise ReadError(f"{raw.name} is NewsML-G2 without a news item")
        for item in items:
            yield _news_item(item, raw)
    else:
        raise ReadError(f"{raw.name} is XML, but neither NewsML-G2 nor NITF nor a feed: it begins with <{kind}>")


def _nitf(root: Any, raw: Raw) -> Item:
    data, issued = find(root, "docdata"), find(root, "date.issue", "story.date")
    identity = _attribute(find(root, "doc-id"), "id-string")
    state = (_attribute(data, "management-status") or "").lower()
    if state in _KILLED and identity:
        return Retraction(identity, f"killed by {raw.name}")
    text = _blocks(find(root, "body.content", "body"))
    if not text:
        return Unreadable(raw.name, "this NITF holds no text")
    title = value(root, "hl1", "headline", "title")
    owner = _attribute(find(root, "pubdata"), "name")
    return Reference(
        text=f"{title}\n\n{text}" if title else text,
        title=title,
        publisher=owner or value(root, "distributor", "copyright.holder", "doc.copyright"),
        published=iso_date(_attribute(issued, "norm") or ""),
        id=identity,
        url=raw.url,
        tier="wire",
        replaces=_attribute(find(root, "correction"), "id-string"),
    )


def _news_item(item: Any, raw: Raw) -> Item:
    identity = item.get("guid")
    state = _attribute(find(item, "pubStatus"), "qcode") or ""
    if state.rpartition(":")[2].lower() in _KILLED and identity:
        return Retraction(identity, f"killed by {raw.name}")
    inline = find(item, "inlineXML", "inlineData")
    text = _blocks(find(inline, "body.content", "body") if inline is not None else None) or _blocks(inline)
    if not text:
        return Unreadable(f"{raw.name}, {identity or 'an item'}", "it holds no text")
    title = value(item, "headline") or (value(inline, "hl1", "title") if inline is not None else None)
    moment = value(item, "firstCreated", "contentCreated", "versionCreated")
    links = [e for e in item.iter() if local(e) == "link" and _corrects(e.get("rel") or "")]
    return Reference(
        text=f"{title}\n\n{text}" if title and title not in text[: len(title) + 20] else text,
        title=title,
        publisher=_provider(find(item, "provider", "creator")),
        published=iso_date(value(item, "versionCreated") or moment or ""),
        id=identity,
        url=raw.url,
        licence=value(item, "usageTerms"),
        tier="wire",
        language=_attribute(find(item, "language"), "tag"),
        replaces=next((link.get("residref") or link.get("href") for link in links), None),
    )


def _corrects(relation: str) -> bool:
    return any(word in relation.lower() for word in ("correct", "update", "replace", "previousversion", "evolvedfrom"))


def _blocks(element: Any) -> str:
    """Paragraphs, a blank line between them; all words of an element that has none."""
    if element is None:
        return ""
    found = [words(e) for e in element.iter() if local(e) in ("p", "h1", "h2", "h3", "h4", "li", "td", "hl2")]
    return "\n\n".join(line for line in found if line) or words(element)


def _attribute(element: Any, name: str) -> str | None:
    return element.get(name) or None if element is not None else None


def _provider(element: Any) -> str | None:
    if element is None:
        return None
    code = (element.get("qcode") or "").rpartition(":")[2]
    return value(element, "name") or element.get("literal") or code or None
