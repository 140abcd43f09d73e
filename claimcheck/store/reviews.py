"""Ratings of claims to JSON and back: a list of objects, without what is not known."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from claimcheck.records import Review


def as_dicts(reviews: tuple[Review, ...]) -> list[dict[str, Any]]:
    """Example: [{"claim": "The ferry carried 50,000 people.", "rating": "False", "outcome": false}]"""
    return [{key: value for key, value in asdict(review).items() if value is not None} for review in reviews]


def pack(reviews: tuple[Review, ...]) -> str | None:
    return json.dumps(as_dicts(reviews), ensure_ascii=False, separators=(",", ":")) if reviews else None


def unpack(found: str | None) -> tuple[Review, ...]:
    return tuple(Review(**each) for each in json.loads(found)) if found else ()
