"""Is the store whole? From SQLite's own check to every passage's place in its text."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

from claimcheck.store.compact import check_sum
from claimcheck.store.schema import COUNTS, MIGRATIONS

#: What must not be: a row that points nowhere, and how to call it.
_LOST = (
    ("sentences", "version NOT IN (SELECT key FROM versions)", "passages without a reference"),
    ("numbers", "passage NOT IN (SELECT id FROM sentences)", "figures without a passage"),
    ("statements", "passage NOT IN (SELECT id FROM sentences)", "quotes and statements without a passage"),
    ("sketches", "version NOT IN (SELECT key FROM versions)", "sketches without a reference"),
    ("cues", "version NOT IN (SELECT key FROM versions)", "time codes without a transcript"),
    ("versions", "origin NOT IN (SELECT id FROM versions)", "references that copy one that is not there"),
)


def verify(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield a line for everything that is wrong, with what mends it; nothing for a store that is whole."""
    damage = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    if damage:
        # What it says runs over lines; and from damaged pages nothing more can be concluded.
        said = " ".join(damage[0].split())
        yield f"the file is damaged ({said}): save what can be read with: claimcheck store export"
        return
    if connection.execute("PRAGMA user_version").fetchone()[0] != len(MIGRATIONS):
        yield "the schema is not the one this claimcheck knows"
        return
    for table, condition, what in _LOST:
        count = connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]
        if count:
            yield f"{count:,} {what}: export the references and add them to a new store"
    yield from _texts(connection)
    yield from _current(connection)
    yield from _counts(connection)
    yield from _vectors(connection)
    yield from _index(connection)


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    """Each text is the one that was added, and each passage and claim stands where it says."""
    for key, name, version, text, sha256 in connection.execute(
        "SELECT key, id, version, text, sha256 FROM versions ORDER BY key"
    ):
        which = f"{name} (version {version})"
        again = f"remove it and add it again: claimcheck store remove {name}"
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield f"the text of {which} is not the one that was added: {again}"
            continue
        rows = connection.execute("SELECT start, end, sum FROM sentences WHERE version = ?", (key,)).fetchall()
        if any(check_sum(text[start:end]) != kept for start, end, kept in rows):
            yield f"a passage of {which} is not where it says: {again}"
        claims = connection.execute(
            "SELECT p.start, p.end, c.start, c.end FROM claims AS c JOIN sentences AS p ON p.id = c.passage "
            "WHERE p.version = ?",
            (key,),
        )
        if any(not (c_start < end and start < c_end <= len(text)) for start, end, c_start, c_end in claims):
            yield f"a claim of {which} is not in its passage: {again}"


def _current(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute(
        "SELECT id FROM versions GROUP BY id HAVING sum(superseded IS NULL) > 1 ORDER BY id"
    ):
        yield f"{name} has more than one current version: remove it and add it again: claimcheck store remove {name}"


def _counts(connection: sqlite3.Connection) -> Iterator[str]:
    for key, sql in COUNTS.items():
        kept = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        found = connection.execute(sql).fetchone()[0]
        if kept is None or int(kept[0]) != found:
            yield f"the store counts its {key} wrong, there are {found:,}: claimcheck store reindex --words"


def _vectors(connection: sqlite3.Connection) -> Iterator[str]:
    widths = connection.execute(
        "SELECT length(vector), count(*) FROM sentences WHERE vector IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    if len(widths) > 1:
        yield f"{sum(row[1] for row in widths[1:]):,} vectors have another length: claimcheck store reindex"


def _index(connection: sqlite3.Connection) -> Iterator[str]:
    """The word index against the passages."""
    mend = "make it anew: claimcheck store reindex --words"
    try:
        covered = connection.execute("SELECT count(*) FROM passages_fts_docsize").fetchone()
        connection.execute("SELECT count(*), sum(doc) FROM passages_words").fetchone()
    except sqlite3.DatabaseError:
        yield f"the word index is damaged: {mend}"
        return
    if covered != connection.execute("SELECT count(*) FROM sentences").fetchone():
        yield f"the word index does not cover every passage: {mend}"
        return
    try:
        # FTS5's own check is a kind of INSERT, though it writes nothing: only a store opened to write allows it.
        connection.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as e:
        if "readonly" not in str(e):
            yield f"the word index does not fit the passages: {mend}"
