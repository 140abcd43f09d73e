"""XLSX: each row of each sheet a reference, or with `table` each sheet's cells as figures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read import tables
from claimcheck.read.archive import UNPACKED_LIMIT, open_zip
from claimcheck.read.base import Item
from claimcheck.read.raw import Raw, megabytes

FILE_LIMIT = 50_000_000
ROWS = 500_000


def read(raw: Raw) -> Iterator[Item]:
    data = raw.read(FILE_LIMIT, "a table")
    _refuse_bomb(open_zip(data, raw.name, "Excel"), raw.name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except Exception as e:  # openpyxl raises whatever its parsers meet in a damaged file
        raise ReadError(f"{raw.name} is damaged, or no Excel file (XLSX)") from e
    filled = [(title, rows) for title, rows in sheets if rows]
    if not filled:
        raise ReadError(f"{raw.name} is empty: there is no row in it")
    for title, rows in filled:
        caption = None if title.lower().startswith("sheet") else title
        yield from tables.figures(rows, raw, caption) if raw.table else tables.references(rows, raw)


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_cell(value) for value in row]
        if any(cells):
            rows.append((number, cells))
        if number >= ROWS:
            break
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).replace("\0", "")


def _refuse_bomb(archive: zipfile.ZipFile, name: str) -> None:
    if sum(info.file_size for info in archive.infolist()) > UNPACKED_LIMIT:
        raise ReadError(f"{name} unpacks to more than {megabytes(UNPACKED_LIMIT)} MB")
