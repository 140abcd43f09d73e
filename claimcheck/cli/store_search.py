"""What `claimcheck store search` does: passages by words, by meaning, and by both, as a check finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimcheck.cli import console
from claimcheck.cli.store_show import timecode
from claimcheck.records import Passage
from claimcheck.report import words
from claimcheck.retrieve import DENSE_WEIGHT, RANK_CONSTANT, TEXT_WEIGHT
from claimcheck.store.references import ReferenceStore
from claimcheck.store.writing import timestamp


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores: BM25 of its words and cosine of its meaning (None if not found so), and fused."""

    passage: Passage
    words: float | None
    meaning: float | None
    fused: float

    def to_dict(self) -> dict[str, Any]:
        passage, reference = self.passage, self.passage.reference
        return {
            "passage": passage.id,
            "reference": reference.id,
            "version": reference.version,
            "title": reference.title,
            "publisher": reference.publisher,
            "published": reference.published,
            "text": passage.text,
            "before": passage.before,
            "after": passage.after,
            "start": passage.start,
            "end": passage.end,
            "timecode": timecode(passage),
            "score": {"words": _rounded(self.words), "meaning": _rounded(self.meaning), "fused": round(self.fused, 5)},
        }


def search(store: ReferenceStore, query: str, limit: int, encoder: str | None = None) -> list[Hit]:
    """The best passages by fused rank. A store without vectors is searched by words alone."""
    by_words = dict(store.search_text(query, limit * 2))
    by_meaning: dict[int, float] = {}
    if store.encoder:
        from claimcheck.backends.registry import load_encoder

        by_meaning = dict(store.dense(load_encoder(encoder or store.encoder).encode([query]), limit * 2)[0])
    fused: dict[int, float] = {}
    for weight, found in ((TEXT_WEIGHT, by_words), (DENSE_WEIGHT, by_meaning)):
        for rank, passage in enumerate(found):
            fused[passage] = fused.get(passage, 0.0) + weight / (RANK_CONSTANT + rank)
    best = sorted(fused, key=lambda passage: (-fused[passage], passage))[:limit]
    return [Hit(p, by_words.get(p.id), by_meaning.get(p.id), fused[p.id]) for p in store.passages_by_id(best)]


def listing(hits: Sequence[Hit]) -> str:
    rows = []
    for hit in hits:
        reference = hit.passage.reference
        at = "" if hit.passage.begins is None else f"at {words.clock(hit.passage.begins)}"
        waits = words.embargo(reference.embargo, timestamp())
        parts = (reference.publisher, (reference.published or "")[:10], at, waits)
        source = ", ".join(part for part in parts if part)
        rows.append(
            [
                f"{hit.fused:.4f}",
                "-" if hit.words is None else f"{hit.words:.1f}",
                "-" if hit.meaning is None else f"{hit.meaning:.2f}",
                reference.id,
                " ".join(hit.passage.text.split()) + (f" ({source})" if source else ""),
            ]
        )
    return console.table(["fused", "words", "meaning", "reference", "passage"], rows)


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
