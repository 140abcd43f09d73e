"""The frozen records that pass between the stages.

Every offset is a Unicode code point offset into the text it belongs to: `article.text` for sentences
and claims, that version of the reference for passages. `text == whole[start:end]`, always.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

Kind = Literal["number", "quote", "attribution"]
VerdictLabel = Literal["consistent", "conflict", "disputed", "unverified"]
Stance = Literal["supports", "refutes", "neutral"]
Relation = Literal["before", "same day", "after", "unknown"]
Span = tuple[int, int]

KINDS: tuple[Kind, ...] = ("number", "quote", "attribution")
VERDICTS: tuple[VerdictLabel, ...] = ("conflict", "disputed", "unverified", "consistent")
FLAGS: frozenset[str] = frozenset({"conflict", "disputed"})


@dataclass(frozen=True, slots=True)
class Article:
    """A text under check. `published` is an ISO 8601 date, or date and time with zone."""

    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = "en"
    url: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `role` is `headline`, `body`, or `furniture` (share buttons, reading times)."""

    text: str
    start: int
    end: int
    paragraph: int = 0
    role: Literal["headline", "body", "furniture"] = "body"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) is reported, by which words (cue), to have said what (content).

    Each role is a tuple of spans, since each can be split; an empty tuple means it is not expressed.
    Whole contents, quoted words with their marks included.
    """

    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable thing at a span of a text. `details` are those of the design, section 4, by kind."""

    kind: Kind
    text: str
    start: int
    end: int
    sentence: Sentence
    details: dict[str, Any]
    id: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "sentence": {"text": self.sentence.text, "start": self.sentence.start, "end": self.sentence.end},
            "details": self.details,
        }


@dataclass(frozen=True, slots=True)
class Review:
    """A claim that somebody rated (schema.org's ClaimReview). `outcome` is None for neither true nor false."""

    claim: str
    rating: str
    outcome: bool | None = None
    reviewer: str | None = None
    claimant: str | None = None
    value: float | None = None
    best: float | None = None
    worst: float | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """Where in a transcript a piece of it begins (`start`, a character), and when it is said (seconds)."""

    start: int
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A whole text for the store. `published` is ISO 8601; `id` is the reference's own where it has one.

    `replaces` is the id of another reference that this one corrects or updates, by its own word. Of wire copy:
    `slug` (what a story is known by), `urgency` (1 is a flash, 8 can wait), `embargo` (not to be published before,
    ISO 8601), and `updates`: it takes the place of what was sent under its slug before. `reviews` are the ratings
    that it holds, `cues` the time codes of a transcript, in order.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    licence: str | None = None
    id: str | None = None
    tier: str | None = None
    language: str | None = None
    replaces: str | None = None
    slug: str | None = None
    urgency: int | None = None
    embargo: str | None = None
    updates: bool = False
    reviews: tuple[Review, ...] = ()
    cues: tuple[Cue, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredReference:
    """What the store knows of one version of a reference, without its text.

    `origin` is the id of the reference it is a near copy of (its own id where it is none); `copies`
    counts the near copies in the store that share the origin, itself included. `superseded` is when a
    newer version, or a kill notice, took its place: such a version is kept, but no check leans on it; `successor`
    is the id of another reference that took it.
    """

    id: str
    version: int
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    licence: str | None
    tier: str | None
    added: str
    sha256: str
    origin: str
    copies: int = 1
    superseded: str | None = None
    successor: str | None = None
    slug: str | None = None
    urgency: int | None = None
    embargo: str | None = None
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a reference, as it is found; `claims` are the claims extracted from it when added.

    Of a transcript with time codes, `begins` and `ends` are the seconds between which it is said.
    """

    id: int
    reference: StoredReference
    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""
    claims: tuple[Claim, ...] = ()
    begins: float | None = None
    ends: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that retrieval found for a claim. `similarity` is the cosine, `score` the fused rank score."""

    passage: Passage
    similarity: float
    score: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one comparator says of a claim and a passage.

    `code` is the reason it would give for a verdict (`number`, `date`, `quote`, `speaker`, `meaning`
    where it refutes; `same`, `rounded`, `converted`, `derived` where it supports). `text` is for people;
    `theirs` is the passage's own figure, words or speaker, as a reason sentence names it.
    """

    comparator: Literal["meaning", "number", "quote", "speaker", "rating"]
    outcome: Stance
    text: str
    code: str | None = None
    theirs: str | None = None
    confidence: float = 1.0

    def to_dict(self) -> dict[str, Any]:
        return {"comparator": self.comparator, "outcome": self.outcome, "text": self.text}


@dataclass(frozen=True, slots=True)
class NLIScores:
    entailment: float
    neutral: float
    contradiction: float

    def to_dict(self) -> dict[str, float]:
        return {
            "entailment": round(self.entailment, 4),
            "neutral": round(self.neutral, 4),
            "contradiction": round(self.contradiction, 4),
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage and how it stands to a claim. `confidence` is how sure the stance is, 0 to 1."""

    passage: Passage
    stance: Stance
    confidence: float
    similarity: float
    relation: Relation
    nli: NLIScores | None
    comparisons: tuple[Comparison, ...]
    origin: Literal["store", "article"] = "store"

    def to_dict(self) -> dict[str, Any]:
        passage, reference = self.passage, self.passage.reference
        known = {
            "origin": self.origin,
            "reference": reference.id,
            "version": reference.version,
            "passage": passage.id,
            "text": passage.text,
            "before": passage.before,
            "after": passage.after,
            "start": passage.start,
            "end": passage.end,
            "stance": self.stance,
            "title": reference.title,
            "publisher": reference.publisher,
            "tier": reference.tier,
            "published": reference.published,
            "added": reference.added,
            "relation": self.relation,
            "url": reference.url,
            "copies": reference.copies,
            "similarity": round(self.similarity, 4),
            "nli": self.nli.to_dict() if self.nli else None,
            "comparisons": [c.to_dict() for c in self.comparisons],
        }
        if passage.begins is not None and passage.ends is not None:
            known["timecode"] = {"start": passage.begins, "end": passage.ends}
        if reference.embargo:
            known["embargo"] = reference.embargo
        return known


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    text: str

    def to_dict(self) -> dict[str, str]:
        return {"code": self.code, "text": self.text}


@dataclass(frozen=True, slots=True)
class Verdict:
    label: VerdictLabel
    confidence: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with its verdict and the evidence for it, best first."""

    claim: Claim
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    group: str | None = None
    decision: dict[str, Any] | None = None

    @property
    def flagged(self) -> bool:
        return self.verdict.label in FLAGS

    def to_dict(self) -> dict[str, Any]:
        claim = self.claim.to_dict()
        return {
            "id": claim.pop("id"),
            "group": self.group,
            **claim,
            "verdict": self.verdict.label,
            "confidence": round(self.verdict.confidence, 4),
            "reason": self.verdict.reason.to_dict(),
            "evidence": [e.to_dict() for e in self.evidence],
            "decision": self.decision,
        }


@dataclass(frozen=True, slots=True)
class StoreState:
    """The store a run leaned on. `fingerprint` changes with every change of its references."""

    path: str
    references: int
    passages: int
    fingerprint: str
    set_aside: tuple[dict[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "references": self.references,
            "passages": self.passages,
            "fingerprint": self.fingerprint,
            "set_aside": list(self.set_aside),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """One run: an article, what it was held against, and every claim with its verdict."""

    run: str
    created: str
    article: Article
    store: StoreState
    models: dict[str, str]
    settings: dict[str, Any]
    claims: tuple[CheckedClaim, ...]
    timings: dict[str, float] = field(default_factory=dict)

    SCHEMA: ClassVar[str] = "claimcheck/report/1"

    @property
    def flagged(self) -> tuple[CheckedClaim, ...]:
        return tuple(c for c in self.claims if c.flagged)

    def summary(self) -> dict[str, int]:
        counts = {label: sum(c.verdict.label == label for c in self.claims) for label in VERDICTS}
        groups = {c.group or c.claim.id for c in self.flagged}
        return {
            "claims": len(self.claims),
            "consistent": counts["consistent"],
            "conflict": counts["conflict"],
            "disputed": counts["disputed"],
            "unverified": counts["unverified"],
            "groups_flagged": len(groups),
        }

    def with_claims(self, claims: tuple[CheckedClaim, ...]) -> Report:
        return replace(self, claims=claims)

    def to_dict(self) -> dict[str, Any]:
        """The report contract, `claimcheck/report/1`."""
        article = self.article
        return {
            "schema": self.SCHEMA,
            "run": self.run,
            "created": self.created,
            "article": {
                "title": article.title,
                "source": article.source,
                "published": article.published,
                "sha256": article.sha256,
                "language": article.language,
                "text": article.text,
            },
            "store": self.store.to_dict(),
            "models": self.models,
            "settings": self.settings,
            "summary": self.summary(),
            "claims": [c.to_dict() for c in self.claims],
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }
