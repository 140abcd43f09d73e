from __future__ import annotations

import multiprocessing
import sqlite3
import stat
from pathlib import Path

import pytest

from claimcheck.desk.connect import APPLICATION_ID
from claimcheck.desk.desk import Desk
from claimcheck.desk.ids import new_run_id
from claimcheck.errors import DecidedMeanwhile, DeskError
from tests.sample_report import make_report


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk.db")


def test_a_run_comes_back_as_it_was_saved(desk: Desk) -> None:
    report = make_report()
    run = desk.save_run(report)
    assert desk.run(run) == report.to_dict()


def test_runs_are_listed_newest_first(desk: Desk) -> None:
    for run in ("01B", "01C", "01A"):
        desk.save_run(make_report(run))
    assert [row["run"] for row in desk.runs()] == ["01C", "01B", "01A"]
    assert desk.runs()[0]["flagged"] == make_report().summary()["groups_flagged"]
    assert desk.run()["run"] == "01C"


def test_a_run_is_found_by_the_start_or_the_end_of_its_id(desk: Desk) -> None:
    desk.save_run(make_report("01AAAX"))
    desk.save_run(make_report("01AABY"))
    assert desk.run("01aaa")["run"] == "01AAAX"
    assert desk.run("by")["run"] == "01AABY"
    with pytest.raises(DeskError, match="2 runs"):
        desk.run("01AA")


@pytest.mark.parametrize("name", ["nothing", "%", "_", "", "x' OR 1"])
def test_a_run_that_is_not_there(desk: Desk, name: str) -> None:
    desk.save_run(make_report("01AAAX"))
    with pytest.raises(DeskError, match="report list"):
        desk.run(name)


def test_an_empty_desk_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(DeskError, match="claimcheck check"):
        desk.run()


def test_saving_twice_changes_nothing(desk: Desk) -> None:
    desk.save_run(make_report())
    desk.save_run(make_report())
    assert len(desk.runs()) == 1
    with pytest.raises(DeskError, match="another run"):
        desk.save_run(make_report(created="2026-03-05T10:00:00Z"))


def test_a_report_without_an_id_gets_one(desk: Desk) -> None:
    run = desk.save_run(make_report(run=""))
    assert len(run) == 26
    assert desk.run()["run"] == run


def test_run_ids_sort_by_time() -> None:
    ids = [new_run_id(milliseconds) for milliseconds in (0, 1, 1_000, 1_700_000_000_000, 1_800_000_000_000)]
    assert ids == sorted(ids)
    assert len({new_run_id() for _ in range(1000)}) == 1000


def test_the_file_is_for_its_owner_alone(desk: Desk) -> None:
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600


DECISION = {"claim": "n1", "decision": "fix", "reviewer": "Ana", "run": "01A", "group": "g1", "match": {"words": "x"}}


def test_decisions_are_kept_in_order(desk: Desk) -> None:
    first = desk.append_decisions([{**DECISION, "note": "phoned her"}])[0]
    second = desk.append_decisions([{**DECISION, "decision": "stands"}])[0]
    assert desk.decisions("n1") == desk.decisions()
    assert [d["id"] for d in desk.decisions()] == [first["id"], second["id"]]
    assert desk.decisions()[0]["group"] == "g1"
    assert desk.decisions()[0]["match"] == {"words": "x"}
    assert desk.decisions("other") == []


def test_a_decision_is_never_changed_or_deleted(desk: Desk) -> None:
    desk.append_decisions([DECISION])
    for sql in ("UPDATE decisions SET decision = 'stands'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever appended"):
            desk._db.execute(sql)
    assert desk.decisions()[0]["decision"] == "fix"


def test_merging_the_same_decisions_twice_adds_nothing(desk: Desk) -> None:
    desk.append_decisions([DECISION])
    assert desk.append_decisions(desk.decisions()) == []
    assert len(desk.decisions()) == 1


def test_a_decision_on_what_was_decided_meanwhile_is_refused(desk: Desk) -> None:
    first = desk.append_decisions([DECISION], seen={"n1": None})[0]
    with pytest.raises(DecidedMeanwhile, match="by Ana meanwhile"):
        desk.append_decisions([DECISION, {**DECISION, "claim": "n2"}], seen={"n1": None, "n2": None})
    assert len(desk.decisions()) == 1  # all or none
    desk.append_decisions([DECISION], seen={"n1": first["id"]})
    assert len(desk.decisions()) == 2


def test_a_file_that_is_not_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("This is not a database at all, only some words in a file.\n" * 20)
    with pytest.raises(DeskError, match="not a desk file"):
        Desk(path)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "refs.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE documents (id TEXT)")
    with pytest.raises(DeskError, match="not a desk file"):
        Desk(path)
    assert [row[0] for row in sqlite3.connect(path).execute("SELECT name FROM sqlite_master")] == ["documents"]


def test_a_desk_of_a_newer_version(desk: Desk) -> None:
    desk._db.execute("INSERT INTO _desk_migrations VALUES ('m999_later', '2030')")
    desk._db.conn.commit()
    desk.close()
    with pytest.raises(DeskError, match="newer claimcheck"):
        Desk(desk.path)


def test_a_folder_and_a_path_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="folder"):
        Desk(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match="cannot be made"):
        Desk(tmp_path / "file" / "desk.db")


def test_an_older_desk_is_brought_up_to_date(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from claimcheck.desk.migrations import m001_runs

    old = Database(tmp_path / "desk.db")
    m001_runs(old)
    old.execute("CREATE TABLE _desk_migrations (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
    old.execute("INSERT INTO _desk_migrations VALUES ('m001_runs', '2026')")
    old.conn.commit()
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.close()
    assert Desk(tmp_path / "desk.db").decisions() == []


def _save(path: Path, first: int) -> None:
    with Desk(path) as desk:
        for number in range(5):
            desk.save_run(make_report(f"01RUN{first + number:03d}"))


def test_processes_that_save_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    path = tmp_path / "desk.db"
    workers = [context.Process(target=_save, args=(path, first)) for first in (0, 100, 200)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert len(Desk(path).runs()) == 15
