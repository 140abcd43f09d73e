"""Reading one number, in figures or words: "1.3 billion", "twenty-eight thousand", "two-thirds", "one in five", "a
dozen".

Nothing here knows what is counted; units, modifiers and nouns are put around a numeral elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from claimcheck.quantities.spelled import (
    FRACTION_WORDS,
    HYPHENS,
    ORDINALS,
    SCALES,
    SHORT_SCALES,
    SURE_SCALES,
    UNITS,
    VAGUE,
    at,
    is_kind,
    read_words,
)
from claimcheck.quantities.tokens import Token

FRACTION_SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6),
    "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

Form = Literal["figures", "words", "fraction", "ratio", "vague"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at tokens[start:end]. `precision` is the size of the last written place: 1e8 for "1.3 billion".

    `upper` is set only where words alone give a range ("tens of thousands"); `scale` is the multiplier that was
    written.
    """

    value: float
    start: int
    end: int
    precision: float
    form: Form
    upper: float | None = None
    scale: float = 1.0


def figure(text: str) -> tuple[float, float]:
    """The value of written figures and the size of their last place: "1,300.50" -> (1300.5, 0.01)."""
    if text in FRACTION_SIGNS:
        top, bottom = FRACTION_SIGNS[text]
        return top / bottom, 0.01
    plain = "".join(c for c in text if c.isdigit() or c == ".")
    decimals = len(plain.partition(".")[2])
    try:
        return float(plain), 10.0**-decimals
    except (ValueError, OverflowError):
        return 0.0, 1.0


def read_numeral(tokens: Sequence[Token], i: int, money: bool = False) -> Numeral | None:
    """The longest number that starts at tokens[i], or None. `money`: behind a currency "5m" is million."""
    if not 0 <= i < len(tokens):
        return None
    return (
        _read_vague(tokens, i)
        or _read_fraction(tokens, i)
        or _read_ratio(tokens, i)
        or _read_cardinal(tokens, i, money)
    )


# "sixfold" is six times.


def _read_cardinal(tokens: Sequence[Token], i: int, money: bool = False) -> Numeral | None:
    token = tokens[i]
    if token.kind == "number":
        value, precision = figure(token.text)
        j = i + 1
        if is_kind(tokens, j, "number") and token.text not in FRACTION_SIGNS and tokens[j].text in FRACTION_SIGNS:  # 2½
            value, precision, j = value + figure(tokens[j].text)[0], 0.01, j + 1
        elif (fraction := _slash_fraction(tokens, j)) and token.text.isdigit():  # 1 1/2
            value, precision, j = value + fraction[0], 0.01, fraction[1]
        result = Numeral(value, i, j, precision, "figures")
    else:
        spelled = read_words(tokens, i)
        if spelled is not None:
            value, j = spelled
            result = Numeral(value, i, j, _word_precision(value), "words", scale=SCALES.get(at(tokens, j - 1), 1.0))
        elif at(tokens, i) == "a" and at(tokens, i + 1) == "dozen":
            return Numeral(12.0, i, i + 2, 4.0, "words")  # "a dozen" is a round figure
        else:
            return None
    return _scaled(tokens, _and_a_half(tokens, result), money)


def _word_precision(value: float) -> float:
    """As in "two million" says 2 x 1e6: the last written place is the scale's."""
    for scale in (1e12, 1e9, 1e6, 1e3):
        if value >= scale and value % scale == 0:
            return scale
    return 1.0


def _and_a_half(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """As in "two and a half", "six and three-quarters"."""
    j = numeral.end
    if at(tokens, j) in HYPHENS and at(tokens, j + 1) == "and" and at(tokens, j + 2) in HYPHENS:  # "two-and-a-half"
        half = at(tokens, j + 3) == "a" and at(tokens, j + 4) in HYPHENS and at(tokens, j + 5) == "half"
        return replace(numeral, value=numeral.value + 0.5, end=j + 6, precision=0.1) if half else numeral
    if at(tokens, j) != "and":
        return numeral
    fraction = _read_fraction(tokens, j + 1)
    if fraction is None or fraction.form != "fraction" or fraction.value >= 1 or at(tokens, fraction.end) == "of":
        return numeral
    return replace(numeral, value=numeral.value + fraction.value, end=fraction.end, precision=0.1)


def _scaled(tokens: Sequence[Token], numeral: Numeral, money: bool) -> Numeral:
    """Take in what multiplies it: "1.3 billion", "$5m", "4 hundred", "two dozen", "1.8 billion-mile"."""
    j = numeral.end
    if (
        j < len(tokens)
        and tokens[j].lower in HYPHENS
        and at(tokens, j + 1) in {"million", "billion", "trillion", "thousand"}
    ):
        j += 1
    word = at(tokens, j)
    scale = 0.0
    if word in SCALES:
        scale = SCALES[word]
    elif word == "hundred" and numeral.form == "figures":
        scale = 100.0
    elif word == "dozen":
        scale = 12.0
    elif numeral.form == "figures" and word in SHORT_SCALES and _is_short_scale(tokens, j, money):
        scale = SHORT_SCALES[word]
    if not scale or numeral.scale != 1.0:
        return numeral
    longer = replace(
        numeral,
        value=_tidy(numeral.value * scale),
        end=j + 1,
        precision=numeral.precision * scale,
        scale=scale * numeral.scale,
    )
    if scale < 1e5 and at(tokens, j + 1) in SCALES:  # "100 thousand million" is not written; "5 hundred thousand" is
        return _scaled(tokens, replace(longer, scale=1.0), money)
    return longer


def _is_short_scale(tokens: Sequence[Token], j: int, money: bool) -> bool:
    token = tokens[j]
    if token.lower in SURE_SCALES:
        return True
    if money:
        return token.lower in {"m", "b", "k", "mil", "t", "mm"} and (
            token.glued or token.text in {"M", "B", "m", "mil"}
        )
    if token.text in {"K", "k", "M", "B"}:
        return token.glued or token.text == "B"
    # "2.7m sales", "12.3m tonnes", but "37m (121ft)": only before a word that can be counted
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    return (
        token.glued and token.text == "m" and following is not None and following.kind == "word" and not following.glued
        and following.lower not in METRE_COMPANY
    )  # fmt: skip


# After "50m" these say that it was metres.
METRE_COMPANY = frozenset(
    "a above across after and apart as at away below beneath by deep down each for freestyle from further hurdles "
    "high if in into"
    " is long more of off on onto or out over past race sprint swim tall than that the then thick to under up was "
    "when where"
    " which while wide with yacht dash hurdle height long-range mark final title pool superyacht tower".split()
)


def _slash_fraction(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """As in "3/4", "1⁄128", not "9/11" or "24/7": top below bottom, and a bottom that people divide by."""
    if not (is_kind(tokens, i, "number") and at(tokens, i + 1) in {"/", "⁄"} and is_kind(tokens, i + 2, "number")):
        return None
    top, bottom = tokens[i].text, tokens[i + 2].text
    if not (top.isdecimal() and bottom.isdecimal() and tokens[i + 1].glued and tokens[i + 2].glued):
        return None
    if len(bottom) > 4 or at(tokens, i + 3) in {"/", "⁄"} or not 0 < int(top) < int(bottom):
        return None
    if int(bottom) not in {2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32, 64, 100, 128, 1000}:
        return None
    return int(top) / int(bottom), i + 3


def _read_fraction(tokens: Sequence[Token], i: int) -> Numeral | None:
    token = tokens[i] if i < len(tokens) else None
    if token is None:
        return None
    slash = _slash_fraction(tokens, i)
    if slash:
        return Numeral(slash[0], i, slash[1], 0.01, "fraction")
    if token.text in FRACTION_SIGNS:
        return Numeral(figure(token.text)[0], i, i + 1, 0.01, "fraction")
    top, j = 1.0, i
    if token.lower in {"a", "an"}:
        j = i + 1
    elif token.lower != "half":
        if token.lower not in UNITS or not 1 <= UNITS[token.lower] <= 19:
            return None
        top, j = float(UNITS[token.lower]), i + 1
        if at(tokens, j) in HYPHENS:
            j += 1
    word = at(tokens, j)
    bottom = FRACTION_WORDS.get(word)
    if not bottom or (top > 1) != (word.endswith("s")) or top >= bottom:
        return None
    return _finish_fraction(tokens, i, j, top / bottom)


def _finish_fraction(tokens: Sequence[Token], i: int, j: int, value: float) -> Numeral | None:
    """Let "half a million", "three-quarters of a million", "a third of" through, and not "a fourth time"."""
    word, after = tokens[j].lower, at(tokens, j + 1)
    k = j + 2 if after == "of" else j + 1
    if at(tokens, k) in {"a", "an"} and (at(tokens, k + 1) in SCALES or at(tokens, k + 1) == "dozen"):
        scale = SCALES.get(at(tokens, k + 1), 12.0)
        return Numeral(value * scale, i, k + 2, 0.1 * scale, "words", scale=scale)
    if word == "half" and i == j and after in HYPHENS:
        if at(tokens, j + 2) in {"million", "billion", "dozen"}:
            scale = SCALES.get(at(tokens, j + 2), 12.0)
            return Numeral(value * scale, i, j + 3, 0.1 * scale, "words", scale=scale)
        return None
    is_ordinal_form = word in ORDINALS
    follows = tokens[j + 1] if j + 1 < len(tokens) else None
    if is_ordinal_form and follows is not None and follows.kind == "word" and follows.lower not in FRACTION_FOLLOWERS:
        return None
    if is_ordinal_form and follows is not None and follows.lower in HYPHENS:
        return None
    if word == "quarter" and i != j and follows is not None and follows.lower in {"final", "back", "finals"} | HYPHENS:
        return None
    return Numeral(value, i, j + 1, 0.05, "fraction")


FRACTION_FOLLOWERS = frozenset(
    "of as less more higher lower fewer larger smaller bigger or and to in on by from since this last each per a "
    "while but who"
    " are is were was had have did said say says voted live for at with than".split()
)


def _read_ratio(tokens: Sequence[Token], i: int) -> Numeral | None:
    """As in "one in five", "nine out of ten": a share. Not "two in 2019", "three in five days"."""
    top = _plain(tokens, i)
    if top is None:
        return None
    j = top[1]
    if at(tokens, j) == "in":
        j += 1
    elif at(tokens, j) == "out" and at(tokens, j + 1) == "of":
        j += 2
    elif at(tokens, j) in HYPHENS and at(tokens, j + 1) == "in" and at(tokens, j + 2) in HYPHENS:
        j += 3
    else:
        return None
    if at(tokens, j) == "every":
        j += 1
    bottom = _plain(tokens, j)
    if bottom is None or not 0 < top[0] < bottom[0] or bottom[0] > 1e7:
        return None
    figures = tokens[j].kind == "number"
    if figures and 1500 <= bottom[0] <= 2100 and "," not in tokens[j].text and at(tokens, j - 1) == "in":
        return None
    after = at(tokens, bottom[1])
    if at(tokens, j - 1) == "in" and (after in TIME_WORDS or after in HYPHENS or (top[0] > 10 and bottom[0] < 100)):
        return None
    return Numeral(top[0] / bottom[0], i, bottom[1], 0.01 if bottom[0] < 100 else 1 / bottom[0] ** 2, "ratio")


TIME_WORDS = frozenset(
    f"{unit}{s}"
    for unit in "second minute hour day week month year decade season game match start set".split(" ")
    for s in ("", "s", "es")
) | {"other", "straight", "different"}  # fmt: skip


def _plain(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """A bare cardinal without scale: (value, end)."""
    if is_kind(tokens, i, "number"):
        if tokens[i].text in FRACTION_SIGNS or "." in tokens[i].text:
            return None
        value = figure(tokens[i].text)[0]
        if at(tokens, i + 1) in SCALES:
            return value * SCALES[at(tokens, i + 1)], i + 2
        return value, i + 1
    return read_words(tokens, i)


def _read_vague(tokens: Sequence[Token], i: int) -> Numeral | None:
    several = _read_several(tokens, i)
    if several is not None:
        return several
    word = at(tokens, i)
    if word not in VAGUE or (word in {"tens", "scores"} and at(tokens, i + 1) != "of"):
        return None
    low, high = VAGUE[word]
    if at(tokens, i + 1) == "of" and at(tokens, i + 2) in VAGUE and VAGUE[at(tokens, i + 2)][0] >= 1e3:
        scale = VAGUE[at(tokens, i + 2)][0]
        return Numeral(low * scale, i, i + 3, low * scale, "vague", upper=high * scale)
    if word == "tens":
        return None
    return Numeral(float(low), i, i + 1, float(low), "vague", upper=float(high))


def _read_several(tokens: Sequence[Token], i: int) -> Numeral | None:
    """As in "several hundred", "a few thousand": from two to ten of them."""
    j = i + 1 if at(tokens, i) in {"a", "some", "just"} and at(tokens, i + 1) == "few" else i
    if at(tokens, j) not in {"several", "few"}:
        return None
    scale = {"hundred": 100.0, "dozen": 12.0, **SCALES}.get(at(tokens, j + 1))
    return Numeral(2 * scale, i, j + 2, scale, "vague", upper=10 * scale) if scale else None


def _tidy(value: float) -> float:
    """4.35 x 1e6 is 4350000.0, not 4349999.999999999."""
    nearest = round(value)
    return float(nearest) if abs(value - nearest) < 1e-6 * max(1.0, abs(value)) and abs(value) >= 1 else value
