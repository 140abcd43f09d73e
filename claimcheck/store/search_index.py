"""The search index: a file beside the store, `references.db-search`, by which dense search need not read every vector.

It is a cache. It only says which passages to compare; how near they are is told by the vectors in the store. The file
and the store bear the same mark, set when the file was put in its place, so that the file of another store, of an
older copy of this one, or of another encoder's vectors is known for what it is. The file covers passages up to a
number; newer ones, and those that had no vector then, are compared one and all. What was removed is not found in the
store, and so left out. Where anything is wrong with the file the search goes on without it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from claimcheck.store import vectors, writer
from claimcheck.store.components import Codes, Components
from claimcheck.store.search_file import Damaged, Ids, SearchFile, SearchFileWriter

#: Fewer vectors are searched exactly, which takes a third of a second for so many.
MANY = 50_000

#: So many newer ones are searched exactly before the file is brought up to them.
NEWER = 10_000

#: So many passages without a vector are kept in mind; the file ends before the next.
LACKING = 10_000

#: A store that has grown so many times over has its components found anew.
GROWN = 2

#: Vectors that the components are found from, and stretches of passages that these are taken from.
SAMPLE, STRETCHES = 32_768, 64

FORMAT = 1
MARK = "search"

Progress = Callable[[int, int], None]
Sign = tuple[str | None, str | None]  # the mark and the encoder


def path_of(store: Path) -> Path:
    return store.with_name(store.name + "-search")


class SearchIndex:
    """The file of one moment of the store."""

    def __init__(self, file: SearchFile) -> None:
        self.file = file
        self.sign: Sign = file.about["mark"], file.about["encoder"]
        self.covered = int(file.about["covered"])
        self.sampled = int(file.about["sampled"])
        self.rows = file.rows

    def close(self) -> None:
        self.file.close()

    def pool(self, connection: sqlite3.Connection, queries: vectors.Queries, limit: int, outside: Ids) -> vectors.Parts:
        """Passages to be compared, (ids, vectors) in parts: those that seem nearest, and all that the file does not
        cover. None is of those `outside`. Raises Damaged or OSError if the file cannot tell."""
        left_out = np.zeros(int(outside.max()) + 1 if len(outside) else 0, np.bool_)
        left_out[outside] = True
        # Components are not quite the vectors: more are compared than are wanted. Of a million passages 50 for each
        # query hold 0.99 of the 10 nearest, 90 hold 0.985 of the 30 nearest.
        more = 30 + limit
        found = self.file.candidates(queries, limit + more, left_out, os.cpu_count() or 1)
        ids, matrix = vectors.some(connection, found)
        if len(found) - len(ids) > more:
            raise Damaged  # so much was removed since that too few may be left for a query
        late = vectors.some(connection, np.setdiff1d(self.file.lacking, outside))
        yield from (part for part in ((ids, matrix), late) if len(part[0]))
        yield from vectors.chunks(connection, outside, after=self.covered)

    def rows_now(self, connection: sqlite3.Connection) -> Iterator[tuple[Ids, Codes]]:
        """What the file holds of passages that are still there, as it was written."""
        for ids, codes in self.file.blocks():
            there = connection.execute("SELECT id FROM sentences WHERE id BETWEEN ? AND ?", (int(ids[0]), int(ids[-1])))
            kept = np.isin(ids, np.fromiter((row[0] for row in there), np.int64))
            yield ids[kept], codes[kept]


def sign_of(connection: sqlite3.Connection) -> Sign:
    """What an index must bear to be this store's."""
    found = dict(connection.execute("SELECT key, value FROM meta WHERE key IN (?, 'encoder')", (MARK,)))
    return found.get(MARK), found.get("encoder")


def load(connection: sqlite3.Connection, store: Path) -> SearchIndex | None:
    """The index of this store, if there is one and it is sound so far as can be seen at once."""
    sign = sign_of(connection)
    if None in sign:
        return None
    try:
        file = SearchFile(path_of(store))
    except (OSError, Damaged):
        return None
    if (file.about.get("format"), file.about.get("mark"), file.about.get("encoder")) != (FORMAT, *sign):
        file.close()
        return None
    return SearchIndex(file)


def is_due(connection: sqlite3.Connection, index: SearchIndex | None, many: int) -> bool:
    """Whether there are enough vectors for an index, or enough that the index does not cover."""
    after, enough = (index.covered, NEWER) if index else (0, many)
    if vectors.last(connection) - after < enough:
        return False  # so much is known without counting
    sql = "SELECT count(*) FROM (SELECT 1 FROM sentences WHERE id > ? AND vector IS NOT NULL LIMIT ?)"
    return bool(connection.execute(sql, (after, enough)).fetchone()[0] >= enough)


def write(
    connection: sqlite3.Connection, store: Path, index: SearchIndex | None, progress: Progress | None
) -> tuple[Path, str]:
    """Write a file for the store as it stands, out of `index` as far as that goes; where it lies, and its mark.

    Within a transaction of the caller's, so that all of it is of one moment. `put` makes it the store's.
    """
    _clear(store)
    part = _part(store, os.getpid())
    mark = secrets.token_hex(8)
    try:
        try:
            _fill(connection, part, index, mark, progress)
        except Damaged:
            _fill(connection, part, None, mark, progress)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return part, mark


def put(connection: sqlite3.Connection, store: Path, part: Path, mark: str) -> None:
    """Make a file that was written the store's index, within a writing transaction of the caller's."""
    try:
        os.replace(part, path_of(store))
    except OSError:
        part.unlink(missing_ok=True)
        raise
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (MARK, mark))


def _fill(
    connection: sqlite3.Connection, part: Path, index: SearchIndex | None, mark: str, progress: Progress | None
) -> None:
    last = vectors.last(connection)
    lacking = _lacking(connection)
    covered = int(lacking[LACKING]) - 1 if len(lacking) > LACKING else last
    lacking = lacking[lacking <= covered]
    if index and (last > GROWN * index.sampled or covered < index.covered):
        index = None
    if progress:
        progress(0, covered)  # the components take a while, and nothing can be told of them
    components = index.file.components if index else Components.of(_sample(connection, last))
    about = {
        "format": FORMAT,
        "mark": mark,
        "encoder": sign_of(connection)[1],
        "covered": covered,
        "sampled": index.sampled if index else last,
    }
    if index:
        # What lacked a vector then may have one now: it goes on being looked up.
        lacking = np.union1d(lacking, index.file.lacking)
    with part.open("wb") as file:
        written = SearchFileWriter(file, components)
        for ids, codes in _rows(connection, components, index, covered):
            written.add(ids, codes)
            if progress and len(ids):
                progress(int(ids[-1]), covered)
        written.finish(about, lacking)


def _rows(
    connection: sqlite3.Connection, components: Components, index: SearchIndex | None, covered: int
) -> Iterator[tuple[Ids, Codes]]:
    if index:
        yield from index.rows_now(connection)
    for ids, matrix in vectors.chunks(connection, after=index.covered if index else 0, until=covered):
        yield ids, components.codes(matrix)


def _sample(connection: sqlite3.Connection, last: int) -> Any:
    """Vectors of stretches of passages, evenly over all of them."""
    each = SAMPLE // STRETCHES
    begins = [0] if last <= SAMPLE else [last * i // STRETCHES for i in range(STRETCHES)]
    size = SAMPLE if last <= SAMPLE else each
    parts = [
        matrix
        for begin in begins
        for _, matrix in vectors.chunks(connection, after=begin, until=begin + size, size=SAMPLE)
    ]
    return np.concatenate(parts)


def _lacking(connection: sqlite3.Connection) -> Ids:
    rows = connection.execute("SELECT id FROM sentences WHERE vector IS NULL ORDER BY id")
    return np.fromiter((row[0] for row in rows), np.int64)


def _part(store: Path, process: int) -> Path:
    return store.with_name(f"{store.name}-search.{process}.part")


def _clear(store: Path) -> None:
    """Take away what processes left unfinished that were stopped."""
    for part in store.parent.glob(f"{store.name}-search.*.part"):
        process = part.name.split(".")[-2]
        if process.isdigit() and int(process) != os.getpid() and not writer.runs(int(process)):
            with suppress(OSError):
                part.unlink()
