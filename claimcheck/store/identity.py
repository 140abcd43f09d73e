"""Is a reference in the store already? By its own id, else by its address, else by its text."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from claimcheck.records import Reference

#: What of a reference can be mended without making another version of it.
MENDABLE = ("publisher", "published", "url", "licence", "tier", "language", "slug", "urgency", "embargo")

#: The indexes hold the first twelve figures of a hash, and the last sixteen characters of an address. The plus
#: keeps SQLite from putting the value in place of the column everywhere, which no index could answer.
SAME_TEXT = "substr(sha256, 1, 12) = substr(:value, 1, 12) AND +sha256 = :value"
SAME_PAGE = "address IS NOT NULL AND substr(address, -16) = substr(:value, -16) AND +address = :value"

_TRACKING = re.compile(r"^(utm_.*|fbclid|gclid|mc_cid|mc_eid|cmpid|ref_src|igshid)$")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reference stands to the store.

    `new` and `version` are to be written under `id` as `version`; `unchanged` is there, at row `key`;
    `mended` is there, but some of what is known about it (`changes`) is new.
    """

    kind: Literal["new", "version", "unchanged", "mended"]
    id: str
    version: int
    key: int | None = None
    changes: dict[str, Any] | None = None


def address(url: str | None) -> str | None:
    """What a page is known by again: no scheme, no fragment, no tracking, no "www." or last slash.

    Example: "https://www.Post.example/a/?utm_source=x#top" -> "post.example/a"
    """
    if not url or not url.strip():
        return None
    try:
        parts = urlsplit(url.strip())
        query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    except ValueError:
        return url.strip()
    host = parts.netloc.lower().removeprefix("www.")
    return host + parts.path.rstrip("/") + (f"?{query}" if query else "")


def standing(connection: sqlite3.Connection, reference: Reference) -> Standing:
    """Look a reference up. Only reads."""
    versions = _versions(connection, reference)
    if not versions:
        made = reference.id or _make_id(connection, reference)
        return Standing("new", made, _removed(connection, made) + 1)
    identity = versions[0]["id"]
    same = [row for row in versions if row["sha256"] == reference.sha256 and _same_title(row, reference)]
    latest = versions[-1]
    if not same or (same[-1] is not latest and _is_later(reference, latest)):
        return Standing("version", identity, latest["version"] + 1)
    known = same[-1]
    changes = {
        field: value for field in MENDABLE if (value := getattr(reference, field)) is not None and value != known[field]
    }
    kind: Literal["mended", "unchanged"] = "mended" if changes else "unchanged"
    return Standing(kind, identity, known["version"], known["key"], changes)


def _versions(connection: sqlite3.Connection, reference: Reference) -> list[dict[str, Any]]:
    """The versions of the same reference, oldest first."""
    if reference.id:
        return _select(connection, "id = :value", reference.id)
    place = address(reference.url)
    if place:
        # A page and the ratings of claims on it share an address; these are known by ids of their own.
        found = _select(connection, f"{SAME_PAGE} AND id NOT LIKE 'review-%'", place)
        # Several references can share one address (rows of one table): then the text decides.
        if len({row["id"] for row in found}) == 1:
            return _select(connection, "id = :value", found[0]["id"])
        return [row for row in found if row["sha256"] == reference.sha256][:1]
    twins = [
        row
        for row in _select(connection, SAME_TEXT, reference.sha256)
        if not (row["publisher"] and reference.publisher and row["publisher"] != reference.publisher)
    ]
    return _select(connection, "id = :value", twins[0]["id"]) if twins else []


def _select(connection: sqlite3.Connection, where: str, value: str) -> list[dict[str, Any]]:
    columns = ("key", "id", "version", "title", "sha256", *MENDABLE)
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM versions WHERE {where} ORDER BY id, version", {"value": value}
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _same_title(row: dict[str, Any], reference: Reference) -> bool:
    return reference.title is None or row["title"] == reference.title


def _is_later(reference: Reference, row: dict[str, Any]) -> bool:
    """A text that an older version had already is news only if it is dated after the latest version."""
    return bool(reference.published and row["published"] and reference.published > row["published"])


def _removed(connection: sqlite3.Connection, reference: str) -> int:
    """The last version that was removed, so that a number in an old report never means another text."""
    row = connection.execute("SELECT coalesce(max(version), 0) FROM tombstones WHERE id = ?", (reference,)).fetchone()
    return int(row[0])


def _make_id(connection: sqlite3.Connection, reference: Reference) -> str:
    """A short id from what the reference is known by, so that another store gives it the same one."""
    known_by = address(reference.url) or f"{reference.publisher or ''}\n{reference.sha256}"
    digest = hashlib.sha256(known_by.encode()).hexdigest()
    for length in range(10, 65):
        made = f"ref-{digest[:length]}"
        if not connection.execute("SELECT 1 FROM versions WHERE id = ?", (made,)).fetchone():
            return made
    return f"ref-{digest}"
