"""A store in a temporary folder, and references prepared without any model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimcheck.records import Claim, Reference, Sentence
from claimcheck.store.prepared import Prepared, PreparedPassage
from claimcheck.store.references import ReferenceStore

DIMENSIONS = 16

Prepare = Callable[..., Prepared]


def vector(text: str) -> np.ndarray:
    """A unit vector that depends on nothing but the text."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    drawn = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
    return drawn / np.linalg.norm(drawn)


def prepared(text: str, vectors: bool = True, **fields: Any) -> Prepared:
    """Every sentence a passage, every figure a claim of it."""
    passages = []
    for match in re.finditer(r"[^.!?]+[.!?]?", text):
        words = match[0].strip()
        if not words:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        sentence = Sentence(words, start, start + len(words))
        claims = [
            Claim("number", m[0], start + m.start(), start + m.end(), sentence, {"value": float(m[0]), "unit": None})
            for m in re.finditer(r"\d+", words)
        ]
        passages.append(PreparedPassage(sentence, tuple(claims), vector(words) if vectors else None))
    return Prepared(Reference(text=text, **fields), tuple(passages))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "refs.db"


@pytest.fixture
def store(path: Path) -> Iterator[ReferenceStore]:
    with ReferenceStore(path) as opened:
        yield opened


@pytest.fixture
def ferries(store: ReferenceStore) -> ReferenceStore:
    """A store of three references."""
    store.write(
        [
            prepared(
                "The ferry carried 400 people. Nobody was hurt. The captain said the ferry was late.",
                id="f1",
                title="Ferry late",
                publisher="Harbour Post",
                published="2026-03-01",
                url="https://harbour.example/late",
                tier="outlet",
            ),
            prepared("The ferry line closes in May. It cost 12 million.", id="f2", publisher="Coast Wire", tier="wire"),
            prepared(
                "Bread prices rose by 3 percent in Arle.", id="b1", publisher="Coast Wire", published="2026-02-01"
            ),
        ],
        "toy",
    )
    return store
