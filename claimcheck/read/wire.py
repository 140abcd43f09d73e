"""XML as wires send it, NewsML-G2 and NITF; and feeds, whose files end in .xml as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Retraction, Unreadable
from claimcheck.read.dates import iso_date
from claimcheck.read.raw import Raw
from claimcheck.read.xml import find, local, parse, value, words
from claimcheck.records import Reference

FILE_LIMIT = 20_000_000

KILLED = frozenset({"canceled", "cancelled", "kill", "killed", "withheld"})

_CORRECTS = ("correct", "update", "replace", "previousversion", "evolvedfrom")
_KILLS = ("cancel", "kill", "retract", "withdraw")

#: How a text says that it takes the place of what was sent under its slug: in the slug itself, in front of the
#: headline, or in a note to editors.
_TAKES_PLACE = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)\s+(?:ld|lead)|write-?thr(?:u|ough)|update\s*-?\s*\d+|corrected|correction|recast)\b",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"\W*(?:update\s*-?\s*\d+|correct(?:ed|ion)|recast)\W{0,2}[-:–—)]", re.IGNORECASE)
_NOTE = re.compile(
    r"\b(?:corrects|corrected\s+version|updating|replaces|replacing|supersedes|"
    r"updates\b(?!\s+(?:to\s+(?:follow|come)|will|expected|later|planned)))\b",
    re.IGNORECASE,
)


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
            yield from _news_item(item, raw)
    else:
        raise ReadError(f"{raw.name} is XML, but neither NewsML-G2 nor NITF nor a feed: it begins with <{kind}>")


def _nitf(root: Any, raw: Raw) -> Item:
    data, issued = find(root, "docdata"), find(root, "date.issue", "story.date")
    identity = _attribute(find(root, "doc-id"), "id-string")
    state = (_attribute(data, "management-status") or "").lower()
    if state in KILLED and identity:
        return Retraction(identity, f"killed by {raw.name}")
    text = _blocks(find(root, "body.content", "body"))
    if not text:
        return Unreadable(raw.name, "this NITF holds no text")
    title = value(root, "hl1", "headline", "title")
    owner = _attribute(find(root, "pubdata"), "name")
    key = find(root, "du-key")
    slug = _attribute(key, "key") or _meta(root, "slug") or value(root, "slugline")
    published = iso_date(_attribute(issued, "norm") or "")
    release = iso_date(_attribute(find(root, "date.release"), "norm") or "")
    return Reference(
        text=f"{title}\n\n{text}" if title else text,
        title=title,
        publisher=owner or value(root, "distributor", "copyright.holder", "doc.copyright"),
        published=published,
        id=identity,
        url=raw.url,
        tier="wire",
        replaces=_attribute(find(root, "correction"), "id-string"),
        slug=slug,
        urgency=urgency(_attribute(find(root, "urgency"), "ed-urg")),
        embargo=release if release != published else None,
        updates=_attribute(key, "generation") not in (None, "0", "1")
        or takes_place(slug, title, _attribute(find(root, "ed-msg"), "info")),
    )


def _news_item(item: Any, raw: Raw) -> Iterator[Item]:
    identity = item.get("guid")
    links = [(e.get("rel") or "", e.get("residref") or e.get("href")) for e in item.iter() if local(e) == "link"]
    for relation, target in links:
        if target and _says(relation, _KILLS):
            yield Retraction(target, f"killed by {identity or raw.name}")
    state = _attribute(find(item, "pubStatus"), "qcode") or ""
    if state.rpartition(":")[2].lower() in KILLED and identity:
        yield Retraction(identity, f"killed by {raw.name}")
        return
    inline = find(item, "inlineXML", "inlineData")
    text = _blocks(find(inline, "body.content", "body") if inline is not None else None) or _blocks(inline)
    if not text:
        yield Unreadable(f"{raw.name}, {identity or 'an item'}", "it holds no text")
        return
    title = value(item, "headline") or (value(inline, "hl1", "title") if inline is not None else None)
    moment = value(item, "firstCreated", "contentCreated", "versionCreated")
    slug = value(item, "slugline")
    signals = " ".join(e.get("qcode") or "" for e in item.iter() if local(e) == "signal")
    yield Reference(
        text=f"{title}\n\n{text}" if title and title not in text[: len(title) + 20] else text,
        title=title,
        publisher=_provider(find(item, "provider", "creator")),
        published=iso_date(value(item, "versionCreated") or moment or ""),
        id=identity,
        url=raw.url,
        licence=value(item, "usageTerms"),
        tier="wire",
        language=_attribute(find(item, "language"), "tag"),
        replaces=next((target for relation, target in links if target and _says(relation, _CORRECTS)), None),
        slug=slug,
        urgency=urgency(value(item, "urgency")),
        embargo=iso_date(value(item, "embargoed") or ""),
        updates=_says(signals, _CORRECTS) or takes_place(slug, title, value(item, "edNote")),
    )


def urgency(found: object) -> int | None:
    """1 (a flash) to 9, as wires give it; None for anything else."""
    return int(str(found)) if re.fullmatch("[1-9]", str(found).strip()) else None


def takes_place(slug: object, headline: object, note: object) -> bool:
    """Whether a text says that it takes the place of what was sent under its slug before."""
    said = ((_TAKES_PLACE.search, slug), (_HEADLINE.match, headline), (_NOTE.search, note))
    return any(isinstance(words, str) and bool(found(words)) for found, words in said)


def _says(code: str, words: tuple[str, ...]) -> bool:
    return any(word in code.lower() for word in words)


def _meta(root: Any, name: str) -> str | None:
    found = (e for e in root.iter() if local(e) == "meta" and name in (e.get("name") or "").lower())
    return next((e.get("content") for e in found if e.get("content")), None)


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
