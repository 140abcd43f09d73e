"""Adding: what is new, what is a version, what is there already."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from claimcheck.errors import StoreError
from claimcheck.records import Reference
from claimcheck.store.identity import address
from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared

ONE, TWO = "The ferry carried 400 people.", "The ferry carried 420 people."


def outcomes(store: ReferenceStore, *items: object) -> list[str]:
    return [one.outcome for item in items for one in store.write([item], "toy")]  # type: ignore[list-item]


def test_adding_twice_changes_nothing(store: ReferenceStore) -> None:
    item = prepared(ONE, id="a", title="T")
    assert outcomes(store, item) == ["added"]
    before = store.fingerprint, store.stats()
    assert outcomes(store, item) == ["unchanged"]
    assert (store.fingerprint, store.stats()) == before


def test_another_text_under_the_same_id_is_a_new_version(store: ReferenceStore) -> None:
    assert outcomes(store, prepared(ONE, id="a"), prepared(TWO, id="a")) == ["added", "updated"]
    assert [(v.version, v.superseded is None) for v in store.versions("a")] == [(1, False), (2, True)]
    assert store.text_of("a") == TWO
    assert store.text_of("a", 1) == ONE
    assert store.get("a").version == 2
    assert [r.version for r in store.list()] == [2]
    assert store.state().references == 1


def test_another_text_at_the_same_address_is_a_new_version(store: ReferenceStore) -> None:
    first = prepared(ONE, url="https://www.post.example/ferry/")
    second = prepared(TWO, url="http://post.example/ferry?utm_source=letter#top")
    assert outcomes(store, first, second) == ["added", "updated"]
    (current,) = store.list()
    assert current.version == 2


def test_rows_of_one_table_share_an_address_and_stay_apart(store: ReferenceStore) -> None:
    url = "https://statistics.example/table"
    items = [prepared(ONE, id="row1", url=url), prepared(TWO, id="row2", url=url)]
    assert outcomes(store, *items, *items) == ["added", "added", "unchanged", "unchanged"]
    assert outcomes(store, prepared(ONE, url=url)) == ["unchanged"]


def test_the_same_text_from_another_publisher_is_another_reference(store: ReferenceStore) -> None:
    items = [prepared(ONE, publisher="Coast Wire"), prepared(ONE, publisher="Harbour Post")]
    assert outcomes(store, *items) == ["added", "added"]
    assert len({r.id for r in store.list()}) == 2


def test_what_was_not_known_before_is_filled_in(store: ReferenceStore) -> None:
    assert outcomes(store, prepared(ONE), prepared(ONE, publisher="Coast Wire", published="2026-03-01")) == [
        "added",
        "updated",
    ]
    (found,) = store.list()
    assert (found.publisher, found.published, found.version) == ("Coast Wire", "2026-03-01", 1)
    assert outcomes(store, prepared(ONE)) == ["unchanged"]


def test_an_older_text_again_is_no_news(store: ReferenceStore) -> None:
    """The same folder can be added again, with all the versions in it."""
    items = [prepared(ONE, id="a"), prepared(TWO, id="a")]
    outcomes(store, *items)
    assert outcomes(store, *items) == ["unchanged", "unchanged"]
    assert store.text_of("a") == TWO


def test_a_version_dated_before_the_one_on_file_is_kept_as_superseded(store: ReferenceStore) -> None:
    outcomes(store, prepared(TWO, id="a", published="2026-03-05"), prepared(ONE, id="a", published="2026-03-01"))
    assert store.text_of("a") == TWO
    outcomes(store, prepared("Another text.", id="a"))
    assert store.text_of("a") == "Another text."


def test_one_call_is_one_transaction(store: ReferenceStore) -> None:
    broken = prepared(TWO, id="b")
    object.__setattr__(broken.passages[0].sentence, "role", None)  # the table refuses it
    with pytest.raises(StoreError):
        store.write([prepared(ONE, id="a"), broken], "toy")
    assert store.list() == []
    assert store.stats()["vectors"] == 0


def test_vectors_of_another_encoder_are_refused(store: ReferenceStore) -> None:
    outcomes(store, prepared(ONE, id="a"))
    with pytest.raises(StoreError, match="made by the encoder toy, not other"):
        store.write([prepared(TWO, id="b")], "other")
    assert store.encoder == "toy"
    assert len(store.list()) == 1


def test_made_ids_are_the_same_in_another_store(tmp_path: Path) -> None:
    ids = []
    for name in ("one.db", "two.db"):
        with ReferenceStore(tmp_path / name) as store:
            store.write([prepared(ONE)])
            ids.append(store.list()[0].id)
    assert ids[0] == ids[1]


def test_a_person_can_read_the_file(ferries: ReferenceStore, path: Path) -> None:
    ferries.close()
    rows = (
        sqlite3.connect(path).execute("SELECT id, publisher, passages FROM current_references ORDER BY id").fetchall()
    )
    assert rows == [("b1", "Coast Wire", 1), ("f1", "Harbour Post", 3), ("f2", "Coast Wire", 2)]


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://www.Post.example/a/?utm_source=x&id=7#top", "post.example/a?id=7"),
        ("http://post.example", "post.example"),
        ("HTTPS://post.example/A", "post.example/A"),
        ("https://[broken", "https://[broken"),
        ("", None),
        (None, None),
    ],
)
def test_address(url: str | None, known: str | None) -> None:
    assert address(url) == known


def test_standing_only_looks(store: ReferenceStore) -> None:
    assert store.standing(Reference(text=ONE, id="a")).kind == "new"
    assert store.list() == []


class TestCorrectionsAndKills:
    def test_a_correction_takes_the_place_of_what_it_names(self, store: ReferenceStore) -> None:
        outcomes(store, prepared(ONE, id="a"), prepared(TWO, id="a-corrected", replaces="a"))
        assert [r.id for r in store.list()] == ["a-corrected"]
        assert store.get("a").superseded
        assert store.text_of("a") == ONE

    def test_also_when_it_comes_first(self, store: ReferenceStore) -> None:
        outcomes(store, prepared(TWO, id="a-corrected", replaces="a"), prepared(ONE, id="a"))
        assert [r.id for r in store.list()] == ["a-corrected"]

    def test_a_kill(self, store: ReferenceStore) -> None:
        outcomes(store, prepared(ONE, id="a"))
        before = store.fingerprint
        assert store.retract("a", "killed by the wire") is True
        assert store.fingerprint != before
        assert store.list() == []
        assert store.search_text("ferry") == []
        assert store.retracted("a") == "killed by the wire"
        assert store.retract("a") is False
        assert outcomes(store, prepared(ONE, id="a")) == ["unchanged"]
        assert store.list() == []

    def test_a_kill_of_what_is_still_to_come(self, store: ReferenceStore) -> None:
        store.retract("a", "killed")
        assert outcomes(store, prepared(ONE, id="a")) == ["added"]
        assert store.list() == []
        assert store.verify() == []
