"""Bytes to text, when the encoding is told by a mark or can be told with confidence, and not otherwise."""

from __future__ import annotations

import codecs
import re
import unicodedata

from claimcheck.errors import ReadError

# UTF-32 before UTF-16: the mark of the first begins with the mark of the second.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: How files that are no text begin, and what to call them.
BINARY = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP, Word or Excel file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, name: str) -> str:
    """The text of `data`, newlines as they are, without a byte order mark.

    Raises ReadError, which names the input, for an empty one, a binary one, or an encoding that cannot be told.
    """
    text = _decoded(data, name)
    if not text.strip("\ufeff \t\r\n\f\v\0"):
        raise ReadError(f"{name} is empty: there is no text in it")
    # A text with a stray control character is a text; one full of them is not.
    if "\0" in text or len(_CONTROLS.findall(text)) * 50 > len(text):
        raise ReadError(f"{name} is a binary file, not text")
    return text


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as e:
                raise ReadError(
                    f"{name} begins as {encoding.removesuffix('-sig').upper()} but is damaged at byte {e.start}"
                ) from e
    for magic, what in BINARY:
        if data.startswith(magic) and not (magic == b"MZ" and b"\0" not in data[:512]):
            raise ReadError(f"{name} is {what}, not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text:
        return text
    guess = _utf16_without_mark(data) or (None if b"\0" in data else _western(data) or _detected(data))
    if guess is None:
        if not data or text:
            return text
        if b"\0" in data or len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)) * 50 > len(data):
            raise ReadError(f"{name} is a binary file, not text")
        raise ReadError(f"{name} is not UTF-8, and which encoding it has cannot be told; save it as UTF-8")
    return guess


def _utf16_without_mark(data: bytes) -> str | None:
    """Latin text in UTF-16 has a NUL in nearly every other byte, on one side only."""
    if len(data) < 4 or len(data) % 2:
        return None
    even, odd = data[0::2].count(0) / (len(data) / 2), data[1::2].count(0) / (len(data) / 2)
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high > 0.7 and low < 0.05:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _western(data: bytes) -> str | None:
    """Windows-1252 where it reads as Western text: mostly ASCII, the rest letters inside words or typography."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = [(i, c) for i, c in enumerate(text) if ord(c) >= 0x80]
    if _CONTROLS.search(text) or len(high) * 5 > len(text):
        return None
    odd = sum(not _plausible(text, i, c) for i, c in high)
    return text if odd * 10 <= len(high) else None


def _plausible(text: str, i: int, c: str) -> bool:
    if c in "‘’“”–—…•€£¥©®°§«»‚„†™·¡¿½¼¾±²³µ\u00a0":
        return True
    if not unicodedata.category(c).startswith("L"):
        return False
    around = text[max(i - 1, 0) : i] + text[i + 1 : i + 2]
    # A capital inside a lower-case word is what another encoding looks like: "n\u00c2a".
    return any(a.isascii() and a.isalpha() for a in around) and not (c.isupper() and text[i - 1 : i].islower())


def _detected(data: bytes) -> str | None:
    """What charset-normalizer is sure of: one encoding, no mess, a language that fits."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, threshold=0.1, enable_fallback=False).best()
    if best is None or best.chaos > 0.05 or best.coherence < 0.3:
        return None
    return str(best)
