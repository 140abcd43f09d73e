"""What the attribution model reads: tokens of a text with their offsets, shapes and paragraphs.

Shared by training, export and run time, so that all three see the same input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimcheck.records import Sentence, Span

CLS, SEP, MASK = 101, 102, 103  # of the BERT vocabulary
SPECIAL, LOWER, TITLE, UPPER, DIGIT, OPENING, CLOSING, PUNCTUATION = range(8)
INSIDE_QUOTE = 8  # added to a shape between quotation marks
SHAPES = 16

OPENING_MARKS, CLOSING_MARKS, STRAIGHT_MARKS = "“„«", "”»", "\"'"
DISTANCES = (2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193)  # token distances at which a bucket begins
BUCKETS = 2 * (len(DISTANCES) + 1) + 1

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, a [SEP] between paragraphs. All arrays have one entry a token.

    `starts` and `ends` are code point offsets into the text; of a [SEP] both are where its paragraph ends.
    """

    ids: Ints
    shapes: Ints
    starts: Ints
    ends: Ints
    paragraphs: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def words(self, start: int, end: int) -> bool:
        """Whether any of these tokens is a word (figures and marks are none)."""
        kinds = self.shapes[start:end] % INSIDE_QUOTE
        return bool(((kinds >= LOWER) & (kinds <= UPPER)).any())


def paragraphs_of(sentences: Sequence[Sentence]) -> list[Span]:
    """The spans of paragraphs that hold text of the article, page furniture left out."""
    spans: list[Span] = []
    last = None
    for sentence in sentences:
        if sentence.role == "furniture" or sentence.start >= sentence.end:
            continue
        if spans and sentence.paragraph == last:
            spans[-1] = (spans[-1][0], sentence.end)
        else:
            spans.append((sentence.start, sentence.end))
        last = sentence.paragraph
    return spans


def tokenize(tokenizer: Any, text: str, paragraphs: Sequence[Span]) -> Tokens:
    """Tokens of the paragraphs; `tokenizer` is a `tokenizers.Tokenizer` without truncation and padding."""
    rows: list[tuple[int, int, int, int, int]] = []
    encodings = tokenizer.encode_batch([text[s:e] for s, e in paragraphs], add_special_tokens=False)
    for number, ((start, end), encoding) in enumerate(zip(paragraphs, encodings, strict=True)):
        if rows and encoding.ids:
            at = rows[-1][3]
            rows.append((SEP, SPECIAL, at, at, number - 1))
        shapes = _shapes(text[start:end], encoding.offsets)
        rows.extend(
            (token, shape, start + s, start + e, number)
            for token, shape, (s, e) in zip(encoding.ids, shapes, encoding.offsets, strict=True)
        )
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Tokens(*(np.ascontiguousarray(table[:, i]) for i in range(5)))


def _shapes(text: str, offsets: Sequence[Span]) -> Iterator[int]:
    """The shape of each token: its case, or its kind of mark; all within quotation marks are told from the rest."""
    quoted = single = False
    word_end, word_shape = -1, LOWER
    for start, end in offsets:
        mark = text[start:end]
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        shape = PUNCTUATION
        if mark in OPENING_MARKS or (mark == '"' and not quoted and not after.isspace()):
            shape, quoted = OPENING, True
        elif mark in CLOSING_MARKS or mark == '"':
            shape, quoted = CLOSING, False
        elif mark in "'‘" and not before.isalnum() and after.isalnum():
            shape, single = OPENING, True
        elif mark in "'’" and single and not after.isalnum():
            shape, single = CLOSING, False
        elif mark[:1].isalnum():
            if start != word_end:
                word_shape = _case(text, start, end)
            word_end, shape = end, word_shape
        inside = (quoted or single) and shape != OPENING
        yield shape + INSIDE_QUOTE * inside


def _case(text: str, start: int, end: int) -> int:
    if text[start].isdigit():
        return DIGIT
    if not text[start].isupper():
        return LOWER
    following = text[start + 1 : max(end, start + 2)]
    return UPPER if following[:1].isupper() else TITLE


def distance_buckets(length: int, start: int, end: int) -> Ints:
    """How far each of `length` tokens stands from the cue [start, end), in buckets: 0 far before, the middle in it."""
    at = np.arange(length)
    away = np.where(at < start, start - at, np.where(at >= end, at - end + 1, 0))
    size = np.where(away > 0, 1 + np.searchsorted(DISTANCES, away, side="right"), 0)
    return (len(DISTANCES) + 1) + np.where(at < start, -size, size)


def token_range(tokens: Tokens, span: Span) -> Span | None:
    """The tokens [first, last) that a span of the text touches, None where it touches none."""
    first = int(np.searchsorted(tokens.ends, span[0], side="right"))
    last = int(np.searchsorted(tokens.starts, span[1], side="left"))
    return (first, last) if first < last else None


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) are read; cues that begin in [core_start, core_end) are taken from this window."""

    start: int
    core_start: int
    core_end: int
    end: int


def windows(paragraphs: Ints, core: int, room: int) -> list[Window]:
    """Windows of at most `room` tokens whose cores, of `core` tokens or a few less, follow one another.

    A core ends with a paragraph where one ends in its second half; what room is left is shared by the tokens
    before and after it. A text that fits one window is one core.
    """
    total = len(paragraphs)
    if total <= room:
        return [Window(0, 0, total, total)] if total else []
    plan, start = [], 0
    while start < total:
        end = min(total, start + core)
        if end < total:
            breaks = np.flatnonzero(np.diff(paragraphs[start + core // 2 : end + 1]))
            if len(breaks):
                end = start + core // 2 + int(breaks[-1]) + 1
        left = min(start, (room - (end - start)) // 2)
        right = min(total, end + room - (end - start) - left)
        plan.append(Window(max(0, right - room), start, end, right))
        start = end
    return plan


def one_sided(cue: Span, side: str, total: int, room: int) -> Window:
    """A window for one cue with as much as there is room for on one side of it, `left` or `right`."""
    if side == "right":
        start = max(0, cue[0] - room // 10)
        end = min(total, start + room)
    else:
        end = min(total, cue[1] + room // 10)
        start = max(0, end - room)
    return Window(start, cue[0], cue[1], end)
