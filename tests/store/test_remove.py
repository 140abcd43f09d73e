from __future__ import annotations

import pytest

from claimcheck.errors import StoreError
from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared, vector


def test_all_of_it_goes_and_a_tombstone_stays(ferries: ReferenceStore) -> None:
    before = ferries.fingerprint
    sha256 = ferries.get("f1").sha256
    ferries.write([prepared("The ferry was on time.", id="f1")], "toy")
    assert ferries.remove(["f1"], "asked for by the publisher") == ["f1"]
    assert ferries.fingerprint != before
    stones = ferries.tombstones()
    assert [(s["id"], s["version"], s["why"]) for s in stones] == [
        ("f1", 1, "asked for by the publisher"),
        ("f1", 2, "asked for by the publisher"),
    ]
    assert stones[0]["sha256"] == sha256
    assert {r.id for r in ferries.list(superseded=True)} == {"f2", "b1"}
    assert ferries.stats()["passages"] == 3
    assert ferries.stats()["vectors"] == 3
    assert ferries.search_text("captain") == []
    assert all(
        p.reference.id != "f1" for p in ferries.passages_by_id([i for i, _ in ferries.dense(vector("x")[None])[0]])
    )
    ferries._connection.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)")


def test_it_is_explained_afterwards(ferries: ReferenceStore) -> None:
    ferries.remove(["f1"], "withdrawn")
    with pytest.raises(StoreError, match=r"f1 was removed on 20.*\(withdrawn\)"):
        ferries.get("f1")
    with pytest.raises(StoreError, match="there is no reference nobody"):
        ferries.get("nobody")


def test_nothing_goes_if_one_is_not_there(ferries: ReferenceStore) -> None:
    with pytest.raises(StoreError, match="nobody"):
        ferries.remove(["f1", "nobody"])
    assert len(ferries.list()) == 3


def test_numbers_of_passages_and_versions_do_not_come_back(ferries: ReferenceStore) -> None:
    old = {p.id for p in ferries.passages_of("b1")}
    text = ferries.text_of("b1")
    ferries.remove(["b1"])
    ferries.write([prepared(text, id="b1")], "toy")
    assert not old & {p.id for p in ferries.passages_of("b1")}
    assert ferries.get("b1").version == 2
