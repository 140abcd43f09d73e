"""Rows of a table to references: a row each, or all cells as figures with their headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.jsonl import FIELDS, reference
from claimcheck.read.raw import TEXT_LIMIT, Raw, megabytes
from claimcheck.records import Reference

Row = Sequence[str]

#: What columns are called elsewhere.
NAMES = {
    "body": "text",
    "content": "text",
    "headline": "title",
    "date": "published",
    "publication date": "published",
    "source": "publisher",
    "link": "url",
    "license": "licence",
}


def references(rows: Iterable[tuple[int, Row]], raw: Raw) -> Iterator[Item]:
    """Each row as a reference; `rows` come with their numbers, the first holds the names of the columns."""
    numbered = iter(rows)
    _, header = next(numbered, (0, ()))
    columns = _columns(header, raw)
    count = 0
    for number, row in numbered:
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        try:
            yield reference({field: row[i] for field, i in columns.items() if i < len(row) and row[i].strip()})
        except ReadError as e:
            yield Unreadable(f"{raw.name}, row {number}", str(e))
    if not count:
        raise ReadError(f"{raw.name} is empty: there is no row in it")


def figures(rows: Iterable[tuple[int, Row]], raw: Raw, caption: str | None = None) -> Iterator[Item]:
    """The whole table as one reference, a line a cell, as statistics are read.

    Example: a cell 12,400 in the row "Arle" and the column "Population, 2025" -> "Arle, Population, 2025: 12,400."
    """
    name = caption or PurePath(raw.name).stem.replace("_", " ").replace("-", " ")
    kept = [[" ".join(cell.split()) for cell in row] for _, row in rows]
    kept = [row for row in kept if any(row)]
    while kept and sum(bool(cell) for cell in kept[0]) == 1 and len(kept) > 2:
        name = next(cell for cell in kept.pop(0) if cell)  # a line over the table is its caption
    if len(kept) < 2:
        raise ReadError(f"{raw.name} holds no table: a row of headings and a row of figures are needed")
    header, lines = kept[0], []
    for row in kept[1:]:
        for heading, cell in zip(header[1:], row[1:], strict=False):
            if cell:
                lines.append(f"{', '.join(part for part in (row[0], heading) if part)}: {cell}.")
    text = f"{name}\n\n" + "\n".join(lines) + "\n"
    if len(text) > TEXT_LIMIT:
        raise ReadError(f"{raw.name} makes a text of more than {megabytes(TEXT_LIMIT)} MB: split it")
    yield Reference(text=text, title=name, url=raw.url)


def _columns(header: Row, raw: Raw) -> dict[str, int]:
    names = [" ".join(name.casefold().split()) for name in header]
    found: dict[str, int] = {}
    for i, name in enumerate(names):
        field = NAMES.get(name, name)
        if field in ("text", *FIELDS) and (field not in found or name == field):
            found[field] = i
    for field, column in raw.columns.items():
        if column.casefold() not in names:
            raise ReadError(f"{raw.name} has no column {column!r}; it has {', '.join(header) or 'none'}")
        found[field] = names.index(column.casefold())
    if "text" not in found:
        raise ReadError(
            f"{raw.name} has no column that is called text: say which it is with --column text=NAME, "
            "or take every cell as a figure with --table"
        )
    return found
