"""One quantity whole: amount, range, rate, what it counts, and what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.extract.amounts import Measure, read_amount
from claimcheck.extract.changes import COMPARED
from claimcheck.extract.nounphrases import NOUNISH, VERBLIKE_NOUNS, VERBS, NounPhrase, read_noun, read_of, with_of
from claimcheck.extract.ranges import read_compound, read_range, read_rate
from claimcheck.quantities.currencies import currency_after, currency_before
from claimcheck.quantities.nouns import is_plural
from claimcheck.quantities.numerals import read_numeral
from claimcheck.quantities.spelled import SCALES, UNITS, at, is_kind
from claimcheck.quantities.tokens import Token, word_set

_DETERMINERS = word_set("the its their his her all those these our some my your")
_EXTENTS = word_set(
    "across away wide long tall deep high apart thick off old ahead behind offshore square heavy clear short"
)
_BEFORE_A_NOUN = frozenset(
    {"higher", "lower", "more", "less", "fewer", "larger", "smaller", "longer", "shorter", "better"}
)
_SILENT = frozenset({"more", "further", "additional", "extra", "fewer"})


def read_measure(tokens: Sequence[Token], i: int) -> Measure | None:
    """The quantity whose numeral starts at tokens[i], or None if there is no numeral."""
    first = read_amount(tokens, i)
    if first is None:
        return None
    measure = read_rate(tokens, read_range(tokens, first) or read_compound(tokens, first))
    if measure.bare and measure.form in {"fraction", "ratio"}:
        return _share(tokens, measure)
    if measure.bare and measure.form == "vague":
        return _vague(tokens, measure)
    if measure.attributive:
        return _attributive(tokens, measure)
    if not measure.bare:
        return _measured(tokens, measure)
    return _part(tokens, measure) or _counted(tokens, measure)


def _attributive(tokens: Sequence[Token], measure: Measure) -> Measure:
    """As in "a 12-point lead"; but "the 68-year-old left": behind an age a verb is no noun."""
    word = at(tokens, measure.end)
    aged = measure.unit is not None and measure.unit.quantity == "age"
    if (word in VERBS and (aged or word not in NOUNISH | VERBLIKE_NOUNS)) or (
        aged and word.endswith("ed") and not is_plural(at(tokens, measure.end + 1))
    ):
        return measure
    noun = read_noun(tokens, measure.end, singular_head=True)
    return replace(measure, about=noun.noun, end=noun.end) if noun else measure


def _counted(tokens: Sequence[Token], measure: Measure) -> Measure:
    """With the noun it counts: "4,712 adults", "eight more picks", "11 counts of fraud"."""
    j = measure.end
    if (at(tokens, j) in _SILENT and at(tokens, j + 1) != "than") or at(tokens, j) == "most":
        j += 1
    one = abs(measure.value) == 1 and measure.upper is None
    noun = read_noun(tokens, j, singular_head=one)
    if noun is None:
        return _counted_packs(tokens, _in_initials(tokens, _suffered(tokens, measure)))
    if measure.per:
        return replace(measure, noun=noun, end=noun.end)
    noun = with_of(tokens, noun)
    return read_rate(tokens, replace(measure, noun=noun, end=noun.end))


def _counted_packs(tokens: Sequence[Token], measure: Measure) -> Measure:
    """As in "eight million 250ml bottles": the size stands between number and noun, and is a number of its own."""
    j = measure.end + (at(tokens, measure.end) in {"$", "£", "€"})
    if not is_kind(tokens, j, "number") and at(tokens, j) not in UNITS:
        return measure
    size = read_amount(tokens, j)
    noun = read_noun(tokens, size.end) if size is not None and not size.bare else None
    return replace(measure, noun=noun) if noun is not None else measure


_AUXILIARIES = word_set("were was are have had been being others")
_SUFFERED = word_set(
    "killed injured wounded hurt arrested detained dead missing hospitalized hospitalised displaced evacuated rescued "
    "dismissed fired"
)


def _suffered(tokens: Sequence[Token], measure: Measure) -> Measure:
    """As in "84 were killed": what was done to them says what is counted."""
    j = measure.end
    while at(tokens, j) in _AUXILIARIES and j < measure.end + 3:
        j += 1
    return replace(measure, about=at(tokens, j)) if j > measure.end and at(tokens, j) in _SUFFERED else measure


_CLOCKS = word_set("am pm gmt utc bst est edt cst cdt mst mdt pst pdt cet cest us uk eu ad bc bce ce")


def _in_initials(tokens: Sequence[Token], measure: Measure) -> Measure:
    """As in "0.5 WAR)": capitals that close the phrase name what is measured."""
    j = measure.end
    token = tokens[j] if j < len(tokens) else None
    if (
        token is None
        or token.glued
        or not (token.text.isupper() and token.text.isalpha() and 2 <= len(token.text) <= 5)
    ):
        return measure
    closes = j + 1 == len(tokens) or tokens[j + 1].kind == "mark"
    return replace(measure, counted=token.text, end=j + 1) if closes and token.lower not in _CLOCKS else measure


def phrase_text(tokens: Sequence[Token], i: int, j: int) -> str:
    """Tokens as running text, blanks where they stood: what `part_of` shows."""
    words = [tokens[i].text]
    for token in tokens[i + 1 : j]:
        words.append(token.text if token.glued else f" {token.text}")
    return "".join(words)


def _share(tokens: Sequence[Token], measure: Measure) -> Measure:
    """As in "two-thirds of the town's homes", "half the seats", "one in five voters"."""
    j = measure.end
    of = read_of(tokens, j)
    if of is not None:
        return replace(measure, end=of.end, part_of=phrase_text(tokens, j + 1, of.end), about=of.named)
    whole = _whole(tokens, j)
    if whole is not None:  # "half of the 40 seats"
        start, end = whole[:2]
        total = read_noun(tokens, end)
        end = total.end if total else end
        return replace(measure, end=end, part_of=phrase_text(tokens, start, end), about=total.noun if total else None)
    noun = None
    if measure.form == "fraction" and at(tokens, j) in _DETERMINERS:
        noun = read_noun(tokens, j + 1) or read_noun(tokens, j + 1, singular_head=True)
    elif measure.form == "ratio":
        noun = read_noun(tokens, j, strict=True)
    if noun is None or at(tokens, noun.end - 1).endswith("'s"):
        return measure
    return replace(measure, end=noun.end, part_of=phrase_text(tokens, j, noun.end), about=noun.noun)


def _vague(tokens: Sequence[Token], measure: Measure) -> Measure:
    noun = read_of(tokens, measure.end)
    if noun is not None and noun.named is None:
        return replace(measure, end=noun.end)
    if noun is None:
        noun = read_noun(tokens, measure.end + (at(tokens, measure.end) in _SILENT), strict=True)
    return replace(measure, end=noun.end, noun=noun) if noun else measure


def _measured(tokens: Sequence[Token], measure: Measure) -> Measure:
    """What stands behind a unit or a sum: "of rain", "across", "higher risk of stroke", "of the £520,000"."""
    j = measure.end
    whole = _whole(tokens, j)
    if whole is not None:
        return replace(measure, part_of=phrase_text(tokens, *whole[:2]))
    of = read_of(tokens, j)
    if of is not None:
        share = measure.unit is not None and measure.unit.name == "percent"
        return replace(
            measure, end=of.end, about=of.named, part_of=phrase_text(tokens, j + 1, of.end) if share else None
        )
    word = at(tokens, j)
    if word in _EXTENTS:
        return replace(measure, end=j + 1)
    if word not in COMPARED:
        return measure
    noun = read_noun(tokens, j + 1, singular_head=True) if word in _BEFORE_A_NOUN else None
    if noun is None:
        return replace(measure, end=j + 1)
    of = read_of(tokens, noun.end)
    return replace(measure, end=of.end if of else noun.end, about=noun.noun)


def _whole(tokens: Sequence[Token], j: int) -> tuple[int, int, float, str | None] | None:
    """The numbered total after "of" or "out of" at tokens[j]: (start, end, value, currency)."""
    if at(tokens, j) == "out" and at(tokens, j + 1) == "of":
        j += 1
    if at(tokens, j) != "of":
        return None
    k = j + 1
    owner = next((n for n in range(k, k + 4) if at(tokens, n).endswith(("'s", "s'"))), None)
    if owner is not None and all(is_kind(tokens, n, "word") for n in range(k, owner)):
        k = owner + 1  # "of the island's 70 lamps"
    while at(tokens, k) in _DETERMINERS:
        k += 1
    start = k
    for n in (2, 1):
        if is_kind(tokens, k + n, "number") and (money := currency_before(tokens, k + n)) is not None and money[1] == k:
            numeral = read_numeral(tokens, k + n, money=True)
            return (start, numeral.end, numeral.value, money[0]) if numeral else None
    numeral = read_numeral(tokens, k)
    if numeral is None or numeral.form not in {"figures", "words"}:
        return None
    after = currency_after(tokens, numeral.end)
    return (start, after[1], numeral.value, after[0]) if after else (start, numeral.end, numeral.value, None)


def _part(tokens: Sequence[Token], measure: Measure) -> Measure | None:
    """As in "57 of the 98 seats", "30 out of 50 states", "two of the suspects", "280 million of the 1.5 billion
    shekels".
    """
    j = measure.end
    whole = _whole(tokens, j)
    if whole is not None and whole[2] >= measure.value:
        start, end, _, currency = whole
        if currency is not None:
            return replace(measure, currency=currency, part_of=phrase_text(tokens, start, end))
        noun = read_noun(tokens, end)
        end = noun.end if noun else end
        return replace(measure, end=end, noun=noun, part_of=phrase_text(tokens, start, end))
    if at(tokens, j) == "out":
        j += 1
    of: NounPhrase | None = read_of(tokens, j)
    if of is None or at(tokens, j + 1) in SCALES:
        return None
    return replace(measure, end=of.end, noun=of if of.named else None, part_of=phrase_text(tokens, j + 1, of.end))
