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
            JOIN sentences AS s ON s.id = p.id
            WHERE s.id > ? AND {_waiting(connection)}
            ORDER BY s.id LIMIT ?""",
        (after, limit),
    ).fetchall()


def count_missing(connection: sqlite3.Connection) -> int:
    return int(connection.execute(f"SELECT count(*) FROM sentences AS s WHERE {_waiting(connection)}").fetchone()[0])


def put(connection: sqlite3.Connection, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
    """Keep vectors, but not of passages that were removed meanwhile."""
    rows = [(np.asarray(row, dtype="<f2").tobytes(), passage) for passage, row in zip(ids, vectors, strict=True)]
    if _meta(connection, "next_encoder") is None:
        connection.executemany("UPDATE sentences SET vector = ? WHERE id = ?", rows)
        count_change(connection)
    else:
        sql = "INSERT OR REPLACE INTO vectors_next (passage, vector) SELECT id, ? FROM sentences WHERE id = ?"
        connection.executemany(sql, rows)


def finish(connection: sqlite3.Connection) -> None:
    """The vectors of the other encoder, now that they are complete, take the place of the old ones."""
    encoder = _meta(connection, "next_encoder")
    if encoder is None:
        return
    connection.execute(
        "UPDATE sentences SET vector = (SELECT v.vector FROM vectors_next AS v WHERE v.passage = sentences.id)"
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


def _waiting(connection: sqlite3.Connection) -> str:
    """A condition on `sentences AS s`: those without a vector of the encoder that is being made, the next or the
    store's own."""
    if _meta(connection, "next_encoder") is None:
        return "s.vector IS NULL"
    return "NOT EXISTS (SELECT 1 FROM vectors_next AS v WHERE v.passage = s.id)"


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _set(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    connection.execute("DELETE FROM meta WHERE key = ?", (key,))
    if value is not None:
        connection.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))
