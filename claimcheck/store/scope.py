"""Which versions of which references a check may lean on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scope:
    """The current versions; or those of an earlier time.

    `as_of`: what was published by then (ISO 8601); a reference without a date is left out, since nobody
    can tell. `held_at`: what the store held by then. Both keep, of each reference, the latest such version, and
    nothing that a correction or a kill notice had taken back by then.
    """

    as_of: str | None = None
    held_at: str | None = None

    @property
    def sql(self) -> str:
        """A condition on `versions AS r`."""
        if not self.as_of and not self.held_at:
            return "r.superseded IS NULL"
        held = self._condition("r")
        newer = self._condition("n")
        killed = _by("k.received", ":held_at", self.held_at) if self.held_at else "1"
        return (
            f"{held} AND NOT EXISTS (SELECT 1 FROM versions AS n "
            f"WHERE n.id = r.id AND n.version > r.version AND {newer}) "
            "AND (r.successor IS NULL OR NOT EXISTS "
            f"(SELECT 1 FROM versions AS n WHERE n.id = r.successor AND {newer})) "
            f"AND NOT EXISTS (SELECT 1 FROM retractions AS k WHERE k.id = r.id AND {killed})"
        )

    @property
    def outside(self) -> str:
        """The opposite of `sql`; of the current versions in words that an index answers."""
        return f"NOT ({self.sql})" if self.as_of or self.held_at else "r.superseded IS NOT NULL"

    @property
    def parameters(self) -> dict[str, str]:
        return {"as_of": self.as_of or "", "held_at": self.held_at or ""}

    def _condition(self, alias: str) -> str:
        parts = []
        if self.as_of:
            parts.append(_by(f"{alias}.published", ":as_of", self.as_of))
        if self.held_at:
            parts.append(_by(f"{alias}.added", ":held_at", self.held_at))
        return " AND ".join(parts)


@dataclass(frozen=True, slots=True)
class Outside:
    """What is not in scope: how many versions, and the numbers of their passages, ascending."""

    versions: int
    passages: NDArray[np.int64]

    @classmethod
    def of(cls, connection: sqlite3.Connection, scope: Scope) -> Outside:
        """In one walk through the versions, whatever the scope. Of each the numbers come as one text: a row for each
        of a million passages would take Python longer than SQLite takes to find them."""
        rows = connection.execute(
            "SELECT (SELECT group_concat(s.id) FROM sentences AS s WHERE s.version = r.key) "
            f"FROM versions AS r WHERE {scope.outside}",
            scope.parameters,
        ).fetchall()
        numbers = ",".join(row[0] for row in rows if row[0])
        found = np.fromstring(numbers, np.int64, sep=",") if numbers else np.empty(0, np.int64)
        found.sort()
        return cls(len(rows), found)


def _by(column: str, parameter: str, moment: str) -> str:
    """A day means to its end, on the calendar of the source; a moment is compared as one, whatever the zones."""
    if len(moment) == 10:
        return f"coalesce(substr({column}, 1, 10) <= {parameter}, 0)"
    return f"coalesce(julianday({column}) <= julianday({parameter}), 0)"
