"""Finding passages: by words, by phrases, by vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.store import vectors
from claimcheck.store.references import ReferenceStore
from tests.store.conftest import DIMENSIONS, prepared, vector


def texts(store: ReferenceStore, hits: list[tuple[int, float]]) -> list[str]:
    return [p.text for p in store.passages_by_id([passage for passage, _ in hits])]


def test_words_are_found_in_other_forms(ferries: ReferenceStore) -> None:
    assert texts(ferries, ferries.search_text("ferries that were closing"))[0] == "The ferry line closes in May."


def test_scores_are_higher_for_better(ferries: ReferenceStore) -> None:
    scores = [score for _, score in ferries.search_text("ferry people")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_the_rarest_words_are_chosen(ferries: ReferenceStore) -> None:
    index = ferries._text_index()
    assert index.choose("the ferry and the captain of Atlantis") == ["captain", "ferry"]


def test_a_query_of_common_words_alone_still_finds(ferries: ReferenceStore) -> None:
    assert texts(ferries, ferries.search_text("was")) != []


@pytest.mark.parametrize(
    "query",
    ["", "   ", '"', "AND OR NOT", "ferry*", "(ferry", "text:ferry", "NEAR(a b)", "-", "a\0b", "^ferry", "'--", "🚢"],
)
def test_whatever_is_asked_is_taken_for_words(ferries: ReferenceStore, query: str) -> None:
    ferries.search_text(query)
    ferries.search_phrase(query)


@settings(max_examples=50, deadline=None)
@given(query=st.text(max_size=40))
def test_any_query(query: str) -> None:
    index = _index()
    index.search(query, 5)
    index.phrase(query, 5)


_KEPT: list = []


def _index():
    if not _KEPT:
        import tempfile
        from pathlib import Path

        store = ReferenceStore(Path(tempfile.mkdtemp()) / "refs.db")
        store.write([prepared("The ferry carried 400 people. Nobody was hurt.", id="a")])
        _KEPT.append(store)
    return _KEPT[0]._text_index()


def test_phrase(ferries: ReferenceStore) -> None:
    assert texts(ferries, ferries.search_phrase("ferry was late")) == ["The captain said the ferry was late."]
    assert ferries.search_phrase("late was ferry") == []


def test_limit(ferries: ReferenceStore) -> None:
    assert len(ferries.search_text("ferry", 2)) == 2


def test_dense_finds_the_same_as_an_exact_search(ferries: ReferenceStore) -> None:
    ids, matrix = ferries.vectors()
    assert matrix.dtype == np.float16
    assert matrix.shape == (6, DIMENSIONS)
    queries = np.stack([vector("Nobody was hurt."), vector("something else")])
    found = ferries.dense(queries, 4)
    assert [len(hits) for hits in found] == [4, 4]
    assert texts(ferries, found[0])[0] == "Nobody was hurt."
    assert found[0][0][1] == pytest.approx(1.0, abs=1e-3)
    exact = queries @ matrix.astype(np.float32).T
    for row, hits in zip(exact, found, strict=True):
        assert [p for p, _ in hits] == [int(ids[i]) for i in np.argsort(-row)[:4]]


def test_dense_in_pieces_is_the_same_as_at_once() -> None:
    generator = np.random.default_rng(7)
    matrix = generator.normal(size=(500, DIMENSIONS)).astype(np.float16)
    ids = np.arange(500, dtype=np.int64) * 3
    queries = generator.normal(size=(5, DIMENSIONS)).astype(np.float32)
    whole = vectors.best(vectors.split(ids, matrix), queries, 10)
    pieces = vectors.best(vectors.split(ids, matrix, 37), queries, 10)
    assert [[p for p, _ in hits] for hits in whole] == [[p for p, _ in hits] for hits in pieces]


def test_dense_in_an_empty_store(store: ReferenceStore) -> None:
    assert store.dense(np.zeros((2, DIMENSIONS), np.float32)) == [[], []]
    assert store.dense(np.zeros((0, DIMENSIONS), np.float32)) == []
    assert store.search_text("ferry") == []


def test_vectors_of(ferries: ReferenceStore) -> None:
    known = ferries.dense(vector("Nobody was hurt.")[None], 1)[0][0][0]
    found = ferries.vectors_of([known, 999])
    assert found.shape == (2, DIMENSIONS)
    assert found[0] @ vector("Nobody was hurt.") == pytest.approx(1.0, abs=1e-3)
    assert not found[1].any()


def test_a_superseded_version_is_not_found(ferries: ReferenceStore) -> None:
    ferries.write([prepared("The ferry carried 410 people. Nobody was hurt.", id="f1")], "toy")
    found = texts(ferries, ferries.search_text("ferry people carried"))
    assert "The ferry carried 410 people." in found
    assert "The ferry carried 400 people." not in found
    assert len(ferries.vectors()[0]) == 5
    assert (
        texts(ferries, ferries.dense(vector("The ferry carried 400 people.")[None], 9)[0]).count("Nobody was hurt.")
        == 1
    )


def test_many_superseded_do_not_crowd_out_the_current(store: ReferenceStore) -> None:
    for n in range(60):
        store.write([prepared(f"The ferry carried {n} people.", id="a")], "toy")
    assert texts(store, store.search_text("ferry", 1)) == ["The ferry carried 59 people."]


def test_passages_come_with_their_neighbours_and_claims(ferries: ReferenceStore) -> None:
    first, second, third = ferries.passages_of("f1")
    assert (second.before, second.text, second.after) == (first.text, "Nobody was hurt.", third.text)
    assert (first.before, third.after) == ("", "")
    (claim,) = first.claims
    assert (claim.kind, claim.text, claim.details["value"]) == ("number", "400", 400.0)
    assert claim.details["noun"] is None  # put back, though the store leaves it out
    assert claim.sentence.text == first.text
    whole = ferries.text_of("f1")
    assert whole[first.start : first.end] == first.text
    assert whole[claim.start : claim.end] == claim.text


def test_passages_by_id_keeps_the_order_and_leaves_out_what_is_gone(ferries: ReferenceStore) -> None:
    ids = [p.id for p in ferries.passages_of("f1")]
    assert [p.id for p in ferries.passages_by_id([ids[2], 12345, ids[0]])] == [ids[2], ids[0]]
    assert ferries.passages_by_id([]) == []


def test_a_search_sees_what_was_added_since(ferries: ReferenceStore) -> None:
    ferries.dense(vector("x")[None])
    assert ferries.search_text("zeppelin") == []
    ferries.write([prepared("A zeppelin landed.", id="z")], "toy")
    assert len(ferries.search_text("zeppelin")) == 1
    assert len(ferries.vectors()[0]) == 7
