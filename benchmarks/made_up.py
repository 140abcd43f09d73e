"""Passages and vectors by the million, made up from some ten thousand real sentences.

A vector lies between those of two real sentences, one of the ten nearest to the other, with the difference of two more
added, at half their length: copies of one vector would be found too easily or not at all, and noise in every direction
is what no encoder makes. On as many made-up vectors as real ones, the nearest, the 10th, 100th and 1,000th passage of
a query are as near to it as among the real, within 0.07, and the principal components hold as much, within 0.04. A
text has the words of half of one sentence and half of the other, in any order: as rare as a language's words are,
and no two texts share a run of them.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimcheck.records import Claim, Reference, Sentence
from claimcheck.store.prepared import Prepared, PreparedPassage
from claimcheck.store.references import ReferenceStore

Floats = NDArray[np.float32]

HELD_OUT = 1_000  # real sentences that nothing is made from: queries
NEIGHBOURS = 10
NOISE = 0.5
REFERENCE = 10  # passages


class MadeUp:
    """`data` is a folder with `nli/train.jsonl` and `attribution/train.jsonl`; what is embedded is kept in `keep`."""

    def __init__(self, data: Path, keep: Path) -> None:
        keep.mkdir(parents=True, exist_ok=True)
        texts, vectors, near = (keep / name for name in ("texts.json", "vectors.npy", "neighbours.npy"))
        if not texts.exists():
            texts.write_text(json.dumps(_sentences(data)), encoding="utf-8")
        sentences = json.loads(texts.read_text(encoding="utf-8"))
        if not vectors.exists():
            from claimcheck.backends.registry import load_encoder

            np.save(vectors, load_encoder().encode(sentences).astype(np.float16))
        real = np.load(vectors).astype(np.float32)
        self.queries: Floats = real[:HELD_OUT]
        self._texts, self._real = sentences[HELD_OUT:], real[HELD_OUT:]
        if not near.exists():
            np.save(near, _neighbours(self._real))
        self._near = np.load(near)

    def vectors(self, count: int, seed: int = 1) -> Iterator[tuple[NDArray[np.float16], list[str]]]:
        """Unit vectors (n, d) and their texts, a thousand at a time; the same seed gives the same."""
        draw = np.random.default_rng(seed)
        shuffle = random.Random(seed)
        real, many = self._real, len(self._real)
        for begin in range(0, count, 1000):
            size = min(1000, count - begin)
            one = draw.integers(many, size=size)
            two = self._near[one, draw.integers(NEIGHBOURS, size=size)]
            share = draw.random((size, 1), dtype=np.float32)
            made = _unit(share * real[one] + (1 - share) * real[two])
            third = draw.integers(many, size=size)
            fourth = (third + 1 + draw.integers(many - 1, size=size)) % many
            made = _unit(made + NOISE * _unit(real[third] - real[fourth]))
            yield made.astype(np.float16), [self._mixed(a, b, shuffle) for a, b in zip(one, two, strict=True)]

    def _mixed(self, one: int, two: int, shuffle: random.Random) -> str:
        first, second = self._texts[one].split(), self._texts[two].split()
        words = first[: len(first) // 2] + second[len(second) // 2 :]
        shuffle.shuffle(words)
        return " ".join(words)

    def fill(self, path: Path, count: int) -> None:
        """A store of `count` passages, ten a reference; each figure is a number claim."""
        with ReferenceStore(path) as store:
            for number, (vectors, texts) in enumerate(self.vectors(count)):
                batch = [
                    _prepared(f"{number}-{i}", texts[i : i + REFERENCE], vectors[i : i + REFERENCE])
                    for i in range(0, len(texts), REFERENCE)
                ]
                store.write(batch, _encoder_name())


def _prepared(name: str, texts: list[str], vectors: NDArray[np.float16]) -> Prepared:
    whole, passages = "", []
    for text, vector in zip(texts, vectors, strict=True):
        start = len(whole)
        sentence = Sentence(text, start, start + len(text))
        claims = tuple(
            Claim(
                "number",
                found[0],
                start + found.start(),
                start + found.end(),
                sentence,
                {"value": float(found[0]), "dimension": "count", "noun": "people"},
            )
            for found in re.finditer(r"\b\d{1,4}\b", text)
        )
        passages.append(PreparedPassage(sentence, claims, vector))
        whole += text + "\n"
    reference = Reference(whole, title=texts[0][:60], id=name, publisher="Made-up Wire", published="2025-01-01")
    return Prepared(reference, tuple(passages))


def _encoder_name() -> str:
    from claimcheck.backends.registry import BUNDLED_ENCODER

    return BUNDLED_ENCODER


def _sentences(data: Path) -> list[str]:
    """40,000 of them: 16,000 of news, 24,000 premises and hypotheses."""
    from claimcheck.segment import segment

    news, pairs = set(), set()
    for line in (data / "attribution" / "train.jsonl").open(encoding="utf-8"):
        news.update(s.text for s in segment(json.loads(line)["text"]) if 30 < len(s.text) < 300)
    for line in (data / "nli" / "train.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        pairs.update(text for text in (row["premise"].strip(), row["hypothesis"].strip()) if 30 < len(text) < 250)
    draw = random.Random(1)
    drawn = draw.sample(sorted(news), 16_000) + draw.sample(sorted(pairs), 24_000)
    draw.shuffle(drawn)
    return drawn


def _neighbours(real: Floats) -> NDArray[np.int64]:
    parts = []
    for begin in range(0, len(real), 1000):
        likeness = real[begin : begin + 1000] @ real.T
        likeness[np.arange(len(likeness)), np.arange(begin, begin + len(likeness))] = -1
        parts.append(np.argpartition(likeness, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].copy())
    return np.concatenate(parts)


def _unit(rows: Floats) -> Floats:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
