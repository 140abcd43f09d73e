"""The search index is a cache: with it a search finds what an exact one does, and without it, or past it, too."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from claimcheck.errors import StoreError
from claimcheck.store import search_file, search_index, vectors
from claimcheck.store.references import ReferenceStore
from claimcheck.store.search_index import path_of
from tests.store.conftest import prepared, vector

QUERIES = np.stack([vector(f"query {n}") for n in range(5)])
LIMIT = 5


def text(number: int, sentences: int = 10) -> str:
    return " ".join(f"Ferry {number} carried {n} people to town {n % 7}." for n in range(sentences))


def fill(path: Path, first: int, last: int, **fields: str) -> None:
    with ReferenceStore(path) as store:
        store.write([prepared(text(n), id=f"r{n}", **fields) for n in range(first, last)], "toy")


def make(path: Path, **options: object) -> bool:
    with ReferenceStore(path) as store:
        return store.index_search(many=100, **options)  # type: ignore[arg-type]


def exact(store: ReferenceStore) -> list[list[tuple[int, float]]]:
    return vectors.best(vectors.split(*store.vectors()), QUERIES, LIMIT)


def is_used(store: ReferenceStore) -> bool:
    store.dense(QUERIES[:1])
    return store._search_index() is not None


def assert_right(path: Path, used: bool, **scope: str) -> list[list[int]]:
    """The search finds what comparing all finds, and by the index if it is to."""
    with ReferenceStore(path, readonly=True, **scope) as store:  # type: ignore[arg-type]
        found = store.dense(QUERIES, LIMIT)
        wanted = exact(store)
        assert is_used(store) == used
    assert [[p for p, _ in hits] for hits in found] == [[p for p, _ in hits] for hits in wanted]
    assert np.allclose([[s for _, s in hits] for hits in found], [[s for _, s in hits] for hits in wanted], atol=1e-6)
    return [[p for p, _ in hits] for hits in found]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several blocks and stretches in a store of hundreds."""
    monkeypatch.setattr(search_file, "BLOCK", 256)
    monkeypatch.setattr(search_index, "NEWER", 50)


@pytest.fixture
def path(path: Path) -> Iterator[Path]:
    fill(path, 0, 100)
    assert make(path)
    yield path
    assert not [beside.name for beside in path.parent.iterdir() if beside.name.endswith(".part")]


def test_a_small_store_needs_none(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    fill(path, 0, 3)
    assert not make(path)
    assert not path_of(path).exists()
    assert_right(path, used=False)
    with ReferenceStore(path) as store:
        assert not store.index_search(anew=True, many=100)
        assert store.index_search(anew=True, many=30)
    assert_right(path, used=True)


def test_an_empty_store_has_none(tmp_path: Path) -> None:
    with ReferenceStore(tmp_path / "empty.db") as store:
        assert not store.index_search(anew=True, many=1)


def test_it_finds_what_an_exact_search_finds(path: Path) -> None:
    assert_right(path, used=True)


def test_it_compares_only_a_part(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    some = vectors.some
    monkeypatch.setattr(vectors, "some", lambda c, ids: compared.append(len(ids)) or some(c, ids))
    with ReferenceStore(path, readonly=True) as store:
        store.dense(QUERIES[:1], 1)
    assert 0 < sum(compared) < 100


def test_any_number_of_threads_finds_the_same(path: Path) -> None:
    file = search_file.SearchFile(path_of(path))
    out = np.zeros(40, np.bool_)
    out[7:30] = True
    alone = file.candidates(QUERIES, 20, out).tolist()
    assert len(alone) > 20
    assert not set(range(7, 30)) & set(alone)
    for threads in (2, 3, 9):
        assert file.candidates(QUERIES, 20, out, threads).tolist() == alone
    file.close()


def test_newer_passages_are_found_at_once_and_taken_in_later(path: Path) -> None:
    before = assert_right(path, used=True)
    fill(path, 100, 104)
    assert not make(path)  # too few to bother
    covered = search_file.SearchFile(path_of(path))
    assert covered.rows == 1000
    covered.close()
    with ReferenceStore(path) as store:
        store.write([prepared("query 0", id="new")], "toy")
    after = assert_right(path, used=True)
    assert after[0][0] == 1041
    assert after[0][1:] == before[0][:4]
    fill(path, 105, 110)
    assert make(path)
    file = search_file.SearchFile(path_of(path))
    assert file.rows == 1091
    file.close()
    assert_right(path, used=True)


def test_a_store_that_has_grown_much_has_its_components_found_anew(path: Path) -> None:
    fill(path, 100, 150)
    assert make(path)
    assert _about(path)["sampled"] == 1000
    fill(path, 150, 230)
    assert make(path)
    assert _about(path)["sampled"] == 2300
    assert_right(path, used=True)


def test_what_is_removed_or_superseded_is_not_found(path: Path) -> None:
    (best, *_), *_ = assert_right(path, used=True)
    with ReferenceStore(path) as store:
        gone = store.passages_by_id([best])[0].reference.id
        store.remove([gone])
        (second, *_), *_ = [[p for p, _ in hits] for hits in store.dense(QUERIES, LIMIT)]
        assert second != best
        other = store.passages_by_id([second])[0].reference.id
        store.write([prepared("Another text.", id=other)], "toy")
    found = assert_right(path, used=True)
    assert not {best, second} & set(found[0])


def test_what_was_removed_is_dropped_when_it_is_brought_up(path: Path) -> None:
    with ReferenceStore(path) as store:
        store.remove([f"r{n}" for n in range(40, 60)])
    assert_right(path, used=True)
    fill(path, 100, 106)
    assert make(path)
    file = search_file.SearchFile(path_of(path))
    assert file.rows == 860
    file.close()
    assert_right(path, used=True)


def test_when_most_is_removed_too_much_of_what_is_found_is_gone(path: Path) -> None:
    with ReferenceStore(path) as store:
        store.remove([f"r{n}" for n in range(95)])
    assert_right(path, used=False)


@pytest.mark.parametrize("scope", [{"as_of": "2026-01-15"}, {"as_of": "2026-02-15"}, {"held_at": "2001-01-01"}])
def test_it_keeps_to_the_view(tmp_path: Path, scope: dict[str, str]) -> None:
    path = tmp_path / "refs.db"
    fill(path, 0, 30, published="2026-01-01")
    fill(path, 30, 60, published="2026-02-01")
    with ReferenceStore(path) as store:
        store.write([prepared(text(n, 8), id=f"r{n}", published="2026-03-01") for n in range(10)], "toy")
    assert make(path)
    found = assert_right(path, used=True, **scope)
    assert found != assert_right(path, used=True)


def test_passages_that_are_embedded_later_are_found(tmp_path: Path) -> None:
    path = tmp_path / "refs.db"
    fill(path, 0, 20)
    with ReferenceStore(path) as store:
        store.write([prepared("query 0", id="late", vectors=False)])
    fill(path, 20, 40)
    assert make(path)
    assert_right(path, used=True)
    with ReferenceStore(path) as store:
        store.put_vectors([201], vector("query 0")[None])
    assert assert_right(path, used=True)[0][0] == 201
    fill(path, 40, 50)
    assert make(path)  # brought up: it goes on being looked up
    assert assert_right(path, used=True)[0][0] == 201


def test_many_that_lack_a_vector_end_what_is_covered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "LACKING", 3)
    path = tmp_path / "refs.db"
    fill(path, 0, 20)
    with ReferenceStore(path) as store:
        store.write([prepared(text(1000), id="late", vectors=False)])
    fill(path, 21, 40)
    assert make(path)
    assert _about(path)["covered"] == 203
    assert_right(path, used=True)
    with ReferenceStore(path) as store:
        store.put_vectors([205], vector("query 0")[None])
    assert assert_right(path, used=True)[0][0] == 205


def test_wherever_a_byte_is_flipped_nothing_is_found_wrong(path: Path) -> None:
    whole = path_of(path).read_bytes()
    draw = np.random.default_rng(1)
    places = [0, 7, len(whole) - 1, len(whole) - 20, len(whole) - 40, *draw.integers(len(whole), size=40).tolist()]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(draw.integers(8))
        path_of(path).write_bytes(damaged)
        assert_right(path, used=False)


def test_however_short_it_is_cut_nothing_is_found_wrong(path: Path) -> None:
    whole = path_of(path).read_bytes()
    for length in (0, 1, 40, 4000, len(whole) // 2, len(whole) - 1):
        path_of(path).write_bytes(whole[:length])
        assert_right(path, used=False)
    path_of(path).write_bytes(whole + b"\0")
    assert_right(path, used=False)
    path_of(path).unlink()
    assert_right(path, used=False)
    path_of(path).mkdir()
    assert_right(path, used=False)
    path_of(path).rmdir()


def test_it_is_made_again_where_it_is_damaged(path: Path) -> None:
    path_of(path).write_bytes(b"nonsense")
    assert make(path)
    assert_right(path, used=True)


def test_a_damaged_block_stops_nobody_from_making_it_anew(path: Path) -> None:
    damaged = bytearray(path_of(path).read_bytes())
    damaged[100] ^= 1
    path_of(path).write_bytes(damaged)
    fill(path, 100, 110)
    assert make(path)
    assert_right(path, used=True)


def test_the_index_of_another_store_is_not_used(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    fill(other, 200, 300)
    shutil.copy(path_of(path), path_of(other))
    assert_right(other, used=False)
    assert make(other)
    shutil.copy(path_of(path), path_of(other))
    assert_right(other, used=False)


def test_the_index_of_a_later_state_is_not_used_by_an_older_copy(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    shutil.copy(path, backup)
    fill(path, 100, 110)
    assert make(path)
    shutil.copy(backup, path)  # put back; other references then get the same numbers
    fill(path, 300, 320)
    assert_right(path, used=False)


def test_a_copy_with_its_index_goes_on_with_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    shutil.copy(path_of(path), path_of(copy))
    fill(copy, 400, 404)
    assert_right(copy, used=True)


def test_a_snapshot_has_its_index(path: Path, tmp_path: Path) -> None:
    fill(path, 100, 103)
    with ReferenceStore(path) as store:
        store.remove(["r7"])
        store.snapshot(tmp_path / "snapshot.db")
    assert assert_right(tmp_path / "snapshot.db", used=True) == assert_right(path, used=True)


def test_the_vectors_of_another_encoder_make_it_void(path: Path) -> None:
    with ReferenceStore(path) as store:
        store.begin_vectors("other")
        ids = [row[0] for row in store.without_vectors(10_000)]
        store.put_vectors(ids, np.stack([vector(f"other {i}") for i in ids]))
        assert is_used(store)
        store.finish_vectors()
        assert not is_used(store)
    assert_right(path, used=False)
    assert make(path)
    assert_right(path, used=True)


def test_a_reader_sees_that_another_one_was_made(path: Path) -> None:
    with ReferenceStore(path, readonly=True) as reader:
        assert is_used(reader)
        fill(path, 100, 110)
        assert make(path)
        assert is_used(reader)
        assert reader._search[1].rows == 1100
        assert [[p for p, _ in hits] for hits in reader.dense(QUERIES, LIMIT)] == assert_right(path, used=True)


def test_whoever_reads_leaves_nothing_and_needs_no_right_to_write(path: Path) -> None:
    before = {each.name: each.stat().st_mtime_ns for each in path.parent.iterdir()}
    for each in (path, path_of(path)):
        each.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        assert_right(path, used=True)
        assert {each.name: each.stat().st_mtime_ns for each in path.parent.iterdir()} == before
    finally:
        path.parent.chmod(0o755)


def test_an_index_that_may_not_be_read_is_done_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(search_index, "SearchFile", refuse)
    assert_right(path, used=False)


def test_it_says_so_where_it_cannot_be_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(search_file.SearchFileWriter, "finish", full)
    with pytest.raises(StoreError, match=r"search index .* cannot be written: no space left on device"):
        make(path, anew=True)
    assert_right(path, used=True)


def test_two_make_it_at_once(path: Path) -> None:
    one, two = ReferenceStore(path), ReferenceStore(path)
    parts = []
    for store, process in ((one, 1), (two, 2)):
        with store.reading():
            part, mark = search_index.write(store._connection, path, None, None)
        parts.append((part.rename(path.with_name(f"{path.name}-{process}")), mark))
    for store, (part, mark) in zip((one, two), parts, strict=True):
        with store._writing():
            search_index.put(store._connection, path, part, mark)
    one.close()
    two.close()
    assert_right(path, used=True)


def test_one_that_was_stopped_leaves_nothing_for_long(path: Path) -> None:
    left = path.with_name(f"{path.name}-search.{_no_process()}.part")
    left.write_bytes(b"half")
    assert make(path, anew=True)
    assert not left.exists()


def test_stopped_before_the_store_knows_of_it(path: Path) -> None:
    with ReferenceStore(path) as store, store.reading():
        part, _ = search_index.write(store._connection, path, None, None)
    os.replace(part, path_of(path))  # what `put` does before it marks the store
    assert_right(path, used=False)
    assert make(path)
    assert_right(path, used=True)


def test_progress_is_told_to_the_end(path: Path) -> None:
    told: list[tuple[int, int]] = []
    make(path, anew=True, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (1000, 1000)


def test_the_fingerprint_is_the_same_with_and_without(path: Path) -> None:
    with ReferenceStore(path, readonly=True) as store:
        before = store.fingerprint
    assert make(path, anew=True)
    with ReferenceStore(path, readonly=True) as store:
        assert store.fingerprint == before
        assert store.verify() == []


def test_counts_are_kept_through_every_change(tmp_path: Path) -> None:
    with ReferenceStore(tmp_path / "refs.db") as store:

        def check() -> None:
            assert store.verify() == []
            state = store.state()
            assert (state.references, state.passages) == (
                len(store.list()),
                sum(len(store.passages_of(r.id, r.version)) for r in store.list()),
            )

        store.write([prepared(text(n), id=f"r{n}") for n in range(5)], "toy")
        check()
        store.write([prepared(text(0, 3), id="r0"), prepared(text(9), id="r9", replaces="r1")], "toy")
        check()
        assert store.state().references == 5
        store.retract("r2")
        check()
        store.remove(["r0", "r3"])
        check()
        assert store.state().references == 2


def test_wrong_counts_are_told_and_mended(tmp_path: Path) -> None:
    path = tmp_path / "refs.db"
    fill(path, 0, 2)
    by_hand = sqlite3.connect(path)
    by_hand.execute("UPDATE meta SET value = '7' WHERE key = 'passages'")
    by_hand.commit()
    by_hand.close()
    with ReferenceStore(path) as store:
        assert [line for line in store.verify() if "counts its passages wrong, there are 20" in line]
        store.rebuild_words()
        assert store.verify() == []


def _about(path: Path) -> dict[str, object]:
    file = search_file.SearchFile(path_of(path))
    file.close()
    return file.about


def _no_process() -> int:
    """A number that no process has: one that was started and has ended."""
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    return child
