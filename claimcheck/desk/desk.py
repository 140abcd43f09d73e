"""The user's own file of runs and decisions. Drafts are confidential: nothing of it goes to the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from claimcheck.desk.connect import connect, wrapped, writing
from claimcheck.desk.ids import new_run_id
from claimcheck.errors import DecidedMeanwhile, DeskError
from claimcheck.records import Report

LISTED = "id AS run, created, title, source, sha256, store, fingerprint, settings_key, claims, flagged"


class Desk:
    """Runs, kept whole, and decisions, only ever appended.

    Every method raises DeskError where the file cannot be read or written. Two processes may use one desk
    at the same time.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).expanduser()
        self._db = connect(self.path)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Runs.

    def save_run(self, report: Report | dict[str, Any]) -> str:
        """Keep a report whole; return its run id. Saving the same report again changes nothing."""
        kept = report.to_dict() if isinstance(report, Report) else report
        run = kept["run"] or new_run_id()
        kept = {**kept, "run": run}
        article, summary = kept["article"], kept["summary"]
        row = {
            "id": run,
            "created": kept["created"],
            "title": article["title"],
            "source": article["source"],
            "sha256": article["sha256"],
            "store": kept["store"]["path"],
            "fingerprint": kept["store"]["fingerprint"],
            "settings_key": kept["settings"].get("key"),
            "claims": summary["claims"],
            "flagged": summary["groups_flagged"],
            "report": json.dumps(kept, ensure_ascii=False),
        }
        with wrapped(self.path), writing(self._db):
            there = self._db.execute("SELECT report FROM runs WHERE id = ?", [run]).fetchone()
            if there is None:
                self._db.table("runs").insert(row)
            elif there[0] != row["report"]:
                raise DeskError(f"the desk {self.path} holds another run {run} already")
        return run

    def runs(self) -> list[dict[str, Any]]:
        """Every run without its report, the newest first."""
        with wrapped(self.path):
            return list(self._db.query(f"SELECT {LISTED} FROM runs ORDER BY id DESC"))

    def run(self, run: str | None = None) -> dict[str, Any]:
        """The report of a run, as it was saved: by id, by the start or the end of one, or the latest."""
        with wrapped(self.path):
            if run is None:
                found = self._db.execute("SELECT report FROM runs ORDER BY id DESC LIMIT 1").fetchall()
                if not found:
                    raise DeskError(f"there is no run on the desk {self.path} yet: claimcheck check ARTICLE makes one")
            else:
                found = self._named(run)
        report: dict[str, Any] = json.loads(found[0][0])
        return report

    def _named(self, run: str) -> list[tuple[str]]:
        wanted = run.strip().upper()
        if not wanted.isalnum():
            raise DeskError(f"'{run}' is not the id of a run: claimcheck report list shows them")
        sql = "SELECT report FROM runs WHERE id = :id"
        exact = self._db.execute(sql, {"id": wanted}).fetchall() or self._db.execute(sql, {"id": run}).fetchall()
        if exact:
            return exact
        part = "SELECT report FROM runs WHERE id LIKE :id || '%' OR id LIKE '%' || :id"
        found = self._db.execute(part, {"id": wanted}).fetchall()
        if not found:
            raise DeskError(f"there is no run '{run}' on the desk {self.path}: claimcheck report list shows them")
        if len(found) > 1:
            raise DeskError(f"{len(found)} runs begin or end with '{run}': give more of the id")
        return found

    # Decisions.

    def append_decisions(
        self, decisions: list[dict[str, Any]], seen: dict[str, str | None] | None = None
    ) -> list[dict[str, Any]]:
        """Append decisions (see `claimcheck.review`), all or none; return those added, with their ids and times.

        One whose id is there already is left out, so that merging twice adds nothing. `seen` is the id of the
        latest decision on a claim that the reviewer was shown, by claim: raises DecidedMeanwhile if there is
        a later one.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        added = []
        with wrapped(self.path), writing(self._db):
            for claim, latest in (seen or {}).items():
                self._must_be_latest(claim, latest)
            for decision in decisions:
                row = {**decision, "id": decision.get("id") or new_run_id(), "at": decision.get("at") or now}
                if self._db.execute("SELECT 1 FROM decisions WHERE id = ?", [row["id"]]).fetchone():
                    continue
                self._db.table("decisions").insert(_stored(row))
                added.append(row)
        return added

    def _must_be_latest(self, claim: str, seen: str | None) -> None:
        last = "SELECT id, reviewer, at FROM decisions WHERE claim = ? ORDER BY at DESC, id DESC LIMIT 1"
        found = self._db.execute(last, [claim]).fetchone()
        if (found[0] if found else None) != (seen or None):
            who = f" by {found[1]}" if found and found[1] else ""
            raise DecidedMeanwhile(f"this was decided{who} meanwhile: look again before you decide")

    def decisions(self, claim: str | None = None) -> list[dict[str, Any]]:
        """Every decision, or those on claims with that id, in the order they were made."""
        where, values = ("WHERE claim = ?", [claim]) if claim is not None else ("", [])
        with wrapped(self.path):
            rows = list(self._db.query(f"SELECT * FROM decisions {where} ORDER BY at, id", values))
        return [_shown(row) for row in rows]


def _stored(decision: dict[str, Any]) -> dict[str, Any]:
    """A decision as its row: `group` is a word of SQL, and what it was made for is kept as JSON."""
    row = {**decision, "grp": decision.get("group"), "match": json.dumps(decision["match"], ensure_ascii=False)}
    row.pop("group", None)
    return row


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    decision = {**row, "group": row["grp"], "match": json.loads(row["match"])}
    del decision["grp"]
    return decision
