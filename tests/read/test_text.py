from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.errors import ReadError
from claimcheck.read.article import read_article, title_of
from claimcheck.read.raw import TEXT_LIMIT


def test_the_text_is_the_files_own_newlines_and_all(tmp_path: Path) -> None:
    content = "\nFerry line closes\r\n\r\nThe line closes on Friday.\r\n\n\n"
    (tmp_path / "draft.txt").write_bytes(b"\xef\xbb\xbf" + content.encode())
    article = read_article(tmp_path / "draft.txt")
    assert article.text == content
    assert article.title == "Ferry line closes"
    assert article.source == str(tmp_path / "draft.txt")
    assert article.published is None


def test_a_date_that_is_given_wins(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("---\ndate: 2026-01-01\n---\n# A title\n\nWords.\n")
    assert read_article(tmp_path / "draft.md").published == "2026-01-01"
    assert read_article(tmp_path / "draft.md", "2026-03-04").published == "2026-03-04"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One paragraph only, that is no headline.", None),
        ("A headline\n\nA body.", "A headline"),
        ("\ufeff  A headline \nA body.", "A headline"),
        (f"{'A long first paragraph. ' * 20}\n\nAnother.", None),
        ("", None),
    ],
)
def test_the_title_is_the_first_line_if_it_reads_as_one(text: str, title: str | None) -> None:
    assert title_of(text) == title


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.txt: no such file"):
        read_article(tmp_path / "gone.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="is a folder"):
        read_article(tmp_path)


def test_too_large(tmp_path: Path) -> None:
    with (tmp_path / "long.txt").open("wb") as file:
        file.truncate(20_000_000)
    with pytest.raises(ReadError, match=r"long\.txt is 20 MB; a text may have at most 5 MB"):
        read_article(tmp_path / "long.txt")
    assert TEXT_LIMIT == 5_000_000


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(ReadError):
        read_article("a\0b.txt")


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    import os
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    thread = threading.Thread(target=lambda: pipe.write_text("A headline\n\nA body."))
    thread.start()
    assert read_article(pipe).title == "A headline"
    thread.join()
