"""Vectors made later, or made anew by another encoder; resumable, while checks go on with what there is.

Vectors of another encoder are gathered in `vectors_next`, and take the place of the old ones all at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimcheck.store.schema import COUNTS
from claimcheck.store.writing import count_change


def begin(connection: sqlite3.Connection, encoder: str) -> None:
    """Say which encoder makes the vectors. What another one had begun is dropped; what this one had is kept."""
    if _meta(connection, "encoder") in (None, encoder):
        connection.execute("DROP TABLE IF EXISTS vectors_next")
        _set(connection, "encoder", encoder)
        _set(connection, "next_encoder", None)
    elif _meta(connection, "next_encoder") != encoder:
        connection.execute("DROP TABLE IF EXISTS vectors_next")
        connection.execute("CREATE TABLE vectors_next (passage INTEGER PRIMARY KEY, vector BLOB NOT NULL)")
        _set(connection, "next_encoder", encoder)


def missing(connection: sqlite3.Connection, limit: int, after: int) -> list[tuple[int, str | None, str]]:
    """Passages behind number `after` that lack a vector: (id, title of the reference, text)."""
    return connection.execute(
        f"""SELECT p.id, r.title, p.text FROM passages AS p JOIN versions AS r ON r.key = p.version
            WHERE p.id > ? AND NOT EXISTS (SELECT 1 FROM {_table(connection)} AS v WHERE v.passage = p.id)
            ORDER BY p.id LIMIT ?""",
        (after, limit),
    ).fetchall()


def count_missing(connection: sqlite3.Connection) -> int:
    table = _table(connection)
    row = connection.execute(f"SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM {table})").fetchone()
    return int(row[0])


def put(connection: sqlite3.Connection, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
    """Keep vectors, but not of passages that were removed meanwhile."""
    connection.executemany(
        f"INSERT OR REPLACE INTO {_table(connection)} (passage, vector) SELECT id, ? FROM passages WHERE id = ?",
        [(np.asarray(row, dtype="<f2").tobytes(), passage) for passage, row in zip(ids, vectors, strict=True)],
    )
    if _meta(connection, "next_encoder") is None:
        count_change(connection)


def finish(connection: sqlite3.Connection) -> None:
    """The vectors of the other encoder, now that they are complete, take the place of the old ones."""
    encoder = _meta(connection, "next_encoder")
    if encoder is None:
        return
    connection.execute("DELETE FROM vectors")
    connection.execute(
        "INSERT INTO vectors (passage, vector) SELECT passage, vector FROM vectors_next "
        "WHERE passage IN (SELECT id FROM passages)"
    )
    connection.execute("DROP TABLE vectors_next")
    _set(connection, "encoder", encoder)
    _set(connection, "next_encoder", None)
    count_change(connection)


def rebuild_words(connection: sqlite3.Connection) -> None:
    """Make the word index, and the counts that the store keeps, anew from the passages."""
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")
    for key, sql in COUNTS.items():
        connection.execute(f"INSERT OR REPLACE INTO meta (key, value) SELECT '{key}', ({sql})")
    count_change(connection)


def _table(connection: sqlite3.Connection) -> str:
    return "vectors" if _meta(connection, "next_encoder") is None else "vectors_next"


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _set(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    connection.execute("DELETE FROM meta WHERE key = ?", (key,))
    if value is not None:
        connection.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))
