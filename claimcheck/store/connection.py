"""Opening the store's file: for writing with the schema brought up to date, or for reading only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from claimcheck.errors import StoreError, StoreInUse
from claimcheck.store.drive import is_network
from claimcheck.store.schema import APPLICATION_ID, MIGRATIONS
from claimcheck.store.writer import who

#: How long a writer waits for another one, in seconds.
PATIENCE = 30.0

#: Kilobytes of pages that a reader keeps: ranking by words reads the lengths of passages all over a large store.
CACHE = 32_000

#: A store of up to so many pages (of 4 kB) is written anew, without the room that adding leaves between rows, when it
#: has grown so many times over: that takes some seconds at most.
MOST_PAGES, GROWN = 65_536, 1.5

_MAGIC = b"SQLite format 3\x00"


def open_store(path: Path, readonly: bool = False, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection in autocommit mode. Raises StoreError, in one line, for whatever keeps the file from use.

    Written in WAL mode, so that checks go on while references are added. `close_store` folds the log back,
    so that at rest the store is one file, which can be copied, and read from where nothing may be written.
    """
    _refuse_what_is_no_store(path, readonly)
    if readonly:
        _bring_up(path, patience)
    with translated(path):
        connection = _connect_readonly(path) if readonly else _connect(path, patience)
        try:
            _check_schema(connection, path, readonly)
            if readonly:
                connection.execute(f"PRAGMA cache_size = -{CACHE}")
            else:
                _log_ahead(connection, patience)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _log_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Write to a log (WAL), so that nobody who reads is in the way. While a check is under way on a store at rest it
    cannot be begun: then each transaction waits for the check to end, which is as safe."""
    connection.execute(f"PRAGMA busy_timeout = {int(min(patience, 2.0) * 1000)}")
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")


def close_store(connection: sqlite3.Connection, readonly: bool) -> None:
    """Close; a writer that is the last to leave makes the store one plain file again."""
    if not readonly:
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error:
            pass  # somebody else still has it open, or the disk is full: it stays as it is, and whole
    connection.close()


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """What SQLite says, as one clear line with the file's name."""
    try:
        yield
    except sqlite3.DatabaseError as e:
        text = str(e).lower()
        if "locked" in text or "busy" in text:
            holder = who(Path(path)) or "another process"
            raise StoreInUse(f"the store {path} is in use by {holder}; try again when it is done") from e
        raise StoreError(_explain(path, e)) from e


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path | str) -> Iterator[None]:
    """All or nothing. The write lock is taken at once, so that a wait comes before the work, not after it."""
    with translated(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up, one transaction a step, after a copy beside the file if it held a store before."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == len(MIGRATIONS):
        compact(connection, 0)
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.before-{MIGRATIONS[version].__name__}"))
    from sqlite_utils import Database

    database = Database(connection)
    for step in range(version, len(MIGRATIONS)):
        with transaction(connection, path):
            # Another process may have done it while this one waited for the lock.
            if connection.execute("PRAGMA user_version").fetchone()[0] == step:
                MIGRATIONS[step](database)
                connection.execute(f"PRAGMA user_version = {step + 1}")
    compact(connection, 0)


def is_older(path: Path) -> bool:
    """Whether opening the store will bring it up to the schema of today, which takes minutes for a large one."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    version, application = (int.from_bytes(head[at : at + 4], "big") for at in (60, 68))
    return application == APPLICATION_ID and 0 < version < len(MIGRATIONS)


def compact(connection: sqlite3.Connection, most: int) -> None:
    """Write the file anew without the room between rows, if it has at most so many pages and half as many again as
    when that was last done, or if a migration has left it so (it sets `pages` to 0). Whatever is in the way, another
    writer will do it: nothing but room is lost."""
    (kept,) = connection.execute("SELECT value FROM meta WHERE key = 'pages'").fetchone()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    if int(kept) and (pages > most or pages < GROWN * int(kept)):
        return
    with suppress(sqlite3.OperationalError):
        connection.execute("VACUUM")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute("UPDATE meta SET value = ? WHERE key = 'pages'", (pages,))


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    unfinished = copy.with_name(copy.name + ".part")
    target = sqlite3.connect(unfinished)
    try:
        connection.backup(target)
    finally:
        target.close()
    os.replace(unfinished, copy)


def _refuse_what_is_no_store(path: Path, readonly: bool) -> None:
    """Look before SQLite does: it would make a file that is missing, and fail late on one that is something else."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; a store is a file, such as {path / 'references.db'}")
    if not readonly and is_network(path):
        raise StoreError(
            f"the store {path} is on a network drive, where writing is not safe: keep it on this machine, "
            "and hand copies round with: claimcheck store snapshot"
        )
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        if readonly:
            raise StoreError(f"there is no store at {path}; make one with: claimcheck store add PATH") from None
        _make_folder(path)
        return
    except OSError as e:
        raise StoreError(f"the store {path} cannot be opened: {(e.strerror or str(e)).lower()}") from e
    if head and head != _MAGIC:
        raise StoreError(f"{path} is not a reference store: it is not an SQLite file")
    if not head and readonly:
        raise StoreError(f"the store {path} is an empty file; add references to it with: claimcheck store add PATH")
    if not readonly and not _writable(path):
        raise StoreError(f"the store {path} is read-only: nothing can be added to it or removed from it")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise StoreError(f"no store can be made at {path}: {(e.strerror or str(e)).lower()}") from e


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)


def _connect_readonly(path: Path) -> sqlite3.Connection:
    """Read only, also where the folder may not be written and SQLite could not keep its shared index of the log.

    A writer that was killed can leave a journal that has to be rolled back first, which only a writer may do.
    """
    uri = "file:" + quote(str(path.resolve()))
    try:
        return _tried(f"{uri}?mode=ro")
    except sqlite3.OperationalError:
        if _writable(path) and _writable(path.parent):
            _tried(uri).close()
            return _tried(f"{uri}?mode=ro")
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False)


def _tried(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check_schema(connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and tables:
        raise StoreError(f"{path} is not a reference store: it is an SQLite file of another program")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"the store {path} was made by a newer claimcheck (schema {version}; this one knows {len(MIGRATIONS)}): "
            "update claimcheck to use it"
        )
    if readonly and not version:
        raise StoreError(f"the store {path} holds nothing yet; add references with: claimcheck store add PATH")
    if readonly and version < len(MIGRATIONS):
        raise StoreError(
            f"the store {path} was made by an older claimcheck, and may not be written to bring it up to date"
        )


def _bring_up(path: Path, patience: float) -> None:
    """An older store is migrated by whoever may write it and opens it first, also to read."""
    with translated(path):
        reader = _connect_readonly(path)
        try:
            application = reader.execute("PRAGMA application_id").fetchone()[0]
            version = reader.execute("PRAGMA user_version").fetchone()[0]
        finally:
            reader.close()
    if application == APPLICATION_ID and 0 < version < len(MIGRATIONS) and _writable(path):
        close_store(open_store(path, patience=patience), readonly=False)


def _explain(path: Path | str, error: sqlite3.DatabaseError) -> str:
    text = str(error).lower()
    if "disk is full" in text or "database or disk is full" in text:
        return f"the disk is full: nothing more was added to the store {path}; what it held is whole"
    if "i/o error" in text:
        return f"the disk is full, or fails ({error}): what was in the store {path} before is kept"
    if "readonly" in text or "read-only" in text:
        return f"the store {path} is read-only: nothing can be added to it or removed from it"
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return f"the store {path} is damaged ({error}); see what can be saved with: claimcheck store verify"
    if "unable to open" in text:
        return f"the store {path} cannot be opened: is its folder there, and may you write in it?"
    return f"the store {path} cannot be used: {error}"
