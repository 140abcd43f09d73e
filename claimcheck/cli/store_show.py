"""How references, and what the store knows of them, are shown to people and to programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from claimcheck.cli import console
from claimcheck.ingest import IngestResult
from claimcheck.records import Passage, Reference, StoredReference
from claimcheck.report import words
from claimcheck.store import reviews
from claimcheck.store.references import ReferenceStore
from claimcheck.store.writing import timestamp


def added(result: IngestResult) -> dict[str, Any]:
    return {
        "added": result.added,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "retracted": result.retracted,
        "skipped": [{"where": each.where, "why": each.why} for each in result.skipped],
    }


def added_line(result: IngestResult, path: Path) -> str:
    """Example: "refs.db: 12 added, 1 updated, 3 unchanged, 1 skipped"."""
    return f"{path}: {counts(result)}"


def counts(result: IngestResult) -> str:
    parts = [f"{len(getattr(result, name))} {name}" for name in ("added", "updated", "unchanged", "skipped")]
    if result.retracted:
        parts.append(f"{len(result.retracted)} retracted")
    return ", ".join(parts)


def as_dict(reference: StoredReference) -> dict[str, Any]:
    return {**asdict(reference), "reviews": reviews.as_dicts(reference.reviews)}


def line(found: StoredReference, reference: Reference) -> dict[str, Any]:
    """A version as one line of an export: what `store add` reads, and for people what it does not."""
    fields = {name: getattr(reference, name) for name in ("id", "title", "publisher", "published", "url")}
    fields |= {"licence": reference.licence, "tier": reference.tier, "language": reference.language}
    fields |= {name: getattr(reference, name) for name in ("replaces", "slug", "urgency", "embargo")}
    fields |= {"updates": reference.updates or None, "reviews": reviews.as_dicts(reference.reviews) or None}
    fields["cues"] = [[cue.start, cue.begins, cue.ends] for cue in reference.cues] or None
    kept = {name: value for name, value in fields.items() if value is not None}
    return {**kept, "version": found.version, "added": found.added, "text": reference.text}


def listing(references: Sequence[StoredReference]) -> str:
    rows = []
    for each in references:
        title = each.title or "(no title)"
        if each.superseded:
            title += f" (version {each.version}, superseded)"
        if waits := words.embargo(each.embargo, timestamp()):
            title += f" ({waits})"
        rows.append([each.id, (each.published or "no date")[:10], each.publisher, each.slug, title])
    columns = ["id", "published", "publisher", "slug", "title"]
    if not any(row[3] for row in rows):  # of wire copy only
        columns.remove("slug")
        rows = [[*row[:3], row[4]] for row in rows]
    return console.table(columns, rows)


def whole(store: ReferenceStore, reference: str, version: int | None) -> dict[str, Any]:
    """One version with its text, passages and claims."""
    found = store.get(reference, version)
    return {
        **as_dict(found),
        "versions": [
            {"version": v.version, "added": v.added, "superseded": v.superseded} for v in store.versions(found.id)
        ],
        "copies_of": [each.id for each in store.copies(found.origin) if each.id != found.id],
        "text": store.text_of(found.id, found.version),
        "passages": [_passage(p) for p in store.passages_of(found.id, found.version)],
    }


def page(store: ReferenceStore, reference: str, version: int | None, claims: bool) -> str:
    """One version as a person reads it."""
    found = store.get(reference, version)
    lines = [found.title or "(no title)", ""]
    for name, value in _facts(store, found):
        lines.append(f"{name + ':':<12} {value}")
    lines.append("")
    if not claims:
        return "\n".join(lines) + "\n" + store.text_of(found.id, found.version).rstrip("\n") + "\n"
    for passage in store.passages_of(found.id, found.version):
        at = "" if passage.begins is None else f"{words.clock(passage.begins)} "
        lines.append(f"[{passage.id}] {at}{' '.join(passage.text.split())}")
        lines.extend(
            f"    {claim.kind}: {' '.join(claim.text.split())}{_speaker(claim.details)}" for claim in passage.claims
        )
    return "\n".join(lines) + "\n"


def statistics(found: dict[str, Any]) -> str:
    lines = [f"{'store':<12} {found['path']}"]
    for name in ("references", "passages", "superseded", "copies", "removed"):
        if found[name] or name in ("references", "passages"):
            lines.append(f"{name:<12} {found[name]:,}")
    claims = ", ".join(f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in found["claims"].items())
    lines.append(f"{'claims':<12} {claims or 'none'}")
    if found["vectors"] and found["first_published"]:
        lines.append(f"{'published':<12} {found['first_published'][:10]} to {found['last_published'][:10]}")
    if found["last_added"]:
        lines.append(f"{'last added':<12} {found['last_added']}")
    for name in ("tiers", "publishers"):
        counts = ", ".join(f"{key} {count:,}" for key, count in found[name].items())
        if counts:
            lines.append(f"{name:<12} {counts}")
    lines.append(f"{'encoder':<12} {found['encoder'] or 'none yet'}")
    lines.append(f"{'size':<12} {found['bytes'] / 1e6:.1f} MB (schema {found['schema']})")
    return "\n".join(lines) + "\n"


def _facts(store: ReferenceStore, found: StoredReference) -> list[tuple[str, str]]:
    versions = store.versions(found.id)
    kept = store.full(found.id, found.version)
    others = [each for each in store.copies(found.origin) if each.id != found.id]
    state = f"{found.version} of {len(versions)}" if len(versions) > 1 else None
    if found.superseded:
        by = f" by {found.successor}" if found.successor else ""
        state = f"{state + ', ' if state else ''}superseded {found.superseded}{by}"
    spoken = f"{words.clock(kept.cues[0].begins)} to {words.clock(kept.cues[-1].ends)}" if kept.cues else None
    over = found.embargo and not words.embargo(found.embargo, timestamp())
    facts = [
        ("id", found.id),
        ("publisher", found.publisher),
        ("published", found.published),
        ("url", found.url),
        ("tier", found.tier),
        ("licence", found.licence),
        ("added", found.added),
        ("retracted", store.retracted(found.id)),
        ("version", state),
        ("replaces", kept.replaces),
        ("slug", found.slug),
        ("urgency", found.urgency),
        ("embargo", f"{found.embargo} ({'over' if over else 'not over yet'})" if found.embargo else None),
        ("rated", "; ".join(f"“{each.claim}”: {each.rating}" for each in found.reviews)),
        ("time codes", spoken),
        ("copy of", found.origin if found.origin != found.id else None),
        ("copies", ", ".join(each.id for each in others) if others and found.origin == found.id else None),
        ("sha256", found.sha256),
    ]
    return [(name, str(value)) for name, value in facts if value]


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "timecode": timecode(passage),
        "claims": [
            {"kind": c.kind, "text": c.text, "start": c.start, "end": c.end, "details": c.details}
            for c in passage.claims
        ],
    }


def timecode(passage: Passage) -> dict[str, float | None] | None:
    """Seconds between which a passage of a transcript is said. Example: {"start": 1.0, "end": 6.0}"""
    return None if passage.begins is None else {"start": passage.begins, "end": passage.ends}


def _speaker(details: dict[str, Any]) -> str:
    return f" ({details['speaker']})" if details.get("speaker") else ""
