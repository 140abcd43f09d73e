"""The Python API: a text in, claims, attributions or a report out.

The bundled models are loaded once and shared by later calls.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from claimcheck.records import Article, Attribution, Claim, Report
from claimcheck.settings import Settings

if TYPE_CHECKING:
    from claimcheck.backends.base import NLI, Encoder
    from claimcheck.pipeline import Store


def extract_claims(text: str, published: str | None = None) -> list[Claim]:
    """Split a text into its claims, in text order; no store and no NLI model is needed.

    `published` (ISO 8601) is what relative dates are resolved against. `claim.details` is a dict whose
    keys depend on `claim.kind`: see the report's contract.
    """
    from claimcheck.extract.claims import extract
    from claimcheck.segment import segment

    return extract(Article(text=text, published=published), segment(text), _tagger())


def extract_attributions(text: str) -> list[Attribution]:
    """Who is reported to have said what: spans of (start, end) code points into `text` by role.

    Whole contents, quoted words with their marks included.
    """
    from claimcheck.extract import claims
    from claimcheck.segment import segment

    return claims.extract_attributions(text, segment(text), _tagger())


def check(
    article: str | Article,
    store: Store,
    published: str | None = None,
    *,
    encoder: Encoder | None = None,
    nli: NLI | None = None,
    settings: Settings | None = None,
) -> Report:
    """Check a text against a store. `report.to_dict()` is the report's contract.

    Raises ModelError if the store's vectors were made by another encoder than the one in use.
    """
    from claimcheck import pipeline
    from claimcheck.read.article import title_of

    if isinstance(article, str):
        article = Article(text=article, title=title_of(article), published=published)
    return pipeline.check(article, store, encoder or _encoder(), nli or _nli(), _tagger(), settings)


@cache
def _encoder() -> Encoder:
    from claimcheck.backends.registry import load_encoder

    return load_encoder()


@cache
def _nli() -> NLI:
    from claimcheck.backends.registry import load_nli

    return load_nli()


@cache
def _tagger() -> Any:
    from claimcheck.backends.attribution import load_tagger

    return load_tagger()
