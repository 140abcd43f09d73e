"""ClaimReview markup (schema.org): what was claimed, how a fact-checker rated it, and where."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from typing import Any

from claimcheck.read.dates import iso_date
from claimcheck.records import Reference, Review

_FALSE = (
    "false",
    "fake",
    "wrong",
    "incorrect",
    "untrue",
    "not true",
    "pants on fire",
    "fabricated",
    "debunked",
    "hoax",
)
_FIGURES_ONLY = re.compile(r"[\d.]+ of [\d.]+")
_FIGURES = {"value": "ratingValue", "best": "bestRating", "worst": "worstRating"}
_TRUE = ("true", "correct", "accurate", "confirmed")


def reviews_in(source: str) -> Iterator[Reference]:
    """The reviews in a piece of JSON-LD; nothing for what is no JSON."""
    try:
        found = json.loads(source)
    except (ValueError, RecursionError):
        return
    yield from reviews(found)


def reviews(found: Any, depth: int = 0) -> Iterator[Reference]:
    """The reviews anywhere in a JSON value, as references."""
    if isinstance(found, list) and depth < 8:
        for each in found:
            yield from reviews(each, depth + 1)
    elif isinstance(found, dict) and depth < 8:
        kinds = found.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            review = _review(found)
            if review:
                yield review
        else:
            for key in ("@graph", "mainEntity", "review", "itemListElement", "item"):
                yield from reviews(found.get(key), depth + 1)


def _review(found: dict[str, Any]) -> Reference | None:
    claim = _text(found.get("claimReviewed"))
    rating = found.get("reviewRating")
    rating = rating if isinstance(rating, dict) else {}
    word = _text(rating.get("alternateName")) or _text(rating.get("name"))
    if not claim or not (word or rating):
        return None
    reviewer = _name(found.get("author")) or _name(found.get("publisher"))
    item = found.get("itemReviewed")
    claimant = _name(item.get("author")) if isinstance(item, dict) else None
    review = Review(
        claim=claim,
        rating=word or _number(rating),
        outcome=_outcome(word, rating),
        reviewer=reviewer,
        claimant=claimant,
        **{key: _figure(rating.get(name)) for key, name in _FIGURES.items()},
    )
    url = _text(found.get("url"))
    return Reference(
        text=as_text(review),
        title=f"Fact check: {claim}"[:200],
        publisher=reviewer,
        published=iso_date(_text(found.get("datePublished")) or ""),
        url=url,
        licence=_text(found.get("license")),
        id=_identity(url, review),
        tier="other",
        reviews=(review,),
    )


def as_text(review: Review) -> str:
    """A rating in words: what was claimed, and how it was rated. It counts by the rating, not by its words."""
    lines = (
        f"{review.claimant or 'Somebody'} claimed: {review.claim}",
        f"{review.reviewer or 'A fact-checker'} rated this: {review.rating}",
    )
    return "\n\n".join(line if line[-1:] in ".!?" else f"{line}." for line in lines)


def markup(reference: Reference) -> Iterator[dict[str, Any]]:
    """The ratings that a reference holds as ClaimReview, which `reviews` reads back to the same references."""
    for review in reference.reviews:
        rating = {name: getattr(review, key) for key, name in _FIGURES.items()}
        claimant = {"@type": "Person", "name": review.claimant} if review.claimant else None
        author = {"@type": "Organization", "name": review.reviewer} if review.reviewer else None
        yield _known(
            {
                "@context": "https://schema.org",
                "@type": "ClaimReview",
                "url": reference.url,
                "datePublished": reference.published,
                "author": author,
                "license": reference.licence,
                "claimReviewed": review.claim,
                "itemReviewed": {"@type": "Claim", "author": claimant} if claimant else None,
                "reviewRating": _known({"@type": "Rating", "alternateName": review.rating, **rating}),
            }
        )


def _known(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value is not None}


def _identity(url: str | None, review: Review) -> str:
    """The same for the same claim on the same page, however its rating changes; a page can rate several."""
    known_by = "\n".join((url or review.reviewer or "", review.claim))
    return f"review-{hashlib.sha256(known_by.encode()).hexdigest()[:10]}"


def _outcome(word: str | None, rating: dict[str, Any]) -> bool | None:
    """True, false, or neither ("half true", "misleading", "unproven")."""
    said = (word or "").casefold().strip(" .!")
    if said in _FALSE:
        return False
    if said in _TRUE:
        return True
    if said and not _FIGURES_ONLY.fullmatch(said):
        return None
    value, best, worst = (_figure(rating.get(name)) for name in _FIGURES.values())
    if value is None or best is None or worst is None or best == worst:
        return None
    return True if value == best else False if value == worst else None


def _figure(found: Any) -> float | None:
    try:
        figure = float(found)
    except (TypeError, ValueError, OverflowError):
        return None
    return figure if math.isfinite(figure) else None


def _number(rating: dict[str, Any]) -> str:
    return f"{rating.get('ratingValue')} of {rating.get('bestRating')}"


def _name(found: Any) -> str | None:
    if isinstance(found, list):
        found = found[0] if found else None
    return _text(found.get("name")) if isinstance(found, dict) else _text(found)


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return (
        " ".join(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "").split()) or None
    )
