"""Vectors: float16 in the store, exact search by a matrix product in float32."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from claimcheck.store.scope import Scope

Ids = NDArray[np.int64]
Matrix = NDArray[np.float16]

#: Rows at a time: 16,384 vectors of 384 are 25 MB in float32.
CHUNK = 16_384

#: Up to so many vectors are kept in memory between searches: 154 MB at 384 dimensions.
KEPT = 200_000


def chunks(connection: sqlite3.Connection, scope: Scope, size: int = CHUNK) -> Iterator[tuple[Ids, Matrix]]:
    """All vectors in scope by passage number: ids (n,) and a float16 matrix (n, d), at most `size` rows each."""
    outside = _outside(connection, scope)
    cursor = connection.execute("SELECT passage, vector FROM vectors ORDER BY passage")
    while rows := cursor.fetchmany(size):
        ids = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
        matrix = np.frombuffer(b"".join([row[1] for row in rows]), dtype="<f2").reshape(len(rows), -1)
        if len(outside):
            kept = ~np.isin(ids, outside)
            ids, matrix = ids[kept], matrix[kept]
        if len(ids):
            yield ids, matrix


def load(connection: sqlite3.Connection, scope: Scope) -> tuple[Ids, Matrix]:
    """All of them at once: 77 MB for 100,000 passages."""
    parts = list(chunks(connection, scope))
    if not parts:
        return np.empty(0, np.int64), np.empty((0, 0), np.float16)
    return np.concatenate([ids for ids, _ in parts]), np.concatenate([matrix for _, matrix in parts])


def of(connection: sqlite3.Connection, ids: Sequence[int]) -> NDArray[np.float32]:
    """The vectors of these passages as float32 (len(ids), d); a row of zeros for a passage without one."""
    found: dict[int, bytes] = {}
    for begin in range(0, len(ids), 500):
        batch = [int(i) for i in ids[begin : begin + 500]]
        marks = ",".join("?" * len(batch))
        found.update(connection.execute(f"SELECT passage, vector FROM vectors WHERE passage IN ({marks})", batch))
    width = len(next(iter(found.values()), b"")) or _width(connection)
    nothing = bytes(width)
    joined = b"".join([found.get(int(i), nothing) for i in ids])
    return np.frombuffer(joined, dtype="<f2").reshape(len(ids), width // 2).astype(np.float32)


def _width(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT length(vector) FROM vectors LIMIT 1").fetchone()
    return int(row[0]) if row else 0


def split(ids: Ids, matrix: Matrix, size: int = CHUNK) -> Iterator[tuple[Ids, Matrix]]:
    """What is in memory, in the same pieces as `chunks`."""
    for begin in range(0, len(ids), size):
        yield ids[begin : begin + size], matrix[begin : begin + size]


def best(
    parts: Iterator[tuple[Ids, Matrix]], queries: NDArray[np.float32], limit: int
) -> list[list[tuple[int, float]]]:
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


def _outside(connection: sqlite3.Connection, scope: Scope) -> Ids:
    rows = connection.execute(
        f"SELECT id FROM passages WHERE version IN (SELECT r.key FROM versions AS r WHERE NOT ({scope.sql}))",
        scope.parameters,
    )
    return np.fromiter((row[0] for row in rows), dtype=np.int64)
