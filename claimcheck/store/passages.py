"""Passages out of the store, with their neighbours, their claims, and the reference they stand in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from claimcheck.records import Passage, Sentence, StoredReference
from claimcheck.store import claims, reviews

#: SQLite takes many more parameters in one statement, but not on every build.
_BATCH = 500

_REFERENCE = (
    "r.id, r.version, r.title, r.publisher, r.published, r.url, r.licence, r.tier, r.added, r.sha256, r.origin, "
    "(SELECT count(DISTINCT c.id) FROM versions AS c WHERE c.origin = r.origin AND c.superseded IS NULL), "
    "r.superseded, r.successor, r.slug, r.urgency, r.embargo, r.reviews"
)
_NAMES = [field.name for field in fields(StoredReference)]

#: The cue in which a passage begins, and the one in which it ends.
_BEGINS, _ENDS = (
    f"(SELECT c.{column} FROM cues AS c WHERE c.version = p.version AND {condition} ORDER BY c.start DESC LIMIT 1)"
    for column, condition in (("begins", "c.start <= p.start"), ("ends", "c.start < p.end"))
)


def stored_references(connection: sqlite3.Connection, where: str, parameters: Any = ()) -> list[StoredReference]:
    """References for a condition on `versions AS r`, with whatever order and limit follow it."""
    rows = connection.execute(f"SELECT {_REFERENCE} FROM versions AS r WHERE {where}", parameters)
    return [_stored(row) for row in rows]


def _stored(row: Sequence[Any]) -> StoredReference:
    return StoredReference(**dict(zip(_NAMES, (*row[:-1], reviews.unpack(row[-1])), strict=True)))


def passages_by_id(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Passage]:
    """The passages in the order of `ids`; what is not there (removed meanwhile) is left out."""
    wanted = list(dict.fromkeys(int(i) for i in ids))
    found: dict[int, Passage] = {}
    references: dict[int, StoredReference] = {}
    for begin in range(0, len(wanted), _BATCH):
        batch = wanted[begin : begin + _BATCH]
        rows = _rows(connection, f"p.id IN ({_marks(batch)})", batch)
        _load_references(connection, {row[1] for row in rows} - references.keys(), references)
        found |= _passages(connection, rows, references)
    return [found[i] for i in wanted if i in found]


def passages_of(connection: sqlite3.Connection, key: int) -> list[Passage]:
    """All passages of one version, in their order."""
    ids = [row[0] for row in connection.execute("SELECT id FROM sentences WHERE version = ? ORDER BY ordinal", (key,))]
    return passages_by_id(connection, ids)


def _rows(connection: sqlite3.Connection, where: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    return connection.execute(
        f"""SELECT p.id, p.version, p.start, p.end, p.paragraph, p.role,
                coalesce(b.start, 0), coalesce(b.end, 0), coalesce(a.start, 0), coalesce(a.end, 0), {_BEGINS}, {_ENDS}
            FROM sentences AS p
            LEFT JOIN sentences AS b ON b.version = p.version AND b.ordinal = p.ordinal - 1
            LEFT JOIN sentences AS a ON a.version = p.version AND a.ordinal = p.ordinal + 1
            WHERE {where}""",
        parameters,
    ).fetchall()


def _load_references(connection: sqlite3.Connection, keys: set[int], into: dict[int, StoredReference]) -> None:
    if not keys:
        return
    batch = sorted(keys)
    rows = connection.execute(f"SELECT r.key, {_REFERENCE} FROM versions AS r WHERE r.key IN ({_marks(batch)})", batch)
    into.update({row[0]: _stored(row[1:]) for row in rows})


def _passages(
    connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], references: dict[int, StoredReference]
) -> dict[int, Passage]:
    """By number. Texts are read once for all their passages, and cut here: SQLite would count its way to each."""
    texts = _texts(connection, {row[1] for row in rows})
    rows = [row for row in rows if row[1] in references and row[1] in texts]
    wholes = {row[0]: texts[row[1]] for row in rows}
    sentences = {row[0]: Sentence(wholes[row[0]][row[2] : row[3]], *row[2:6]) for row in rows}
    known = claims.of_passages(connection, sentences, wholes) if rows else {}
    found = {}
    for number, version, start, end, _, _, *around, begins, ends in rows:
        whole, text = wholes[number], sentences[number].text
        before, after = whole[slice(*around[:2])], whole[slice(*around[2:])]
        reference = references[version]
        found[number] = Passage(number, reference, text, start, end, before, after, known.get(number, ()), begins, ends)
    return found


def _texts(connection: sqlite3.Connection, keys: set[int]) -> dict[int, str]:
    batch = sorted(keys)
    return dict(connection.execute(f"SELECT key, text FROM versions WHERE key IN ({_marks(batch)})", batch))


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
