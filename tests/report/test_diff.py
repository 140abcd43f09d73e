from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.report.diff import quote_diff, word_diff
from tests.sample_report import make_report


@pytest.mark.parametrize(
    ("article", "source", "expected"),
    [
        ("the same words", "He said: “The same words.”", [("same", "the same words")]),
        (
            "We will never give up the harbour",
            "“We will give up the harbour, never the town,” he said.",
            [("same", "We will"), ("article", "never"), ("same", "give up the harbour")],
        ),
        (
            "We will win, no doubt about that",
            "“We will win,” he said on Monday, a week before the vote.",
            [("same", "We will win,"), ("article", "no doubt about that")],
        ),
        (
            "costs rose by 12 percent",
            "“Costs rose by 21 percent,” it said.",
            [("same", "costs rose by"), ("article", "12"), ("source", "21"), ("same", "percent")],
        ),
    ],
)
def test_the_article_against_the_window_of_the_source(
    article: str, source: str, expected: list[tuple[str, str]]
) -> None:
    assert word_diff(article, source) == expected


TOKENS = ["a", "boat", "burned", "never", "“", "”", ",", "42", "the"]
WORDS = st.lists(st.sampled_from(TOKENS), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_every_word_of_the_article_is_there_once_and_in_order(article: str, source: str) -> None:
    kept = [text for origin, text in word_diff(article, source) if origin != "source"]
    assert "".join(" ".join(kept).split()) == "".join(article.split())


def test_only_quotes_whose_words_differ_are_set_against_each_other() -> None:
    found = [claim["text"] for claim in make_report().to_dict()["claims"] if quote_diff(claim)]
    assert found == ["It was a pretty small fire, and the crew did everything right,"]
