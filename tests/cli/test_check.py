from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from claimcheck.desk.desk import Desk

FORMATS = ("text", "json", "html", "markdown", "csv", "docx")


def errors(done: Any) -> list[str]:
    return [line for line in done.err.splitlines() if line.startswith("error:")]


def test_the_report_goes_to_stdout_and_the_rest_to_stderr(run: Any, pipeline: Any, draft: Path) -> None:
    done = run("check", draft)
    assert done.code == 0
    assert done.out.startswith("Ferry fire off Dellmar injures dozens\n")
    assert "note:" in done.err  # there is no store yet
    assert "note:" not in done.out


def test_the_run_is_kept_unless_it_is_not_to_be(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    assert run("check", draft, "--desk", "mine.db").code == 0
    assert len(Desk(tmp_path / "mine.db").runs()) == 1
    assert run("check", draft, "--desk", "other.db", "--no-save").code == 0
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_written_to_a_file(
    run: Any, pipeline: Any, draft: Path, tmp_path: Path, format: str
) -> None:
    done = run("check", draft, "--format", format, "--output", "reports/one.out", "--no-save")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "reports" / "one.out").stat().st_size > 500


def test_a_text_report_in_a_file_has_no_colour(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    run("check", draft, "--output", "r.txt", "--no-save")
    assert "\x1b" not in (tmp_path / "r.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "conflict"], 4),
        (["--fail-on", "disputed"], 4),
        (["--fail-on", "unverified"], 4),
    ],
)
def test_fail_on(run: Any, pipeline: Any, draft: Path, options: list[str], code: int) -> None:
    assert run("check", draft, "--no-save", *options).code == code


def test_fail_on_is_exact(run: Any, pipeline: Any, draft: Path) -> None:
    kept = tuple(c for c in pipeline.report.claims if c.verdict.label != "disputed")
    pipeline.report = pipeline.report.with_claims(kept)
    assert run("check", draft, "--no-save", "--fail-on", "disputed").code == 0
    assert run("check", draft, "--no-save", "--fail-on", "disputed", "--fail-on", "conflict").code == 4


def test_flags_become_settings(run: Any, pipeline: Any, draft: Path) -> None:
    run(
        *("check", draft, "--published", "4 March 2026", "--as-of", "2026-03-05", "--top-k", "3", "--kind", "quote"),
        *("--min-confidence", "0.7", "--no-self-check", "--no-save", "--nli-model", "m", "--encoder", "e"),
    )
    article, settings = pipeline.asked[0]
    assert article.published == "2026-03-04"
    assert (settings.as_of, settings.top_k, settings.min_confidence) == ("2026-03-05", 3, 0.7)
    assert (settings.kinds, settings.self_check) == (("quote",), False)
    assert (settings.nli_model, settings.encoder) == ("m", "e")


def test_flags_win_over_variables_and_those_over_the_file(
    run: Any, pipeline: Any, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "claimcheck.toml").write_text("top_k = 3\nmin_confidence = 0.6\nself_check = false\n")
    monkeypatch.setenv("CLAIMCHECK_MIN_CONFIDENCE", "0.7")
    run("check", draft, "--no-save")
    run("check", draft, "--no-save", "--top-k", "5", "--min-confidence", "0.8", "--self-check")
    told = [(s.top_k, s.min_confidence, s.self_check) for _, s in pipeline.asked]
    assert told == [(3, 0.7, False), (5, 0.8, True)]


def test_what_is_always_wanted_can_stand_in_the_file(
    run: Any, pipeline: Any, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "claimcheck.toml").write_text('kind = "quote"\nfail_on = ["conflict"]\nformat = "json"\n')
    done = run("check", draft, "--no-save")
    assert done.code == 4
    assert json.loads(done.out)["schema"] == "claimcheck/report/1"
    monkeypatch.setenv("CLAIMCHECK_KIND", "attribution, quote")
    run("check", draft, "--no-save")
    done = run("check", draft, "--no-save", "--kind", "number", "--format", "text", "--fail-on", "disputed")
    assert done.out.startswith("Ferry fire")
    assert [s.kinds for _, s in pipeline.asked] == [("quote",), ("quote", "attribution"), ("number",)]


@pytest.mark.parametrize(
    "line",
    ['format = "pdf"', 'kind = ["rumour"]', "kind = [1]", 'fail_on = "consistent"', "top_k = 0", "min_confidence = 2"],
)
def test_a_setting_that_cannot_be_is_told_in_a_line(
    run: Any, pipeline: Any, draft: Path, tmp_path: Path, line: str
) -> None:
    (tmp_path / "claimcheck.toml").write_text(line)
    done = run("check", draft, "--no-save")
    assert done.code == 3
    assert errors(done)[0].startswith(f"error: claimcheck.toml: {line.split()[0]} ")


@pytest.mark.parametrize(("name", "begins"), [("r.html", "<!doctype"), ("r.MD", "# Ferry"), ("r.out", "Ferry")])
def test_the_format_is_told_by_the_files_name(
    run: Any, pipeline: Any, draft: Path, tmp_path: Path, name: str, begins: str
) -> None:
    assert run("check", draft, "--output", name, "--no-save").code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_min_confidence_zero_is_not_the_default(run: Any, pipeline: Any, draft: Path) -> None:
    run("check", draft, "--no-save", "--min-confidence", "0")
    assert pipeline.asked[0][1].min_confidence == 0.0


@pytest.mark.parametrize(
    "options",
    [
        ["--top-k", "0"],
        ["--min-confidence", "1.5"],
        ["--published", "last Tuesday"],
        ["--as-of", "04/03/2026"],
        ["--kind", "rumour"],
        ["--fail-on", "consistent"],
        ["--format", "pdf"],
    ],
)
def test_wrong_usage(run: Any, pipeline: Any, draft: Path, options: list[str]) -> None:
    done = run("check", draft, *options)
    assert (done.code, done.out) == (2, "")
    assert pipeline.asked == []


def test_no_claims_is_no_error(run: Any, pipeline: Any, draft: Path) -> None:
    pipeline.report = pipeline.report.with_claims(())
    done = run("check", draft, "--no-save", "--fail-on", "unverified")
    assert done.code == 0
    assert "no claims found" in done.err
    assert "Nothing to look at again" in done.out


def test_an_empty_store_is_no_error(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    from claimcheck.store.references import ReferenceStore

    ReferenceStore(tmp_path / "refs.db").close()
    done = run("check", draft, "--no-save", "--store", "refs.db")
    assert (done.code, errors(done)) == (0, [])
    assert "holds no references" in done.err


def test_a_store_that_was_named_must_be_there(run: Any, pipeline: Any, draft: Path) -> None:
    done = run("check", draft, "--no-save", "--store", "typo.db")
    assert done.code == 3
    assert "typo.db" in errors(done)[0]


def test_a_desk_that_cannot_be_used_is_told_before_the_work(run: Any, pipeline: Any, draft: Path) -> None:
    done = run("check", draft, "--desk", "draft.txt")
    assert done.code == 3
    assert "--no-save" in errors(done)[0]
    assert pipeline.asked == []


def test_the_store_taken_for_the_desk_is_left_alone(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    from claimcheck.store.references import ReferenceStore

    ReferenceStore(tmp_path / "refs.db").close()
    before = (tmp_path / "refs.db").read_bytes()
    assert run("check", draft, "--store", "refs.db", "--desk", "refs.db").code == 3
    assert (tmp_path / "refs.db").read_bytes() == before


# Several articles.


def test_several_articles_each_have_a_report_and_a_line(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "draft.txt").write_text(draft.read_text())
    done = run("check", draft, "other/draft.txt", "--format", "json", "--output", "out", "--no-save")
    assert done.code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["draft-2.json", "draft.json", "index.html"]
    assert 'href="draft-2.json"' in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_bad_one_does_not_stop_the_others(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    done = run("check", "gone.txt", draft, "-o", "out", "--no-save", "--fail-on", "conflict")
    assert done.code == 3  # and not 4
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["draft.txt", "index.html"]
    assert errors(done) == ["error: gone.txt: no such file"]
    assert "failed" in done.out  # in the table at the end


def test_reports_as_html_have_an_index(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "index.txt").write_text(draft.read_text())
    done = run("check", draft, "gone<b>.txt", "index.txt", "--format", "html", "-o", "out", "--no-save")
    assert done.code == 3
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["draft.html", "index-2.html", "index.html"]
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'href="draft.html"' in index
    assert 'href="index-2.html"' in index
    assert "gone&lt;b&gt;.txt" in index


def test_a_folder_is_checked_where_there_is_a_folder_to_write_to(
    run: Any, pipeline: Any, draft: Path, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff")
    done = run("check", tmp_path, "--format", "json", "--output", "out", "--no-save")
    assert done.code == 0
    assert [article.source for article, _ in pipeline.asked] == [str(draft)]
    assert (tmp_path / "out" / "draft.json").exists()
    assert run("check", tmp_path, "--no-save").code == 3


def test_several_reports_on_stdout_are_text(run: Any, pipeline: Any, draft: Path) -> None:
    done = run("check", draft, draft, "--no-save")
    assert done.code == 0
    assert done.out.count("6 things to look at again") == 2
    assert run("check", draft, draft, "--no-save", "--format", "json").code == 2


def test_several_articles_need_a_folder_that_is_none_yet_or_is_one(run: Any, pipeline: Any, draft: Path) -> None:
    assert run("check", draft, draft, "--no-save", "-o", "draft.txt").code == 2
    assert run("check", "-", "-", "--no-save", stdin="x").code == 2


def test_one_article_into_a_folder_that_is_there(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert run("check", draft, "--no-save", "--format", "json", "-o", "out").code == 0
    assert (tmp_path / "out" / "draft.json").exists()


# The runs that were kept.


@pytest.fixture
def kept(run: Any, pipeline: Any, draft: Path) -> list[str]:
    for _ in range(2):
        assert run("check", draft).code == 0
    return [row["run"] for row in json.loads(run("report", "list", "--json").out)]


def test_runs_are_listed_newest_first(run: Any, kept: list[str]) -> None:
    assert kept == sorted(kept, reverse=True)
    shown = run("report", "list").out
    assert all(each in shown for each in kept)
    assert "Ferry fire off Dellmar injures dozens" in shown


def test_no_runs_yet(run: Any) -> None:
    assert json.loads(run("report", "list", "--json").out) == []
    done = run("report", "list")
    assert (done.code, done.out) == (0, "")
    assert "no run" in done.err
    assert run("report", "show").code == 3


def test_a_run_is_shown_again(run: Any, kept: list[str]) -> None:
    latest = json.loads(run("report", "show", "--format", "json").out)
    assert latest["run"] == kept[0]
    assert json.loads(run("report", "show", kept[1][-8:], "-f", "json").out)["run"] == kept[1]
    assert "6 things to look at again" in run("report", "show").out
    assert "Not verified" not in run("report", "show", "--only-flagged").out
    assert run("report", "show", "nonesuch").code == 3


@pytest.mark.parametrize("suffix", [".txt", ".json", ".html", ".md", ".csv", ".docx"])
def test_a_run_is_exported_in_the_format_that_the_name_asks_for(
    run: Any, kept: list[str], tmp_path: Path, suffix: str
) -> None:
    assert run("report", "export", "--output", f"report{suffix}").code == 0
    start = (tmp_path / f"report{suffix}").read_bytes()[:15]
    expected = {
        ".txt": b"Ferry fire off ",
        ".json": b'{\n "schema": "c',
        ".html": b"<!doctype html>",
        ".md": b"# Ferry fire of",
        ".csv": "\ufeffline,kind,".encode(),
        ".docx": b"PK",
    }
    assert start.lstrip().startswith(expected[suffix][:12].rstrip())


def test_two_runs_are_compared(run: Any, kept: list[str]) -> None:
    assert run("report", "diff", kept[1]).out.startswith("Flags: 0 new, 6 unchanged, 0 gone\n")
    found = json.loads(run("report", "diff", kept[1], kept[0], "--json").out)
    assert {each["change"] for each in found} == {"unchanged"}


def test_nothing_of_a_draft_goes_to_the_store(run: Any, pipeline: Any, draft: Path, tmp_path: Path) -> None:
    from claimcheck.store.references import ReferenceStore

    ReferenceStore(tmp_path / "refs.db").close()
    before = (tmp_path / "refs.db").read_bytes()
    assert run("check", draft, "--store", "refs.db", "--desk", "desk.db").code == 0
    assert (tmp_path / "refs.db").read_bytes() == before
    with sqlite3.connect(tmp_path / "desk.db") as desk:
        assert desk.execute("SELECT count(*) FROM runs").fetchone() == (1,)


def test_a_missing_model_is_told_once(run: Any, draft: Path, tmp_path: Path) -> None:
    done = run("check", draft, draft, "--no-save", "--nli-model", "./no-such-model", "-o", "out")
    assert done.code == 3
    assert len(errors(done)) == 1
    assert "no-such-model" in errors(done)[0]
