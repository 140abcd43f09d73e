"""Whatever is put in, out comes one clear line and the right exit code; the store is never harmed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

import claimcheck

GOOD = {"id": "good", "publisher": "Coast Wire", "published": "2026-03-12", "text": "Fourteen boats left the harbour."}


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_store, tmp_path / "store.db"))


def one_line(done, *words: str, code: int = 3) -> None:
    """The command ended with `code`, with one line of error that holds each of `words`, and no traceback."""
    assert done.code == code, done.err
    assert len(done.errors) == 1, done.err
    assert "Traceback" not in done.err
    assert "unexpected" not in done.err
    for word in words:
        assert word in done.errors[0]


def notice(done, *words: str) -> None:
    """No error: exit code 0, and a notice."""
    assert done.code == 0, done.err
    assert not done.errors
    for word in words:
        assert word in done.out + done.err


def references(store: Path) -> set[str]:
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    opened = claimcheck.ReferenceStore(store)
    try:
        return {reference.id for reference in opened.list()}
    finally:
        opened.close()


class TestArticle:
    def test_missing(self, cli, store: Path) -> None:
        one_line(cli("check", "gone.txt", "--store", store), "gone.txt")

    def test_folder(self, cli, store: Path, tmp_path: Path) -> None:
        (tmp_path / "drafts").mkdir()
        one_line(cli("check", "drafts", "--store", store), "drafts", "folder")

    @pytest.mark.parametrize("content", [b"", b"\n \n\t\n"])
    def test_empty(self, cli, store: Path, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "empty.txt").write_bytes(content)
        one_line(cli("check", "empty.txt", "--store", store), "empty.txt", "empty")

    @pytest.mark.parametrize(
        "content", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(400), b"%PDF-1.7 \xe2\xe3"]
    )
    def test_binary(self, cli, store: Path, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "photo.txt").write_bytes(content)
        one_line(cli("check", "photo.txt", "--store", store), "photo.txt", "not text")

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
    def test_another_encoding_is_decoded(self, cli, store: Path, tmp_path: Path, encoding: str) -> None:
        text = "A café opens\n\nThe café in Müller Street has 40 seats, “all of them by the window”, said Zoë Ahn.\n"
        (tmp_path / "draft.txt").write_bytes(text.encode(encoding))
        done = cli("check", "draft.txt", "--store", store, "--format", "json", "--no-save")
        assert done.code == 0, done.err
        assert json.loads(done.out)["article"]["text"] == text

    def test_an_encoding_that_cannot_be_told(self, cli, store: Path, tmp_path: Path) -> None:
        (tmp_path / "draft.txt").write_bytes(b"\xfe\x81\xc3 \x8d\x90\xff 40 \x9d\x81" * 30)
        one_line(cli("check", "draft.txt", "--store", store), "draft.txt")

    def test_twenty_megabytes(self, cli, store: Path, tmp_path: Path) -> None:
        (tmp_path / "long.txt").write_text("The harbour was quiet that day. " * 625_000)
        one_line(cli("check", "long.txt", "--store", store), "long.txt", "MB")

    def test_a_sentence_of_twenty_thousand_characters(self, cli, store: Path, tmp_path: Path) -> None:
        filler = "a blue one and a green one with a tall mast, " * 450
        text = f"The list of boats, {filler} which held 14 names in all, was read out, said Orla Fenn."
        (tmp_path / "draft.txt").write_text(text)
        done = cli("check", "draft.txt", "--store", store, "--format", "json", "--no-save")
        assert done.code == 0, done.err
        assert all(c["text"] == text[c["start"] : c["end"]] for c in json.loads(done.out)["claims"])

    def test_without_claims(self, cli, store: Path, tmp_path: Path) -> None:
        (tmp_path / "calm.txt").write_text("The garden behind the library is quiet in winter.\n")
        notice(cli("check", "calm.txt", "--store", store, "--no-save"), "no claims")

    def test_more_than_one_text(self, cli, store: Path, tmp_path: Path) -> None:
        (tmp_path / "two.jsonl").write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n")
        one_line(cli("check", "two.jsonl", "--store", store), "two.jsonl", "one")

    def test_one_bad_of_two(self, cli, store: Path, brief: Path, tmp_path: Path) -> None:
        """The good one is written, the bad one is named, and 3 wins over 4."""
        options = ("--store", store, "--format", "json", "--output", "out", "--no-save", "--fail-on", "conflict")
        done = cli("check", brief, "gone.txt", *options)
        assert done.code == 3
        assert any("gone.txt" in line for line in done.errors)
        assert len(list((tmp_path / "out").glob("*.json"))) == 1


class TestOptions:
    def test_a_date_that_is_none(self, cli, store: Path, brief: Path) -> None:
        done = cli("check", brief, "--store", store, "--published", "last Tuesday")
        assert done.code in (2, 3)
        assert "last Tuesday" in done.err

    @pytest.mark.parametrize(
        "options",
        [["--kind", "rumour"], ["--fail-on", "consistent!"], ["--format", "pdf"], ["--top-k", "many"], ["-Z"]],
    )
    def test_wrong_usage(self, cli, store: Path, brief: Path, options: list[str]) -> None:
        assert cli("check", brief, "--store", store, *options).code == 2

    def test_no_article(self, cli) -> None:
        assert cli("check").code == 2

    def test_output_into_a_folder_that_is_not_there(self, cli, store: Path, brief: Path) -> None:
        done = cli("check", brief, "--store", store, "--format", "json", "--output", "no/such/folder/r.json")
        if done.code:  # it may make the folder instead
            one_line(done, "no/such/folder")

    def test_a_setting_of_the_wrong_type(self, cli, store: Path, brief: Path, tmp_path: Path) -> None:
        (tmp_path / "claimcheck.toml").write_text('top_k = "eight"\n')
        one_line(cli("check", brief, "--store", store), "claimcheck.toml", "top_k")


class TestStore:
    def test_missing(self, cli, brief: Path, tmp_path: Path) -> None:
        done = cli("check", brief, "--store", "none.db", "--no-save")
        one_line(done, "none.db", "store add")
        assert not (tmp_path / "none.db").exists()

    def test_not_sqlite(self, cli, brief: Path, tmp_path: Path) -> None:
        (tmp_path / "notes.db").write_text("Call the harbour master back.\n" * 20)
        one_line(cli("check", brief, "--store", "notes.db"), "notes.db")
        one_line(cli("store", "add", brief, "--store", "notes.db"), "notes.db")
        assert (tmp_path / "notes.db").read_text() == "Call the harbour master back.\n" * 20

    def test_of_another_program(self, cli, brief: Path, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "other.db") as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        one_line(cli("check", brief, "--store", "other.db"), "other.db")
        one_line(cli("store", "add", brief, "--store", "other.db"), "other.db")

    def test_of_a_newer_schema(self, cli, store: Path, brief: Path) -> None:
        with sqlite3.connect(store) as connection:
            connection.execute("PRAGMA user_version = 99")
        before = store.read_bytes()
        one_line(cli("check", brief, "--store", store), "newer")
        one_line(cli("store", "add", brief, "--store", store), "newer")
        assert store.read_bytes() == before

    def test_damaged(self, cli, store: Path, brief: Path) -> None:
        store.write_bytes(store.read_bytes()[:20_000])
        one_line(cli("check", brief, "--store", store, "--no-save"), store.name)

    def test_a_folder(self, cli, brief: Path, tmp_path: Path) -> None:
        one_line(cli("check", brief, "--store", tmp_path), "folder")

    def test_without_references(self, cli, store: Path, brief: Path) -> None:
        for reference in references(store):
            assert cli("store", "remove", reference, "--store", store).code == 0
        done = cli("check", brief, "--store", store, "--format", "json", "--no-save")
        notice(done)
        assert "no references" in done.err
        assert {c["verdict"] for c in json.loads(done.out)["claims"] if not c["evidence"]} == {"unverified"}

    def test_an_unknown_reference(self, cli, store: Path) -> None:
        one_line(cli("store", "show", "nobody", "--store", store), "nobody")
        one_line(cli("store", "remove", "nobody", "--store", store), "nobody")
        assert len(references(store)) == 20


class TestReferences:
    def test_a_broken_line_is_named_and_the_good_ones_are_added(self, cli, store: Path, tmp_path: Path) -> None:
        lines = [json.dumps(GOOD), '{"id": "broken", "text": "no end', json.dumps(GOOD | {"id": "also good"})]
        (tmp_path / "wires.jsonl").write_text("\n".join(lines))
        done = cli("store", "add", "wires.jsonl", "--store", store)
        assert done.code == 3
        assert any("wires.jsonl" in line and "line 2" in line for line in done.errors)
        assert "Traceback" not in done.err
        assert {"good", "also good"} <= references(store)

    @pytest.mark.parametrize(
        ("line", "word"),
        [
            ("[]", "object"),
            ('{"id": "x"}', "text"),
            ('{"text": ""}', "text"),
            ('{"text": 7}', "text"),
            ('{"text": "Fine.", "published": "soon"}', "published"),
            ('{"text": "Fine.", "tier": "gossip"}', "tier"),
        ],
    )
    def test_a_line_that_is_no_reference(self, cli, store: Path, tmp_path: Path, line: str, word: str) -> None:
        (tmp_path / "wires.jsonl").write_text(line + "\n")
        done = cli("store", "add", "wires.jsonl", "--store", store)
        assert done.code == 3
        assert any("line 1" in error and word in error for error in done.errors), done.err
        assert len(references(store)) == 20

    def test_missing(self, cli, store: Path) -> None:
        done = cli("store", "add", "gone/", "--store", store)
        assert done.code == 3
        assert any("gone" in line for line in done.errors)
        assert len(references(store)) == 20

    def test_an_empty_folder(self, cli, store: Path, tmp_path: Path) -> None:
        (tmp_path / "wires").mkdir()
        done = cli("store", "add", "wires", "--store", store)
        assert done.code == 3
        assert any("wires" in line for line in done.errors)

    def test_a_binary_file_among_good_ones(self, cli, store: Path, tmp_path: Path) -> None:
        folder = tmp_path / "wires"
        folder.mkdir()
        (folder / "a.txt").write_text("Fourteen boats left\n\nFourteen boats left the harbour, the board said.\n")
        (folder / "b.txt").write_bytes(bytes(range(256)) * 40)
        done = cli("store", "add", "wires", "--store", store)
        assert done.code == 3
        assert any("b.txt" in line for line in done.errors)
        assert len(references(store)) == 21


class TestModels:
    @pytest.mark.parametrize("option", ["--nli-model", "--encoder"])
    def test_a_folder_with_a_missing_file(self, cli, store: Path, brief: Path, tmp_path: Path, option: str) -> None:
        folder = tmp_path / "model"
        folder.mkdir()
        (folder / "model.onnx").write_bytes(b"")
        (folder / "config.json").write_text("{}")
        done = cli("check", brief, "--store", store, option, folder, "--no-save")
        one_line(done, "model", "tokenizer.json")

    def test_a_folder_that_is_not_there(self, cli, store: Path, brief: Path) -> None:
        one_line(cli("check", brief, "--store", store, "--nli-model", "./no-model", "--no-save"), "no-model")

    def test_weights_that_are_none(self, cli, store: Path, brief: Path, tmp_path: Path) -> None:
        folder = tmp_path / "model"
        folder.mkdir()
        (folder / "model.onnx").write_bytes(b"not a graph")
        (folder / "tokenizer.json").write_text("{}")
        (folder / "config.json").write_text(
            json.dumps({"id2label": {"0": "entailment", "1": "neutral", "2": "contradiction"}})
        )
        one_line(cli("check", brief, "--store", store, "--nli-model", folder, "--no-save"), "model")


class TestDesk:
    def test_that_is_none(self, cli, store: Path, brief: Path, tmp_path: Path) -> None:
        (tmp_path / "desk.db").write_text("not a desk")
        one_line(cli("check", brief, "--store", store, "--desk", "desk.db"), "desk.db")

    def test_an_unknown_run(self, cli) -> None:
        done = cli("report", "show", "no-such-run")
        assert done.code == 3
        assert len(done.errors) == 1
