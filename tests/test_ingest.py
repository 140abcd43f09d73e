"""From references to the store: what is embedded, what is skipped, what is not done twice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck import ingest
from claimcheck.errors import StoreError
from claimcheck.ingest import ReferenceStore, add_references, embed_missing, passage_text
from claimcheck.read.base import Unreadable
from claimcheck.records import Reference
from claimcheck.store.references import ReferenceStore as Store
from claimcheck.store.search_index import path_of
from tests.store.conftest import DIMENSIONS, vector

TEXT = (
    "Ferry line closes\n\nThe ferry line closes in May. It carried 12,400 people last year.\n\n"
    "“We have no money left. We lost 40 people,” said Mira Aune, the head of the line.\n"
)


class Toy:
    name = "toy"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        self.seen += texts
        return np.stack([vector(text) for text in texts])


class Tagger:
    def tag(self, text: str, sentences: object) -> list[object]:
        return []


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
def store(tmp_path: Path, toy: Toy) -> Iterator[ReferenceStore]:
    with ReferenceStore(tmp_path / "refs.db", encoder=toy, tagger=Tagger()) as opened:
        yield opened


def test_add_returns_what_is_stored(store: ReferenceStore) -> None:
    stored = store.add(Reference(TEXT, title="Ferry line closes", publisher="Coast Wire", published="4 March 2026"))
    assert (stored.version, stored.published, stored.publisher) == (1, "2026-03-04", "Coast Wire")
    assert store.add(Reference(TEXT, title="Ferry line closes", publisher="Coast Wire")).id == stored.id


def test_passages_and_their_claims(store: ReferenceStore) -> None:
    stored = store.add(Reference(TEXT, id="a"))
    passages = store.passages_of("a")
    assert [p.text for p in passages][1:3] == ["The ferry line closes in May.", "It carried 12,400 people last year."]
    whole = store.text_of(stored.id)
    for passage in passages:
        assert whole[passage.start : passage.end] == passage.text
        for claim in passage.claims:
            assert whole[claim.start : claim.end] == claim.text
    numbers = {c.text for p in passages for c in p.claims if c.kind == "number"}
    assert "12,400 people" in numbers
    assert "40 people" in numbers  # in quotation marks: no claim of an article, but evidence
    quoted = [p.text for p in passages if any(c.kind == "quote" for c in p.claims)]
    assert len(quoted) == 2  # of both sentences that it runs over


def test_nothing_is_embedded_twice(store: ReferenceStore, toy: Toy) -> None:
    store.add_many([Reference(TEXT, id="a"), Reference(TEXT, id="b", publisher="Other")])
    assert len(toy.seen) == len(set(toy.seen))
    before = len(toy.seen)
    result = store.add_many([Reference(TEXT, id="a")])
    assert (result.unchanged, len(toy.seen)) == (["a"], before)


def test_what_another_version_or_text_has_already_is_not_embedded_again(store: ReferenceStore, toy: Toy) -> None:
    store.add(Reference(TEXT, id="a", title="Ferries"))
    toy.seen.clear()
    store.add(Reference(TEXT.replace("12,400", "12,900"), id="a", title="Ferries"))
    store.add(Reference(TEXT, id="pick-up", title="Ferries", publisher="Other"))
    assert toy.seen == ["It carried 12,900 people last year. (Ferries)"]
    for passage in store.passages_of("a"):
        expected = vector(passage_text("Ferries", passage.text))
        assert store.vectors_of([passage.id])[0] == pytest.approx(expected, abs=1e-3)
    store.add(Reference(TEXT, id="again", title="Boats"))  # the title is embedded with each sentence
    assert len(toy.seen) == 1 + len(store.passages_of("again"))


def test_vectors_are_those_of_the_passages(store: ReferenceStore) -> None:
    store.add(Reference(TEXT, id="a", title="A title"))
    for passage in store.passages_of("a"):
        best = store.dense(vector(passage_text("A title", passage.text))[None], 1)[0][0]
        assert best[0] == passage.id


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        (Reference("  "), "empty"),
        (Reference("a\0b"), "no text"),
        (Reference("half \ud83d"), "no text"),
        (Reference("Words.", title="\udc00"), "no text"),
        (Reference("Words.", slug="\udc00"), "no text"),
        (Reference("Words.", published="soon"), "no date"),
    ],
)
def test_what_cannot_be_stored_is_said(store: ReferenceStore, reference: Reference, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        store.add(reference)
    result = store.add_many([reference, Reference(TEXT, id="good")])
    assert result.added == ["good"]
    assert why in result.skipped[0].why
    assert str(result.skipped[0]).isprintable()


def test_what_could_not_be_read_is_passed_on(store: ReferenceStore, toy: Toy) -> None:
    broken = Unreadable("w.jsonl, line 2", "not valid JSON")
    result = add_references(store, [Reference(TEXT, id="a"), broken], toy, Tagger())
    assert (result.added, result.skipped, result.seen) == (["a"], [broken], 2)


def test_batches_are_written_as_they_come(store: ReferenceStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "BATCH_REFERENCES", 2)
    told: list[int] = []

    def references() -> Iterator[Reference]:
        for n in range(5):
            told.append(len(store.list()))
            yield Reference(f"The ferry carried {n} people.", id=str(n))

    result = store.add_many(references())
    assert len(result.added) == 5
    assert told == [0, 0, 2, 2, 4]


def test_progress(store: ReferenceStore) -> None:
    seen = []
    store.add_many([Reference(TEXT, id="a")], progress=lambda result: seen.append(result.seen))
    assert seen[-1] == 1


def test_models_are_not_loaded_when_nothing_is_new(tmp_path: Path, store: ReferenceStore) -> None:
    store.add(Reference(TEXT, id="a"))
    store.close()

    class Fails:
        name = "toy"

        def encode(self, texts: list[str]) -> np.ndarray:
            raise AssertionError("not needed")

    with ReferenceStore(tmp_path / "refs.db", encoder=Fails(), tagger=Tagger()) as again:  # type: ignore[arg-type]
        assert again.add(Reference(TEXT, id="a")).id == "a"


@pytest.mark.parametrize(
    ("title", "sentence", "embedded"),
    [
        (None, "It rained.", "It rained."),
        ("Weather", "It rained.", "It rained. (Weather)"),
        ("It rained.", "It rained. A lot.", "It rained. A lot."),
    ],
)
def test_passage_text(title: str | None, sentence: str, embedded: str) -> None:
    assert passage_text(title, sentence) == embedded


class Other(Toy):
    name = "other"

    def encode(self, texts: list[str]) -> np.ndarray:
        return -super().encode(texts)


def test_another_encoder_takes_over_when_it_is_done_and_goes_on_where_it_stopped(
    store: ReferenceStore, toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 2)
    store.add_many([Reference(f"The ferry carried {n} people.", id=str(n)) for n in range(7)])
    other = Other()

    def stop(made: int, total: int) -> None:
        if made == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_missing(store, other, stop)
    assert store.encoder == "toy"
    assert store.dense(vector("The ferry carried 3 people.")[None], 1)[0][0][1] == pytest.approx(1, abs=1e-3)
    store.add(Reference("A zeppelin landed.", id="new"))
    told: list[tuple[int, int]] = []
    assert embed_missing(store, other, lambda made, total: told.append((made, total))) == 4
    assert told == [(2, 4), (4, 4)]
    assert len(other.seen) == 8
    assert store.encoder == "other"
    assert store.dense(-vector("A zeppelin landed.")[None], 1)[0][0][1] == pytest.approx(1, abs=1e-3)
    assert store.verify() == []
    assert embed_missing(store, other) == 0


def test_deferred(store: ReferenceStore, toy: Toy) -> None:
    add_references(store, [Reference(TEXT, id="a")], toy, Tagger(), defer=True)
    assert toy.seen == []
    assert store.search_text("ferry")
    assert store.dense(vector("x")[None]) == [[]]
    assert embed_missing(store, toy) == len(store.passages_of("a"))
    assert len(store.dense(vector("x")[None], 9)[0]) == len(store.passages_of("a"))


PIECES = [
    "“",
    "” said Mira Aune. ",
    "It carried 12,400 people. ",
    "\n\n",
    "A headline\n",
    "U.S. No. 4 ",
    "\u2028",
    "🚢 ",
    "\r\n",
]


@settings(max_examples=20, deadline=None)
@given(parts=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), min_size=1, max_size=12))
def test_any_text_is_stored_whole_or_refused(parts: list[str]) -> None:
    text = "".join(parts)
    with (
        tempfile.TemporaryDirectory() as folder,
        ReferenceStore(f"{folder}/refs.db", encoder=Toy(), tagger=Tagger()) as store,
    ):
        result = store.add_many([Reference(text, id="a")])
        assert len(result.added) + len(result.skipped) == 1
        assert store.verify() == []
        if result.added:
            assert store.text_of("a") == text


class Small(Store):
    """Large enough for a search index."""

    def index_search(self, progress=None, *, anew=False, many=5):  # type: ignore[no-untyped-def]
        return super().index_search(progress, anew=anew, many=many)


def test_a_store_grown_large_has_a_search_index(tmp_path: Path, toy: Toy) -> None:
    path = tmp_path / "refs.db"
    with Small(path) as store:
        add_references(store, [Reference(TEXT, id="a")], toy, Tagger(), defer=True)
        assert not path_of(path).exists()
        embed_missing(store, toy)
        assert not path_of(path).exists()  # the command does it, and says how far it is
        told: list[tuple[int, int]] = []
        line = Reference(TEXT + "The line is 90 years old.", id="b")
        add_references(store, [line], toy, Tagger(), indexing=lambda done, of: told.append((done, of)))
        assert path_of(path).exists()
        assert told[-1][0] == told[-1][1]
        found = store.dense(toy.encode(["The line is 90 years old."]), 1)[0][0][0]
        assert store.passages_by_id([found])[0].text == "The line is 90 years old."


def test_adding_does_not_fail_where_the_search_index_cannot_be_written(tmp_path: Path, toy: Toy) -> None:
    path = tmp_path / "refs.db"
    path_of(path).mkdir()
    with Small(path) as store:
        result = add_references(store, [Reference(TEXT, id="a")], toy, Tagger())
        assert result.added == ["a"]
        assert "search index" in (result.unindexed or "")
        assert len(store.dense(toy.encode(["ferries"]), 3)[0]) == 3
        with pytest.raises(StoreError, match="search index"):
            store.index_search()
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []
