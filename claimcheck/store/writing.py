"""Writing references and taking them out again; always inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from claimcheck.errors import StoreError
from claimcheck.store import claims, copies, identity, reviews, succession
from claimcheck.store.compact import check_sum
from claimcheck.store.prepared import Prepared, Written


def write(connection: sqlite3.Connection, prepared: Sequence[Prepared], encoder: str | None) -> list[Written]:
    """Write each reference; what is there already stays. Raises StoreError for vectors of another encoder."""
    if encoder and any(passage.vector is not None for item in prepared for passage in item.passages):
        _same_encoder(connection, encoder)
    written = [_write_one(connection, item) for item in prepared]
    if any(one.outcome != "unchanged" for one in written):
        count_change(connection)
    return written


def remove(connection: sqlite3.Connection, reference: str, why: str | None) -> None:
    """Take out all versions of a reference; their ids and hashes stay as tombstones."""
    rows = connection.execute("SELECT key, version, sha256, text FROM versions WHERE id = ?", (reference,)).fetchall()
    now = timestamp()
    connection.executemany(
        "INSERT INTO tombstones (id, version, sha256, removed, why) VALUES (?, ?, ?, ?, ?)",
        [(reference, version, sha256, now, why) for _, version, sha256, _ in rows],
    )
    for key, _, _, text in rows:
        _forget_passages(connection, key)
        copies.forget(connection, key, text)
        connection.execute("DELETE FROM cues WHERE version = ?", (key,))
        connection.execute("DELETE FROM versions WHERE key = ?", (key,))
    _name_another_origin(connection, reference)
    count_change(connection)


def count_change(connection: sqlite3.Connection) -> None:
    """The fingerprint of the store leans on this number."""
    connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'changes'")


#: So many blocks of the word index, of 4 kB, are put in order at the end of an add; a larger one has little to gain.
FEW_BLOCKS = 500


def settle_words(connection: sqlite3.Connection) -> None:
    """Put what a small word index holds of many adds together."""
    blocks = "SELECT count(*) FROM (SELECT 1 FROM passages_fts_data LIMIT ?)"
    if connection.execute(blocks, (FEW_BLOCKS,)).fetchone()[0] < FEW_BLOCKS:
        connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")


def timestamp() -> str:
    """Now, as the store writes it: 2026-11-23T10:00:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_one(connection: sqlite3.Connection, item: Prepared) -> Written:
    reference = item.reference
    # Asked again inside the transaction: another process may have added it since it was prepared.
    found = identity.standing(connection, reference)
    if found.kind == "unchanged":
        return Written("unchanged", found.id, found.version)
    if found.kind == "mended":
        _mend(connection, found)
        return Written("updated", found.id, found.version)
    now = timestamp()
    values = {
        "id": found.id,
        "version": found.version,
        "title": reference.title,
        "publisher": reference.publisher,
        "published": reference.published,
        "url": reference.url,
        "address": identity.address(reference.url),
        "licence": reference.licence,
        "tier": reference.tier,
        "language": reference.language,
        "added": now,
        "sha256": reference.sha256,
        "origin": found.id,
        "text": reference.text,
        "replaces": reference.replaces if reference.replaces != found.id else None,
        "slug": reference.slug,
        "story": succession.story_of(reference.slug),
        "urgency": reference.urgency,
        "embargo": reference.embargo,
        "updates": int(reference.updates) or None,
        "reviews": reviews.pack(reference.reviews),
    }
    key = _insert(connection, "versions", values)
    connection.executemany(
        "INSERT OR IGNORE INTO cues (version, start, begins, ends) VALUES (?, ?, ?, ?)",
        [(key, cue.start, cue.begins, cue.ends) for cue in reference.cues],
    )
    succession.supersede_versions(connection, found.id, now)
    succession.succeed(connection, found.id, reference, now)
    _insert_passages(connection, key, item)
    if key in _current(connection, found.id):
        copies.register(connection, key, reference.text)
    return Written("added" if found.kind == "new" else "updated", found.id, found.version)


def _mend(connection: sqlite3.Connection, found: identity.Standing) -> None:
    changes = dict(found.changes or {})
    if "url" in changes:
        changes["address"] = identity.address(changes["url"])
    if "slug" in changes:
        changes["story"] = succession.story_of(changes["slug"])
    columns = ", ".join(f"{column} = ?" for column in changes)
    connection.execute(f"UPDATE versions SET {columns} WHERE key = ?", (*changes.values(), found.key))


def retract(connection: sqlite3.Connection, reference: str, why: str | None) -> bool:
    """No version of a reference is leaned on any more, nor one that is still to come. False if it was so already."""
    if not succession.retract(connection, reference, why, timestamp()):
        return False
    count_change(connection)
    return True


def _current(connection: sqlite3.Connection, reference: str) -> set[int]:
    rows = connection.execute("SELECT key FROM versions WHERE id = ? AND superseded IS NULL", (reference,))
    return {row[0] for row in rows}


def _insert_passages(connection: sqlite3.Connection, key: int, item: Prepared) -> None:
    for ordinal, passage in enumerate(item.passages):
        sentence, vector = passage.sentence, passage.vector
        number = _insert(
            connection,
            "sentences",
            {
                "version": key,
                "ordinal": ordinal,
                "start": sentence.start,
                "end": sentence.end,
                "paragraph": sentence.paragraph,
                "role": sentence.role,
                "sum": check_sum(sentence.text),
                "vector": None if vector is None else np.asarray(vector, dtype="<f2").tobytes(),
            },
        )
        connection.execute("INSERT INTO passages_fts (rowid, text) VALUES (?, ?)", (number, sentence.text))
        claims.insert(connection, number, passage.claims, item.reference.text)


def _forget_passages(connection: sqlite3.Connection, key: int) -> None:
    # The index keeps no copy of the text: it is told which words to forget.
    connection.execute(
        "INSERT INTO passages_fts (passages_fts, rowid, text) "
        "SELECT 'delete', id, text FROM passages WHERE version = ?",
        (key,),
    )
    for table in claims.COLUMNS:
        connection.execute(f"DELETE FROM {table} WHERE passage IN (SELECT id FROM sentences WHERE version = ?)", (key,))
    connection.execute("DELETE FROM sentences WHERE version = ?", (key,))


def _name_another_origin(connection: sqlite3.Connection, origin: str) -> None:
    """When an origin goes, the earliest of its copies takes its place."""
    heir = connection.execute(
        "SELECT id FROM versions WHERE origin = ? ORDER BY published IS NULL, published, key LIMIT 1", (origin,)
    ).fetchone()
    if heir:
        connection.execute("UPDATE versions SET origin = ? WHERE origin = ?", (heir[0], origin))


def _same_encoder(connection: sqlite3.Connection, encoder: str) -> None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'encoder'").fetchone()
    if row is None:
        connection.execute("INSERT INTO meta (key, value) VALUES ('encoder', ?)", (encoder,))
    elif row[0] != encoder:
        raise StoreError(
            f"this store's vectors were made by the encoder {row[0]}, not {encoder}; add with that one, "
            "or make them anew with: claimcheck store reindex"
        )


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    marks = ", ".join("?" * len(values))
    row = connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    assert row.lastrowid is not None
    return row.lastrowid
