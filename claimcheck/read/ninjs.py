"""ninjs, news in JSON (IPTC, versions 1 to 3): wire copy with its corrections and kills."""

from __future__ import annotations

from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Retraction
from claimcheck.read.dates import iso_date
from claimcheck.read.html import plain
from claimcheck.read.jsonl import reference
from claimcheck.read.wire import KILLED, takes_place, urgency


def is_item(found: Any) -> bool:
    return isinstance(found, dict) and "uri" in found and "text" not in found


def read_item(found: dict[str, Any], where: str) -> Item:
    """One item. Raises ReadError where it holds no text."""
    identity = found["uri"] if isinstance(found["uri"], str) else None
    if str(found.get("pubstatus") or found.get("pubStatus") or "").lower() in KILLED and identity:
        return Retraction(identity, f"killed by {where}")
    text = _text(found)
    if not text:
        raise ReadError("this ninjs item holds no text")
    title = found.get("headline") or _first(found.get("headlines")) or None
    slug = found.get("slugline")
    embargo = found.get("embargoed")
    return reference(
        {
            "id": identity,
            "title": title,
            "publisher": _publisher(found),
            "published": found.get("versioncreated") or found.get("versionCreated") or found.get("firstcreated"),
            "licence": found.get("usageterms") or found.get("usageTerms"),
            "language": found.get("language"),
            "tier": "wire",
            "text": f"{title}\n\n{text}" if isinstance(title, str) else text,
            "replaces": found.get("evolvedfrom") or found.get("evolvedFrom"),
            "slug": slug,
            "urgency": urgency(found.get("urgency")),
            "embargo": iso_date(embargo) if isinstance(embargo, str) else None,
            "updates": takes_place(slug, title, found.get("ednote") or found.get("edNote")),
        }
    )


def _text(found: dict[str, Any]) -> str:
    """The body: as text, else out of its HTML; `body_text` (1), `bodies` (2 and 3)."""
    bodies: dict[str, str] = {key[5:]: v for key, v in found.items() if key.startswith("body_") and isinstance(v, str)}
    listed = found.get("bodies")
    for body in listed if isinstance(listed, list) else []:
        if isinstance(body, dict) and isinstance(body.get("value"), str):
            bodies[str(body.get("contenttype") or body.get("contentType") or "text").rpartition("/")[2]] = body["value"]
    for kind in ("text", "plain"):
        if bodies.get(kind, "").strip():
            return bodies[kind].strip()
    return next((text for text in map(plain, bodies.values()) if text), "")


def _publisher(found: dict[str, Any]) -> str | None:
    for key in ("copyrightholder", "copyrightHolder", "source"):
        if isinstance(found.get(key), str):
            return str(found[key])
    sources = found.get("infosources") or found.get("infoSources")
    for source in sources if isinstance(sources, list) else []:
        if isinstance(source, dict) and isinstance(source.get("name"), str):
            return str(source["name"])
    return None


def _first(found: Any) -> str | None:
    if isinstance(found, list) and found and isinstance(found[0], dict) and isinstance(found[0].get("value"), str):
        return str(found[0]["value"])
    return None
