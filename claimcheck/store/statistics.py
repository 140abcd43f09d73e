"""How much the store holds, and of what."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from claimcheck.store.scope import Outside, Scope


def size(connection: sqlite3.Connection, scope: Scope, outside: Outside) -> tuple[int, int]:
    """References and passages that a check would lean on. Those that are current are not counted, but looked up."""
    if not scope.as_of and not scope.held_at:
        kept = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('references', 'passages')"))
        return int(kept["references"]), int(kept["passages"])
    versions, passages = connection.execute(
        "SELECT (SELECT count(*) FROM versions), (SELECT count(*) FROM sentences)"
    ).fetchone()
    return versions - outside.versions, passages - len(outside.passages)


def stats(connection: sqlite3.Connection, path: Path, scope: Scope, outside: Outside) -> dict[str, Any]:
    references, found = size(connection, scope, outside)

    def one(sql: str) -> Any:
        return connection.execute(sql).fetchone()[0]

    def table(sql: str) -> dict[str, int]:
        return {row[0]: row[1] for row in connection.execute(sql)}

    current = "FROM versions WHERE superseded IS NULL"
    return {
        "path": str(path),
        "references": references,
        "passages": found,
        "claims": table(
            # A quote that runs over several passages stands with each: it is counted where it begins.
            "SELECT c.kind, count(*) FROM claims AS c JOIN sentences AS p ON p.id = c.passage "
            "WHERE c.start >= p.start GROUP BY c.kind ORDER BY c.kind"
        ),
        "vectors": one("SELECT count(*) FROM sentences") - one("SELECT count(*) FROM sentences WHERE vector IS NULL"),
        "superseded": one("SELECT count(*) FROM versions WHERE superseded IS NOT NULL"),
        "copies": references - one(f"SELECT count(DISTINCT origin) {current}"),
        "removed": one("SELECT count(*) FROM tombstones"),
        "publishers": table(
            f"SELECT publisher, count(*) {current} AND publisher IS NOT NULL "
            "GROUP BY publisher ORDER BY count(*) DESC, publisher LIMIT 10"
        ),
        "tiers": table(f"SELECT coalesce(tier, 'not stated'), count(*) {current} GROUP BY tier ORDER BY tier"),
        "first_published": one(f"SELECT min(published) {current}"),
        "last_published": one(f"SELECT max(published) {current}"),
        "last_added": one(f"SELECT max(added) {current}"),
        "encoder": connection.execute("SELECT max(value) FROM meta WHERE key = 'encoder'").fetchone()[0],
        "schema": one("PRAGMA user_version"),
        "bytes": one("PRAGMA page_count") * one("PRAGMA page_size"),
    }
