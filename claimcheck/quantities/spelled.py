"""Number words: the tables, and how cardinals and ordinals are put together from them."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.quantities.tokens import Token


def _counted(words: str, start: int = 0) -> dict[str, int]:
    return {word: n for n, word in enumerate(words.split(), start)}


UNITS = _counted(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""
)
TENS = {word: 10 * n for word, n in _counted("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7}
# Short for a scale, glued to figures or after a sum of money: "$5m", "1.5bn", "10k".
SHORT_SCALES = {
    **dict.fromkeys(("k",), 1e3),
    **dict.fromkeys(("m", "mn", "mln", "mil", "mm"), 1e6),
    **dict.fromkeys(("b", "bn", "bln"), 1e9),
    **dict.fromkeys(("t", "tn", "trn"), 1e12),
}
SURE_SCALES = frozenset({"mn", "mln", "bn", "bln", "tn", "trn"})
# "tens of thousands": from ten thousand to a hundred thousand.
VAGUE = {
    "dozens": (12, 120), "scores": (20, 200), "tens": (10, 100), "hundreds": (100, 1000), "thousands": (1e3, 1e4),
    "millions": (1e6, 1e7), "billions": (1e9, 1e10), "trillions": (1e12, 1e13),
}  # fmt: skip
ORDINALS = _counted(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth""",
    1,
)
ORDINALS |= {word[:-1] + "ieth": n for word, n in TENS.items()}
ORDINALS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
FRACTION_WORDS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    form: n for w, n in ORDINALS.items() if 3 <= n <= 100 for form in (w, w + "s")
}
FOLDS = {f"{word}fold": n for word, n in UNITS.items() if n > 1} | {"hundredfold": 100}
HYPHENS = frozenset("-‐‑")
DASHES = frozenset("-‐‑–—")


def at(tokens: Sequence[Token], i: int) -> str:
    """The token's lower-case text, or "" past either end."""
    return tokens[i].lower if 0 <= i < len(tokens) else ""


def is_kind(tokens: Sequence[Token], i: int, kind: str) -> bool:
    return 0 <= i < len(tokens) and tokens[i].kind == kind


def read_words(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """A cardinal in words from tokens[i]: (value, end). "twenty-eight thousand six hundred" -> (28600, …)."""
    total = group = 0.0
    seen = ""  # what came last: unit, tens, hundred, scale
    j, done = i, i
    while j < len(tokens):
        word = tokens[j].lower
        if word in UNITS and seen not in {"unit"} and not (seen == "tens" and not 0 < UNITS[word] < 10):
            group += UNITS[word]
            seen = "unit"
        elif word in TENS and seen not in {"unit", "tens"}:
            group += TENS[word]
            seen = "tens"
        elif word == "hundred" and seen in {"unit", "tens", "article"}:
            group = max(group, 1) * 100
            seen = "hundred"
        elif word in SCALES and seen:
            total += max(group, 1) * SCALES[word]
            group = 0.0
            seen = "scale"
        elif word in {"a", "an"} and not seen and at(tokens, j + 1) in {"hundred", *SCALES}:
            seen = "article"
        elif (
            (word == "and" and seen in {"hundred", "scale"} and at(tokens, j + 1) in {*UNITS, *TENS})
            or (word in HYPHENS and seen and tokens[j].glued and _joins(tokens, j + 1, seen))
        ):  # fmt: skip
            j += 1
            continue
        else:
            break
        j += 1
        if seen != "article":
            done = j
    return (total + group, done) if done > i else None


def _joins(tokens: Sequence[Token], i: int, seen: str) -> bool:
    """After a hyphen only what can go on with the number: "twenty-eight", "two-hundred", not "four-two"."""
    word = at(tokens, i)
    return (
        (seen == "tens" and 0 < UNITS.get(word, 0) < 10)
        or word == "hundred"
        or word in SCALES
        or (seen == "hundred" and word in TENS)
    )


def read_ordinal(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """As in "fifth", "41st", "twenty-first", "the 118th": (rank, end)."""
    token = tokens[i] if 0 <= i < len(tokens) else None
    if token is None:
        return None
    if token.kind == "number":
        if token.text.isdecimal() and at(tokens, i + 1) in {"st", "nd", "rd", "th"} and tokens[i + 1].glued:
            return int(token.text) if len(token.text) < 10 else 0, i + 2
        return None
    if token.lower in ORDINALS:
        return ORDINALS[token.lower], i + 1
    if token.lower in TENS and at(tokens, i + 1) in HYPHENS and 1 <= ORDINALS.get(at(tokens, i + 2), 0) <= 9:
        return TENS[token.lower] + ORDINALS[at(tokens, i + 2)], i + 3
    return None
