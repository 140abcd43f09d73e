"""ClaimReview markup (schema.org): what was claimed, how a fact-checker rated it, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from claimcheck.read.dates import iso_date
from claimcheck.records import Reference

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
    lines = [f"{claimant or 'Somebody'} claimed: {claim}"]
    lines.append(f"{reviewer or 'A fact-checker'} rated this: {word or _number(rating)}")
    outcome = _outcome(word, rating)
    if outcome is not None:
        lines.append(claim if outcome else f"It is not true that {claim[0].lower()}{claim[1:]}")
    return Reference(
        text="\n\n".join(line if line[-1:] in ".!?" else f"{line}." for line in lines),
        title=f"Fact check: {claim}"[:200],
        publisher=reviewer,
        published=iso_date(_text(found.get("datePublished")) or ""),
        url=_text(found.get("url")),
        tier="other",
    )


def _outcome(word: str | None, rating: dict[str, Any]) -> bool | None:
    """True, false, or neither ("half true", "misleading", "unproven")."""
    said = (word or "").casefold().strip(" .!")
    if said in _FALSE:
        return False
    if said in _TRUE:
        return True
    if said:
        return None
    try:
        value, best, worst = (float(rating[key]) for key in ("ratingValue", "bestRating", "worstRating"))
    except (KeyError, TypeError, ValueError):
        return None
    return True if value == best != worst else False if value == worst != best else None


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
