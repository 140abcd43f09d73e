"""CSV and TSV: each row a reference, or with `table` all cells as figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from claimcheck.errors import ReadError
from claimcheck.read import tables
from claimcheck.read.base import Item
from claimcheck.read.decode import decode
from claimcheck.read.raw import Raw

FILE_LIMIT = 50_000_000


def read(raw: Raw) -> Iterator[Item]:
    text = decode(raw.read(FILE_LIMIT, "a table"), raw.name)
    rows = _rows(text, raw)
    yield from tables.figures(rows, raw) if raw.table else tables.references(rows, raw)


def _rows(text: str, raw: Raw) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(FILE_LIMIT)
    lines = text.count("\n") + 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, raw))
    at = 0
    try:
        for row in reader:
            before, at = at, reader.line_num
            yield at, row
            raw.tell(raw.size * (at - before) / lines)
    except csv.Error as e:
        raise ReadError(f"{raw.name}, line {reader.line_num}: {e}") from e


def _delimiter(text: str, raw: Raw) -> str:
    """What stands most often in the first lines, of what separates columns: in the first may be a caption."""
    if (raw.suffix or raw.name).lower().endswith(".tsv"):
        return "\t"
    lines = text.lstrip("\r\n").splitlines()[:5]
    return max(",;\t|", key=lambda sign: (sum(sign in line for line in lines), sum(line.count(sign) for line in lines)))
