"""kill -9 at any moment: nothing committed is lost, no half reference is left, and the same call finishes the job."""

from __future__ import annotations

import gzip
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared
from tests.store.test_migration import ENTRIES, OLDER, WAITING

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ITEMS = [
    prepared(" ".join(f"Ferry {n} carried {n * i} people to town {i}." for i in range(1, 5)), id=f"r{n}")
    for n in range(16)
]
#: CLAIMCHECK_KILLS=200 tries longer than a suite can.
MOMENTS = int(os.environ.get("CLAIMCHECK_KILLS", "6"))


def killed(action: Callable[[], None], after: float) -> bool:
    """Run `action` in a process of its own and kill it; True if it was not done by then."""
    child = os.fork()
    if not child:
        try:
            action()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def whole(path: Path) -> set[str]:
    """The ids in the store, after everything in it was found whole."""
    with ReferenceStore(path) as store:
        assert store.verify() == []
        for reference in store.list():
            item = ITEMS[int(reference.id[1:])]
            assert store.text_of(reference.id) == item.reference.text
            assert len(store.passages_of(reference.id)) == len(item.passages)
        return {reference.id for reference in store.list()}


def moments(longest: float, seed: int) -> list[float]:
    drawn = random.Random(seed)
    return [drawn.uniform(0, longest) for _ in range(MOMENTS)]


def took(action: Callable[[], None]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def add(path: Path) -> None:
    with ReferenceStore(path) as store:
        for begin in range(0, len(ITEMS), 4):
            store.write(ITEMS[begin : begin + 4], "toy")


def test_add(tmp_path: Path) -> None:
    longest = took(lambda: add(tmp_path / "timed.db"))
    interrupted = 0
    for n, moment in enumerate(moments(longest, 1)):
        path = tmp_path / f"{n}.db"
        interrupted += killed(lambda path=path: add(path), moment)  # type: ignore[misc]
        assert len(whole(path)) % 4 == 0  # each call is one transaction
        add(path)
        assert len(whole(path)) == len(ITEMS)
    assert interrupted > MOMENTS // 3


def test_remove(tmp_path: Path) -> None:
    ids = [item.reference.id or "" for item in ITEMS]
    path = tmp_path / "refs.db"
    add(path)
    content = path.read_bytes()

    def remove(path: Path) -> None:
        with ReferenceStore(path) as store:
            for each in ids:
                if store.versions(each):
                    store.remove([each], "test")

    path.with_name("timed.db").write_bytes(content)
    longest = took(lambda: remove(path.with_name("timed.db")))
    for moment in moments(longest, 2):
        for beside in path.parent.glob("refs.db*"):
            beside.unlink()
        path.write_bytes(content)
        killed(lambda: remove(path), moment)
        left = whole(path)
        with ReferenceStore(path) as store:
            assert {stone["id"] for stone in store.tombstones()} == set(ids) - left
        remove(path)
        assert whole(path) == set()


def test_a_check_after_a_kill_reads_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "refs.db"
    add(path)

    def stop_in_the_middle() -> None:
        store = ReferenceStore(path)
        store.write([prepared("A zeppelin landed.", id="z")], "toy")
        store._connection.execute("BEGIN IMMEDIATE")
        store._connection.execute("DELETE FROM numbers")
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        stop_in_the_middle()
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with ReferenceStore(path, readonly=True) as store:
        assert len(store.list()) == len(ITEMS) + 1
        assert len(store.search_text("zeppelin")) == 1


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    """The child may write no file beyond a size, which SQLite meets as it meets a full disk."""
    import resource

    path = tmp_path / "refs.db"
    with ReferenceStore(path) as store:
        store.write(ITEMS[:2], "toy")
    told = tmp_path / "told.txt"
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000,) * 2)
        said = ""
        try:
            with ReferenceStore(path) as store:
                for item in ITEMS[2:]:
                    store.write([item], "toy")
        except Exception as e:
            said = f"{type(e).__name__}: {e}"
        told.write_text(said)
        os._exit(0)
    os.waitpid(child, 0)
    assert told.read_text().startswith("StoreError: the disk is full")
    assert {"r0", "r1"} <= whole(path)
    add(path)
    assert len(whole(path)) == len(ITEMS)


def test_reindex(tmp_path: Path) -> None:
    from claimcheck.ingest import embed_missing
    from tests.test_ingest import Other

    path = tmp_path / "refs.db"
    add(path)
    content = path.read_bytes()

    def reindex(path: Path) -> None:
        with ReferenceStore(path) as store:
            embed_missing(store, Other(), lambda *_: time.sleep(0.003))

    path.with_name("timed.db").write_bytes(content)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("claimcheck.ingest.BATCH", 4)
        longest = took(lambda: reindex(path.with_name("timed.db")))
        for moment in moments(longest, 3):
            for beside in path.parent.glob("refs.db*"):
                beside.unlink()
            path.write_bytes(content)
            killed(lambda: reindex(path), moment)
            with ReferenceStore(path, readonly=True) as store:
                assert store.encoder in ("toy", "other")
                assert len(store.vectors()[0]) == sum(len(item.passages) for item in ITEMS)
            reindex(path)
            assert len(whole(path)) == len(ITEMS)
            with ReferenceStore(path, readonly=True) as store:
                assert store.encoder == "other"


def test_migrate(tmp_path: Path) -> None:
    path = tmp_path / "refs.db"
    content = gzip.decompress(OLDER.read_bytes())
    path.with_name("timed.db").write_bytes(content)
    longest = took(lambda: ReferenceStore(path.with_name("timed.db")).close())
    for moment in moments(longest, 4):
        for beside in path.parent.glob("refs.db*"):
            beside.unlink()
        path.write_bytes(content)
        killed(lambda: ReferenceStore(path).close(), moment)
        with ReferenceStore(path) as store:
            assert (store.verify(), store.waiting()) == ([], WAITING)
            assert len(list(store.everything())) == ENTRIES
        assert path.with_name("refs.db.before-m006_keep_less").read_bytes()[:16] == content[:16]
