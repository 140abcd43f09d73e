from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimcheck.errors import OutputError
from claimcheck.report.files import file_names, write_file


def test_a_report_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.json"
    write_file(path, "one")
    write_file(path, b"two")
    assert path.read_text() == "two"
    assert [p.name for p in path.parent.iterdir()] == ["report.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "x"


def test_what_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="folder"):
        write_file(tmp_path, "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(tmp_path / "file" / "report.json", "x")


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    write_file(Path(os.devnull), "x")
    assert Path(os.devnull).is_char_device()


def test_reports_never_share_a_name() -> None:
    names = file_names(["a/draft.md", "draft-2.md", "b/Draft.txt", "-", "x/../..", "draft.md"], ".json")
    assert len({name.lower() for name in names}) == len(names)
    assert names[0] == "draft.json"
