"""Sentences with their offsets: where they end, where they do not, and what is page furniture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.segment import LONGEST, segment
from tests.growth import grows_linearly


def texts(text: str, role: str | None = None) -> list[str]:
    return [s.text for s in segment(text) if role is None or s.role == role]


WHOLE = [
    "The U.S. Senate voted 51 to 49 on Sen. Dara Whitlock's bill.",
    "Dr. Lena Fox and Det. Sgt. Omar Pell met at No. 4 Harbour Row at 6.25 a.m. on Aug. 14.",
    "Growth was 4.2 percent, against 3.9 percent in Jan. 2024.",
    "J. K. Farrow joined Maple Inc. in 2019 from Corbin Ltd. of Leeds.",
    "The firm, i.e. its owners, vs. the town: approx. 40 people came.",
    '"Is it over?" Anna Holt asked.',
    '"When?" the man said.',
    "He waited... and waited.",
    "The ship left at 9 p.m. GMT for St. Helier.",
]


@pytest.mark.parametrize("sentence", WHOLE)
def test_one_sentence_stays_whole(sentence: str) -> None:
    assert texts(sentence) == [sentence]


SPLIT = [
    ("It rained. Then it stopped.", ["It rained.", "Then it stopped."]),
    ("They moved to the U.S. The children stayed.", ["They moved to the U.S.", "The children stayed."]),
    ("It opens at 9 a.m. Tickets are free.", ["It opens at 9 a.m.", "Tickets are free."]),
    ('"We won," she said. "We did."', ['"We won," she said.', '"We did."']),
    ("“No.” He left.", ["“No.”", "He left."]),
    ("He works for Maple Inc. The firm is old.", ["He works for Maple Inc.", "The firm is old."]),
    ("Stop! Why? Because.", ["Stop!", "Why?", "Because."]),
    ("She ate (all of it.) Then she slept.", ["She ate (all of it.)", "Then she slept."]),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_sentences_end(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_headline_body_and_furniture() -> None:
    text = (
        "Ferry fares to rise in May\n\nBy Nora Quill\n\n3 Min Read\n\nFares rise by 4%. Nobody is pleased.\n\n"
        "Photo: A ferry at dusk / Quill\n\nRead more: Fares then\n\nThe last ferry\n\nIt sails at nine.\n\n"
        "Share This Article\n\nAdvertisement"
    )
    roles = [(s.role, s.text) for s in segment(text)]
    assert roles == [
        ("headline", "Ferry fares to rise in May"),
        ("furniture", "By Nora Quill"),
        ("furniture", "3 Min Read"),
        ("body", "Fares rise by 4%."),
        ("body", "Nobody is pleased."),
        ("furniture", "Photo: A ferry at dusk / Quill"),
        ("furniture", "Read more: Fares then"),
        ("headline", "The last ferry"),
        ("body", "It sails at nine."),
        ("furniture", "Share This Article"),
        ("furniture", "Advertisement"),
    ]


def test_a_text_of_one_sentence_has_no_headline() -> None:
    assert [s.role for s in segment("The dam held")] == ["body"]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council met for four hours on Monday night\nbefore it agreed to close the old pier, which was\n"
        "built in 1931 and has not been painted since.\nA second vote is planned."
    )
    assert len(segment(text)) == 2
    assert {s.paragraph for s in segment(text)} == {0}


def test_lines_that_were_not_wrapped_are_paragraphs() -> None:
    text = (
        "The council met.\nIt agreed to close the pier after a debate that lasted well into the small hours of the"
        " night, and beyond.\nThen all went home."
    )
    assert [s.paragraph for s in segment(text)] == [0, 1, 2]


def test_list_items_and_markup_lose_their_markers() -> None:
    text = "# Pier to close\n\nWhat is next:\n\n- The gates are locked.\n- The boats are moved.\n1. A buyer is sought."
    assert texts(text) == [
        "Pier to close",
        "What is next:",
        "The gates are locked.",
        "The boats are moved.",
        "A buyer is sought.",
    ]


def test_a_dateline_stays_with_its_sentence() -> None:
    assert (
        texts("TESSEL, Norland, Aug. 14 - The river rose. It fell.")[0] == "TESSEL, Norland, Aug. 14 - The river rose."
    )


@given(st.text(alphabet=st.sampled_from("aB1 .!?\"“”'\n,;-é😀\u0301\u200f\t"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_every_sentence_is_its_slice_in_order_and_apart(text: str) -> None:
    position = 0
    for sentence in segment(text):
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text.strip()
        assert sentence.start >= position
        position = sentence.end
    covered = {i for s in segment(text) for i in range(s.start, s.end)}
    assert all(i in covered or not text[i].isalnum() or text[i] == "1" for i in range(len(text)))


@pytest.mark.parametrize("unit", ["word ", "x", '"', "a. ", "A.", 'He said "no. ', ". ", "\n", "- a\n", "Mr. "])
def test_time_is_linear(unit: str) -> None:
    assert grows_linearly(lambda size: segment((unit * size)[:size]), 20_000, 80_000)


def test_no_sentence_is_longer_than_a_stage_can_bear() -> None:
    assert max(len(s.text) for s in segment("word " * 10_000)) <= LONGEST
