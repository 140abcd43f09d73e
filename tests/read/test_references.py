from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from claimcheck.errors import ReadError
from claimcheck.read.article import read_article
from claimcheck.read.base import Unreadable
from claimcheck.read.references import read_references, size_of
from claimcheck.read.registry import sniff
from claimcheck.records import Reference
from tests.read import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("A headline\n\nA body.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text("# B headline\n\nA body.")
    (tmp_path / "sub" / "c.jsonl").write_text('{"text": "One.", "publisher": "Own"}\n{"text": "Two."}\n')
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("Not for the store")
    return tmp_path


def test_a_folder_with_all_that_is_in_it(folder: Path) -> None:
    found = list(read_references([str(folder)]))
    assert [item.title if isinstance(item, Reference) else item for item in found] == [
        "A headline",
        "B headline",
        None,
        None,
    ]


def test_include(folder: Path) -> None:
    found = list(read_references([str(folder)], include=("*.md",)))
    assert [item.title for item in found if isinstance(item, Reference)] == ["B headline"]


def test_defaults_fill_what_is_lacking(folder: Path) -> None:
    found = list(read_references([str(folder / "sub" / "c.jsonl")], publisher="Wire One", tier="wire", licence=None))
    assert [(r.publisher, r.tier) for r in found if isinstance(r, Reference)] == [("Own", "wire"), ("Wire One", "wire")]


def test_what_cannot_be_read_is_told_once_and_the_rest_is_read(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(bytes(range(256)))
    found = list(read_references([str(folder), str(folder / "gone.txt")]))
    bad = [str(item) for item in found if isinstance(item, Unreadable)]
    assert bad == [
        f"{folder / 'bad.txt'}: is a binary file, not text",
        f"{folder / 'gone.txt'}: no such file",
    ]
    assert len(found) == 6


def test_a_folder_with_nothing_to_read(tmp_path: Path) -> None:
    (found,) = read_references([str(tmp_path)])
    assert "no file in this folder" in str(found)


@pytest.mark.parametrize(
    ("head", "module"),
    [
        (b"Just words", "text"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>", "html"),
        (b"<html lang=en>", "html"),
        (b'{"text": "a"}\n{"text": "b"}', "jsonl"),
        (b'{"text": "a piece of a long li', "jsonl"),
        (b"{braces} in a text\n", "text"),
        (b"", "text"),
    ],
)
def test_the_format_is_told_by_the_first_bytes(head: bytes, module: str) -> None:
    assert sniff(head) == module


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"A headline\n\nA body.\n")
    article = read_article("-")
    assert (article.title, article.text, article.source) == ("A headline", "A headline\n\nA body.\n", "-")


def test_json_lines_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b'{"text": "One."}\n{"text": \n')
    found = list(read_references(["-"]))
    assert found[0] == Reference(text="One.")
    assert str(found[1]).startswith("standard input, line 2")


def test_nothing_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"")
    with pytest.raises(ReadError, match="standard input is empty"):
        read_article("-")


def test_an_article_is_one_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "One.", "title": "T", "url": "https://a.example"}) + "\n")
    article = read_article(path)
    assert (article.text, article.title, article.url) == ("One.", "T", "https://a.example")
    path.write_text('{"text": "One."}\n{"text": "Two."}\n')
    with pytest.raises(ReadError, match="more than one text"):
        read_article(path)


@pytest.mark.parametrize("suffix", samples.ALL)
def test_how_much_has_been_read_is_told_to_the_last_byte(suffix: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}{suffix}").write_bytes(samples.ALL[suffix])
    told: list[int] = []
    places = [str(tmp_path), str(tmp_path / "gone.txt")]
    list(read_references(places, told=told.append))
    assert sum(told) == size_of(places) == 2 * len(samples.ALL[suffix])
    assert all(each >= 0 for each in told)


def test_of_one_long_file_it_is_told_while_it_is_read(tmp_path: Path) -> None:
    lines = {
        "a.jsonl": '{"text": "The ferry was late."}\n' * 100,
        "a.csv": "text\n" + "The ferry was late.\n" * 100,
        "a.json": json.dumps([{"text": "The ferry was late."}] * 100),
    }
    for name, content in lines.items():
        (tmp_path / name).write_text(content)
        told: list[int] = []
        found = read_references([str(tmp_path / name)], told=told.append)
        for _ in range(50):
            next(found)
        assert len(content) * 0.4 < sum(told) < len(content) * 0.6


def test_what_is_not_known_beforehand(tmp_path: Path) -> None:
    assert size_of(["-"]) == size_of(["https://post.example/1"]) == 0
