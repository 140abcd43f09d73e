"""The words of a remark in the form in which two tellings of it are compared.

What an honest editor may change makes no other form: case, punctuation, contractions, the spelling of the two sides of
the Atlantic, figures for small numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claimcheck.lexicon import STOP_WORDS

_FUNCTION_WEIGHT = 0.35  # a shared "the" says little about whether two remarks are one
_TOKEN = re.compile(r"\[[^\]]{0,80}\]|…|\.{3,}|\. \. \.|[^\W_]+(?:['’‘][^\W_]+)*")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")

_CONTRACTIONS = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "i'm": "i am", "gonna": "going to", "wanna": "want to", "gotta": "got to",
    "'cause": "because", "y'all": "you all",
}  # fmt: skip
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "n't": "not"}
_IS = frozenset(
    "it he she that there what who where how here when this everything nobody everyone something nothing".split()
)
_SMALL_NUMBERS = {
    word: str(n)
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
}
_SMALL_NUMBERS |= dict(
    zip("thirty forty fifty sixty seventy eighty ninety".split(), map(str, range(30, 100, 10)), strict=True)
)
_SPELLINGS = (
    (re.compile(r"([bdlmnpv])our(s|ed|ing|ite|ites|able|ful|er|ers|hood|less|ly)?$"), r"\1or\2"),
    (re.compile(r"is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|ing)$"), r"yz\1"),
    (re.compile(r"([^aeiou])tre(s|d)?$"), r"\1ter\2"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"ogue(s)?$"), r"og\1"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^programme(s)?$"), r"program\1"),
    (re.compile(r"^(defen|offen|licen|preten)ce(s|d)?$"), r"\1se\2"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """`form` is the word as compared; `kind` is "gap" for an ellipsis and "free" for words in square brackets."""

    form: str
    start: int
    end: int
    kind: Literal["word", "gap", "free"] = "word"
    outside: bool = False

    @property
    def weight(self) -> float:
        return _FUNCTION_WEIGHT if self.form in STOP_WORDS or len(self.form) < 2 else 1.0


def words_of(text: str, with_marks: bool = False) -> list[Word]:
    """The words to compare. With `with_marks`, words outside the text's own quotation marks are `outside`."""
    quoted = [m.span() for m in _QUOTED.finditer(text)] if with_marks else []
    starts = [a for a, _ in quoted]
    words: list[Word] = []
    for found in _TOKEN.finditer(text):
        token, a, b = found.group(), found.start(), found.end()
        if token[0] in "….":
            words.append(Word("…", a, b, "gap"))
            continue
        if token[0] == "[":
            inner = token.strip("[]. …")
            words.append(Word(inner.lower(), a, b, "free" if inner else "gap"))
            continue
        at = bisect_left(starts, a + 1) - 1
        outside = bool(quoted) and not (at >= 0 and quoted[at][0] <= a < quoted[at][1])
        words += [Word(form, a, b, "word", outside) for form in _forms(token)]
    return words


@lru_cache(maxsize=4096)
def _forms(token: str) -> tuple[str, ...]:
    """A word as it is compared: "don't" -> ("do", "not"), "colour" -> ("color",), "seven" -> ("7",)."""
    word = token.lower().replace("’", "'").replace("‘", "'")
    if word in _CONTRACTIONS:
        return tuple(_CONTRACTIONS[word].split())
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)], full
    if word.endswith("'s") and word[:-2] in _IS:
        return word[:-2], "is"
    word = _SMALL_NUMBERS.get(word, word)
    if len(word) > 4:
        for pattern, other in _SPELLINGS:
            word = pattern.sub(other, word)
    return (word,)
