"""The store's tables, as ordered, named migrations. Each runs once, in a transaction, and is never changed again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from claimcheck.store import compact, copies

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Written into the file's header ("clms"): tells a reference store from any other SQLite file.
APPLICATION_ID = 0x636C6D73

#: How words of passages, and of queries, are cut: "Missiles" and "missile" are one word to search by.
TOKENIZER = "porter unicode61 remove_diacritics 2"


def m001_create_tables(db: Database) -> None:
    """A row of `versions` is one version of one reference; `passages` are its sentences, `claims` theirs."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.table("meta").create({"key": str, "value": str}, pk="key")
    db.table("versions").create(
        {
            "key": int,
            "id": str,
            "version": int,
            "title": str,
            "publisher": str,
            "published": str,
            "url": str,
            "address": str,
            "licence": str,
            "tier": str,
            "language": str,
            "added": str,
            "sha256": str,
            "origin": str,
            "superseded": str,
            "text": str,
        },
        pk="key",
        not_null={"id", "version", "added", "sha256", "origin", "text"},
    )
    db.table("versions").create_index(["id", "version"], unique=True)
    for column in ("address", "sha256", "origin"):
        db.table("versions").create_index([column])
    # AUTOINCREMENT, which sqlite-utils does not write: a report names passages by number, so that no
    # number may come back after a removal.
    db.execute(
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            version INTEGER NOT NULL REFERENCES versions(key),
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            paragraph INTEGER NOT NULL,
            role TEXT NOT NULL,
            text TEXT NOT NULL
        )"""
    )
    db.table("passages").create_index(["version", "ordinal"], unique=True)
    db.table("claims").create(
        {"id": int, "passage": int, "kind": str, "start": int, "end": int, "text": str, "details": str},
        pk="id",
        not_null={"passage", "kind", "start", "end", "text", "details"},
        foreign_keys=[("passage", "passages", "id")],
    )
    db.table("claims").create_index(["passage"])
    db.table("vectors").create(
        {"passage": int, "vector": bytes},
        pk="passage",
        not_null={"vector"},
        foreign_keys=[("passage", "passages", "id")],
    )
    db.table("tombstones").create({"id": str, "version": int, "sha256": str, "removed": str, "why": str})
    db.table("tombstones").create_index(["id"])
    db.execute(
        f"""CREATE VIRTUAL TABLE passages_fts USING fts5(
            text, content='passages', content_rowid='id', tokenize='{TOKENIZER}'
        )"""
    )
    db.execute("CREATE VIRTUAL TABLE passages_words USING fts5vocab('passages_fts', 'row')")
    # What a person wants to see first in Datasette or sqlite3.
    db.create_view(
        "current_references",
        """SELECT id, version, title, publisher, published, url, licence, tier, added, origin,
            (SELECT count(*) FROM passages WHERE passages.version = versions.key) AS passages
            FROM versions WHERE superseded IS NULL""",
    )
    db.table("meta").insert_all([{"key": "store", "value": secrets.token_hex(8)}, {"key": "changes", "value": "0"}])


def m002_find_near_copies(db: Database) -> None:
    """`sketches` holds hashes of runs of words: what shares many is a near copy."""
    db.execute(
        "CREATE TABLE sketches (hash INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (hash, version)) "
        "WITHOUT ROWID"
    )
    for key, text in db.execute("SELECT key, text FROM versions WHERE superseded IS NULL ORDER BY key").fetchall():
        copies.register(db.conn, key, text)


def m003_keep_corrections_and_kills(db: Database) -> None:
    """A reference may say which other it replaces; a kill notice names one, which may not have come yet."""
    db.table("versions").add_column("replaces", str)
    db.table("versions").create_index(["replaces"])
    db.table("retractions").create({"id": str, "why": str, "received": str}, pk="id", not_null={"received"})


def m004_keep_what_wires_and_transcripts_say(db: Database) -> None:
    """Slugs, urgency and embargoes of wire copy; what took a version's place; ratings of claims; time codes."""
    columns = {"slug": str, "story": str, "urgency": int, "embargo": str, "updates": int}
    for column, kind in {**columns, "successor": str, "reviews": str}.items():
        db.table("versions").add_column(column, kind)
    db.table("versions").create_index(["story"])
    db.execute(
        """UPDATE versions SET successor = (SELECT n.id FROM versions AS n WHERE n.replaces = versions.id)
        WHERE superseded IS NOT NULL"""
    )
    db.execute(
        "CREATE TABLE cues (version INTEGER NOT NULL REFERENCES versions(key), start INTEGER NOT NULL, "
        "begins REAL NOT NULL, ends REAL NOT NULL, PRIMARY KEY (version, start)) WITHOUT ROWID"
    )
    db.execute("DROP VIEW current_references")
    db.create_view(
        "current_references",
        """SELECT id, version, title, publisher, published, url, licence, tier, added, origin,
            (SELECT count(*) FROM passages WHERE passages.version = versions.key) AS passages,
            slug, urgency, embargo
            FROM versions WHERE superseded IS NULL""",
    )


def m005_keep_count(db: Database) -> None:
    """How many references and passages are current is kept in `meta`, so that no check counts a million of them."""
    db.execute("CREATE INDEX superseded_versions ON versions (key) WHERE superseded IS NOT NULL")
    current = "SELECT key FROM versions WHERE superseded IS NULL"
    for key, sql in (
        ("references", f"SELECT count(*) FROM ({current})"),
        ("passages", f"SELECT count(*) FROM passages WHERE version IN ({current})"),
    ):
        db.execute(f"INSERT INTO meta (key, value) SELECT '{key}', ({sql})")
    _keep_count_by_triggers(db, "passages")


def _keep_count_by_triggers(db: Database, table: str) -> None:
    """`table` holds the passages, a row each."""
    current = "(SELECT superseded IS NULL FROM versions WHERE key = {}.version)"
    own = f"(SELECT count(*) FROM {table} WHERE version = NEW.key)"
    for name, event, when, references, passages in (
        ("count_version", "INSERT ON versions", "NEW.superseded IS NULL", "1", "0"),
        ("uncount_version", "DELETE ON versions", "OLD.superseded IS NULL", "-1", "0"),
        ("count_passage", f"INSERT ON {table}", current.format("NEW"), "0", "1"),
        ("uncount_passage", f"DELETE ON {table}", current.format("OLD"), "0", "-1"),
        (
            "supersede_version",
            "UPDATE OF superseded ON versions",
            "OLD.superseded IS NULL AND NEW.superseded IS NOT NULL",
            "-1",
            f"-{own}",
        ),
        (
            "restore_version",
            "UPDATE OF superseded ON versions",
            "OLD.superseded IS NOT NULL AND NEW.superseded IS NULL",
            "1",
            own,
        ),
    ):
        changes = [
            f"UPDATE meta SET value = CAST(value AS INTEGER) + {by} WHERE key = '{key}';"
            for key, by in (("references", references), ("passages", passages))
            if by != "0"
        ]
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.execute(f"CREATE TRIGGER {name} AFTER {event} WHEN {when} BEGIN {' '.join(changes)} END")


def m006_keep_less(db: Database) -> None:
    """A passage is a row of `sentences`, with its vector, and its text a piece of the version's; claims have columns in
    place of JSON; fewer hashes are kept of short texts; no index holds what is null."""
    compact.rewrite(db)
    _keep_count_by_triggers(db, "sentences")


#: What `meta` keeps count of, and how it is counted from the rows.
COUNTS = {
    "references": "SELECT count(*) FROM versions WHERE superseded IS NULL",
    "passages": "SELECT count(*) FROM sentences WHERE version IN (SELECT key FROM versions WHERE superseded IS NULL)",
}

MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    m001_create_tables,
    m002_find_near_copies,
    m003_keep_corrections_and_kills,
    m004_keep_what_wires_and_transcripts_say,
    m005_keep_count,
    m006_keep_less,
)
