"""Vectors that the store has already of sentences that come again, in a new version or in the same text elsewhere.

A correction changes a sentence or two of many, and a pick-up none: what they share is not embedded again.
"""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

from claimcheck.records import Reference
from claimcheck.store import identity, succession


def before(connection: sqlite3.Connection, reference: Reference) -> dict[str, NDArray[np.float32]]:
    """Sentence to vector (d,), of texts with the same title, which is embedded with each sentence."""
    rows = connection.execute(
        f"""SELECT p.text, s.vector FROM versions AS r
        JOIN passages AS p ON p.version = r.key JOIN sentences AS s ON s.id = p.id
        WHERE s.vector IS NOT NULL AND r.title IS :title AND r.key IN (
            SELECT key FROM versions WHERE id IN (:id, :replaces)
            UNION SELECT key FROM versions WHERE {identity.SAME_PAGE.replace(":value", ":address")}
            UNION SELECT key FROM versions WHERE story = :story
            UNION SELECT key FROM versions WHERE {identity.SAME_TEXT.replace(":value", ":sha256")})""",
        {
            "title": reference.title,
            "id": reference.id,
            "replaces": reference.replaces,
            "address": identity.address(reference.url),
            "story": succession.story_of(reference.slug),
            "sha256": reference.sha256,
        },
    )
    return {text: np.frombuffer(vector, dtype="<f2").astype(np.float32) for text, vector in rows}
