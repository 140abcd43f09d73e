"""The training data of the attribution model: articles to windows of tokens with labels, windows to batches."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from claimcheck.backends.attribution_decode import LINK_ROLES, ROLES, B, E, I, S
from claimcheck.backends.attribution_text import CLS, MASK, SEP, Tokens, distance_buckets, token_range, tokenize


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@dataclass(frozen=True)
class Example:
    """An article as tokens, and its attributions as token ranges of each role."""

    tokens: Tokens
    attributions: list[dict[str, list[tuple[int, int]]]]


@dataclass(frozen=True)
class Window:
    """Tokens [start, end) of an article, as the network reads them: with [CLS] before and [SEP] behind."""

    ids: np.ndarray
    shapes: np.ndarray
    tags: np.ndarray
    cues: list[tuple[int, int]]
    links: list[np.ndarray]
    paragraphs: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without marks at its ends; as it is where there is nothing else in it (a cue can be a colon)."""
    first, last = start, end
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return (first, last) if first < last else (start, end)


def merged(text: str, spans: list[list[int]]) -> list[tuple[int, int]]:
    """Spans of one role in order, those that only marks and blanks keep apart made one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(trimmed(text, *span) for span in spans):
        if result and not any(c.isalnum() for c in text[result[-1][1] : start]):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def read_examples(path: Path, tokenizer: Tokenizer) -> list[Example]:
    examples = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text, at, paragraphs = article["text"], 0, []
            for piece in text.split("\n"):
                if piece.strip():
                    paragraphs.append((at, at + len(piece)))
                at += len(piece) + 1
            tokens = tokenize(tokenizer, text, paragraphs)
            attributions = []
            for a in article["attributions"]:
                ranges = {r: [token_range(tokens, s) for s in merged(text, a[r])] for r in ROLES}
                complete = all(span for spans in ranges.values() for span in spans)
                if complete and len(ranges["cue"]) == 1 and ranges["content"]:
                    attributions.append(ranges)
            examples.append(Example(tokens, attributions))
    return examples


def write_labels(labels: np.ndarray, role: int, start: int, end: int) -> None:
    low = 4 * role
    if end - start == 1:
        labels[start] = low + S
    else:
        labels[start:end] = low + I
        labels[start], labels[end - 1] = low + B, low + E


def cut_window(example: Example, start: int, end: int) -> Window:
    """Spans that reach over the window's ends are cut there; an attribution counts if its whole cue is inside."""
    tokens = example.tokens
    size = end - start + 2
    ids, shapes = np.full(size, SEP), np.zeros(size, dtype=np.int64)
    ids[0], ids[1:-1], shapes[1:-1] = CLS, tokens.ids[start:end], tokens.shapes[start:end]
    paragraphs = np.pad(tokens.paragraphs[start:end], 1, mode="edge")
    tags = np.zeros(size, dtype=np.int64)
    cues, links = [], []
    for attribution in example.attributions:
        own = np.zeros(size, dtype=np.int64)
        for role, name in enumerate(ROLES):
            for first, last in attribution[name]:
                first, last = max(first, start) - start + 1, min(last, end) - start + 1
                if first < last:
                    write_labels(tags, role, first, last)
                    if name in LINK_ROLES:
                        write_labels(own, LINK_ROLES.index(name), first, last)
        first, last = attribution["cue"][0]
        if first >= start and last <= end:
            cues.append((first - start + 1, last - start + 1))
            links.append(own)
    return Window(ids, shapes, tags, cues, links, paragraphs)


def cut(example: Example, size: int, rng: random.Random | None) -> Iterator[Window]:
    """Windows of at most `size` tokens; the first one's length is random where a generator is given."""
    paragraphs, total = example.tokens.paragraphs, len(example.tokens)
    budget = size - 2
    start, room = 0, rng.randint(budget // 4, budget) if rng else budget
    while start < total:
        end = min(total, start + room)
        if end < total:
            # Go back to where the last paragraph begins, if that leaves at least half of the window.
            back = int(
                np.searchsorted(paragraphs, paragraphs[end - 1 if paragraphs[end] != paragraphs[end - 1] else end])
            )
            if paragraphs[end] == paragraphs[end - 1] and back - start >= room // 2:
                end = back
        yield cut_window(example, start, end)
        start, room = end, budget


def link_rows(windows: list[Window], cues: list[list[tuple[int, int]]], width: int) -> dict[str, Tensor]:
    """What the second tagger needs of each cue of each window, as tensors (n, width)."""
    at, weights, distance, paragraph = [], [], [], []
    for number, (window, spans) in enumerate(zip(windows, cues, strict=True)):
        pages = np.pad(window.paragraphs, (0, width - len(window)), mode="edge")
        for start, end in spans:
            weight = np.zeros(width, dtype=np.float32)
            weight[start:end] = 1 / (end - start)
            at.append(number)
            weights.append(weight)
            distance.append(distance_buckets(width, start, end))
            paragraph.append(np.clip(pages - pages[start], -2, 2) + 2)
    return {
        "window": torch.tensor(at, dtype=torch.long),
        "cue_weights": torch.from_numpy(np.array(weights, dtype=np.float32).reshape(-1, width)),
        "distance": torch.from_numpy(np.array(distance, dtype=np.int64).reshape(-1, width)),
        "paragraph": torch.from_numpy(np.array(paragraph, dtype=np.int64).reshape(-1, width)),
    }


def collate(windows: list[Window], masking: float = 0.0, rng: np.random.Generator | None = None) -> dict[str, Tensor]:
    width = max(map(len, windows))

    def padded(arrays: list[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.stack([np.pad(a, (0, width - len(a))) for a in arrays]).astype(np.int64))

    ids = padded([w.ids for w in windows])
    if rng is not None and masking:
        hide = torch.from_numpy(rng.random(ids.shape) < masking) & (ids > MASK)
        ids = torch.where(hide, MASK, ids)
    lengths = torch.tensor([len(w) for w in windows])
    links = [own for w in windows for own in w.links]
    return {
        "ids": ids,
        "shapes": padded([w.shapes for w in windows]),
        "mask": (torch.arange(width)[None] < lengths[:, None]).long(),
        "lengths": lengths,
        "tags": padded([w.tags for w in windows]),
        "links": padded(links) if links else torch.zeros((0, width), dtype=torch.long),
        **link_rows(windows, [w.cues for w in windows], width),
    }


def jittered(cues: list[tuple[int, int]], length: int, share: float, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Cues with now and then an end moved by a token, since predicted cues are not exact either."""
    result = []
    for start, end in cues:
        if rng.random() < share:
            moved = [(start - 1, end), (start + 1, end), (start, end - 1), (start, end + 1)][rng.integers(4)]
            if 1 <= moved[0] < moved[1] < length:
                start, end = moved
        result.append((start, end))
    return result
