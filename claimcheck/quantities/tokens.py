"""Words, figures and marks of a text with their offsets: what the number readers work on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# Groups of three digits parted by a comma, an apostrophe, or a thin, narrow or non-breaking space; or Indian lakh
# groups.
_GROUPED = r"\d{1,3}(?:[,'’\u2009\u202f\u00a0]\d{3}){1,8}(?!\d)|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)"
# With a plain space only where it can hardly be two numbers: "816 000", "2 483 805".
_SPACED = r"\d{1,3}(?:[ ]\d{3}){0,5}[ ]000(?![\d-])|\d{1,3}(?:[ ]\d{3}){2,6}(?![\d-])"
_TOKEN = re.compile(
    rf"""(?P<number>(?:{_GROUPED}|{_SPACED})(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
    |(?P<word>(?:[^\W\d_]\.){{2,}}|[ap]\.m\b|(?:°|º)[CF]\b|[^\W\d_]+(?:['’][^\W\d_]+)*)
    |(?P<mark>\S)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`glued`: nothing stands between it and the token before."""

    text: str
    lower: str
    start: int
    end: int
    kind: Literal["number", "word", "mark"]
    glued: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def tokenize(text: str, offset: int = 0) -> list[Token]:
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        kind: Literal["number", "word", "mark"] = match.lastgroup  # type: ignore[assignment]
        lower = word.lower().replace("’", "'")
        tokens.append(Token(word, lower, start + offset, end + offset, kind, start == last))
        last = end
    return tokens


def word_set(text: str) -> frozenset[str]:
    """The words of a table that is written as running text."""
    return frozenset(text.split())
