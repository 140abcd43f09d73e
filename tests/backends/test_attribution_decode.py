"""Viterbi against every sequence there is, and the finish that makes a content whole."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from claimcheck.backends import resources
from claimcheck.backends.attribution_decode import (
    NEVER,
    Link,
    allowed,
    assemble,
    joined,
    runs,
    transition_table,
    viterbi,
    whole_quotation,
)
from claimcheck.backends.attribution_text import token_range, tokenize
from claimcheck.backends.onnx import open_tokenizer


def path_score(path: tuple[int, ...], emissions: np.ndarray, table: np.ndarray) -> float:
    labels = emissions.shape[-1]
    steps = sum(table[a, b] for a, b in itertools.pairwise(path))
    return float(table[labels, path[0]] + steps + table[labels + 1, path[-1]] + sum(emissions[range(len(path)), path]))


def test_viterbi_finds_the_best_of_all_sequences() -> None:
    rng = np.random.default_rng(1)
    table = transition_table(1, rng.normal(size=(7, 5)))
    emissions = rng.normal(size=(6, 4, 5)).astype(np.float32)
    lengths = np.array([4, 3, 2, 1, 4, 4])
    for row, path in enumerate(viterbi(emissions, table, lengths)):
        length = lengths[row]
        best = max(
            itertools.product(range(5), repeat=int(length)), key=lambda p: path_score(p, emissions[row, :length], table)
        )
        assert tuple(path[:length]) == best
        assert not path[length:].any()


def test_viterbi_gives_whole_spans() -> None:
    rng = np.random.default_rng(2)
    emissions = (5 * rng.normal(size=(8, 30, 9))).astype(np.float32)
    table = transition_table(2, np.zeros((11, 9)))
    for path in viterbi(emissions, table, np.full(8, 30)):
        labelled = {t for role in (0, 1) for start, end in runs(path, role) for t in range(start, end)}
        assert labelled == set(np.flatnonzero(path))


def test_a_span_is_never_left_open() -> None:
    may = allowed(2)
    begin, inside, end, single = 1, 2, 3, 4
    assert may[begin, end]
    assert may[end, begin]
    assert may[0, single]
    assert not may[begin, 0]
    assert not may[0, inside]
    assert not may[begin, end + 4]
    table = transition_table(2, np.zeros((11, 9)))
    assert table[9, inside] == NEVER  # the first label
    assert table[10, begin] == NEVER  # the last label


def test_tables_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="transitions"):
        transition_table(2, np.zeros((4, 4)))


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We won,” she said.", "We won", "“We won,”"),
        ('"We won," she said.', "We won", '"We won,"'),
        ("‘We won,’ she said.", "We won", "‘We won,’"),
        ("«We won», she said.", "We won", "«We won»"),
        ("She called it “a farce.”", "it “a farce", "it “a farce.”"),
        ('She called it "a farce".', 'it "a farce', 'it "a farce"'),
        ("He said the bridge’s piers held.", "the bridge’s piers held", "the bridge’s piers held"),
        ("“She told me the bridge held,” he said.", "the bridge held", "the bridge held"),
        ("They said it held.", "it held", "it held"),
        ("“We won", "We won", "“We won"),
    ],
)
def test_contents_take_their_quotation_marks(text: str, content: str, expected: str) -> None:
    at = text.index(content)
    start, end = whole_quotation(text, (at, at + len(content)))
    assert text[start:end] == expected


def test_spans_that_only_marks_keep_apart_are_joined() -> None:
    assert joined("One, two. Three", [(10, 15), (0, 3), (5, 8)]) == [(0, 15)]
    assert joined("One, two. Three", [(0, 3), (10, 15)]) == [(0, 3), (10, 15)]


@pytest.fixture(scope="module")
def tokenizer():
    return open_tokenizer(resources.bundled_folder("attribution"))


def assembled(tokenizer, text: str, *links: tuple[str, list[str], list[str]]) -> list[tuple[list[str], ...]]:
    """What is made of links that are given by their words; strengths fall from the first span to the last."""
    tokens = tokenize(tokenizer, text, [(0, len(text))])

    def ranges(parts: list[str]) -> list[tuple[int, int, float]]:
        spans = [token_range(tokens, (text.index(p), text.index(p) + len(p))) for p in parts]
        return [(span[0], span[1], 1.0 - n / 10) for n, span in enumerate(spans) if span]

    made = [Link(ranges([cue])[0][:2], ranges(sources), ranges(contents)) for cue, sources, contents in links]
    return [
        tuple([text[s:e] for s, e in spans] for spans in (a.source_spans, a.cue_spans, a.content_spans))
        for a in assemble(text, tokens, made)
    ]


@pytest.mark.parametrize(
    ("text", "links", "expected"),
    [
        pytest.param(
            "“One,” said Ann Lee, “and two of them.”",
            [("said", ["Ann Lee, “and two"], ["One"])],
            [(["Ann Lee"], ["said"], ["“One,”", "“and two of them.”"])],
            id="a source does not run into a quotation",
        ),
        pytest.param(
            "Joe “the Oar” Lee said it sank.",
            [("said", ["Joe “the Oar” Lee"], ["it sank"])],
            [(["Joe “the Oar” Lee"], ["said"], ["it sank"])],
            id="a nickname stays in the source",
        ),
        pytest.param(
            "Ann said “it sank. It was old.”",
            [("said", ["Ann"], ["it sank"])],
            [(["Ann"], ["said"], ["“it sank. It was old.”"])],
            id="a quotation is whole",
        ),
        pytest.param(
            "Ann said Bo told her it sank.",
            [("said", ["Ann"], ["Bo told her it sank"]), ("told", ["Bo"], ["it sank"])],
            [(["Ann"], ["said"], ["Bo told her it sank"])],
            id="a statement within a statement",
        ),
        pytest.param(
            "Ann said it sank and Bo saw it.",
            [("said", ["Ann"], ["it sank and Bo"]), ("saw", ["Bo"], ["sank", "it"])],
            [(["Ann"], ["said"], ["it sank and Bo"])],
            id="a word has one cue",
        ),
        pytest.param(
            "Ann waved and Bo said it sank.",
            [("said", ["Ann", "Bo"], ["it sank"])],
            [(["Bo"], ["said"], ["it sank"])],
            id="the nearest source",
        ),
    ],
)
def test_links_become_attributions(tokenizer, text: str, links: list, expected: list) -> None:
    assert assembled(tokenizer, text, *links) == expected
