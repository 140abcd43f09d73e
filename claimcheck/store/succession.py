"""What takes whose place: newer versions, corrections and kill notices, and later texts under a wire's slug.

Whichever comes first, the end is the same: what a text that came later takes the place of may not be there yet.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from claimcheck.records import Reference

#: A slug's story is over after so many days: tomorrow the same slug stands for tomorrow's story.
DAYS = 1.0

#: What slugs say of the version behind the name: "FERRY-FIRE/UPDATE 2", "Ferry Fire, 3rd Ld-Writethru".
_VERSION = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?[\s-]+(?:ld|lead)|(?:\d+(?:st|nd|rd|th)[\s-]+)?(?:writethru|write-thru|writethrough)"
    r"|(?:ld|lead|update|upd)[\s-]*\d*|corrected|correction|corr|recast|refile|repeat|rpt)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")


def story_of(slug: str | None) -> str | None:
    """What a slug calls the story, whatever version of it. Example: "FERRY-FIRE/UPDATE 2" -> "ferry fire"."""
    if not slug:
        return None
    words = _WORD.findall(_VERSION.sub(" ", slug)) or _WORD.findall(slug)
    return " ".join(word.casefold() for word in words) or None


def supersede_versions(connection: sqlite3.Connection, reference: str, now: str) -> None:
    """Of the versions of a reference the latest added is current, unless it is dated before another."""
    rows = connection.execute(
        "SELECT key, substr(published, 1, 10) FROM versions WHERE id = ? ORDER BY version", (reference,)
    ).fetchall()
    current, day = rows[0]
    for key, published in rows[1:]:
        if not (published and day and published < day):
            current, day = key, published or day
    connection.execute(
        "UPDATE versions SET superseded = ? WHERE id = ? AND superseded IS NULL AND key <> ?",
        (now, reference, current),
    )


def succeed(connection: sqlite3.Connection, identity: str, reference: Reference, now: str) -> None:
    """What this reference takes the place of is superseded by it; and itself, by what came for it before it did."""
    if reference.replaces and reference.replaces != identity:
        _supersede(connection, [reference.replaces], identity, now)
    if reference.updates:
        _supersede(connection, _earlier_of_story(connection, identity, reference), identity, now)
    if connection.execute("SELECT 1 FROM retractions WHERE id = ?", (identity,)).fetchone():
        _supersede(connection, [identity], None, now)
    successor = connection.execute(
        "SELECT id FROM versions WHERE replaces = ? ORDER BY key DESC LIMIT 1", (identity,)
    ).fetchone() or _later_of_story(connection, identity, reference)
    if successor:
        _supersede(connection, [identity], successor[0], now)


def retract(connection: sqlite3.Connection, reference: str, why: str | None, now: str) -> bool:
    """No version of a reference is leaned on any more, nor one that is still to come. False if it was so already."""
    if connection.execute("SELECT 1 FROM retractions WHERE id = ?", (reference,)).fetchone():
        return False
    connection.execute("INSERT INTO retractions (id, why, received) VALUES (?, ?, ?)", (reference, why, now))
    _supersede(connection, [reference], None, now)
    return True


def _supersede(connection: sqlite3.Connection, references: list[str], successor: str | None, now: str) -> None:
    connection.executemany(
        "UPDATE versions SET superseded = ?, successor = ? WHERE id = ? AND superseded IS NULL",
        [(now, successor, reference) for reference in references],
    )


def _earlier_of_story(connection: sqlite3.Connection, identity: str, reference: Reference) -> list[str]:
    rows = connection.execute(
        f"""SELECT DISTINCT id FROM versions WHERE {_SAME_STORY} AND superseded IS NULL
        AND julianday(:published) - julianday(published) BETWEEN 0 AND :days""",
        _story_values(identity, reference),
    )
    return [row[0] for row in rows]


def _later_of_story(connection: sqlite3.Connection, identity: str, reference: Reference) -> Any:
    """What says of itself that it takes the place of texts like this; of two sent at one time, the update does."""
    return connection.execute(
        f"""SELECT id FROM versions WHERE {_SAME_STORY} AND updates
        AND julianday(published) - julianday(:published) BETWEEN 0 AND :days
        AND (julianday(published) > julianday(:published) OR NOT :updates)
        ORDER BY julianday(published) DESC LIMIT 1""",
        _story_values(identity, reference),
    ).fetchone()


_SAME_STORY = "story = :story AND publisher IS :publisher AND id <> :id"


def _story_values(identity: str, reference: Reference) -> dict[str, Any]:
    return {
        "id": identity,
        "story": story_of(reference.slug),
        "publisher": reference.publisher,
        "published": reference.published,
        "updates": reference.updates,
        "days": DAYS,
    }
