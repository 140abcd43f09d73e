"""PDF: the text of its pages, by PDFium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item
from claimcheck.read.raw import TEXT_LIMIT, Raw, megabytes
from claimcheck.read.text import first_line
from claimcheck.records import Reference

FILE_LIMIT = 50_000_000
PAGE_LIMIT = 3_000

# PDFium marks a hyphen that ends a line, and leaves the line's end out.
_HYPHEN = re.compile("[\x02\ufffe]\n?")
_IN_WORD = re.compile(f"(?<=[a-z]){_HYPHEN.pattern}(?=[a-z])")


def read(raw: Raw) -> Iterator[Item]:
    import pypdfium2

    data = raw.read(FILE_LIMIT, "a PDF")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        locked = "password" in str(e).lower()
        raise ReadError(f"{raw.name} {'is locked by a password' if locked else 'is damaged, or no PDF'}") from e
    try:
        text = _text(document, raw.name)
        title = _title(document)
    except pypdfium2.PdfiumError as e:
        raise ReadError(f"{raw.name} is damaged: one of its pages cannot be read") from e
    finally:
        document.close()
    if not text:
        raise ReadError(f"{raw.name} holds no text: its pages may be pictures (a scan)")
    yield Reference(text=text, title=title or first_line(text), url=raw.url)


def _text(document: Any, name: str) -> str:
    if len(document) > PAGE_LIMIT:
        raise ReadError(f"{name} has {len(document):,} pages; at most {PAGE_LIMIT:,} are read")
    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        found = page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\0", "")
        page.close()
        size += len(found)
        if size > TEXT_LIMIT:
            raise ReadError(f"{name} holds more text than {megabytes(TEXT_LIMIT)} MB")
        pages.append(_HYPHEN.sub("-", _IN_WORD.sub("", found)).strip())
    return "\n\n".join(page for page in pages if page)


def _title(document: Any) -> str | None:
    """What the file says of itself, if that is a title and not the name of a file it was made from."""
    said = " ".join(document.get_metadata_dict().get("Title", "").replace("\0", "").split())
    made_from = re.search(r"\.\w{2,4}$|^(?:untitled|microsoft|document)\b", said, re.IGNORECASE)
    return said if 3 < len(said) <= 200 and not made_from else None
