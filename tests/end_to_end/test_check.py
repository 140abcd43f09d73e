"""`claimcheck check` and what hangs on it, on the real bundled models."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

PUBLISHED = ("--published", "2026-03-12")
CLAIM_FIELDS = {
    *("id", "group", "kind", "text", "start", "end", "sentence", "details"),
    *("verdict", "confidence", "reason", "evidence", "decision"),
}
EVIDENCE_FIELDS = {
    *("origin", "reference", "version", "passage", "text", "before", "after", "start", "end", "stance", "title"),
    *("publisher", "tier", "published", "added", "relation", "url", "copies", "similarity", "nli", "comparisons"),
}
REASONS = {
    "conflict": {"number", "date", "quote", "speaker", "meaning"},
    "disputed": {"number", "date", "quote", "speaker", "meaning"},
    "consistent": {"same", "rounded", "converted", "derived", "updated"},
    "unverified": {"nothing", "other", "weak"},
}


@pytest.fixture(scope="module")
def report(alone, demo_store: Path, article: Path) -> dict[str, Any]:
    done = alone("check", article, "--store", demo_store, *PUBLISHED, "--format", "json", "--no-save")
    return json.loads(done.out)


def verdict_of(report: dict[str, Any], words: str, kind: str) -> tuple[str, str]:
    start = report["article"]["text"].index(words)
    there = [c for c in report["claims"] if c["kind"] == kind and c["start"] < start + len(words) and start < c["end"]]
    assert there, f"no {kind} claim at {words!r}"
    return there[0]["verdict"], there[0]["reason"]["code"]


def test_the_report_keeps_its_contract(report, article: Path, demo_store: Path) -> None:
    text = article.read_text(encoding="utf-8")
    assert report["schema"] == "claimcheck/report/1"
    assert report["article"]["text"] == text
    assert report["article"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert report["article"]["published"] == "2026-03-12"
    assert report["store"]["references"] == 20
    assert set(report["models"]) == {"encoder", "nli", "attribution"}
    assert report["summary"]["claims"] == len(report["claims"]) > 20
    ids = [claim["id"] for claim in report["claims"]]
    assert len(set(ids)) == len(ids)
    for claim in report["claims"]:
        assert set(claim) == CLAIM_FIELDS
        assert claim["text"] == text[claim["start"] : claim["end"]]
        assert claim["sentence"]["text"] == text[claim["sentence"]["start"] : claim["sentence"]["end"]]
        assert 0 <= claim["confidence"] <= 1
        assert claim["reason"]["code"] in REASONS[claim["verdict"]]
        assert claim["reason"]["text"]
        for evidence in claim["evidence"]:
            assert set(evidence) == EVIDENCE_FIELDS
            assert evidence["stance"] in {"supports", "refutes", "neutral"}
    for label in REASONS:
        assert report["summary"][label] == sum(c["verdict"] == label for c in report["claims"])


def test_evidence_stands_where_it_says(report, article: Path) -> None:
    lines = (article.parent.parent / "references.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {reference["id"]: reference["text"] for reference in map(json.loads, lines)}
    shown = [e for c in report["claims"] for e in c["evidence"] if e["origin"] == "store"]
    assert shown
    for evidence in shown:
        assert evidence["text"] == texts[evidence["reference"]][evidence["start"] : evidence["end"]]


def test_what_the_demo_article_got_wrong_is_flagged(report) -> None:
    assert verdict_of(report, "64 cracks", "number") == ("conflict", "number")
    assert verdict_of(report, "March 17", "number") == ("conflict", "date")
    assert verdict_of(report, "than lose it for nine months", "quote") == ("conflict", "quote")
    assert verdict_of(report, "Nobody on this side of the water was asked", "quote") == ("conflict", "speaker")
    assert verdict_of(report, "18.5 million crowns", "number") == ("disputed", "number")


def test_what_it_got_right_is_not(report) -> None:
    for words in ("nine weeks", "28 metres", "41,000 vehicles", "600 people", "212 written complaints"):
        assert verdict_of(report, words, "number")[0] == "consistent", words
    quote = verdict_of(report, "a bill for a mistake that nobody has owned up to.", "quote")
    assert quote == ("consistent", "same")


def test_what_is_not_on_file_is_unverified(report) -> None:
    assert verdict_of(report, "If the cars stop, the tills stop", "quote")[0] == "unverified"
    assert verdict_of(report, "7 kilometres", "number")[0] == "unverified"
    assert verdict_of(report, "2.3 million ferry passengers", "number")[0] == "unverified"


def test_two_checks_agree(cli, report, demo_store: Path, article: Path) -> None:
    again = cli("check", article, "--store", demo_store, *PUBLISHED, "--format", "json", "--no-save")
    assert json.loads(again.out)["claims"] == report["claims"]


def test_a_check_only_reads_the_store(cli, demo_store: Path, brief: Path, tmp_path: Path) -> None:
    store = shutil.copy(demo_store, tmp_path / "mine.db")
    before = Path(store).read_bytes()
    assert cli("check", brief, "--store", store, *PUBLISHED).code == 0
    assert Path(store).read_bytes() == before


def test_the_text_report_shows_flags_first_with_their_evidence(cli, demo_store: Path, article: Path) -> None:
    done = cli("check", article, "--store", demo_store, *PUBLISHED, "--no-save")
    assert done.code == 0
    assert "64 cracks" in done.out
    assert "City Office of Structures" in done.out
    summary = done.out.rstrip().splitlines()[-1]
    assert "conflict" in summary or "differ" in summary


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "conflict"], 4),
        (["--fail-on", "unverified"], 0),
        (["--fail-on", "unverified", "--fail-on", "conflict"], 4),
        (["--fail-on", "conflict", "--kind", "quote"], 0),
    ],
)
def test_fail_on_is_exact(cli, demo_store: Path, tmp_path: Path, options: list[str], code: int) -> None:
    (tmp_path / "ferries.txt").write_text("In 2024 the ferries carried 2.9 million passengers, Harbour Transit said.\n")
    done = cli("check", "ferries.txt", "--store", demo_store, *PUBLISHED, "--no-save", *options)
    assert done.code == code


def test_kind_keeps_only_that_kind(cli, demo_store: Path, tmp_path: Path) -> None:
    (tmp_path / "both.txt").write_text('The tube has 64 cracks. "Nobody was asked," said Petra Quayle, a councillor.\n')
    done = cli("check", "both.txt", "--store", demo_store, "--kind", "quote", "--format", "json", "--no-save")
    assert [claim["kind"] for claim in json.loads(done.out)["claims"]] == ["quote"]


def test_an_article_from_standard_input(cli, demo_store: Path, brief: Path) -> None:
    text = brief.read_text(encoding="utf-8")
    done = cli("check", "-", "--store", demo_store, *PUBLISHED, "--format", "json", "--no-save", stdin=text)
    assert json.loads(done.out)["article"]["text"] == text


def test_several_articles_go_into_a_folder(cli, demo_store: Path, brief: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Tunnel Road\n\nTunnel Road has 61 shops.\n")
    done = cli("check", brief, "other.txt", "--store", demo_store, "--format", "json", "--output", "out", "--no-save")
    assert done.code == 0, done.err
    titles = {json.loads(path.read_text())["article"]["title"] for path in (tmp_path / "out").glob("*.json")}
    assert titles == {"Cracks shut harbour tunnel", "Tunnel Road"}


def test_a_run_is_kept_on_the_desk_and_shown_again(cli, demo_store: Path, brief: Path) -> None:
    done = cli("check", brief, "--store", demo_store, *PUBLISHED, "--format", "json")
    run = json.loads(done.out)["run"]
    listed = json.loads(cli("report", "list", "--json").out)
    assert [r["run"] for r in listed] == [run]
    shown = cli("report", "show", run, "--format", "json")
    assert json.loads(shown.out) == json.loads(done.out)


def test_no_save_leaves_no_run(cli, demo_store: Path, brief: Path) -> None:
    cli("check", brief, "--store", demo_store, "--no-save")
    assert json.loads(cli("report", "list", "--json").out) == []


def test_the_store_is_filled_asked_and_emptied(cli, article: Path) -> None:
    references = article.parent.parent / "references.jsonl"
    assert cli("store", "add", references).code == 0
    assert len(json.loads(cli("store", "list", "--json").out)) == 20
    again = cli("store", "add", references)
    assert again.code == 0
    assert len(json.loads(cli("store", "list", "--json").out)) == 20
    assert "46 cracks" in cli("store", "show", "ferry-inspection").out
    assert "ferry-inspection" in cli("store", "search", "cracks in the northern tube").out
    assert cli("store", "remove", "ferry-inspection").code == 0
    assert len(json.loads(cli("store", "list", "--json").out)) == 19
    assert cli("store", "stats").code == 0


def test_claims_need_no_store(cli, article: Path) -> None:
    done = cli("claims", article, "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    claims = found["claims"] if isinstance(found, dict) else found
    assert {"number", "quote", "attribution"} == {claim["kind"] for claim in claims}


def test_models_names_all_three(cli) -> None:
    done = cli("models")
    assert done.code == 0
    for job in ("encoder", "nli", "attribution"):
        assert job in done.out


def test_the_demo_runs_and_flags(program) -> None:
    done = program("demo")
    assert done.code == 0, done.err
    assert "64 cracks" in done.out
    assert "Traceback" not in done.err


def test_a_fact_check_counts_by_its_rating(cli, tmp_path: Path) -> None:
    from tests.read.samples import REVIEW

    bread = "Bread prices in Arle rose by 3 percent in February."
    true = {"@type": "Rating", "alternateName": "True"}
    checks = [REVIEW, REVIEW | {"url": "https://checks.example/bread", "claimReviewed": bread, "reviewRating": true}]
    (tmp_path / "checks.json").write_text(json.dumps(checks))
    ferry = "The ferry carried 50,000 people last year."
    (tmp_path / "draft.txt").write_text(f"Harbour notes\n\n{ferry}\n\nTor Vik said the {ferry[4:]}\n\n{bread}\n")
    cli("store", "add", "checks.json", "--store", "refs.db")
    done = cli("check", "draft.txt", "--store", "refs.db", "--published", "2026-03-05", "--format", "json", "--no-save")
    report = json.loads(done.out)
    assert verdict_of(report, "50,000 people", "number") == ("conflict", "meaning")
    assert verdict_of(report, f"the {ferry[4:-1]}", "attribution")[0] == "conflict"
    assert verdict_of(report, "3 percent", "number") == ("consistent", "same")
    reasons = {claim["reason"]["text"] for claim in report["claims"] if claim["verdict"] == "conflict"}
    assert all("says that the claim is false" in reason for reason in reasons)
    assert report["summary"]["groups_flagged"] == 2  # the statement and the number in it are one


def test_evidence_from_a_transcript_has_its_time_and_what_is_embargoed_says_so(cli, tmp_path: Path) -> None:
    (tmp_path / "meeting.srt").write_text(
        "1\n01:02:05,000 --> 01:02:08,000\nMIRA AUNE: The tunnel has 14 cracks.\n", encoding="utf-8"
    )
    wire = {"id": "w", "text": "The ferry carried 12,400 people in 2025.", "embargo": "2099-03-05T09:00:00Z"}
    (tmp_path / "wire.jsonl").write_text(json.dumps(wire))
    text = "Notes\n\nThe tunnel has 17 cracks, Mira Aune said. The ferry carried 12,900 people in 2025.\n"
    (tmp_path / "draft.txt").write_text(text)
    cli("store", "add", "meeting.srt", "wire.jsonl", "--store", "refs.db")
    for form in ("text", "html", "markdown", "json"):
        done = cli("check", "draft.txt", "--store", "refs.db", "--no-save", "--explain", "--format", form)
        shown = ("at 1:02:05", "under embargo until 5 March 2099") if form != "json" else ('"start": 3725.0', "2099-03")
        assert all(" ".join(each.split()) in " ".join(done.out.split()) for each in shown), form
