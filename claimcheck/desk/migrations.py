"""The history of the desk's schema: named steps, applied once each and in this order.

A step that has been released is never changed; what it lacks comes in the next one.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database


def m001_runs(db: Database) -> None:
    """A run with its report kept whole; the other columns are what a list of runs shows."""
    db.table("runs").create(
        {
            "id": str,
            "created": str,
            "title": str,
            "source": str,
            "sha256": str,
            "store": str,
            "fingerprint": str,
            "settings_key": str,
            "claims": int,
            "flagged": int,
            "report": str,
        },
        pk="id",
        not_null={"created", "report"},
    )
    db.table("runs").create_index(["sha256"])


def m002_decisions(db: Database) -> None:
    """Decisions are only ever appended: the file itself refuses to change or to delete one."""
    db.table("decisions").create(
        {
            "id": str,
            "at": str,
            "reviewer": str,
            "run": str,
            "claim": str,
            "grp": str,
            "decision": str,
            "note": str,
            "source": str,
            "undoes": str,
            "match": str,
        },
        pk="id",
        not_null={"at", "claim", "match"},
    )
    db.table("decisions").create_index(["claim"])
    db.table("decisions").create_index(["run"])
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER decisions_no_{verb.lower()} BEFORE {verb} ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'decisions are only ever appended'); END"
        )


MIGRATIONS: tuple[Callable[[Database], None], ...] = (m001_runs, m002_decisions)
