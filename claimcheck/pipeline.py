"""A check, from an article to a report: every stage in order, on one page.

    article -> segment -> extract -> retrieve -> compare -> verdict -> report

`check` takes its store and models as arguments and keeps no state, so that many can run side by side.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from claimcheck.backends.base import NLI, Encoder
from claimcheck.compare.judge import judge
from claimcheck.compare.within import compare_within
from claimcheck.errors import ModelError
from claimcheck.extract.claims import extract
from claimcheck.grouping import group
from claimcheck.records import Article, CheckedClaim, Claim, Evidence, Report, StoreState
from claimcheck.retrieve import Searchable, retrieve
from claimcheck.segment import segment
from claimcheck.settings import Settings
from claimcheck.verdict import decide, decide_statement


class Store(Searchable, Protocol):
    """What a check needs of a store: to be searched, and to say what it holds."""

    @property
    def encoder(self) -> str | None:
        """The name of the model that made its vectors; None while there are none."""
        ...

    def state(self) -> StoreState: ...

    def view(self, as_of: str | None, held_at: str | None) -> AbstractContextManager[Any]:
        """One unchanging moment of the store, as it stood by then where a date is given."""
        ...

    def same_as(self, sha256: str, url: str | None) -> list[tuple[str, int, str]]:
        """(reference, version, why) of what is the article itself, by its text or its URL."""
        ...


def check(
    article: Article,
    store: Store,
    encoder: Encoder,
    nli: NLI,
    tagger: Any = None,
    settings: Settings | None = None,
) -> Report:
    """Check one article against one store; the same article, store and models give the same report."""
    settings = settings or Settings()
    if store.encoder and store.encoder != encoder.name:
        raise ModelError(
            f"the store's vectors were made by {store.encoder}, not by {encoder.name}; "
            "check with that encoder, or make them anew with `claimcheck store reindex`"
        )
    clock = _Clock()
    with clock("extract"):
        claims = [c for c in extract(article, segment(article.text), tagger) if c.kind in settings.kinds]
    with clock("retrieve"), store.view(settings.as_of, settings.held_at):
        aside = store.same_as(article.sha256, article.url)
        leave_out = frozenset((reference, version) for reference, version, _ in aside)
        candidates = retrieve(claims, store, encoder, leave_out=leave_out)
        state = store.state()
    with clock("compare"):
        evidence = judge(claims, candidates, encoder, nli, article, top_k=settings.top_k)
        if settings.self_check:
            own = compare_within(claims, article)
            evidence = [mine + found for mine, found in zip(own, evidence, strict=True)]
    with clock("verdict"):
        checked = group(_decide_all(claims, evidence, settings.min_confidence))
    return Report(
        run=new_run_id(),
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        article=article,
        store=StoreState(
            state.path,
            state.references,
            state.passages,
            state.fingerprint,
            tuple({"reference": reference, "why": why} for reference, _, why in aside),
        ),
        models={
            "encoder": encoder.name,
            "nli": nli.name,
            "attribution": getattr(tagger, "name", None) or "rules",
        },
        settings=settings.to_dict(),
        claims=tuple(checked),
        timings=clock.seconds,
    )


def _decide_all(claims: list[Claim], evidence: list[tuple[Evidence, ...]], min_confidence: float) -> list[CheckedClaim]:
    """Numbers and quotes first: a reported statement takes the worst of the numbers in it."""
    checked: dict[int, CheckedClaim] = {}
    for index, (claim, found) in enumerate(zip(claims, evidence, strict=True)):
        checked[index] = CheckedClaim(claim, decide(claim, found, min_confidence=min_confidence), found)
    for index, claim in enumerate(claims):
        if claim.kind != "attribution":
            continue
        spans = claim.details.get("content_spans") or [[claim.start, claim.end]]
        parts = [
            other
            for other in checked.values()
            if other.claim.kind == "number"
            and any(start <= other.claim.start and other.claim.end <= end for start, end in spans)
        ]
        own = checked[index]
        verdict = decide_statement(claim, own.verdict, parts, min_confidence=min_confidence)
        shown = own.evidence
        for part in parts:
            if part.verdict is verdict:
                deciding = tuple(e for e in part.evidence if e.stance != "neutral")
                told = {e.passage.id for e in deciding}
                shown = (*deciding, *(e for e in shown if e.passage.id not in told))
        checked[index] = CheckedClaim(claim, verdict, shown)
    return [checked[index] for index in range(len(claims))]


def new_run_id() -> str:
    """A ULID: sorts by time, and two made in the same millisecond still differ."""
    import os

    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    value = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10))
    return "".join(alphabet[(value >> shift) & 31] for shift in range(125, -1, -5))


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - started
