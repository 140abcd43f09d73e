"""A rated claim counts by its rating: found again in a fact check, a false one is refuted and not backed."""

from __future__ import annotations

import pytest

from claimcheck.compare.ratings import rated, review_of
from claimcheck.compare.readings import Reading
from claimcheck.records import Claim, Comparison, Passage, Review, Sentence, Stance, StoredReference

CLAIMED = "The ferry carried 50,000 people last year."
SENTENCE = Sentence(CLAIMED, 0, len(CLAIMED))


def claim(kind: str = "number", **details: object) -> Claim:
    return Claim(kind, "50,000 people", 18, 31, SENTENCE, details)  # type: ignore[arg-type]


def passage(text: str, outcome: bool | None, rating: str = "Rated", claimed: str = CLAIMED) -> Passage:
    review = Review(claimed, rating, outcome, "Harbour Checks", "Tor Vik")
    known = dict.fromkeys(("title", "publisher", "published", "url", "licence", "tier"))
    reference = StoredReference("r", 1, **known, added="", sha256="", origin="r", reviews=(review,))
    return Passage(1, reference, text, 0, len(text))


def reading(stance: Stance, code: str = "number") -> Reading:
    return Reading(stance, {}, (Comparison("number", stance, "x against y", code),), confidence=0.9)


@pytest.mark.parametrize(
    ("outcome", "found", "stance"),
    [
        (False, "supports", "refutes"),
        (True, "supports", "supports"),
        (None, "supports", "neutral"),
        # Another figure than the rated one: the rating says nothing of it.
        (False, "refutes", "neutral"),
        (True, "refutes", "neutral"),
        (False, "neutral", "neutral"),
    ],
)
def test_the_rating_decides(outcome: bool | None, found: Stance, stance: str) -> None:
    assert rated(reading(found), claim(), passage(CLAIMED, outcome)).outcome == stance


def test_a_denial_of_what_was_rated_false_is_backed() -> None:
    denied = claim("attribution", polarity="denies")
    assert rated(reading("refutes"), denied, passage(CLAIMED, False)).outcome == "supports"
    assert rated(reading("supports"), claim("attribution", polarity="asserts"), passage(CLAIMED, False)).outcome == (
        "refutes"
    )


def test_it_is_false_whoever_says_it() -> None:
    somebody_else = reading("refutes", "speaker")
    assert rated(somebody_else, claim("attribution"), passage(CLAIMED, False)).outcome == "refutes"


def test_that_words_are_quoted_rightly_is_not_what_was_rated() -> None:
    assert rated(reading("supports"), claim("quote"), passage(CLAIMED, False)).outcome == "supports"


@pytest.mark.parametrize(
    ("text", "restates"),
    [
        (CLAIMED, True),
        ("Tor Vik claimed: The ferry carried 50,000 people last year.", True),
        ("Did the ferry carry 50,000 people?", True),
        ("The ferry carried 12,400 people last year.", False),
        ("Harbour Checks rated this: False.", False),
        ("The meeting cost 50,000 crowns.", False),
        ("The council confirmed the figure to us in writing.", False),
    ],
)
def test_what_restates_the_claim(text: str, restates: bool) -> None:
    assert (review_of(passage(text, False)) is not None) is restates


def test_without_figures_more_words_must_be_shared() -> None:
    claimed = "The mayor of Arle resigned after the fire in the harbour."
    assert review_of(passage("Did the mayor of Arle resign after the harbour fire?", False, claimed=claimed))
    assert not review_of(passage("The mayor of Arle visited the harbour.", False, claimed=claimed))


def test_a_claim_of_a_word_or_two_must_be_repeated_as_it_is() -> None:
    assert review_of(passage("Tor Vik claimed: It exploded.", False, claimed="It exploded."))
    assert not review_of(passage("The boiler exploded in May, the council said.", False, claimed="It exploded."))


@pytest.mark.parametrize(
    ("rating", "said"),
    [("False", "that the claim is false"), ("1 of 5", "that the claim is false (“1 of 5”)")],
)
def test_the_reason_says_how_it_was_rated(rating: str, said: str) -> None:
    (told,) = rated(reading("supports"), claim(), passage(CLAIMED, False, rating)).comparisons
    assert (told.comparator, told.code, told.theirs) == ("rating", "meaning", said)
    assert told.text == f"rated “{rating}” by Harbour Checks"
