"""What the attribution model reads: paragraphs, tokens with their offsets, shapes and distances."""

from __future__ import annotations

import pytest

from claimcheck.backends import resources
from claimcheck.backends.attribution_text import (
    BUCKETS,
    CLOSING,
    DIGIT,
    INSIDE_QUOTE,
    LOWER,
    OPENING,
    SEP,
    TITLE,
    UPPER,
    Tokens,
    distance_buckets,
    paragraphs_of,
    token_range,
    tokenize,
)
from claimcheck.backends.onnx import open_tokenizer
from claimcheck.records import Sentence


@pytest.fixture(scope="module")
def tokenizer():
    return open_tokenizer(resources.bundled_folder("attribution"))


def shapes(tokens: Tokens, text: str) -> dict[str, int]:
    return {text[s:e]: int(k) for s, e, k in zip(tokens.starts, tokens.ends, tokens.shapes, strict=True)}


def test_tokens_are_slices_of_the_text_and_paragraphs_are_parted(tokenizer) -> None:
    text = "🚧 Éva spoke.\n\nThe ferry left."
    tokens = tokenize(tokenizer, text, [(0, 12), (14, len(text))])
    pieces = [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    assert pieces == ["🚧", "Éva", "spoke", ".", "", "The", "ferry", "left", "."]
    assert tokens.ids[4] == SEP
    assert tokens.paragraphs.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]


def test_shapes(tokenizer) -> None:
    text = 'Mayor NADIR said "we paid 400" to them'
    found = shapes(tokenize(tokenizer, text, [(0, len(text))]), text)
    assert found["Mayor"] == TITLE
    assert found["said"] == found["them"] == LOWER
    assert {v for k, v in found.items() if k and k in "NADIR"} == {UPPER}
    assert found["paid"] == LOWER + INSIDE_QUOTE
    assert found["400"] == DIGIT + INSIDE_QUOTE


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "„“", "‘’", "''"])
def test_marks_of_a_quotation(tokenizer, marks: str) -> None:
    text = f"She said {marks[0]}the city’s debt{marks[1]} grew"
    tokens = tokenize(tokenizer, text, [(0, len(text))])
    at = {int(s): int(k) for s, k in zip(tokens.starts, tokens.shapes, strict=True)}
    assert at[9] == OPENING
    assert at[text.index("debt")] == LOWER + INSIDE_QUOTE
    if marks != "„“":  # its second mark opens in English
        assert at[text.index(" grew") - 1] == CLOSING
        assert at[text.index("grew")] == LOWER


def test_paragraphs_leave_page_furniture_out() -> None:
    sentences = [
        Sentence("A b.", 0, 4, paragraph=0),
        Sentence("C d.", 5, 9, paragraph=0),
        Sentence("Share", 10, 15, paragraph=1, role="furniture"),
        Sentence("E f.", 16, 20, paragraph=2),
    ]
    assert paragraphs_of(sentences) == [(0, 9), (16, 20)]


def test_token_ranges(tokenizer) -> None:
    text = "The ferry left."
    tokens = tokenize(tokenizer, text, [(0, len(text))])
    assert token_range(tokens, (4, 14)) == (1, 3)
    assert token_range(tokens, (5, 6)) == (1, 2)
    assert token_range(tokens, (3, 4)) is None


def test_distances_are_symmetric_around_the_cue() -> None:
    buckets = distance_buckets(9, 4, 5)
    middle = BUCKETS // 2
    assert buckets[4] == middle
    assert (buckets + buckets[::-1] == 2 * middle).all()
    assert (buckets[1:] >= buckets[:-1]).all()
    assert distance_buckets(5000, 0, 1).max() == BUCKETS - 1
    assert distance_buckets(5000, 4999, 5000).min() == 0
