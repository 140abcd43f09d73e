"""Vectors: float16 in the store, compared by a matrix product in float32."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Matrix = NDArray[np.float16]
Parts = Iterator[tuple[Ids, Matrix]]
Queries = NDArray[np.float32]

#: Rows at a time: 16,384 vectors of 384 are 25 MB in float32.
CHUNK = 16_384

#: Up to so many vectors are kept in memory between searches: 154 MB at 384 dimensions.
KEPT = 200_000


NONE: Ids = np.empty(0, np.int64)


def chunks(
    connection: sqlite3.Connection, outside: Ids = NONE, *, after: int = 0, until: int = 2**62, size: int = CHUNK
) -> Parts:
    """Vectors by passage number, behind `after` and up to `until`, but not those `outside`: ids (n,) and a float16
    matrix (n, d), at most `size` rows each."""
    cursor = connection.execute(
        "SELECT id, vector FROM sentences WHERE id > ? AND id <= ? AND vector IS NOT NULL ORDER BY id", (after, until)
    )
    while rows := cursor.fetchmany(size):
        ids, matrix = _arrays(rows)
        if len(outside):
            kept = ~np.isin(ids, outside)
            ids, matrix = ids[kept], matrix[kept]
        if len(ids):
            yield ids, matrix


def load(connection: sqlite3.Connection, outside: Ids) -> tuple[Ids, Matrix]:
    """All of them at once: 77 MB for 100,000 passages."""
    parts = list(chunks(connection, outside))
    if not parts:
        return NONE, np.empty((0, 0), np.float16)
    return np.concatenate([ids for ids, _ in parts]), np.concatenate([matrix for _, matrix in parts])


def some(connection: sqlite3.Connection, ids: Sequence[int] | Ids) -> tuple[Ids, Matrix]:
    """The vectors of these passages, by number; those that have none are left out."""
    rows: list[tuple[int, bytes]] = []
    for begin in range(0, len(ids), 500):
        batch = [int(i) for i in ids[begin : begin + 500]]
        marks = ",".join("?" * len(batch))
        rows += connection.execute(
            f"SELECT id, vector FROM sentences WHERE id IN ({marks}) AND vector IS NOT NULL", batch
        )
    return _arrays(sorted(rows)) if rows else (NONE, np.empty((0, 0), np.float16))


def of(connection: sqlite3.Connection, ids: Sequence[int]) -> NDArray[np.float32]:
    """The vectors of these passages as float32 (len(ids), d); a row of zeros for a passage without one."""
    known, matrix = some(connection, ids)
    width = matrix.shape[1] if len(known) else _width(connection) // 2
    found = np.zeros((len(ids), width), np.float32)
    row_of = {int(passage): row for row, passage in enumerate(known)}
    for place, passage in enumerate(ids):
        if (row := row_of.get(int(passage))) is not None:
            found[place] = matrix[row]
    return found


def last(connection: sqlite3.Connection) -> int:
    """The number of the last passage that has a vector; there are no more vectors than that. 0 if there is none."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM sentences WHERE vector IS NOT NULL").fetchone()
    return int(row[0])


def _arrays(rows: Sequence[tuple[int, bytes]]) -> tuple[Ids, Matrix]:
    ids = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    return ids, np.frombuffer(b"".join([row[1] for row in rows]), dtype="<f2").reshape(len(rows), -1)


def _width(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT length(vector) FROM sentences WHERE vector IS NOT NULL LIMIT 1").fetchone()
    return int(row[0]) if row else 0


def split(ids: Ids, matrix: Matrix, size: int = CHUNK) -> Parts:
    """What is in memory, in the same pieces as `chunks`."""
    for begin in range(0, len(ids), size):
        yield ids[begin : begin + size], matrix[begin : begin + size]


def best(parts: Parts, queries: Queries, limit: int) -> list[list[tuple[int, float]]]:
    """For each query vector the `limit` nearest passages, (id, cosine), best first; ties go to the older passage."""
    ids = np.empty((len(queries), 0), np.int64)
    scores = np.empty((len(queries), 0), np.float32)
    for part_ids, matrix in parts:
        found = queries @ matrix.astype(np.float32).T
        ids = np.concatenate([ids, np.broadcast_to(part_ids, found.shape)], axis=1)
        scores = np.concatenate([scores, found], axis=1)
        if scores.shape[1] > limit:
            top = np.argpartition(-scores, limit - 1, axis=1)[:, :limit]
            ids, scores = np.take_along_axis(ids, top, 1), np.take_along_axis(scores, top, 1)
    order = np.lexsort((ids, -scores), axis=1) if scores.size else np.empty((len(queries), 0), np.int64)
    return [[(int(ids[q, i]), float(scores[q, i])) for i in order[q]] for q in range(len(queries))]
