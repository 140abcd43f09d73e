"""Claims of passages to JSON and back. What is null by the report contract is left out, and put back when read."""

from __future__ import annotations

import json
from typing import Any

from claimcheck.records import Claim, Sentence

_SPOKEN = ("speaker", "speaker_role")
_SAID = (*_SPOKEN, "speaker_span", "cue", "cue_span")

#: The keys of `details` in the report contract, section 4 of the design, by kind.
DETAILS: dict[str, tuple[str, ...]] = {
    "number": (
        *("value", "upper", "unit", "dimension", "modifier", "noun", "part_of", "change", "period", "iso"),
        *_SPOKEN,
    ),
    "quote": _SAID,
    "attribution": (*_SAID, "content_spans", "polarity"),
}


def pack(claim: Claim) -> str:
    """The details as compact JSON, without the nulls that `unpack` knows of."""
    known = DETAILS.get(claim.kind, ())
    kept = {key: value for key, value in claim.details.items() if value is not None or key not in known}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def unpack(kind: str, text: str, start: int, end: int, details: str, sentence: Sentence) -> Claim:
    found: dict[str, Any] = {**dict.fromkeys(DETAILS.get(kind, ())), **json.loads(details)}
    return Claim(kind=kind, text=text, start=start, end=end, sentence=sentence, details=found)  # type: ignore[arg-type]
