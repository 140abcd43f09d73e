"""Pick-ups of one text count as one source; another figure in the same words does not make a copy."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from claimcheck.store import schema
from claimcheck.store.copies import LEAST, Text
from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared

WIRE = (
    "The night ferry between Arle and Tonsund will stop running in May, the harbour board said on Monday. "
    "It carried 12,400 people last year, a third fewer than in the year before, and lost two million crowns. "
    "Nobody on the board voted against the plan. The mayor of Tonsund called it a sad day for the islands, "
    "and asked the government for a bus that would go round the bay at night. A decision is due in the spring."
)
OTHER = (
    "Bread became dearer in every town of the province during the winter, the statistics office reported. "
    "Bakers blamed the price of flour and of electricity, and said that more was to come before the summer."
)
CUT = WIRE.split(" Nobody")[0]


def add(store: ReferenceStore, text: str, id: str, **fields: str) -> None:
    store.write([prepared(text, id=id, **fields)], "toy")


def origins(store: ReferenceStore) -> dict[str, str]:
    return {r.id: r.origin for r in store.list()}


def test_pick_ups_are_grouped_under_the_first(store: ReferenceStore) -> None:
    add(store, CUT, "cut", publisher="Arle Post", published="2026-03-02", tier="outlet")
    add(store, OTHER, "bread", published="2026-03-01")
    add(store, WIRE, "wire", publisher="Coast Wire", published="2026-03-02", tier="wire")
    add(store, WIRE.replace("on Monday", "yesterday"), "later", published="2026-03-03")
    assert origins(store) == {"cut": "wire", "wire": "wire", "later": "wire", "bread": "bread"}
    assert store.get("cut").copies == 3
    assert store.get("bread").copies == 1
    assert {r.id for r in store.copies("wire")} == {"cut", "wire", "later"}
    passage = store.passages_of("later")[0]
    assert (passage.reference.origin, passage.reference.copies) == ("wire", 3)


def test_the_same_words_with_another_figure_are_no_copy(store: ReferenceStore) -> None:
    add(store, WIRE, "one")
    add(store, WIRE.replace("12,400", "13,900"), "two")
    add(store, WIRE.replace("two million", "five million"), "three")
    assert origins(store) == {"one": "one", "two": "two", "three": "three"}


def test_a_longer_story_of_its_own_that_quotes_an_earlier_text_is_no_copy(store: ReferenceStore) -> None:
    add(store, OTHER, "release", published="2026-03-01", tier="primary")
    add(store, f"{WIRE} {OTHER}", "story", published="2026-03-02")
    assert origins(store)["story"] == "story"


def test_versions_of_one_reference_are_no_copies_of_each_other(store: ReferenceStore) -> None:
    add(store, WIRE, "a")
    add(store, WIRE.replace("sad day", "bad day"), "a")
    assert store.get("a").copies == 1


def test_when_the_origin_goes_the_next_takes_its_place(store: ReferenceStore) -> None:
    add(store, WIRE, "wire", published="2026-03-01")
    add(store, CUT, "b", published="2026-03-02")
    add(store, CUT, "c", published="2026-03-03", publisher="Other")
    store.remove(["wire"])
    assert origins(store) == {"b": "b", "c": "b"}
    assert store._connection.execute("SELECT count(DISTINCT version) FROM sketches").fetchone() == (2,)


def test_a_few_words_that_are_shared_are_chance_unless_there_are_no_others(store: ReferenceStore) -> None:
    add(store, "Nobody was hurt, police said.", "short", publisher="Arle Post")
    add(store, f"{WIRE} Nobody was hurt, police said.", "long")
    add(store, "Nobody was hurt, police said.", "same", publisher="Coast Wire")
    assert origins(store) == {"short": "short", "long": "long", "same": "short"}


@pytest.mark.parametrize("text", ["", "One.", "Two words.", "12", "!!!"])
def test_texts_of_hardly_a_word(store: ReferenceStore, text: str) -> None:
    assert 0 <= Text.of(text).part_from(Text.of(WIRE)) <= 1
    add(store, text or " ", "short")
    add(store, OTHER, "long")
    assert origins(store)["short"] == "short"


def test_of_a_long_text_a_part_is_kept() -> None:
    text = Text.of(" ".join(f"word{i}" for i in range(4000)))
    assert len(text.runs) == 3996
    assert LEAST < len(text.sketch) < 700
    assert len(Text.of(WIRE).sketch) >= LEAST


def test_an_older_store_is_searched_for_copies_when_it_is_brought_up(store: ReferenceStore) -> None:
    add(store, WIRE, "wire", published="2026-03-01")
    add(store, CUT, "cut", published="2026-03-02")
    store._connection.executescript("DROP TABLE sketches; UPDATE versions SET origin = id")
    schema.m002_find_near_copies(Database(store._connection))
    assert origins(store) == {"wire": "wire", "cut": "wire"}
