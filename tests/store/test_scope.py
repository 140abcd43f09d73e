"""The store as it stood: what was published by then, what was held by then."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared, vector

ONE, TWO = "The ferry carried 400 people.", "The ferry carried 420 people."


@pytest.fixture
def path(path: Path) -> Path:
    with ReferenceStore(path) as store:
        store.write([prepared(ONE, id="a", published="2026-03-01")], "toy")
        store.write([prepared(TWO, id="a", published="2026-03-05T08:00:00+01:00")], "toy")
        store.write([prepared("A ferry without a date.", id="b")], "toy")
        for version, added in ((1, "2026-03-02T10:00:00Z"), (2, "2026-03-06T10:00:00Z")):
            store._connection.execute("UPDATE versions SET added = ? WHERE id = 'a' AND version = ?", (added, version))
        store._connection.execute("UPDATE versions SET added = '2026-03-03T10:00:00Z' WHERE id = 'b'")
    return path


@pytest.mark.parametrize(
    ("as_of", "held_at", "seen"),
    [
        (None, None, {("a", 2), ("b", 1)}),
        ("2026-03-04", None, {("a", 1)}),
        ("2026-03-05", None, {("a", 2)}),
        ("2026-02-28", None, set()),
        (None, "2026-03-02", {("a", 1)}),
        (None, "2026-03-04", {("a", 1), ("b", 1)}),
        (None, "2026-03-07", {("a", 2), ("b", 1)}),
        ("2026-03-05", "2026-03-04", {("a", 1)}),
        ("2026-03-05", "2026-03-01T00:00:00Z", set()),
    ],
)
def test_as_it_stood(path: Path, as_of: str | None, held_at: str | None, seen: set[tuple[str, int]]) -> None:
    with ReferenceStore(path, readonly=True, as_of=as_of, held_at=held_at) as store:
        assert {(r.id, r.version) for r in store.list()} == seen
        assert store.state().references == len(seen)
        by_words = store.passages_by_id([p for p, _ in store.search_text("ferry")])
        assert {(p.reference.id, p.reference.version) for p in by_words} == seen
        by_meaning = store.passages_by_id([p for p, _ in store.dense(vector("x")[None])[0]])
        assert {(p.reference.id, p.reference.version) for p in by_meaning} == seen


def test_another_view_has_another_fingerprint(path: Path) -> None:
    with ReferenceStore(path, readonly=True) as now, ReferenceStore(path, readonly=True, as_of="2026-03-04") as then:
        assert now.fingerprint != then.fingerprint


def test_a_view_for_the_while_of_a_check(path: Path) -> None:
    with ReferenceStore(path, readonly=True) as store:
        now = {p for p, _ in store.search_text("ferry")}, store.vectors()[0].tolist(), store.fingerprint
        with store.view(as_of="2026-03-04"):
            assert {(r.id, r.version) for r in store.list()} == {("a", 1)}
            assert not {p for p, _ in store.search_text("ferry")} & now[0]
            assert not set(store.vectors()[0].tolist()) & set(now[1])
        assert ({p for p, _ in store.search_text("ferry")}, store.vectors()[0].tolist(), store.fingerprint) == now
