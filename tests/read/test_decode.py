from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import ReadError
from claimcheck.read.decode import decode

PROSE = "Das Café in der Müllerstraße schließt, sagte Zoë Ahn: „Wir haben 40 Plätze“ – und keine Gäste…\r\n" * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"], ids=str
)
def test_what_can_be_told_is_decoded_newlines_and_all(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "note.txt") == PROSE


def test_a_mark_of_utf16_big_endian() -> None:
    assert decode(b"\xfe\xff" + PROSE.encode("utf-16-be"), "note.txt") == PROSE


def test_latin1_of_another_language() -> None:
    text = "La alcaldesa de Peñíscola dijo que el año próximo habrá más autobuses para los vecinos.\n"
    assert decode(text.encode("latin-1"), "nota.txt") == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\ufeff \n".encode("utf-16"), "empty"),
        (b"%PDF-1.7\n1 0 obj", "a PDF, not text"),
        (b"PK\x03\x04\x14\x00", "a ZIP, Word or Excel file, not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "an image, not text"),
        (b"SQLite format 3\x00" + bytes(100), "an SQLite database, not text"),
        (bytes(range(256)) * 4, "binary"),
        (b"words and \x00\x00\x00 more words", "binary"),
        (b"\xfe\x81\xc3 \x8d\x90\xff 40 \x9d\x81" * 30, "cannot be told"),
        (b"\xff\xfea", "damaged"),
        (b"\xef\xbb\xbfcaf\xe9", "damaged"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as error:
        decode(data, "note.txt")
    assert str(error.value).startswith("note.txt")
    assert "\n" not in str(error.value)


def test_a_stray_control_character_is_no_reason_to_refuse() -> None:
    text = "The council met.\x0c\nPage 2 of the minutes follows here, as it was typed at the time.\x07\n" * 4
    assert decode(text.encode(), "note.txt") == text


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except ReadError:
        return
    text.encode()  # whole characters only


@given(st.text(min_size=1, max_size=200).filter(lambda t: t.isprintable() and t.strip()))
def test_any_utf8_text_comes_back(text: str) -> None:
    if text.startswith(("%PDF-", "PK", "GIF8", "{\\rtf", "MZ", "\ufeff")):
        return
    assert decode(text.encode(), "x") == text
