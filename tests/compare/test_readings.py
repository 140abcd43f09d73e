"""What each comparator reads in a passage, on claims that the extractors made."""

import pytest

from claimcheck.compare.readings import read_number, read_quote, read_statement
from claimcheck.extract.claims import extract
from claimcheck.records import Article, Passage, StoredReference
from claimcheck.segment import segment


def claims_of(text, published="2026-03-04"):
    return extract(Article(text, published=published), segment(text))


def claim(kind, text):
    return next(c for c in claims_of(text) if c.kind == kind)


def passage(text, before="", after="", published="2026-03-03"):
    stored = StoredReference("r1", 1, "A title", "Wire", published, None, None, None, "", "", "r1")
    claims = extract(Article(text, published=published), segment(text))
    return Passage(1, stored, text, 0, len(text), before, after, tuple(claims))


def test_a_passage_can_hold_both_an_agreeing_and_a_differing_figure():
    ours = claim("number", "The fire destroyed 40 boats in the harbour.")
    readings = read_number(ours, passage("The fire destroyed 40 huts and 14 boats in the harbour."))
    assert {r.outcome: r.other.text for r in readings} == {"supports": "40 huts", "refutes": "14 boats"}


def test_a_digit_slip_is_seen():
    ours = claim("number", "He paid £38,500 for the car.")
    (reading,) = read_number(ours, passage("He paid £83,500 for the car."))
    assert reading.outcome == "refutes"
    assert reading.features["slip"] == 1.0


def test_a_passage_without_a_comparable_figure_says_nothing():
    ours = claim("number", "The fire destroyed 40 boats in the harbour.")
    (reading,) = read_number(ours, passage("The fire chief thanked the crews."))
    assert (reading.outcome, reading.gate) == ("neutral", "")


QUOTE = '"The harbour will never be the same again," said Ada Brook, the mayor.'


def test_the_same_words_by_the_same_speaker_support():
    (reading,) = read_quote(
        claim("quote", QUOTE), passage('Ada Brook said: "The harbour will never be the same again."')
    )
    assert (reading.outcome, reading.comparisons[0].code) == ("supports", "same")


def test_changed_words_refute_and_are_shown():
    (reading,) = read_quote(
        claim("quote", QUOTE), passage('Ada Brook said: "The harbour will soon be the same again."')
    )
    assert (reading.outcome, reading.comparisons[0].code) == ("refutes", "quote")
    assert "never" in reading.comparisons[0].text
    assert "soon" in reading.comparisons[0].text


def test_the_same_words_by_somebody_else_refute():
    (reading,) = read_quote(
        claim("quote", QUOTE), passage('"The harbour will never be the same again," said Karl Strand, a baker.')
    )
    assert (reading.outcome, reading.comparisons[0].code) == ("refutes", "speaker")
    assert reading.comparisons[0].theirs == "Karl Strand"


def test_another_remark_settles_nothing():
    (reading,) = read_quote(claim("quote", QUOTE), passage('Ada Brook said: "I have no comment on the budget."'))
    assert reading.outcome == "neutral"


def test_a_quote_that_stands_in_a_neighbour_is_the_neighbours():
    there = 'Ada Brook said: "The harbour will never be the same again."'
    (reading,) = read_quote(claim("quote", QUOTE), passage("It was raining in the town.", before=there))
    assert reading.outcome == "neutral"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Ada Brook said the harbour would reopen in June.", "same_speaker"),
        ("Karl Strand said the harbour would reopen in June.", "other_speaker"),
    ],
)
def test_a_statement_is_read_with_its_speaker(text, feature):
    ours = claim("attribution", "Ada Brook said the harbour would reopen in June.")
    (reading,) = read_statement(ours, passage(text))
    assert reading.features[feature] == 1.0


@pytest.mark.parametrize(
    ("article", "reference", "stance"),
    [
        ("The dam held until 14 February.", "The dam was built in 1904.", "neutral"),
        ("The dam was built in 1904.", "The dam closes on 14 February.", "neutral"),
        ("The dam was opened on 14 February 1906.", "The dam was opened in 1904.", "refutes"),
        ("The dam was opened in 1906.", "The dam was opened in 1904.", "refutes"),
        ("The dam broke on 14 February.", "The dam broke on 16 February.", "refutes"),
    ],
)
def test_a_year_and_a_day_told_without_one_refute_not_one_another(article, reference, stance):
    ours = claim("number", article)
    (reading,) = read_number(ours, passage(reference))
    assert reading.settle(ours, reading.features, None).outcome == stance


@pytest.mark.parametrize(
    ("reference", "stance"),
    [
        ("ADA BROOK: No. We have not been asked.", "supports"),
        ("ILKA BRANDVOLD: No.", "neutral"),
        ("No decision was taken, the council said.", "neutral"),
    ],
)
def test_a_word_that_anybody_says_counts_only_where_its_speaker_is_named(reference, stance):
    ours = claim("quote", 'Asked whether the ferry would go on, Ada Brook, the mayor, said: "No."')
    assert {r.outcome for r in read_quote(ours, passage(reference))} == {stance}
