import pytest

from claimcheck.compare.polarity import polarity_features
from claimcheck.records import Claim, Sentence


def features(text, passage, polarity="asserts"):
    claim = Claim("attribution", text, 0, len(text), Sentence(text, 0, len(text)), {"polarity": polarity})
    return polarity_features(claim, passage)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("the harbour would not close", "She said the harbour would close"),
        ("the price will rise", "He did not expect the price to rise"),
        ("the firm had paid the fine", "The firm never paid the fine"),
    ],
)
def test_a_negation_on_one_side_only_is_seen(claim, passage):
    assert features(claim, passage)["negated"] == 1.0


@pytest.mark.parametrize(
    ("claim", "passage", "polarity"),
    [
        ("it had held back water", "The operator rejects the claim that it held back water", "denies"),
        ("the harbour would not close", "The harbour will not be closed", "asserts"),
        ("the plan won support", "Not only did the plan win support", "asserts"),
        ("the plan won support", "The plan won support, though nobody had expected rain", "asserts"),
    ],
)
def test_the_same_on_both_sides_is_not(claim, passage, polarity):
    assert features(claim, passage, polarity)["negated"] == 0.0


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("she would stay another year", "She will leave when the year ends"),
        ("sales rose sharply", "Sales fell sharply"),
        ("the party would back the bill", "The party will vote against the bill"),
    ],
)
def test_opposites_are_seen_in_any_form(claim, passage):
    assert features(claim, passage)["opposite"] == 1.0


def test_a_word_that_both_use_is_no_opposite():
    assert features("sales rose and then fell", "Sales fell after they rose")["opposite"] == 0.0
