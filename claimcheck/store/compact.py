"""What the migration `m006_keep_less` does: the same store in less room.

Of a passage the vector is the most, and five rows with one fill a page of 4,096 bytes whether there is anything beside
it or not: so they hold what else is known of the passage.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zlib import crc32

from claimcheck.records import Claim, Sentence
from claimcheck.store import claims, copies

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = """
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES versions(key),
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    role TEXT NOT NULL,
    sum INTEGER NOT NULL,
    vector BLOB
);
CREATE TABLE numbers (
    passage INTEGER NOT NULL REFERENCES sentences(id),
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    value REAL, upper REAL, unit TEXT, dimension TEXT, modifier TEXT, noun TEXT, part_of TEXT, change TEXT,
    period TEXT, iso TEXT, precision REAL, speaker TEXT, speaker_role TEXT, more TEXT,
    PRIMARY KEY (passage, ordinal)
) WITHOUT ROWID;
CREATE TABLE statements (
    passage INTEGER NOT NULL REFERENCES sentences(id),
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    speaker TEXT, speaker_role TEXT, speaker_start INTEGER, speaker_end INTEGER,
    cue TEXT, cue_start INTEGER, cue_end INTEGER, content_spans TEXT, polarity TEXT, more TEXT,
    PRIMARY KEY (passage, ordinal)
) WITHOUT ROWID;
"""

#: Made after the rows are there, so that what was taken out is not in them.
INDEXES = """
CREATE UNIQUE INDEX idx_sentences_version_ordinal ON sentences (version, ordinal);
CREATE INDEX waiting_sentences ON sentences (id) WHERE vector IS NULL;
CREATE INDEX idx_versions_sha256 ON versions (substr(sha256, 1, 12));
CREATE INDEX idx_versions_address ON versions (substr(address, -16)) WHERE address IS NOT NULL;
CREATE INDEX idx_versions_replaces ON versions (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX idx_versions_story ON versions (story) WHERE story IS NOT NULL;
"""

VIEWS = """
CREATE VIEW passages AS
    SELECT s.id, s.version, s.ordinal, s.start, s.end, s.paragraph, s.role,
        substr(v.text, s.start + 1, s.end - s.start) AS text
    FROM sentences AS s JOIN versions AS v ON v.key = s.version;
CREATE VIEW claims AS
    SELECT c.passage, c.ordinal, c.kind, c.start, c.end, substr(v.text, c.start + 1, c.end - c.start) AS text,
        c.speaker, c.value, c.unit, c.noun
    FROM (
        SELECT passage, ordinal, 'number' AS kind, start, end, speaker, value, unit, noun FROM numbers
        UNION ALL SELECT passage, ordinal, kind, start, end, speaker, NULL, NULL, NULL FROM statements
    ) AS c JOIN sentences AS s ON s.id = c.passage JOIN versions AS v ON v.key = s.version;
CREATE VIEW current_references AS
    SELECT id, version, title, publisher, published, url, licence, tier, added, origin,
        (SELECT count(*) FROM sentences WHERE sentences.version = versions.key) AS passages,
        slug, urgency, embargo
    FROM versions WHERE superseded IS NULL;
"""


def check_sum(text: str) -> int:
    """What tells that a passage stands where its row says: 31 bits of the CRC-32 of its text."""
    return crc32(text.encode()) & 0x7FFFFFFF


def rewrite(db: Database) -> None:
    connection = db.conn
    _each(connection, "DROP VIEW current_references;" + TABLES)
    connection.create_function("check_sum", 1, check_sum, deterministic=True)
    connection.execute(
        """INSERT INTO sentences (id, version, ordinal, start, end, paragraph, role, sum, vector)
        SELECT p.id, p.version, p.ordinal, p.start, p.end, p.paragraph, p.role, check_sum(p.text), v.vector
        FROM passages AS p LEFT JOIN vectors AS v ON v.passage = p.id ORDER BY p.id"""
    )
    _keep_last_number(connection)
    for passage, found, whole in _claims(connection):
        claims.insert(connection, passage, found, whole)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    indexes = "".join(f"DROP INDEX idx_versions_{column};" for column in ("sha256", "address", "replaces", "story"))
    _each(connection, f"DROP TABLE claims; DROP TABLE vectors; DROP TABLE passages; {indexes} {INDEXES} {VIEWS}")
    _sketch_anew(connection)
    _without_rowid(connection, "meta", "key TEXT PRIMARY KEY, value TEXT")
    columns = "id TEXT, version INTEGER, sha256 TEXT, removed TEXT, why TEXT, PRIMARY KEY (id, version)"
    _without_rowid(connection, "tombstones", columns)
    _without_rowid(connection, "retractions", "id TEXT PRIMARY KEY, why TEXT, received TEXT NOT NULL")
    connection.execute("INSERT INTO meta (key, value) VALUES ('pages', '0')")


def _claims(connection: sqlite3.Connection) -> Iterator[tuple[int, list[Claim], str]]:
    """Passage by passage the claims of an older store, and the text that they stand in."""
    rows = connection.execute(
        """SELECT c.passage, c.kind, c.start, c.end, c.text, c.details, p.version
        FROM claims AS c JOIN passages AS p ON p.id = c.passage ORDER BY c.passage, c.id"""
    )
    version, whole = None, ""
    for passage, group in groupby(rows, lambda row: row[0]):
        found = list(group)
        if found[0][6] != version:
            version = found[0][6]
            (whole,) = connection.execute("SELECT text FROM versions WHERE key = ?", (version,)).fetchone()
        yield passage, [_claim(row) for row in found], whole


def _claim(row: tuple[Any, ...]) -> Claim:
    _, kind, start, end, text, details, _ = row
    return Claim(kind, text, start, end, Sentence(text, start, end), json.loads(details))


def _keep_last_number(connection: sqlite3.Connection) -> None:
    """No passage gets the number of one that was removed."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'sentences'")
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'sentences', seq FROM sqlite_sequence WHERE name = 'passages'"
    )


def _sketch_anew(connection: sqlite3.Connection) -> None:
    keys = [row[0] for row in connection.execute("SELECT DISTINCT version FROM sketches ORDER BY version")]
    connection.execute("DELETE FROM sketches")
    # In the order of the hashes: a million put in as they come would write every page of the table time and again.
    connection.execute("CREATE TEMP TABLE sketched (hash INTEGER, version INTEGER)")
    for key in keys:
        (text,) = connection.execute("SELECT text FROM versions WHERE key = ?", (key,)).fetchone()
        rows = [(run, key) for run in copies.Text.of(text).sketch]
        connection.executemany("INSERT INTO sketched (hash, version) VALUES (?, ?)", rows)
    connection.execute("INSERT INTO sketches (hash, version) SELECT hash, version FROM sketched ORDER BY hash, version")
    connection.execute("DROP TABLE sketched")


def _without_rowid(connection: sqlite3.Connection, table: str, columns: str) -> None:
    """One tree in place of two for a table that is looked up by its text."""
    _each(
        connection,
        f"ALTER TABLE {table} RENAME TO {table}_before; CREATE TABLE {table} ({columns}) WITHOUT ROWID;"
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}_before; DROP TABLE {table}_before;",
    )


def _each(connection: sqlite3.Connection, statements: str) -> None:
    """As `executescript`, which would commit what the migration has begun."""
    for statement in filter(None, (" ".join(statement.split()) for statement in statements.split(";"))):
        connection.execute(statement)
