from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from claimcheck.desk.desk import Desk
from claimcheck.records import KINDS
from claimcheck.report.schema import schema
from claimcheck.review.added import add_claim, reviewed
from tests.sample_report import make_report

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "mine.db"
    with Desk(path) as opened:
        opened.save_run(make_report())
    return path


def decided(desk: Path) -> list[tuple[str, str]]:
    with Desk(desk) as opened:
        return [(d["match"]["text"], d["decision"]) for d in opened.decisions()]


def test_at_a_prompt(run: Any, desk: Path) -> None:
    done = run(
        "review", "--terminal", "--desk", desk, "--reviewer", "Ana", stdin="f\nn\nlook at the tape\nx\nj\ns\nq\n"
    )
    assert done.code == 0, done.err
    assert "1  CONFLICT · clear" in done.out
    assert "'x' is none of these." in done.out
    assert done.out.endswith("2 of 6 decided\n")
    assert [each[1] for each in decided(desk)] == ["fix", "fix", None, "stands"]


def test_at_a_prompt_undo_and_the_end_of_input(run: Any, desk: Path) -> None:
    done = run("review", "--terminal", "--desk", desk, stdin="f\nk\nu\n")
    assert done.code == 0
    assert done.out.endswith("0 of 6 decided\n")
    assert len(decided(desk)) == 4  # nothing was deleted


def test_at_a_prompt_one_can_do_what_the_pages_can(run: Any, desk: Path, tmp_path: Path) -> None:
    from claimcheck.records import Reference
    from claimcheck.store.prepared import Prepared
    from claimcheck.store.references import ReferenceStore

    text = "By midnight all was over. Brandvold said 270 passengers had been brought ashore by midnight.\x1b[2J"
    with ReferenceStore(tmp_path / "refs.db") as store:
        for id in ("r1", "r4"):
            store.write([Prepared(Reference(text, publisher="Coastal Wire", id=id), ())])
    typed = ["t", "h", "p", "phoned her, 14:05", "f", "k", "h"]  # the whole text, her own source, the history
    typed += ["c", "j", "s"]  # every claim: behind the flags, of which it is the last now, the others
    typed += ["a", "not there", "a", "people", "3", "number", "s"]
    done = run(
        *("review", "--terminal", "--desk", desk, "--store", "refs.db", "--reviewer", "Ana"),
        stdin="\n".join(typed) + "\n",
    )
    assert done.code == 0, done.err
    assert "By midnight all was over." in done.out
    assert "\x1b[2J" not in done.out
    assert "Nothing has been decided here yet." in done.out
    assert ", Ana: noted (phoned her, 14:05)" in done.out
    assert ", Ana: fix the article" in done.out
    assert "they stand there 3 times, 1 in line 3, 2 in line 13, 3 in line 13: which> " in done.err
    assert "Nothing was added." in done.out
    with Desk(desk) as opened:
        report = reviewed(opened.run(), opened.decisions())
    held = {c["text"]: (c["decision"]["decision"], c["decision"]["source"]) for c in report["claims"] if c["decision"]}
    assert held["more than 330 passengers"] == ("fix", "phoned her, 14:05")
    assert held["shortly before 10 p.m."] == ("stands", None)
    assert held["people"] == ("stands", None)


def test_a_decision_is_there_in_later_reports(run: Any, pipeline: Any, draft: Path, desk: Path) -> None:
    run("review", "--terminal", "--desk", desk, "--reviewer", "Ana", stdin="f\nq\n")
    done = run("check", draft, "--desk", desk)
    assert "5 things to look at again, 1 settled" in done.out
    assert "Fix the article, decided by Ana" in done.out
    shown = json.loads(run("report", "show", "--desk", desk, "-f", "json").out)
    assert [c["decision"]["decision"] for c in shown["claims"] if c["decision"]] == ["fix", "fix"]
    with Desk(desk) as opened:  # the run itself is kept as the machine made it
        assert all(c["decision"] is None for c in opened.run()["claims"])


def test_a_check_that_is_not_kept_still_knows_what_was_decided(
    run: Any, pipeline: Any, draft: Path, desk: Path
) -> None:
    run("review", "--terminal", "--desk", desk, "--reviewer", "Ana", stdin="f\nq\n")
    done = run("check", draft, "--desk", desk, "--no-save")
    assert "5 things to look at again, 1 settled" in done.out
    with Desk(desk) as opened:
        assert len(opened.runs()) == 1
    desk.write_text("no desk any more")
    done = run("check", draft, "--desk", desk, "--no-save")
    assert done.code == 0
    assert "earlier decisions are not shown" in done.err


def test_what_a_reviewer_added_is_in_every_report(run: Any, pipeline: Any, draft: Path, desk: Path) -> None:
    with Desk(desk) as opened:
        report = opened.run()
        start = report["article"]["text"].index("12 of them seriously")
        for kind in KINDS:
            add_claim(opened, report, kind, start, start + 10, "Ana")
    for shown in (run("report", "show", "--desk", desk), run("check", draft, "--desk", desk, "--no-save")):
        assert "12 of them" in shown.out
        assert "added by Ana, not checked" in shown.out
        assert "16 claims" in shown.out
    as_json = json.loads(run("report", "show", "--desk", desk, "-f", "json").out)
    assert list(Draft202012Validator(schema()).iter_errors(as_json)) == []
    assert as_json["summary"]["claims"] == len(as_json["claims"]) == 16


def test_decisions_go_from_desk_to_desk(run: Any, desk: Path, tmp_path: Path) -> None:
    run("review", "--terminal", "--desk", desk, "--reviewer", "Ana", stdin="f\nq\n")
    assert run("review", "--desk", desk, "--export", "decisions.jsonl").code == 0
    for told in ("2 decisions taken in, 0 were", "0 decisions taken in, 2 were"):
        done = run("review", "--desk", "other.db", "--import", "decisions.jsonl")
        assert done.code == 0
        assert told in done.err
    assert decided(tmp_path / "other.db") == decided(desk)


def test_two_desks_that_decided_differently_are_told_so(run: Any, desk: Path, tmp_path: Path) -> None:
    with Desk(tmp_path / "other.db") as opened:
        opened.save_run(make_report())
    run("review", "--terminal", "--desk", desk, "--reviewer", "Ana", stdin="f\nf\nq\n")
    run("review", "--terminal", "--desk", "other.db", "--reviewer", "Bo", stdin="s\nf\nq\n")
    run("review", "--desk", "other.db", "--export", "decisions.jsonl")
    done = run("review", "--desk", desk, "--import", "decisions.jsonl")
    assert "1 mistake was decided differently on the two desks" in done.err
    shown = " ".join(run("report", "show", "--desk", desk).out.split())
    assert "5 things to look at again, 1 settled" in shown
    assert "Asked again. Two desks decided differently: fix the article, decided by Ana" in shown
    assert run("review", "--desk", desk, "--import", "decisions.jsonl").err.startswith("note: 0 decisions taken in")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"id": "x", "at": "y", "claim": "z", "match": 1}'])
def test_what_is_no_decision_is_not_taken_in(run: Any, desk: Path, tmp_path: Path, line: str) -> None:
    run("review", "--terminal", "--desk", desk, stdin="f\nq\n")
    run("review", "--desk", desk, "--export", "decisions.jsonl")
    with (tmp_path / "decisions.jsonl").open("a") as file:
        file.write(line + "\n")
    done = run("review", "--desk", "other.db", "--import", "decisions.jsonl")
    assert done.code == 3
    assert "line 3" in done.err
    assert decided(tmp_path / "other.db") == []


def test_there_must_be_a_run(run: Any) -> None:
    assert run("review", "--terminal").code == 3
    assert run("review", "nonesuch").code == 3


def test_how_often_the_flags_were_right(run: Any, desk: Path) -> None:
    assert "no flag has been decided" in run("report", "stats", "--desk", desk).err
    run("review", "--terminal", "--desk", desk, stdin="f\nf\ns\nf\nq\n")
    found = json.loads(run("report", "stats", "--desk", desk, "--json").out)
    assert {(row["kind"], row["code"]): row["confirmed"] for row in found} == {
        ("number", "number"): 1.0,
        ("number", "date"): 1.0,
        ("quote", "quote"): 1.0,
        ("quote", "speaker"): 0.0,
    }
    assert "100%" in run("report", "stats", "--desk", desk).out


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_the_sign_off_sheet(run: Any, desk: Path, tmp_path: Path, suffix: str) -> None:
    run("review", "--terminal", "--desk", desk, "--reviewer", "Ana", stdin="p\nphoned her, 14:05\nf\no\nq\n")
    assert run("report", "export", "--sign-off", "--desk", desk, "-o", f"sheet{suffix}").code == 0
    if suffix == ".html":
        text = (tmp_path / "sheet.html").read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "13 claims, 3 of them decided; of 6 flagged mistakes 5 are open" in text
    else:
        import docx
        from docx.oxml.ns import qn

        table = docx.Document(str(tmp_path / "sheet.docx")).tables[0]
        text = "\n".join(cell.text for row in table.rows for cell in row.cells)
        assert len(table.rows) == 1 + len(make_report().claims)
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert text.count("fix the article") == 2
    assert text.count("phoned her, 14:05") == 2
    assert "Ana" in text
    assert "not decided" in text
    assert "https://r1.example.org/harbour/r1" in text
    assert "Only another event is on file." in text  # and what the reason says of the nearest


def test_the_sign_off_sheet_is_html_or_docx(run: Any, desk: Path) -> None:
    assert run("report", "export", "--sign-off", "--desk", desk, "-o", "sheet.csv").code == 2


def test_which_runs_leaned_on_a_reference(run: Any, desk: Path) -> None:
    (use,) = json.loads(run("store", "uses", "r1", "--desk", desk, "--json").out)
    assert use["version"] == 1
    assert "more than 330 passengers" in use["claims"]
    assert "no run" in run("store", "uses", "r99", "--desk", desk).err


def test_which_runs_leaned_on_what_was_corrected_since(run: Any, desk: Path, tmp_path: Path) -> None:
    from claimcheck.records import Reference
    from claimcheck.store.prepared import Prepared
    from claimcheck.store.references import ReferenceStore

    assert "cannot be told" in run("report", "stale", "--desk", desk).err  # the run's own store is not there
    with ReferenceStore(tmp_path / "refs.db") as store:
        for id in ("r1", "r2", "r3", "r4", "r5"):
            store.write([Prepared(Reference(f"The first text of {id}.", id=id), ())])
        store.write([Prepared(Reference("Corrected: 331 came ashore.", id="r1"), ())])
        store.write([Prepared(Reference("This takes the place of r2.", id="r22", replaces="r2"), ())])
        store.remove(["r3"], why="not ours to keep")
        store.retract("r5", "invented")
    found = json.loads(run("report", "stale", "--desk", desk, "--store", "refs.db", "--json").out)
    told = {each["reference"]: each["became"] for each in found}
    assert set(told) == {"r1", "r2", "r3", "r5"}
    assert told["r5"] == "killed: invented"
    assert told["r1"].startswith("corrected: version 2")
    assert told["r2"].startswith("superseded: by r22, ")
    assert told["r3"] == "removed: not ours to keep"
    with ReferenceStore(tmp_path / "refs.db") as store:
        store.retract("r1", "invented")
    found = json.loads(run("report", "stale", "--desk", desk, "--store", "refs.db", "--json").out)
    assert {each["became"] for each in found if each["reference"] == "r1"} == {"killed: invented"}


def test_in_the_browser_until_ctrl_c(desk: Path, tmp_path: Path) -> None:
    """The whole way: the address is printed, the page is served, a stop is 130 and leaves no traceback."""
    command = [sys.executable, "-m", "claimcheck", "review", "--desk", str(desk), "--no-browser"]

    def heeding_ctrl_c() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs, such as these tests, ignore it

    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=heeding_ctrl_c)
    assert running.stderr
    try:
        address = running.stderr.readline().split(" at ")[1].split()[0]
        assert address.startswith("http://127.0.0.1:")
        for _ in range(100):
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    assert b"Ferry fire off Dellmar" in answer.read()
                break
            except OSError:
                time.sleep(0.1)
    finally:
        running.send_signal(signal.SIGINT)
    assert running.wait(20) == 130
    assert "Traceback" not in running.stderr.read()
