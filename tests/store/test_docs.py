"""The queries in `docs/store.md` run on a store, and its tables are all named there."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from claimcheck.store.references import ReferenceStore

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "store.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_there_are_ten() -> None:
    assert len(QUERIES) == 10


@pytest.mark.parametrize("query", QUERIES)
def test_queries_run(ferries: ReferenceStore, path: Path, query: str) -> None:
    ferries.close()
    connection = sqlite3.connect(path)
    connection.execute(query).fetchall()
    connection.close()


def test_every_table_is_named(ferries: ReferenceStore, path: Path) -> None:
    ferries.close()
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    connection.close()
    for name in names:
        if not name.startswith(("sqlite_", "passages_fts_")):
            assert f"`{name}`" in PAGE
