"""Claims of passages to rows and back: figures in `numbers`, quotes and reported statements in `statements`.

A row says where a claim stands and not its words, which are that piece of the reference's text. What is null by the
report contract is put back when a row is read; what there is no column for is kept in `more`, as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from claimcheck.records import Claim, Sentence

Row = dict[str, Any]

_SPOKEN = ("speaker", "speaker_role")
_SAID = (*_SPOKEN, "speaker_span", "cue", "cue_span")
_FIGURE = ("value", "upper", "unit", "dimension", "modifier", "noun", "part_of", "change", "period", "iso")
_REAL = ("value", "upper", "precision")

#: The keys of `details` in the report contract, section 4 of the design, by kind.
DETAILS: dict[str, tuple[str, ...]] = {
    "number": (*_FIGURE, *_SPOKEN),
    "quote": _SAID,
    "attribution": (*_SAID, "content_spans", "polarity"),
}

_PLACE = ("passage", "ordinal", "start", "end")
COLUMNS = {
    "numbers": (*_FIGURE, "precision", *_SPOKEN, "more"),
    "statements": (
        *("kind", *_SPOKEN, "speaker_start", "speaker_end", "cue", "cue_start", "cue_end"),
        *("content_spans", "polarity", "more"),
    ),
}


def insert(connection: sqlite3.Connection, passage: int, claims: Sequence[Claim], whole: str) -> None:
    """Write the claims of a passage of the text `whole`, in their order."""
    for ordinal, claim in enumerate(claims):
        row = {"passage": passage, "ordinal": ordinal, "start": claim.start, "end": claim.end, **pack(claim, whole)}
        connection.execute(
            f"INSERT INTO {'numbers' if claim.kind == 'number' else 'statements'} ({', '.join(row)}) "
            f"VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )


def of_passages(
    connection: sqlite3.Connection, sentences: Mapping[int, Sentence], wholes: Mapping[int, str]
) -> dict[int, tuple[Claim, ...]]:
    """The claims of passages, in their order. By the number of each: its sentence, and the text that it stands in."""
    found: list[tuple[int, int, Claim]] = []
    for table, columns in COLUMNS.items():
        for passage, ordinal, start, end, *values in connection.execute(
            f"SELECT {', '.join((*_PLACE, *columns))} FROM {table} WHERE passage IN ({','.join('?' * len(sentences))})",
            list(sentences),
        ):
            row = dict(zip(columns, values, strict=True))
            kind, whole = row.pop("kind", "number"), wholes[passage]
            details = unpack(kind, row, start, end, whole)
            found.append((passage, ordinal, Claim(kind, whole[start:end], start, end, sentences[passage], details)))
    found.sort(key=lambda each: each[:2])
    claims: dict[int, tuple[Claim, ...]] = {}
    for passage, _, claim in found:
        claims[passage] = (*claims.get(passage, ()), claim)
    return claims


def pack(claim: Claim, whole: str) -> Row:
    """What of a row is in `details`: no nulls, nor what `unpack` knows without being told."""
    details = json.loads(json.dumps(claim.details))
    row: Row = {} if claim.kind == "number" else {"kind": claim.kind}
    for key in DETAILS.get(claim.kind, ()) + (("precision",) if claim.kind == "number" else ()):
        value = details.get(key)
        if key in ("speaker_span", "cue_span") and _is_span(value):
            name = key.removesuffix("_span")
            row[f"{name}_start"], row[f"{name}_end"] = value
        elif key == "content_spans" and value not in (None, [[claim.start, claim.end]]):
            row[key] = _json(value)
        elif key in _REAL and isinstance(value, int | float):
            row[key] = float(value)
        elif key in COLUMNS["numbers"] + COLUMNS["statements"] and isinstance(value, str):
            row[key] = value
    if "cue_start" in row and row.get("cue") == whole[row["cue_start"] : row["cue_end"]]:
        del row["cue"]
    if row.get("polarity") == "asserts":
        del row["polarity"]
    told = unpack(claim.kind, row, claim.start, claim.end, whole)
    more = {key: value for key, value in details.items() if value != told.get(key)}
    return row | ({"more": _json(more)} if more else {})


def unpack(kind: str, row: Mapping[str, Any], start: int, end: int, whole: str) -> dict[str, Any]:
    """The details of a claim of a row, at `start` to `end` of the text `whole`."""
    details: dict[str, Any] = {key: row.get(key) for key in DETAILS.get(kind, ())}
    if row.get("precision") is not None:
        details["precision"] = row["precision"]
    for name in ("speaker", "cue"):
        if f"{name}_span" in details and row.get(f"{name}_start") is not None:
            details[f"{name}_span"] = [row[f"{name}_start"], row[f"{name}_end"]]
    if details.get("cue_span") and details["cue"] is None:
        details["cue"] = whole[slice(*details["cue_span"])]
    if kind == "attribution":
        details["content_spans"] = json.loads(row.get("content_spans") or f"[[{start},{end}]]")
        details["polarity"] = row.get("polarity") or "asserts"
    return details | json.loads(row.get("more") or "{}")


def _is_span(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(place, int) for place in value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
