"""Opening: what is no store, what is damaged, what may not be written, who else is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.errors import StoreError
from claimcheck.store import connection, schema
from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared


@pytest.fixture
def filled(ferries: ReferenceStore, path: Path) -> Path:
    ferries.close()
    return path


def test_opens_or_creates_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "refs.db"
    ReferenceStore(path).close()
    assert path.exists()


def test_at_rest_it_is_one_file(filled: Path) -> None:
    assert [p.name for p in filled.parent.iterdir()] == ["refs.db"]
    with ReferenceStore(filled, readonly=True) as store:
        assert len(store.list()) == 3
        assert [p.name for p in filled.parent.iterdir()] == ["refs.db"]


def test_reading_does_not_change_it(filled: Path) -> None:
    before = filled.read_bytes()
    with ReferenceStore(filled, readonly=True) as store:
        store.search_text("ferry")
        store.vectors()
        store.stats()
        with pytest.raises(StoreError, match="reading only"):
            store.write([prepared("New.", id="n")])
        with pytest.raises(StoreError, match="reading only"):
            store.remove(["f1"])
    assert filled.read_bytes() == before


def test_missing_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        ReferenceStore(tmp_path / "none.db", readonly=True)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"Call the harbour master back.\n" * 50, b"x", bytes(5000)])
def test_no_sqlite(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    for readonly in (True, False):
        with pytest.raises(StoreError, match="is not a reference store"):
            ReferenceStore(path, readonly)
    assert path.read_bytes() == content


def test_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    for readonly in (True, False):
        with pytest.raises(StoreError, match="of another program"):
            ReferenceStore(path, readonly)
    assert path.read_bytes() == before


def test_of_a_newer_schema(filled: Path) -> None:
    with sqlite3.connect(filled) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    before = filled.read_bytes()
    for readonly in (True, False):
        with pytest.raises(StoreError, match="newer claimcheck"):
            ReferenceStore(filled, readonly)
    assert filled.read_bytes() == before


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        ReferenceStore(tmp_path)


def test_truncated(filled: Path) -> None:
    content = filled.read_bytes()
    for size in (100, 4096, 20_000, len(content) - 4096):
        filled.write_bytes(content[:size])
        with pytest.raises(StoreError, match=r"damaged|cannot be used"), ReferenceStore(filled, readonly=True) as store:
            store.verify()
        assert filled.read_bytes() == content[:size]


def test_flipped_pages_never_end_in_anything_but_a_clear_error(filled: Path) -> None:
    content = filled.read_bytes()
    for page in range(0, len(content), 4096):
        damaged = bytearray(content)
        damaged[page : page + 4096] = bytes(b ^ 0xFF for b in damaged[page : page + 4096])
        filled.write_bytes(damaged)
        with contextlib.suppress(StoreError), ReferenceStore(filled, readonly=True) as store:
            store.search_text("ferry")
            store.vectors()
            store.passages_of("f1")
            store.stats()
        assert filled.read_bytes() == bytes(damaged)


@pytest.fixture
def as_another_user() -> Iterator[None]:
    """Root may write anywhere: a test of what may not be written is run as nobody."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shelf(filled: Path) -> Iterator[Path]:
    """A store in a folder that everyone may look into and nobody may write to, in WAL mode as a crash leaves it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(filled, folder))
        other = sqlite3.connect(path)
        other.execute("PRAGMA journal_mode = WAL")
        other.close()
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        yield path
        Path(folder).chmod(0o755)


def test_a_store_on_a_medium_that_cannot_be_written_can_be_read(shelf: Path, as_another_user: None) -> None:
    with ReferenceStore(shelf, readonly=True) as store:
        assert len(store.list()) == 3
        assert store.search_text("ferry")
    with pytest.raises(StoreError, match="read-only"):
        ReferenceStore(shelf)


def test_a_folder_that_may_not_be_written(shelf: Path, as_another_user: None) -> None:
    with pytest.raises(StoreError, match=r"refs2\.db"):
        ReferenceStore(shelf.with_name("refs2.db"))


def test_checks_go_on_while_references_are_added(filled: Path) -> None:
    with ReferenceStore(filled) as writer, ReferenceStore(filled, readonly=True) as reader:
        with reader.reading():
            before = reader.fingerprint, [r.id for r in reader.list()]
            writer.write([prepared("A zeppelin landed.", id="z")], "toy")
            assert (reader.fingerprint, [r.id for r in reader.list()]) == before
            assert reader.search_text("zeppelin") == []
        assert len(reader.search_text("zeppelin")) == 1
    assert [p.name for p in filled.parent.iterdir() if not p.name.endswith(".lock")] == ["refs.db"]


def test_a_check_under_way_does_not_keep_references_from_being_added(filled: Path) -> None:
    """The store is at rest when the check begins, so that it is not written ahead of."""
    with ReferenceStore(filled, readonly=True) as reader:
        with reader.reading():
            reader.list()
            writer = ReferenceStore(filled, patience=0.3)
            with pytest.raises(StoreError, match="in use by another process"):
                writer.write([prepared("A zeppelin landed.", id="z")], "toy")
            assert reader.search_text("zeppelin") == []
        writer.write([prepared("A zeppelin landed.", id="z")], "toy")
        writer.close()
        assert len(reader.search_text("zeppelin")) == 1


def test_a_second_writer_waits_then_says_so(filled: Path) -> None:
    with ReferenceStore(filled) as first, ReferenceStore(filled, patience=0.2) as second:
        first._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another process"):
            second.write([prepared("A zeppelin landed.", id="z")], "toy")
        first._connection.execute("ROLLBACK")
        second.write([prepared("A zeppelin landed.", id="z")], "toy")


def test_a_migration_makes_a_copy_first_and_runs_once(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def m999_add_a_table(db) -> None:  # type: ignore[no-untyped-def]
        db.table("notes").create({"id": int, "note": str}, pk="id")

    steps = (*schema.MIGRATIONS, m999_add_a_table)
    monkeypatch.setattr(connection, "MIGRATIONS", steps)
    with ReferenceStore(filled, readonly=True) as store:
        assert len(store.list()) == 3
    copy = filled.with_name("refs.db.before-m999_add_a_table")
    assert copy.exists()
    with ReferenceStore(filled) as store:
        assert store.stats()["schema"] == len(steps)
    monkeypatch.setattr(connection, "MIGRATIONS", schema.MIGRATIONS)
    with ReferenceStore(copy, readonly=True) as old:
        assert len(old.list()) == 3


def test_a_migration_that_fails_leaves_the_store_as_it_was(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def m999_break(db) -> None:  # type: ignore[no-untyped-def]
        db.table("notes").create({"id": int})
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "MIGRATIONS", (*schema.MIGRATIONS, m999_break))
        with pytest.raises(StoreError, match="disk is full"):
            ReferenceStore(filled)
    with ReferenceStore(filled) as store:
        assert len(store.list()) == 3


def test_two_processes_make_the_store_at_once(tmp_path: Path) -> None:
    path = tmp_path / "refs.db"
    code = f"from claimcheck.store.references import ReferenceStore as S; S({str(path)!r}).close()"
    running = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
    with ReferenceStore(path) as store:
        assert store.list() == []


def test_a_copy_of_the_file_is_a_store(filled: Path, tmp_path: Path) -> None:
    copy = shutil.copy(filled, tmp_path / "copy.db")
    with ReferenceStore(copy) as store:
        assert len(store.list()) == 3
