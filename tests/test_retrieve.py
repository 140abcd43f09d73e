"""Retrieval on a real store with the bundled encoder."""

import pytest

from claimcheck.backends.registry import load_encoder
from claimcheck.extract.claims import extract
from claimcheck.ingest import ReferenceStore
from claimcheck.records import Article, Reference
from claimcheck.retrieve import query_text, retrieve
from claimcheck.segment import segment

REFERENCES = [
    Reference(
        id="fire",
        title="Blaze at the yard",
        publisher="Harbour Wire",
        published="2026-03-03",
        text="Flames ran through the boatyard on Monday night. Fourteen vessels were lost, the fire chief said.",
    ),
    Reference(
        id="ferry",
        title="Ferry timetable",
        publisher="Lunn Lines",
        published="2026-01-10",
        text="Ferries to Lunn leave at noon. Tickets cost nine crowns.",
    ),
]
ARTICLE = Article(
    'A fire destroyed 40 boats in the harbour.\n\n"Fourteen vessels were lost," the fire chief said.',
    published="2026-03-04",
)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture(scope="module")
def store(tmp_path_factory, encoder):
    store = ReferenceStore(tmp_path_factory.mktemp("store") / "refs.db", encoder=encoder)
    store.add_many(REFERENCES)
    yield store
    store.close()


@pytest.fixture(scope="module")
def claims():
    return extract(ARTICLE, segment(ARTICLE.text))


def test_the_passage_about_the_same_thing_comes_first(store, encoder, claims):
    for found in retrieve(claims, store, encoder):
        assert found[0].passage.reference.id == "fire"
        assert found == sorted(found, key=lambda c: -c.score)


def test_a_quote_finds_its_own_words(store, encoder, claims):
    quote = next(i for i, c in enumerate(claims) if c.kind == "quote")
    assert "Fourteen vessels were lost" in retrieve(claims, store, encoder)[quote][0].passage.text


def test_what_is_left_out_is_no_candidate(store, encoder, claims):
    found = retrieve(claims, store, encoder, leave_out=frozenset({("fire", 1)}))
    assert {c.passage.reference.id for row in found for c in row} == {"ferry"}


def test_the_net_is_as_wide_as_asked(store, encoder, claims):
    assert all(len(row) == 2 for row in retrieve(claims, store, encoder, width=2))


def test_no_claims_and_an_empty_store_are_no_errors(store, encoder, claims, tmp_path):
    assert retrieve([], store, encoder) == []
    with ReferenceStore(tmp_path / "empty.db", encoder=encoder) as empty:
        assert retrieve(claims, empty, encoder) == [[] for _ in claims]


def test_a_query_names_the_speaker_that_its_sentence_leaves_out(claims):
    quote = next(c for c in claims if c.kind == "quote")
    assert query_text(quote).startswith(quote.sentence.text)
    unnamed = type(quote)(**{**{f: getattr(quote, f) for f in quote.__slots__}, "details": {"speaker": "Ada Brook"}})
    assert query_text(unnamed).startswith("Ada Brook: ")
