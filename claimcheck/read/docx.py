"""DOCX: the text as if all tracked changes were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.archive import member, open_zip
from claimcheck.read.base import Item
from claimcheck.read.raw import TEXT_LIMIT, Raw, megabytes
from claimcheck.read.text import first_line
from claimcheck.read.xml import find, local, parse, value
from claimcheck.records import Reference

FILE_LIMIT = 50_000_000

#: Text that is not there once changes are accepted; and what Word keeps twice for older programs.
_GONE = frozenset({"del", "moveFrom", "Fallback", "delText", "instrText"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(raw: Raw) -> Iterator[Item]:
    archive = open_zip(raw.read(FILE_LIMIT, "a Word file"), raw.name, "Word")
    if "word/document.xml" not in archive.namelist():
        raise ReadError(f"{raw.name} is not a Word file (DOCX)")
    paragraphs = list(_paragraphs(parse(member(archive, "word/document.xml", raw.name), raw.name)))
    text = "\n".join(line for line, _ in paragraphs).strip("\n")
    if len(text) > TEXT_LIMIT:
        raise ReadError(f"{raw.name} holds more text than {megabytes(TEXT_LIMIT)} MB")
    if not text.strip():
        raise ReadError(f"{raw.name} is empty: there is no text in it")
    yield Reference(
        text=text, title=_title(paragraphs) or _property(archive, raw.name) or first_line(text), url=raw.url
    )


def _paragraphs(root: Any) -> Iterator[tuple[str, str]]:
    """(text, style) of each; a paragraph whose end was deleted runs on into the next."""
    carried = ""
    body = find(root, "body")
    for paragraph in body.iter() if body is not None else ():
        if local(paragraph) != "p" or not paragraph.tag.endswith("/main}p") or _is_gone(paragraph):
            continue
        text, style, joined = carried + "".join(_runs(paragraph)), "", False
        for element in paragraph:
            if local(element) == "pPr":
                found = find(element, "pStyle")
                style = next(iter(found.attrib.values()), "") if found is not None else ""
                mark = find(element, "rPr")
                joined = mark is not None and any(local(e) == "del" for e in mark)
        carried = text if joined else ""
        if not joined:
            yield text, style
    if carried:
        yield carried, ""


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in _GONE or name in ("pPr", "rPr") or (name == "p" and child is not element):
            continue  # a paragraph in a paragraph is a text box: it comes by itself
        if name == "t":
            yield child.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        else:
            yield from _runs(child)


def _is_gone(element: Any) -> bool:
    return any(local(ancestor) in _GONE for ancestor in element.iterancestors())


def _title(paragraphs: list[tuple[str, str]]) -> str | None:
    for wanted in ("title", "heading1"):
        for text, style in paragraphs:
            if style.lower() == wanted and text.strip():
                return " ".join(text.split())
    return None


def _property(archive: Any, name: str) -> str | None:
    if "docProps/core.xml" not in archive.namelist():
        return None
    return value(parse(member(archive, "docProps/core.xml", name), name), "title")
