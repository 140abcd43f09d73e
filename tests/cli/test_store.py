"""The store's commands, as an archivist types them, with a toy in place of the encoder."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from claimcheck.cli import store_add
from claimcheck.cli.app import app
from claimcheck.cli.store_watch import arrived
from claimcheck.errors import StoreInUse
from tests.store.conftest import DIMENSIONS, vector

Run = Callable[..., Result]


class Toy:
    name = "toy"
    dimensions = DIMENSIONS

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack([vector(text) for text in texts])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("claimcheck.backends.registry.load_encoder", lambda name=None: Toy())
    monkeypatch.setattr("claimcheck.backends.attribution.load_tagger", lambda name=None: None)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, ["store", *arguments, "--store", "refs.db"], input=stdin)
        assert result.exit_code in (0, 2, 3), result.exception
        return result

    return run


REVIEW_ID = "review-7896eee4b7"  # of the page and the claim of the sample
LINES = [
    {
        "id": "w1",
        "title": "Ferry line closes",
        "publisher": "Coast Wire",
        "published": "2026-03-02",
        "text": "The ferry line closes in May. It carried 12,400 people last year, the council said.",
        "tier": "wire",
    },
    {"id": "w2", "title": "Bread dearer", "publisher": "Arle Post", "text": "Bread prices rose by 3 percent in Arle."},
]


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "wires.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    assert run("add", "wires.jsonl").exit_code == 0
    return run


class TestAdd:
    def test_and_again(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wires.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
        assert run("add", "wires.jsonl").stdout == "refs.db: 2 added, 0 updated, 0 unchanged, 0 skipped\n"
        assert run("add", "wires.jsonl").stdout == "refs.db: 0 added, 0 updated, 2 unchanged, 0 skipped\n"

    def test_a_folder_with_what_is_not_stated(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wires").mkdir()
        (tmp_path / "wires" / "a.md").write_text("# Ferry late\n\nThe ferry was late by 40 minutes.\n")
        (tmp_path / "wires" / "b.txt").write_text("Bread dearer\n\nBread prices rose by 3 percent.\n")
        options = ["--publisher", "Coast Wire", "--published", "4 March 2026", "--licence", "CC0", "--tier", "wire"]
        done = run("add", "wires", *options, "--json")
        assert len(json.loads(done.stdout)["added"]) == 2
        for reference in json.loads(run("list", "--json").stdout):
            assert reference["publisher"] == "Coast Wire"
            assert (reference["published"], reference["licence"], reference["tier"]) == ("2026-03-04", "CC0", "wire")

    def test_standard_input(self, run: Run) -> None:
        assert "1 added" in run("add", "-", stdin="A headline\n\nThe ferry was late.\n").stdout

    def test_a_broken_line_is_named_and_the_good_ones_are_added(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wires.jsonl").write_text(f'{json.dumps(LINES[0])}\n{{"text": \n{json.dumps(LINES[1])}\n')
        done = run("add", "wires.jsonl")
        assert done.exit_code == 3
        assert "2 added, 0 updated, 0 unchanged, 1 skipped" in done.stdout
        first, second = done.stderr.splitlines()
        assert first.startswith("error: wires.jsonl, line 2: not valid JSON")
        assert second == "error: 1 of 3 could not be added; the others are in the store"

    def test_nothing_that_can_be_added_makes_no_store(self, run: Run, tmp_path: Path) -> None:
        done = run("add", "gone.txt")
        assert (done.exit_code, done.stdout, done.stderr) == (3, "", "error: gone.txt: no such file\n")
        assert not (tmp_path / "refs.db").exists()

    def test_a_store_that_is_none(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "refs.db").write_text("notes")
        done = run("add", "-", stdin="A headline\n\nWords.\n")
        assert done.exit_code == 3
        assert "is not a reference store" in done.stderr
        assert (tmp_path / "refs.db").read_text() == "notes"

    @pytest.mark.parametrize("options", [["--tier", "gossip"], ["--published", "soon"], []])
    def test_wrong_usage(self, run: Run, options: list[str]) -> None:
        assert run("add", *(["-", *options] if options else []), stdin="Words.").exit_code == 2


class TestList:
    def test_everything_the_latest_first(self, filled: Run) -> None:
        out = filled("list").stdout
        assert out.index("w1") < out.index("w2")
        assert "Ferry line closes" in out

    @pytest.mark.parametrize(
        ("options", "ids"),
        [
            ([], ["w1", "w2"]),
            (["--publisher", "coast"], ["w1"]),
            (["--tier", "wire"], ["w1"]),
            (["--since", "2026-03-02"], ["w1"]),
            (["--since", "2026-03-03"], []),
            (["--until", "2026-03-02"], ["w1"]),
            (["--title", "BREAD"], ["w2"]),
            (["--limit", "1"], ["w1"]),
        ],
    )
    def test_filters(self, filled: Run, options: list[str], ids: list[str]) -> None:
        assert [each["id"] for each in json.loads(filled("list", "--json", *options).stdout)] == ids

    def test_nothing_like_that(self, filled: Run) -> None:
        done = filled("list", "--publisher", "nobody")
        assert (done.exit_code, done.stdout) == (0, "")
        assert "note:" in done.stderr

    def test_no_store(self, run: Run, tmp_path: Path) -> None:
        done = run("list")
        assert done.exit_code == 3
        assert "there is no store at refs.db" in done.stderr
        assert not (tmp_path / "refs.db").exists()


class TestShow:
    def test_where_it_comes_from_and_its_text(self, filled: Run) -> None:
        out = filled("show", "w1").stdout
        for word in ("Ferry line closes", "Coast Wire", "2026-03-02", "wire", LINES[0]["text"]):
            assert word in out

    def test_claims(self, filled: Run) -> None:
        assert "number: 12,400 people" in filled("show", "w1", "--claims").stdout

    def test_json(self, filled: Run) -> None:
        found = json.loads(filled("show", "w1", "--json").stdout)
        assert found["text"] == LINES[0]["text"]
        assert found["passages"][0]["text"] == "The ferry line closes in May."

    def test_an_older_version(self, filled: Run) -> None:
        filled("add", "-", stdin=json.dumps(LINES[0] | {"text": "The ferry line stays."}) + "\n")
        assert "The ferry line stays." in filled("show", "w1").stdout
        older = filled("show", "w1", "--version", "1").stdout
        assert "closes in May" in older
        assert "1 of 2, superseded" in older
        assert "has no version 3" in filled("show", "w1", "--version", "3").stderr

    def test_an_unknown_one(self, filled: Run) -> None:
        done = filled("show", "nobody")
        assert done.exit_code == 3
        assert "there is no reference nobody" in done.stderr

    def test_what_wires_say(self, filled: Run) -> None:
        wire = {"id": "a", "publisher": "Coast Wire", "published": "2026-03-02", "slug": "FERRY", "text": "It is late."}
        filled("add", "-", stdin=json.dumps(wire | {"embargo": "2099-01-01", "urgency": 2}) + "\n")
        later = {"id": "b", "slug": "FERRY/UPDATE 1", "text": "It is early.", "updates": True}
        filled("add", "-", stdin=json.dumps(wire | later) + "\n")
        shown = filled("show", "a").stdout
        for line in ("slug:        FERRY", "urgency:     2", "embargo:     2099-01-01 (not over yet)"):
            assert line in shown.splitlines()
        assert re.search(r"^version:     superseded 20\S+ by b$", shown, re.MULTILINE)
        listed = filled("list", "--superseded").stdout
        assert "FERRY/UPDATE 1" in listed
        assert "under embargo until 1 January 2099" in listed
        assert [each["id"] for each in json.loads(filled("list", "--json", "--slug", "ferry").stdout)] == ["b"]

    def test_when_it_is_said_in_a_transcript(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "council.srt").write_text("1\n01:02:05,000 --> 01:02:08,000\nWe sold 9 boats.\n")
        run("add", "council.srt")
        (found,) = json.loads(run("list", "--json").stdout)
        assert found["title"] == "council"
        shown = run("show", found["id"], "--claims").stdout
        assert "1:02:05 We sold 9 boats." in shown
        assert "time codes:  1:02:05 to 1:02:08" in shown
        whole = json.loads(run("show", found["id"], "--json").stdout)
        assert whole["passages"][0]["timecode"] == {"start": 3725.0, "end": 3728.0}
        assert "at 1:02:05" in run("search", "boats").stdout
        assert json.loads(run("search", "boats", "--json").stdout)[0]["timecode"]["start"] == 3725.0


class TestSearch:
    def test_by_words_and_by_meaning_with_scores(self, filled: Run) -> None:
        found = json.loads(filled("search", "ferry", "people", "--json").stdout)
        assert {hit["reference"] for hit in found} == {"w1", "w2"}
        best = found[0]
        assert best["reference"] == "w1"
        assert best["score"]["words"] > 0
        assert set(best["score"]) == {"words", "meaning", "fused"}

    def test_for_people(self, filled: Run) -> None:
        out = filled("search", "bread prices", "--limit", "3").stdout
        assert "Bread prices rose by 3 percent in Arle." in out
        assert "Arle Post" in out


class TestRemove:
    def test_with_a_reason(self, filled: Run) -> None:
        assert filled("remove", "w1", "--why", "withdrawn").stdout == "removed 1: w1\n"
        assert "was removed on" in filled("show", "w1").stderr
        assert [each["id"] for each in json.loads(filled("list", "--json").stdout)] == ["w2"]

    def test_an_unknown_one(self, filled: Run) -> None:
        done = filled("remove", "w1", "nobody")
        assert done.exit_code == 3
        assert len(json.loads(filled("list", "--json").stdout)) == 2


class TestStats:
    def test_for_people(self, filled: Run) -> None:
        out = filled("stats").stdout
        for word in ("references   2", "passages     3", "Coast Wire 1", "toy"):
            assert word in out

    def test_json(self, filled: Run) -> None:
        found = json.loads(filled("stats", "--json").stdout)
        assert (found["references"], found["passages"], found["vectors"]) == (2, 3, 3)


def test_every_command_and_option_has_help() -> None:
    from claimcheck.cli.store import store_app

    for command in store_app.registered_commands:
        assert command.callback is not None
        assert (command.callback.__doc__ or "").strip(), command.name
        shown = CliRunner().invoke(app, ["store", command.name or command.callback.__name__, "--help"]).stdout
        assert "-h, --help" in shown


class TestExport:
    def test_it_is_read_back_into_the_same_store(self, filled: Run, tmp_path: Path) -> None:
        filled("add", "-", stdin=json.dumps(LINES[0] | {"text": "The ferry line stays."}) + "\n")
        filled("add", "-", stdin="A headline\n\nWords without an id.\n")
        assert filled("export", "--output", "all.jsonl").exit_code == 0
        exported = (tmp_path / "all.jsonl").read_text()
        assert len(exported.splitlines()) == 4
        (tmp_path / "refs.db").unlink()
        assert "3 added, 1 updated" in filled("add", "all.jsonl").stdout
        again = filled("export").stdout
        drop = [{k: v for k, v in json.loads(each).items() if k != "added"} for each in again.splitlines()]
        assert drop == [{k: v for k, v in json.loads(each).items() if k != "added"} for each in exported.splitlines()]
        assert "0 added, 0 updated, 4 unchanged" in filled("add", "all.jsonl").stdout

    def test_only_current(self, filled: Run) -> None:
        filled("add", "-", stdin=json.dumps(LINES[0] | {"text": "The ferry line stays."}) + "\n")
        assert len(filled("export", "--current").stdout.splitlines()) == 2

    def test_into_a_folder_that_is_not_there(self, filled: Run) -> None:
        done = filled("export", "--output", "no/such/all.jsonl")
        assert done.exit_code == 3
        assert "cannot be written" in done.stderr

    def test_kill_notices_and_what_only_wires_and_transcripts_have(self, filled: Run, tmp_path: Path) -> None:
        more = {"slug": "FERRY", "urgency": 3, "embargo": "2099-01-01", "updates": True}
        filled("add", "-", stdin=json.dumps(LINES[1] | {"id": "w3"} | more) + "\n")
        (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nWe sold 9 boats.\n")
        filled("add", "a.srt")
        assert "1 retracted" in filled("add", "-", stdin='{"id": "w1", "retracted": "killed"}\n').stdout
        filled("export", "--output", "all.jsonl")
        before = filled("list", "--json", "--superseded").stdout
        (tmp_path / "refs.db").unlink()
        filled("add", "all.jsonl")
        for field in ("id", "slug", "urgency", "embargo"):
            again = json.loads(filled("list", "--json", "--superseded").stdout)
            assert [each[field] for each in again] == [each[field] for each in json.loads(before)]
        assert "w1" not in [each["id"] for each in json.loads(filled("list", "--json").stdout)]
        assert filled("export").stdout.splitlines()[-1] == '{"id": "w1", "retracted": "killed"}'

    def test_claim_reviews(self, filled: Run, tmp_path: Path) -> None:
        from tests.read.samples import REVIEW

        (tmp_path / "checks.json").write_text(json.dumps(REVIEW))
        filled("add", "checks.json")
        filled("export", "--format", "claimreview", "--output", "checks.jsonld")
        (written,) = json.loads((tmp_path / "checks.jsonld").read_text())
        assert written == {"@context": "https://schema.org"} | REVIEW
        assert "0 added, 0 updated, 1 unchanged" in filled("add", "checks.jsonld").stdout
        (tmp_path / "refs.db").unlink()
        filled("add", "checks.jsonld")
        assert "rated:       “The ferry carried 50,000 people last year.”: False" in filled("show", REVIEW_ID).stdout

    def test_a_page_with_a_rating_and_the_rating_have_versions_of_their_own(self, run: Run, tmp_path: Path) -> None:
        from tests.read.samples import HTML, REVIEW

        for turn, rating in enumerate(("False", "Half true"), 1):
            script = json.dumps(REVIEW | {"reviewRating": {"@type": "Rating", "alternateName": rating}})
            head = f'<link rel="canonical" href="{REVIEW["url"]}"><script type="application/ld+json">{script}</script>'
            page = HTML.replace("</head>", f"{head}</head>").replace("12,400", f"12,40{turn}")
            (tmp_path / "page.html").write_text(page)
            assert ("2 added", "2 updated")[turn - 1] in run("add", "page.html").stdout
        found = json.loads(run("list", "--json", "--superseded").stdout)
        assert sorted((each["version"], bool(each["superseded"])) for each in found) == 2 * [(1, True)] + 2 * [
            (2, False)
        ]
        assert "Half true" in run("show", REVIEW_ID).stdout

    def test_no_claim_reviews(self, filled: Run) -> None:
        done = filled("export", "--format", "claimreview")
        assert (done.exit_code, done.stdout) == (0, "[]\n")
        assert "no reference in the store rates a claim" in done.stderr


class TestVerify:
    def test_whole(self, filled: Run) -> None:
        assert filled("verify").stdout == "refs.db is whole\n"
        assert json.loads(filled("verify", "--json").stdout) == {
            "store": "refs.db",
            "whole": True,
            "wrong": [],
            "waiting": 0,
        }

    def test_what_waits_to_be_embedded_is_no_damage(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wires.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
        run("add", "wires.jsonl", "--defer")
        done = run("verify")
        assert (done.exit_code, done.stdout) == (0, "refs.db is whole\n")
        assert "for now: 3; to have them found by their meaning: claimcheck store reindex" in done.stderr
        found = json.loads(run("verify", "--json").stdout)
        assert (found["whole"], found["waiting"]) == (True, 3)

    @pytest.mark.parametrize(
        ("damage", "said"),
        [
            ("UPDATE versions SET text = text || '!' WHERE id = 'w1'", "not the one that was added"),
            ("UPDATE sentences SET start = start + 1", "is not where it says"),
            ("DELETE FROM passages_fts_docsize WHERE id = 1", "reindex --words"),
            ("INSERT INTO numbers (passage, ordinal, start, end) VALUES (999, 0, 1, 2)", "without a passage"),
            ("UPDATE numbers SET start = start + 500, end = end + 500", "is not in its passage"),
            ("UPDATE versions SET origin = 'gone'", "copy one that is not there"),
        ],
    )
    def test_what_is_wrong_is_said_with_what_mends_it(
        self, filled: Run, tmp_path: Path, damage: str, said: str
    ) -> None:
        connection = sqlite3.connect(tmp_path / "refs.db")
        connection.execute(damage)
        connection.commit()
        connection.close()
        done = filled("verify")
        assert done.exit_code == 3
        assert said in done.stderr
        assert done.stderr.splitlines()[-1] == "error: the store refs.db is not whole"


def test_an_add_says_that_the_search_index_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimcheck.store.search_index.is_due", lambda *_: True)
    (tmp_path / "refs.db-search").mkdir()
    (tmp_path / "wires.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    done = run("add", "wires.jsonl")
    assert done.exit_code == 0
    (said,) = [line for line in done.stderr.splitlines() if "search index" in line]
    assert "claimcheck store reindex --search" in said


def test_what_takes_long_with_an_older_store_is_said_once(run: Run, tmp_path: Path) -> None:
    older = Path(__file__).resolve().parents[1] / "store" / "schema-5.db.gz"
    (tmp_path / "refs.db").write_bytes(gzip.decompress(older.read_bytes()))
    assert "refs.db is brought up to date" in run("list").stderr
    assert run("list").stderr == ""


class TestReindex:
    def test_what_was_deferred(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wires.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
        assert "claimcheck store reindex" in run("add", "wires.jsonl", "--defer").stderr
        assert json.loads(run("stats", "--json").stdout)["vectors"] == 0
        assert "The ferry line closes" in run("search", "ferry").stdout
        assert run("reindex").stdout == "3 vectors made by toy\n"
        assert json.loads(run("stats", "--json").stdout)["vectors"] == 3
        assert run("reindex").stdout == "0 vectors made by toy\n"

    def test_words(self, filled: Run, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "refs.db") as connection:
            connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
        connection.close()
        assert filled("verify").exit_code == 3
        assert filled("reindex", "--words").exit_code == 0
        assert filled("verify").exit_code == 0

    def test_a_small_store_needs_no_search_index(self, filled: Run, tmp_path: Path) -> None:
        done = filled("reindex", "--search")
        assert done.exit_code == 0
        assert done.stdout == "there are fewer than 50,000 vectors: a search compares them all and needs no index\n"
        assert not (tmp_path / "refs.db-search").exists()


class TestSnapshot:
    def test_one_file_that_is_only_read(self, filled: Run, tmp_path: Path) -> None:
        assert filled("snapshot", "copy.db").exit_code == 0
        assert (tmp_path / "copy.db").stat().st_mode & 0o222 == 0
        shown = CliRunner().invoke(app, ["store", "list", "--json", "--store", "copy.db"])
        assert len(json.loads(shown.stdout)) == 2

    def test_it_does_not_write_over_a_file(self, filled: Run, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("keep me")
        assert filled("snapshot", "notes.txt").exit_code == 3
        assert (tmp_path / "notes.txt").read_text() == "keep me"


class TestWatch:
    def test_what_is_there_is_added_and_what_changed_again(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text("Ferry late\n\nThe ferry was late.\n")
        (tmp_path / "in" / "b.txt").write_bytes(bytes(range(256)))
        done = run("watch", "in", "--once", "--publisher", "Coast Wire")
        assert done.exit_code == 0
        assert "in/a.txt: 1 added" in done.stdout
        assert "in/b.txt: is a binary file" in done.stderr
        assert json.loads(run("list", "--json").stdout)[0]["publisher"] == "Coast Wire"

    def test_while_somebody_else_writes_it_waits_for_its_turn(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text("Ferry late\n\nThe ferry was late.\n")
        really, turns = store_add.add, iter(["held", "nap", "free"])

        def add(*arguments: Any) -> Any:
            if next(turns) == "held":
                raise StoreInUse("the store is in use by process 7")
            return really(*arguments)

        def nap(seconds: float) -> None:
            if next(turns, None) is None:
                raise typer.Exit(0)

        monkeypatch.setattr(store_add, "add", add)
        monkeypatch.setattr("claimcheck.cli.store_watch.SETTLED", 0.0)
        monkeypatch.setattr("claimcheck.cli.store_watch.time", SimpleNamespace(sleep=nap, time=time.time))
        done = run("watch", "in")
        assert "is to be added later" in done.stderr
        assert "in/a.txt: 1 added" in done.stdout

    def test_only_what_has_lain_still(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_text("Words.")
        seen: dict[Path, tuple[int, int]] = {}
        assert list(arrived(tmp_path, (), seen, 60.0)) == []
        assert list(arrived(tmp_path, (), seen, 0.0)) == [file]
        assert list(arrived(tmp_path, (), seen, 0.0)) == []
        file.write_text("More words.")
        assert list(arrived(tmp_path, (), seen, 0.0)) == [file]

    def test_no_folder(self, run: Run) -> None:
        done = run("watch", "gone", "--once")
        assert (done.exit_code, done.stderr) == (3, "error: gone is not a folder\n")
