"""What `claimcheck store export` writes: JSON lines of everything, or the ratings of claims as ClaimReview."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from claimcheck.cli import console, store_show
from claimcheck.errors import StoreError
from claimcheck.read.claimreview import markup
from claimcheck.store.references import ReferenceStore


def json_lines(store: ReferenceStore, current: bool) -> Iterator[str]:
    """A line for each version, in the order they were added, then one for each kill notice."""
    for found, reference in store.everything():
        if not (current and found.superseded):
            yield _line(store_show.line(found, reference))
    for identity, why in store.retractions():
        yield _line({"id": identity, "retracted": why or "no reason was given"})


def claim_reviews(store: ReferenceStore) -> list[dict[str, Any]]:
    """Each rating once, though the page that it stands on may be a reference as well."""
    seen: dict[str, dict[str, Any]] = {}
    for found, reference in store.everything():
        if not found.superseded:
            for each in markup(reference):
                seen.setdefault(_line([each.get("url"), each["claimReviewed"], each.get("author")]), each)
    return list(seen.values())


def write(lines: Iterable[str], output: Path | None) -> None:
    """To stdout, or to a file that is put in place when it is whole: an export that stops leaves no half file."""
    if output is None:
        for line in lines:
            console.write(line)
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        part.replace(output)
    except OSError as e:
        part.unlink(missing_ok=True)
        raise StoreError(f"{output} cannot be written: {(e.strerror or str(e)).lower()}") from e


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
