"""The numbers of a sentence, each whole: value or range, modifier, unit, what it counts, and its place in the text.

The sentence is read once from left to right. At each word the readers are tried in an order that lets the more special
one win: dates, clock times, scores, names that only look like numbers, ages, ranks, quantities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from claimcheck.extract.ages import Age, read_age
from claimcheck.extract.amounts import Measure
from claimcheck.extract.changes import change_of
from claimcheck.extract.clocks import Clock, read_clock, skip_timer
from claimcheck.extract.dates import back, find_dates, parse_published
from claimcheck.extract.labels import is_headline, skip_label
from claimcheck.extract.measures import read_measure
from claimcheck.extract.modifiers import modifier_after, modifier_before
from claimcheck.extract.nounphrases import PRONOUNS, STOP
from claimcheck.extract.periods import Periods
from claimcheck.extract.ranks import Rank, read_rank
from claimcheck.extract.scores import Score, read_score
from claimcheck.extract.subjects import subject_noun
from claimcheck.extract.worth import is_worth_checking
from claimcheck.extract.years import DateSpan
from claimcheck.quantities.nouns import is_plural
from claimcheck.quantities.spelled import UNITS, VAGUE, at, is_kind, read_ordinal
from claimcheck.quantities.tokens import Token, tokenize, word_set
from claimcheck.quantities.units import UNITS as MEASURES
from claimcheck.records import Sentence


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number claim: `text` is the article's slice [start:end], `details` those of the report contract.

    Beyond the contract `details` holds `precision`, the size of the last written place: 1e8 for "1.3 billion".
    """

    start: int
    end: int
    text: str
    details: dict[str, Any] = field(hash=False)


def extract_numbers(sentence: Sentence, published: str | None = None) -> list[NumberSpan]:
    """The number claims of a sentence, left to right, none overlapping. `published` (ISO) resolves "last July"."""
    return _Reader(sentence, published).read()


_DETAILS = (
    "value", "upper", "unit", "dimension", "modifier", "noun", "part_of", "change", "period", "iso", "speaker",
    "speaker_role",
    "precision",
)  # fmt: skip
_ARTICLES = frozenset({"a", "an", "the"})
# "an average of 1,500" counts no averages.
_NO_NOUN = word_set(
    "age end start average total rate price cost value maximum minimum sum level number amount record out kind sort "
    "type half"
)
_AGE = MEASURES["year of age"]
_REFERRED = frozenset({"from", "than", "against", "with", "to"})


class _Reader:
    def __init__(self, sentence: Sentence, published: str | None) -> None:
        self.sentence = sentence
        self.tokens: Sequence[Token] = tokenize(sentence.text, sentence.start)
        self.today = parse_published(published)
        found = find_dates(self.tokens, published)
        self.dates = {d.start: d for d in found}
        self.dated = {i for d in found for i in range(d.start, d.end)}
        self.periods = Periods(self.tokens, found, self.today)
        self.headline = is_headline(self.tokens)
        self.spans: list[NumberSpan] = []
        self.floor = 0  # nothing before this token may go into a new span
        self.ranked: str | None = None  # what the last rank ranked, for "in the 41st"
        self.last: Measure | None = None

    def read(self) -> list[NumberSpan]:
        i = 0
        while i < len(self.tokens):
            i = max(self._step(i), i + 1)
        return self.spans

    def _step(self, i: int) -> int:
        """Read what starts at tokens[i] and return the index behind it, or i + 1."""
        tokens, token = self.tokens, self.tokens[i]
        if i in self.dates:
            return self._date(self.dates[i])
        passed = (
            token.kind == "word" and token.lower in STOP and token.lower not in {"a", "an"} and token.lower not in VAGUE
        )
        if token.kind == "mark" or passed:
            return i + 1
        if (clock := read_clock(tokens, i)) is not None:
            return self._clock(clock)
        if (score := read_score(tokens, i)) is not None:
            return self._score(score)
        if (age := read_age(tokens, i, self.floor, self.dated)) is not None:
            return self._age(age)
        skipped = skip_timer(tokens, i) or skip_label(tokens, i, self.headline)
        if skipped is not None:
            return skipped
        if (rank := read_rank(tokens, i, self.floor, self.ranked)) is not None:
            return self._rank(rank)
        if token.kind == "number" and (ordinal := read_ordinal(tokens, i)) is not None:
            return ordinal[1]  # "the 22nd amendment", "the 20th century"
        return self._quantity(i)

    # --- each kind into a claim ---------------------------------------------------------------------------------------

    def _date(self, date: DateSpan) -> int:
        if date.names:
            return date.end
        known = {"value": date.value, "upper": date.upper, "modifier": date.modifier, "iso": date.iso}
        return self._add(date.start, date.end, "date", **known)

    def _clock(self, clock: Clock) -> int:
        modifier, start = modifier_before(self.tokens, clock.start, self.floor)
        return self._add(
            start, clock.end, "time", value=clock.value, modifier=modifier, iso=clock.iso, precision=1 / 60
        )

    def _score(self, score: Score) -> int:
        known = {"value": score.value, "upper": score.upper, "unit": score.noun, "noun": score.noun, "precision": 1.0}
        return self._add(score.start, score.end, "score", **known)

    def _rank(self, rank: Rank) -> int:
        self.ranked = rank.noun or self.ranked
        known = {"value": rank.value, "unit": rank.noun, "noun": rank.noun, "modifier": rank.modifier, "precision": 1.0}
        return self._add(rank.start, rank.end, "ordinal", **known)

    def _age(self, age: Age) -> int:
        known = {
            "value": age.value,
            "upper": age.upper,
            "modifier": age.modifier,
            "unit": "year of age",
            "precision": 1.0,
        }
        return self._add(age.start, age.end, "duration", **known)

    def _quantity(self, i: int) -> int:
        tokens = self.tokens
        measure = read_measure(tokens, i)
        if measure is None or measure.start < self.floor:
            return i + 1
        measure = self._inherit(self._clip(measure))
        start = self._range_word(measure, measure.start)
        modifier, start = modifier_before(tokens, start, self.floor)
        if not is_worth_checking(tokens, measure, modifier):
            return measure.end if measure.form == "article" else i + 1
        modifier = modifier or measure.modifier
        start = self._range_word(measure, start)
        start, holder = self._holder(measure, start)
        end = measure.end
        behind = modifier_after(tokens, end)
        if behind is not None:
            modifier, end = modifier or behind[0], behind[1]
            if measure.bare and at(tokens, end - 1) in {"older", "younger"}:
                measure = replace(measure, unit=_AGE)
        self._measured(measure, start, self._with_year(start, end), modifier, holder)
        if measure.part_of not in PRONOUNS:
            self.last = measure
        return self.floor

    def _measured(self, measure: Measure, start: int, end: int, modifier: str | None, holder: str | None) -> None:
        unit, dimension = _unit_of(measure)
        noun = measure.noun.noun if measure.noun else measure.about or measure.counted or holder
        if noun is None and dimension == "count":
            of_them = measure.part_of in PRONOUNS and self.last is not None and self.last.noun is not None
            noun = self.last.noun.noun if of_them and self.last and self.last.noun else subject_noun(self.tokens, start)
        known = {
            "value": measure.value,
            "upper": measure.upper,
            "unit": f"{unit} per {measure.per}" if measure.per and unit else unit,
            "modifier": modifier,
            "noun": noun,
            "part_of": measure.part_of,
            "change": change_of(self.tokens, start, measure.start, measure.end, dimension),
            "precision": measure.precision,
        }
        if dimension == "duration" and measure.unit is not None and at(self.tokens, end) == "ago":
            end, known["iso"] = end + 1, back(self.today, measure.value, measure.unit.name)
        self._add(start, end, dimension, **known)

    def _add(self, start: int, end: int, dimension: str, **known: Any) -> int:
        tokens, sentence = self.tokens, self.sentence
        first, last = tokens[start].start, tokens[end - 1].end
        details = dict.fromkeys(_DETAILS) | {"dimension": dimension} | known
        if dimension != "date":
            details["period"] = self.periods.of(start, end)
        self.spans.append(
            NumberSpan(first, last, sentence.text[first - sentence.start : last - sentence.start], details)
        )
        self.floor = end
        return end

    # --- what stands around a quantity
    # ----------------------------------------------------------------------------------

    def _clip(self, measure: Measure) -> Measure:
        """A date inside the noun phrase ends it."""
        end = next((i for i in range(measure.start + 1, measure.end) if i in self.dates), measure.end)
        return replace(measure, end=end)

    def _range_word(self, measure: Measure, start: int) -> int:
        """As in "from" and "between" belong to their range."""
        if measure.upper is None or measure.form == "vague" or start <= self.floor:
            return start
        return start - 1 if at(self.tokens, start - 1) in {"from", "between"} else start

    def _with_year(self, start: int, end: int) -> int:
        """As in "up from 64 percent in 2021": the year is part of the figure that another is held against."""
        date = self.dates.get(end)
        referred = at(self.tokens, start - 1) in _REFERRED or self.tokens[start].lower in _REFERRED
        return date.end if date is not None and date.grain in {"year", "month"} and referred else end

    def _inherit(self, measure: Measure) -> Measure:
        """The unit said once goes on: "400 flats by auction and 150 by lot"."""
        last = self.last
        if last is None or not measure.bare or measure.form not in {"figures", "words"} or measure.part_of:
            return measure
        if not 0 < measure.start - last.end <= 8 or (measure.form == "words" and measure.value <= 1):
            return measure
        between = {t.lower for t in self.tokens[last.end : measure.start]}
        if (
            last.unit is not None
            and last.unit.name == "percent"
            and between & {",", "and"}
            and not between & {"to", "at", "by"}
        ):
            return replace(measure, unit=last.unit)
        if last.noun is not None and between & {"and", ",", "from", "to", "against", "but", "while"}:
            return replace(measure, counted=last.noun.noun, form="inherited")
        return measure

    def _holder(self, measure: Measure, start: int) -> tuple[int, str | None]:
        """The noun before "of": "a crowd of 48,310", "a grant of 2.1 million pounds". (start of the span, noun)."""
        tokens, place = self.tokens, start - 2
        if at(tokens, start - 1) != "of" or place < self.floor or not is_kind(tokens, place, "word"):
            return start, None
        noun = at(tokens, place)
        if not (measure.bare or measure.currency) or noun in STOP | _NO_NOUN or noun in UNITS or is_plural(noun):
            return start, None
        if tokens[place].capital:
            return start, None
        whole = measure.bare and place - 1 >= self.floor and at(tokens, place - 1) in _ARTICLES
        return (place - 1 if whole else start), noun


def _unit_of(measure: Measure) -> tuple[str | None, str]:
    """Unit and dimension of the contract."""
    if measure.currency is not None:
        return measure.currency, "money"
    if measure.unit is not None:
        return measure.unit.name, measure.unit.dimension
    if measure.form in {"fraction", "ratio"}:
        return None, "ratio"
    return (measure.noun.noun if measure.noun else measure.counted), "count"
