"""The same words, altered words, or another remark: quotes against reference texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.compare.quotes import align
from tests.growth import grows_linearly

SAME = [
    ("The gates were closed in May.", 'She said: "The gates were closed in May."'),
    ("The gates were closed in May,", "PELL: The gates were closed in May and nobody came."),
    ("I can’t say it’s finished,", "I can't say it's finished."),
    ("We do not plan to leave.", "We don't plan to leave."),
    ("the colour of ash, frankly", "It turned the color of ash, frankly."),
    ("We waited seven hours", "We waited 7 hours"),
    (
        "My sister sang. She said, 'Join in.'",
        '"My sister sang," she says on the pier. "She said, \'Join in.\'"',
    ),
    ("We lost everything … but we are alive.", "We lost everything, the house, the car, the boat, but we are alive."),
    ("We lost everything [in the flood] and left.", "We lost everything and left."),
    ("[The mayor] knew about it in January.", "She knew about it in January."),
    ("as late as possible", 'It should end "as late as possible", he said.'),
    ("No.", "REPORTER: Did you see it?\n\nPELL: No. I was not there."),
    ("well-known and well-liked people", "well known and well liked people"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME)
def test_the_same_words(ours: str, theirs: str) -> None:
    match = align(ours, theirs)
    assert match.same
    assert match.near
    assert match.similarity == 1.0
    assert match.changes == ()


ALTERED = [
    (
        "and she sold the boat instead.",
        "She could have waited, and she sold the farm instead.",
        [("replace", "boat", "farm")],
    ),
    (
        "Everybody knows who was singing then,",
        "Everybody knows who was shouting then.",
        [("replace", "singing", "shouting")],
    ),
    ("We will rebuild the pier.", "We will not rebuild the pier.", [("delete", "", "not")]),
    ("We will never rebuild the pier.", "We will rebuild the pier.", [("insert", "never", "")]),
    (
        "We did not only lose a roof, we lost the will to start again,",
        "We did not only lose a roof, we lost the hall where everyone met.",
        [("replace", "will to start again", "hall where everyone met")],
    ),
    (
        "The ropes were tested in June and held,",
        "The ropes were tested in June and two of them snapped.",
        [("replace", "held", "two of them snapped")],
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "changes"), ALTERED)
def test_altered_words_and_what_was_changed(ours: str, theirs: str, changes: list) -> None:
    match = align(ours, theirs)
    assert not match.same
    assert match.near
    assert list(match.changes) == changes
    assert match.similarity >= 0.5


OTHER = [
    (
        "We told them that the ladder was too short,",
        "The ladder is of ample length, said the builder, who told them so.",
    ),
    ("days off, not hours.", "It will be hours, not minutes, and the road is off."),
    ("It leaked twice.", "The boat leaked in the storm. It was not the first time."),
    ("We missed it, and we will say why,", "It was our fault."),
    ("No.", "There is no plan."),
    ("I am glad of what we saved.", "We saved a barn, and it stood."),
    ("I want to thank everybody who came.", "I want to sleep for a week."),
]


@pytest.mark.parametrize(("ours", "theirs"), OTHER)
def test_another_remark(ours: str, theirs: str) -> None:
    match = align(ours, theirs)
    assert not match.same
    assert not match.near
    assert match.similarity < 0.5


def test_the_window_is_where_the_words_stand() -> None:
    theirs = 'The mayor was brief. "We will rebuild the old pier," she said. It rained.'
    match = align("We will rebuild the pier,", theirs)
    assert theirs[match.start : match.end] == "We will rebuild the old pier"
    assert [(op, a, b) for op, a, b in match.diff] == [
        ("keep", "We will rebuild the", "We will rebuild the"),
        ("delete", "", "old"),
        ("keep", "pier", "pier"),
    ]


def test_nothing_to_align() -> None:
    for ours, theirs in (("", "words"), ("words", ""), ("…", "words"), ("?!", "?!")):
        assert align(ours, theirs).similarity == 0.0


WORDS = st.lists(
    st.sampled_from("the a gate fell we will not go “ ” … [x] don't 7 seven , . said".split()), max_size=30
).map(" ".join)


@given(WORDS, WORDS)
@settings(max_examples=150, deadline=None)
def test_a_match_holds_together(ours: str, theirs: str) -> None:
    match = align(ours, theirs)
    assert 0.0 <= match.similarity <= 1.0
    assert 0 <= match.start <= match.end <= len(theirs)
    assert not (match.same and match.changes)
    assert align(ours, ours).similarity in (0.0, 1.0) or align(ours, ours).similarity == 0.3


def test_a_long_reference_is_searched_in_linear_time() -> None:
    ours = "The gates were closed in May by the warden of the port."

    def run(count: int) -> None:
        assert align(ours, "we will go on and on about the harbour and the pier " * count + ours).same

    assert grows_linearly(run, 1_000, 5_000)


def test_the_stretch_in_the_reference_reaches_to_a_changed_last_word() -> None:
    said = "We would rather shut it for nine weeks than lose it for nine years."
    match = align(
        "We would rather shut it for nine weeks than lose it for nine months.", f"Thank you. {said} Good day."
    )
    assert f"Thank you. {said}"[match.start : match.end] == said.rstrip(".")
