"""The article against itself: what contradicts, and the near misses that do not."""

import pytest

from claimcheck.compare.within import compare_within
from claimcheck.extract.claims import extract
from claimcheck.records import Article
from claimcheck.segment import segment

CONTRADICT = {
    "a count with two values": (
        "The factory in Lowmere will close in spring.\n\nThe factory employs 340 people in Lowmere. "
        "Unions were told on Monday.\n\nThe Lowmere factory employs 430 people, the company said."
    ),
    "a price with two values": (
        "The bridge cost 40 million euros to build. It opened in May.\n\n"
        "The bridge cost 14 million euros to build, the council's auditor wrote."
    ),
    "a share with two values": (
        "Some 60 percent of voters backed the plan. Turnout was low.\n\n"
        "The plan, which 16 percent of voters backed, goes to the council."
    ),
    "a distance with two values, in two units": (
        "The path runs 12 kilometres along the river. It is popular with cyclists.\n\n"
        "The path runs 12 miles along the river, the guide says."
    ),
    "a headline against the body": (
        "Fire destroys 40 boats in harbour\n\nA fire destroyed 14 boats in the harbour, the fire brigade said."
    ),
    "a quote repeated with other words": (
        '"We will rebuild every single house in this street," said Mayor Ada Brook.\n\nShe had promised it before.\n\n'
        'Brook said: "We will rebuild every second house in this street."'
    ),
    "a duration with two values": (
        "The strike lasted 12 days. Ferries stood still.\n\nThe strike lasted 21 days, the union said."
    ),
}

NEAR_MISSES = {
    "another moment": (
        "The factory employs 340 people in Lowmere.\n\nIn 2010 the factory employed 430 people in Lowmere."
    ),
    "earlier and later": (
        "The flood killed nine people, officials said earlier.\n\nThe flood killed 17 people, officials said."
    ),
    "a part of the whole": (
        "The crash injured 12 passengers.\n\nThe crash injured two other passengers seriously, a nurse said."
    ),
    "another person": ("Ada Brook paid 400 euros for her ticket.\n\nKarl Strand paid 900 euros for his ticket."),
    "another place": ("The storm felled 300 trees in Harrow.\n\nThe storm felled 120 trees in Lunn."),
    "women and men": ("The course took 40 women.\n\nThe course took 60 men."),
    "home and away": ("The club won six home games.\n\nThe club won four away games."),
    "a rounding": ("The bridge cost 41.6 million euros to build.\n\nThe bridge cost about 42 million euros to build."),
    "a conversion": ("The path runs 10 kilometres along the river.\n\nThe path runs 6.2 miles along the river."),
    "a change and a level": (
        "The price of bread rose 10 percent.\n\nThe price of bread is 20 percent of the family's budget."
    ),
    "years of two events": ("The bridge was opened in 1931.\n\nThe bridge was widened in 1977."),
    "two weekdays": ("On Monday the hotline took 90 calls.\n\nOn Tuesday the hotline took 140 calls."),
    "first and second": ("The first round drew 900 voters.\n\nThe second round drew 700 voters."),
    "two short quotes": ('"Not yet," said Ada Brook.\n\n"Not now," said Ada Brook.'),
    "two quotes of two people": (
        '"We will rebuild every single house in this street," said Ada Brook.\n\n'
        '"We will rebuild every second house in this street," said Karl Strand.'
    ),
    "the same figure twice": ("The fire destroyed 14 boats.\n\nThe fire destroyed 14 boats, the brigade said."),
}


def against_itself(text):
    article = Article(text, published="2026-03-04")
    claims = extract(article, segment(text))
    return [(c, e) for c, found in zip(claims, compare_within(claims, article), strict=True) for e in found]


@pytest.mark.parametrize("text", CONTRADICT.values(), ids=CONTRADICT)
def test_what_contradicts_itself_is_shown_with_the_other_place(text):
    found = against_itself(text)
    assert len(found) == 1
    _, evidence = found[0]
    assert evidence.origin == "article"
    assert evidence.stance == "refutes"
    assert text[evidence.passage.start : evidence.passage.end] == evidence.passage.text


@pytest.mark.parametrize("text", NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_near_misses_stay_quiet(text):
    assert against_itself(text) == []


def test_a_headline_is_flagged_against_its_body_and_not_the_other_way_round():
    (claim, evidence), *_ = against_itself(CONTRADICT["a headline against the body"])
    assert claim.sentence.role == "headline"
    assert "14 boats" in evidence.passage.text
