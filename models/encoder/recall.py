"""Recall of the evidence among all sentences of all cases' references, for an encoder folder.

A query is the sentence of the article that holds a gold claim; it is found if one of the k nearest
reference sentences overlaps the gold evidence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

BREAK = re.compile(r"(?<=[.!?…])[”\"’')\]]*\s+|\n+")


class Encodes(Protocol):
    def encode(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Query:
    sentence: str
    answers: frozenset[int]  # indices of reference sentences


def sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentence spans; the same for every encoder that is compared."""
    spans, start = [], 0
    for match in BREAK.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def read_cases(folder: Path) -> tuple[list[str], list[Query]]:
    """All reference sentences, and a query for each gold claim that has evidence."""
    passages: list[str] = []
    queries: list[Query] = []
    for case in sorted(p for p in folder.iterdir() if p.is_dir()):
        places: dict[str, tuple[str, list[tuple[int, int]], int]] = {}
        for line in (case / "references.jsonl").read_text(encoding="utf-8").splitlines():
            reference = json.loads(line)
            spans = sentences(reference["text"])
            places[reference["id"]] = (reference["text"], spans, len(passages))
            passages += [reference["text"][a:b] for a, b in spans]
        article = (case / "article.txt").read_bytes().decode()
        own = sentences(article)
        for claim in json.loads((case / "gold.json").read_text(encoding="utf-8"))["claims"]:
            answers = set()
            for evidence in claim["evidence"]:
                text, spans, base = places[evidence["reference"]]
                at = text.find(evidence["text"])
                end = at + len(evidence["text"])
                answers |= {base + i for i, (a, b) in enumerate(spans) if a < end and at < b}
            sentence = next((article[a:b] for a, b in own if a <= claim["start"] < b), claim["text"])
            if answers:
                queries.append(Query(sentence, frozenset(answers)))
    return passages, queries


def recall(encoder: Encodes, passages: list[str], queries: list[Query], k: int = 10) -> float:
    """The share of queries with an answer among their k nearest passages by cosine."""
    nearest = np.argsort(-(encoder.encode([q.sentence for q in queries]) @ encoder.encode(passages).T), axis=1)[:, :k]
    hits = [bool(q.answers & set(row.tolist())) for q, row in zip(queries, nearest, strict=True)]
    return sum(hits) / len(hits)
