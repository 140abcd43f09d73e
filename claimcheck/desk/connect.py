"""Opening the desk file: what it must be, and bringing its schema up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from claimcheck.desk.migrations import MIGRATIONS
from claimcheck.errors import DeskError

APPLICATION_ID = 0x636C6431  # "cld1": tells a desk from a store, and from anybody else's SQLite file
PATIENCE = 30.0  # seconds that a writer waits for another one


def connect(path: Path) -> Database:
    """Open a desk file, making it where there is none, readable by its owner alone.

    Raises DeskError for a path that cannot be opened, a file that is no desk, or a desk of a newer version.
    """
    if path.is_dir():
        raise DeskError(f"{path} is a folder: --desk takes a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as e:
        raise DeskError(f"the desk {path} cannot be made: {e.strerror}; name another with --desk") from e
    with wrapped(path):
        db = Database(sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False))
        try:
            _check(db, path)
            migrate(db)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def wrapped(path: Path) -> Iterator[None]:
    """Whatever SQLite complains of becomes a DeskError that names the file."""
    try:
        yield
    except sqlite3.DatabaseError as e:
        said = str(e)
        if "not a database" in said:
            raise DeskError(f"{path} is not a desk file (not SQLite); name another with --desk") from e
        if "readonly" in said or "read-only" in said:
            raise DeskError(f"the desk {path} cannot be written to; use --no-save or name another with --desk") from e
        raise DeskError(f"the desk {path} cannot be used: {said}") from e


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One transaction that holds the write lock from its start, so that two writers never deadlock."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()


def migrate(db: Database) -> None:
    """Apply the steps that this file has not had yet."""
    if _applied(db) == [step.__name__ for step in MIGRATIONS]:
        return
    with writing(db):
        db.execute("CREATE TABLE IF NOT EXISTS _desk_migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        done = _applied(db)  # again, under the lock: another process may have been first
        for step in MIGRATIONS[len(done) :]:
            step(db)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute("INSERT INTO _desk_migrations VALUES (?, ?)", [step.__name__, now])


def _check(db: Database, path: Path) -> None:
    tables = db.table_names()
    if tables and db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DeskError(f"{path} is SQLite, but not a desk file; name another with --desk")
    known = {step.__name__ for step in MIGRATIONS}
    if newer := [name for name in _applied(db) if name not in known]:
        raise DeskError(f"the desk {path} was written by a newer claimcheck ({newer[-1]}): update claimcheck")


def _applied(db: Database) -> list[str]:
    if "_desk_migrations" not in db.table_names():
        return []
    return [row[0] for row in db.execute("SELECT name FROM _desk_migrations ORDER BY name")]
