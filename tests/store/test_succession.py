"""What takes whose place, whichever comes first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from claimcheck.store.references import ReferenceStore
from claimcheck.store.succession import story_of
from tests.store.conftest import prepared

FIRST = {"id": "1", "slug": "FERRY-FIRE", "published": "2026-03-02T10:00:00+01:00"}
SECOND = {"id": "2", "slug": "FERRY-FIRE/UPDATE 1", "published": "2026-03-02T12:00:00+01:00", "updates": True}
THIRD = {"id": "3", "slug": "Ferry Fire, 2nd Ld-Writethru", "published": "2026-03-02T15:00:00+01:00", "updates": True}


def add(store: ReferenceStore, *items: dict[str, object]) -> dict[str, str | None]:
    """Id to what took its place, or None where nothing did."""
    for item in items:
        store.write([prepared(f"Ferry {item['id']} carried 400 people.", **{"publisher": "Coast Wire"} | item)], "toy")
    return {each.id: each.successor for each in store.list(superseded=True)}


def current(store: ReferenceStore) -> set[str]:
    return {each.id for each in store.list()}


@pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, THIRD))))
def test_of_one_story_the_last_update_stays(store: ReferenceStore, order: Sequence[dict[str, object]]) -> None:
    took = add(store, *order)
    assert current(store) == {"3"}
    assert took["1"] in ("2", "3")
    assert took["2"] == "3"


@pytest.mark.parametrize(
    "other",
    [
        {"publisher": "Bay Wire"},
        {"slug": "BREAD-PRICES"},
        {"slug": None},
        {"published": "2026-03-01T09:00:00+01:00"},  # yesterday's story
        {"published": None},
    ],
)
def test_another_story_is_left_alone(store: ReferenceStore, other: dict[str, object]) -> None:
    add(store, FIRST | other, SECOND)
    assert current(store) == {"1", "2"}


def test_two_texts_under_one_slug_are_two_unless_one_says_that_it_updates(store: ReferenceStore) -> None:
    add(store, FIRST, FIRST | {"id": "sidebar", "published": "2026-03-02T11:00:00+01:00"})
    assert current(store) == {"1", "sidebar"}


@pytest.mark.parametrize("order", list(permutations(({"id": "a"}, {"id": "b", "replaces": "a"}))))
def test_a_correction_names_what_it_corrects(store: ReferenceStore, order: Sequence[dict[str, object]]) -> None:
    assert add(store, *order) == {"a": "b", "b": None}
    assert current(store) == {"b"}


@pytest.mark.parametrize("first", [True, False])
def test_a_kill_notice(store: ReferenceStore, first: bool) -> None:
    if first:
        store.retract("1", "killed")
    add(store, FIRST)
    if not first:
        store.retract("1", "killed")
    assert current(store) == set()
    assert store.retractions() == [("1", "killed")]


def test_what_was_taken_back_stays_so_in_a_view_of_now(store: ReferenceStore) -> None:
    add(store, FIRST, SECOND, {"id": "killed", "published": "2026-03-02"})
    store.retract("killed")
    with store.view(as_of="2026-03-03"):
        assert current(store) == {"2"}
    with store.view(as_of="2026-03-02T11:00:00+01:00"):
        assert current(store) == {"1"}  # the update was not out yet; a kill holds for good
    with store.view(held_at="2099-01-01"):
        assert current(store) == {"2"}
    store._connection.execute("UPDATE retractions SET received = '2098-01-01T00:00:00Z'")
    with store.view(held_at="2097-01-01"):
        assert current(store) == {"2", "killed"}


@pytest.mark.parametrize(
    ("slug", "story"),
    [
        ("FERRY-FIRE", "ferry fire"),
        ("FERRY-FIRE/UPDATE 2", "ferry fire"),
        ("UPDATE 2-FERRY FIRE", "ferry fire"),
        ("Ferry Fire, 3rd Ld-Writethru", "ferry fire"),
        ("FERRY-FIRE (CORRECTED)", "ferry fire"),
        ("MISLEADING-ADS", "misleading ads"),
        ("UPDATE", "update"),
        ("--", None),
        (None, None),
    ],
)
def test_a_slug_without_what_tells_the_version(slug: str | None, story: str | None) -> None:
    assert story_of(slug) == story


def test_what_wires_and_transcripts_say_is_kept_and_given_back(store: ReferenceStore) -> None:
    from claimcheck.records import Cue, Review

    item = prepared(
        "We sold 9 boats. It was 120 people.",
        id="t",
        slug="FERRY",
        urgency=3,
        embargo="2026-03-05",
        reviews=(Review("The ferry sank.", "False", False, "Harbour Checks"),),
        cues=(Cue(0, 61.0, 63.5), Cue(17, 80.0, 83.0)),
    )
    store.write([item], "toy")
    assert store.full("t") == item.reference
    first, second = store.passages_of("t")
    assert (first.begins, first.ends, second.begins, second.ends) == (61.0, 63.5, 80.0, 83.0)
    assert first.reference.reviews == item.reference.reviews
    store.remove(["t"])
    assert store._connection.execute("SELECT count(*) FROM cues").fetchone() == (0,)
    assert store.verify() == []
