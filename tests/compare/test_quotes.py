"""The same words, altered words, or another remark: quotes against reference texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.compare.quotes import align

SAME = [
    ("The gates were closed in May.", 'She said: "The gates were closed in May."'),
    ("The gates were closed in May,", "PELL: The gates were closed in May and nobody came."),
    ("I won’t pretend it’s fixed,", "I won't pretend it's fixed."),
    ("We do not plan to leave.", "We don't plan to leave."),
    ("the colour of chalk, frankly", "He went the color of chalk, frankly."),
    ("We waited seven hours", "We waited 7 hours"),
    (
        "My doctor laughed. She said, 'Go home.'",
        '"My doctor laughed," she says in her kitchen. "She said, \'Go home.\'"',
    ),
    ("We lost everything … but we are alive.", "We lost everything, the house, the car, the boat, but we are alive."),
    ("We lost everything [in the flood] and left.", "We lost everything and left."),
    ("[The mayor] knew about it in January.", "She knew about it in January."),
    ("as early as possible", 'It should end "as early as possible", he said.'),
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
        "and he bought a car instead.",
        "He could have stopped, and he bought a boat instead.",
        [("replace", "car", "boat")],
    ),
    (
        "Nobody remembers who was winning then,",
        "Nobody remembers who was losing then.",
        [("replace", "winning", "losing")],
    ),
    ("We will rebuild the pier.", "We will not rebuild the pier.", [("delete", "", "not")]),
    ("We will never rebuild the pier.", "We will rebuild the pier.", [("insert", "never", "")]),
    (
        "You did not just change a council, you changed your minds about what is possible,",
        "You did not just change a council, you changed the rules about who gets to govern.",
        [("replace", "your minds", "the rules"), ("replace", "what is possible", "who gets to govern")],
    ),
    (
        "The gates were checked in May and passed,",
        "The gates were checked in May and one of them failed.",
        [("replace", "passed", "one of them failed")],
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
        "We told them that the spillway was too small,",
        "The spillway is of ample size, said the builder, who told them so.",
    ),
    ("years away, not months.", "It will be months, not weeks, and I am not going away."),
    ("It broke twice.", "The window broke in the storm. It was not the first time."),
    ("We got it wrong, and we will publish how,", "It was our mistake."),
    ("No.", "There is no plan."),
    ("I am proud of what we built.", "We built a bridge, and it stood."),
    ("I want to thank everybody who came.", "I want to see my daughters."),
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


def test_a_long_reference_takes_no_longer_than_a_page() -> None:
    theirs = (
        "we will go on and on about the harbour and the pier " * 5_000
        + "The gates were closed in May by the warden of the port."
    )
    started = time.perf_counter()
    match = align("The gates were closed in May by the warden of the port.", theirs)
    assert match.same
    assert time.perf_counter() - started < 1.5


def test_the_stretch_in_the_reference_reaches_to_a_changed_last_word() -> None:
    said = "We would rather shut it for nine weeks than lose it for nine years."
    match = align(
        "We would rather shut it for nine weeks than lose it for nine months.", f"Thank you. {said} Good day."
    )
    assert f"Thank you. {said}"[match.start : match.end] == said.rstrip(".")
