"""Which words between marks are somebody's words, and where each quote starts and ends."""

from __future__ import annotations

import pytest

from claimcheck.extract import claims
from claimcheck.extract.marks import pair
from claimcheck.records import Article
from claimcheck.segment import segment
from tests.growth import grows_linearly


def quotes(text: str) -> list[str]:
    return [c.text for c in claims.extract(Article(text), segment(text)) if c.kind == "quote"]


FOUND = [
    # marks
    ('"The gate failed," Ada Holm said.', ["The gate failed,"]),
    ("“The gate failed,” Ada Holm said.", ["The gate failed,"]),
    ("«The gate failed», Ada Holm said.", ["The gate failed"]),
    ("« The gate failed », Ada Holm said.", ["The gate failed"]),
    ("„The gate has failed“, Ada Holm said.", ["The gate has failed"]),
    ("''The gate failed,'' Ada Holm said.", ["The gate failed,"]),
    ("‘The gate failed,’ Ada Holm said.", ["The gate failed,"]),
    ("'The gate failed,' Ada Holm said.", ["The gate failed,"]),
    ("‘It’s the dogs’ home and the ’90s are over,’ Ada Holm said.", ["It’s the dogs’ home and the ’90s are over,"]),
    ("'We can't pay the workers' wages,' Ada Holm said.", ["We can't pay the workers' wages,"]),
    # nested quotes belong to the outer one
    ("“He said, ‘Go home,’ and we went,” Ada Holm said.", ["He said, ‘Go home,’ and we went,"]),
    ("\"My brother kept shouting, 'Where?'\" Ada Holm said.", ["My brother kept shouting, 'Where?'"]),
    ('‘He said, "Go home," and we went,’ Ada Holm said.', ['He said, "Go home," and we went,']),
    # split by its attribution, partial, after a colon, one word
    ('"We asked," Ada Holm said, "and we asked again."', ["We asked,", "and we asked again."]),
    ('Ada Holm said the bill was "a slap in the face" for towns.', ["a slap in the face"]),
    ('Ada Holm said: "No."', ["No."]),
    ('"Never," Ada Holm said.', ["Never,"]),
    ('Ada Holm called the plan "absurd."', ["absurd."]),
    ('The plan was described by farmers as "a long slow disaster".', ["a long slow disaster"]),
    ('Ada Holm said it was "unacceptable".', ["unacceptable"]),
    # not quotes
    ('Ada Holm, who keeps a "hold" rating on the shares, said sales fell.', []),
    ('The band played "Under the Harbour Light" and went home.', []),
    ('Ada "Red" Holm won the race.', []),
    ('The so-called "smart meters" were removed.', []),
    ('The exhibition, entitled "A Hundred Years of Salt", opens in May.', []),
    ("It’s the farmers’ market, and the dogs’ bowls aren’t clean.", []),
    ('The plank is 6\'2" long and 5" wide.', []),
    ('"..." and "!!!" were painted on the wall.', []),
    # unbalanced marks swallow nothing
    ('The "old mill closed. Ada Holm said it was a shame.', []),
    ('Ada Holm said "it is over. Then she left.\n\nThe mayor stayed. "It goes on," he said.', ["It goes on,"]),
    ('The mill closed" in May, and "it is a shame," Ada Holm said.', ["it is a shame,"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_quotes(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


def test_a_quote_over_paragraphs_is_one_claim_for_each() -> None:
    text = '"I want to thank the crew.\n\n"They went out in the dark.\n\n"They came back," Ada Holm said.'
    found = [c for c in claims.extract(Article(text), segment(text)) if c.kind == "quote"]
    assert [c.text for c in found] == ["I want to thank the crew.", "They went out in the dark.", "They came back,"]
    assert {c.details["speaker"] for c in found} == {"Ada Holm"}


def test_a_quote_of_three_sentences_is_one_claim() -> None:
    text = "“The wind rose. It took the roof. We ran,” Ada Holm said."
    assert quotes(text) == ["The wind rose. It took the roof. We ran,"]


def test_a_headline_quote_counts_only_if_the_body_has_it_not() -> None:
    body = '"We were never told about the leak," Ada Holm said.'
    assert quotes("'Never told about the leak', say families\n\n" + body) == ["We were never told about the leak,"]
    assert quotes("'They lied to all of us', say families\n\n" + body)[0] == "They lied to all of us"


@pytest.mark.parametrize("unit", ['"', "“", '"a ', "'a ", "a' ", "“„", "»«"])
def test_marks_pair_in_linear_time(unit: str) -> None:
    def run(count: int) -> None:
        text = unit * count
        pair(text, [(0, len(text))])

    assert grows_linearly(run, 2_500, 10_000)
