from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import ReadError
from claimcheck.read.base import Unreadable
from claimcheck.read.jsonl import read
from claimcheck.read.raw import TEXT_LIMIT, Raw
from claimcheck.records import Reference

WHOLE = {
    "id": "w1",
    "title": "Ferry line closes",
    "publisher": "Harbour Post",
    "published": "2026-03-02",
    "url": "https://harbour.example/ferry",
    "text": "The ferry line closes on Friday.",
    "licence": "CC BY 4.0",
    "tier": "outlet",
}


def lines(*items: object) -> list[Reference | Unreadable]:
    data = "\n".join(item if isinstance(item, str) else json.dumps(item) for item in items).encode()
    return list(read(Raw("wires.jsonl", data=data)))


def test_every_field() -> None:
    assert lines(WHOLE) == [Reference(**WHOLE)]


def test_only_a_text_is_needed() -> None:
    assert lines({"text": "Words."}) == [Reference(text="Words.")]


def test_a_number_for_an_id_and_the_other_spelling() -> None:
    (found,) = lines({"text": "Words.", "id": 17, "license": "CC0", "published": "4 March 2026", "unknown": [1]})
    assert found == Reference(text="Words.", id="17", licence="CC0", published="2026-03-04")


def test_the_good_lines_are_read_and_the_broken_are_named() -> None:
    found = lines(WHOLE, "", '{"text": "no end', WHOLE, "[]", "\ufeff")
    assert [type(each) for each in found] == [Reference, Unreadable, Reference, Unreadable, Unreadable]
    assert str(found[1]).startswith("wires.jsonl, line 3: not valid JSON")
    assert str(found[3]) == "wires.jsonl, line 5: an object with a text was expected, not a list"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({}, '"text" is missing'),
        ({"text": "  "}, '"text" holds no text'),
        ({"text": ["a"]}, '"text" holds no text'),
        ({"text": "a\0b"}, "NUL"),
        ({"text": "a", "title": 3}, '"title" must be text'),
        ({"text": "a", "id": True}, '"id" must be text'),
        ({"text": "a", "published": "soon"}, '"published" is no date'),
        ({"text": "a", "tier": "gossip"}, '"tier" is'),
        ("[" * 100_000, "not valid JSON"),
        ('{"text": ' + "9" * 5000 + "}", "not valid JSON"),
        ({"text": "a" * (TEXT_LIMIT + 1)}, "longer than 5 MB"),
    ],
)
def test_what_is_wrong_with_a_line(line: object, why: str) -> None:
    (found,) = lines(line)
    assert isinstance(found, Unreadable)
    assert why in found.why


def test_half_of_a_character_pair_is_replaced() -> None:
    (found,) = lines('{"text": "fire \\ud83d engine \\ud83d\\ude92"}')
    assert isinstance(found, Reference)
    assert found.text == "fire \ufffd engine 🚒"


def test_a_line_that_is_not_utf8() -> None:
    found = list(read(Raw("w.jsonl", data=b'{"text": "caf\xe9"}\n{"text": "b"}\n')))
    assert str(found[0]) == "w.jsonl, line 1: not UTF-8 at byte 14 of the line"
    assert isinstance(found[1], Reference)


def test_a_mark_at_the_beginning() -> None:
    assert len(list(read(Raw("w.jsonl", data=b'\xef\xbb\xbf{"text": "b"}\r\n')))) == 1


def test_nothing_in_it() -> None:
    with pytest.raises(ReadError, match="empty"):
        lines("", "  ")


def test_a_line_without_end_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "wires.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "good"}\n{"text": "')
        file.write(b"x" * (TEXT_LIMIT * 4))
        file.write(b'"}\n{"text": "good"}\n')
    found = list(read(Raw(str(path), path)))
    assert [type(each) for each in found] == [Reference, Unreadable, Reference]
    assert "line 2: longer than 10 MB" in str(found[1])


@given(st.lists(st.one_of(st.binary(max_size=60), st.just(b'{"text": "Fine words."}')), min_size=1))
def test_any_lines_are_read_or_named(items: list[bytes]) -> None:
    try:
        found = list(read(Raw("w.jsonl", data=b"\n".join(items))))
    except ReadError:
        return
    assert all(isinstance(each, Reference | Unreadable) for each in found)
