"""The numbers of a sentence, each whole: value or range, modifier, unit, what it counts, and its place in the text.

The sentence is read once from left to right. At each word the readers are tried in an order that lets the more special one win:
dates, names that only look like numbers, clock times, scores, ages, ranks, quantities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from claimcheck.extract import changes
from claimcheck.extract.amounts import Measure
from claimcheck.extract.dates import DateSpan, find_dates, is_year, parse_published
from claimcheck.extract.labels import skip_label
from claimcheck.extract.measures import read_measure
from claimcheck.extract.modifiers import modifier_after, modifier_before
from claimcheck.extract.nounphrases import STOP
from claimcheck.extract.periods import period_of
from claimcheck.extract.ranks import Clock, Rank, Score, read_clock, read_rank, read_score
from claimcheck.quantities.nouns import is_plural
from claimcheck.quantities.numerals import HYPHENS, UNITS, VAGUE, at, is_kind
from claimcheck.quantities.tokens import Token, tokenize
from claimcheck.records import Sentence

# A sentence longer than this is no prose; what stands behind is not read, so time stays linear.
_MAX_TOKENS = 20_000


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number claim: `text` is the article's slice [start:end], `details` those of the report contract."""

    start: int
    end: int
    text: str
    details: dict[str, Any] = field(hash=False)


def extract_numbers(sentence: Sentence, published: str | None = None) -> list[NumberSpan]:
    """The number claims of a sentence, left to right, none overlapping. `published` (ISO) resolves "last July"."""
    return _Reader(sentence, published).read()


class _Reader:
    def __init__(self, sentence: Sentence, published: str | None) -> None:
        self.sentence = sentence
        self.tokens = tokenize(sentence.text, sentence.start)[:_MAX_TOKENS]
        self.published = published
        self.dates = {d.start: d for d in find_dates(self.tokens, published)}
        self.spans: list[NumberSpan] = []
        self.floor = 0  # nothing before this token may go into a new span
        self.ranked: str | None = None
        self.last: Measure | None = None

    def read(self) -> list[NumberSpan]:
        i = 0
        while i < len(self.tokens):
            i = max(self._step(i), i + 1)
        return self.spans

    def _step(self, i: int) -> int:
        """Read what starts at tokens[i] and return the index behind it, or i + 1."""
        tokens = self.tokens
        date = self.dates.get(i)
        if date is not None:
            return self._date(date)
        token = tokens[i]
        if token.kind == "mark" or (
            token.kind == "word" and token.lower in STOP and token.lower not in {"a", "an"} and token.lower not in VAGUE
        ):
            return i + 1
        clock = read_clock(tokens, i)
        if clock is not None:
            return self._clock(clock)
        skipped = skip_label(tokens, i)
        if skipped is not None:
            return skipped
        score = read_score(tokens, i)
        if score is not None:
            return self._score(score)
        rank = read_rank(tokens, i, self.floor, self.ranked)
        if rank is not None:
            return self._rank(rank)
        return self._quantity(i)

    # --- each kind into a claim ---------------------------------------------------------------------------------------

    def _date(self, date: DateSpan) -> int:
        self._add(
            date.start,
            date.end,
            value=date.value,
            upper=date.upper,
            dimension="date",
            modifier=date.modifier,
            iso=date.iso,
            precision=None,
        )
        return date.end

    def _clock(self, clock: Clock) -> int:
        modifier, start = modifier_before(self.tokens, clock.start, self.floor)
        self._add(
            start, clock.end, value=clock.value, dimension="time", modifier=modifier, iso=clock.iso, precision=1 / 60
        )
        return clock.end

    def _score(self, score: Score) -> int:
        self._add(
            score.start,
            score.end,
            value=score.value,
            upper=score.upper,
            unit=score.noun,
            dimension="score",
            noun=score.noun,
            precision=1.0,
        )
        return score.end

    def _rank(self, rank: Rank) -> int:
        self.ranked = rank.noun or self.ranked
        self._add(
            rank.start,
            rank.end,
            value=float(rank.value),
            unit=rank.noun,
            dimension="ordinal",
            noun=rank.noun,
            precision=1.0,
        )
        return rank.end

    def _quantity(self, i: int) -> int:
        tokens = self.tokens
        age = self._age(i)
        if age is not None:
            return age
        measure = read_measure(tokens, i)
        if measure is None or measure.start < self.floor:
            return i + 1
        measure = self._inherit(self._clip(measure))
        start = measure.start
        if (
            at(tokens, start - 1) in {"from", "between"}
            and measure.upper is not None
            and measure.form != "vague"
            and start - 1 >= self.floor
        ):
            start -= 1
        if at(tokens, start - 1) == "ages" or (at(tokens, start - 1) == "of" and at(tokens, start - 2) == "ages"):
            return self._age_range(measure, start)
        modifier, start = modifier_before(tokens, start, self.floor)
        if not self._worth(measure, modifier):
            return max(i + 1, measure.end if measure.form == "article" else i + 1)
        start, counted = self._counted_before(measure, start)
        end = measure.end
        behind = modifier_after(tokens, end)
        if behind is not None:
            modifier, end = modifier or behind[0], behind[1]
        if at(tokens, start - 1) == "between" and measure.upper is not None:
            start -= 1
        self._measure(measure, start, end, modifier, counted)
        self.last = measure
        return end

    def _measure(self, measure: Measure, start: int, end: int, modifier: str | None, counted: str | None) -> None:
        unit, dimension = _unit_of(measure)
        noun = measure.noun.noun if measure.noun else measure.counted or measure.about or counted
        if dimension == "count" and unit is None:
            unit = counted
        if measure.per and unit:
            unit = f"{unit} per {measure.per}"
        self._add(
            start, end, value=measure.value, upper=measure.upper, unit=unit, dimension=dimension, modifier=modifier, noun=noun,
            part_of=measure.part_of, change=changes.change_of(self.tokens, start, end, dimension), precision=measure.precision,
        )  # fmt: skip

    def _age(self, i: int) -> int | None:
        """ "Moss, 66, drove", "aged 40 to 75", "at the age of 12", "in her 40s", "voters under 30"."""
        tokens = self.tokens
        if not is_kind(tokens, i, "number"):
            return None
        years = int(tokens[i].text) if tokens[i].text.isdecimal() and len(tokens[i].text) <= 3 else 0
        if not 0 < years < 120:
            return None
        before, after = at(tokens, i - 1), at(tokens, i + 1)
        if (
            after == "s"
            and tokens[i + 1].glued
            and years % 10 == 0
            and before in {"her", "his", "their", "my", "early", "late", "mid", "-"}
        ):
            self._add(
                i, i + 2, value=float(years), upper=years + 9.0, unit="year of age", dimension="duration", precision=1.0
            )
            return i + 2
        named = (
            i >= 2
            and before == ","
            and tokens[i - 2].kind == "word"
            and tokens[i - 2].capital
            and i - 2 not in self._date_tokens()
        )
        if (
            named
            and (
                after in {",", ".", ""} or (after in {"and", "who", "of", "from"} and i >= 3 and tokens[i - 3].capital)
            )
            and at(tokens, i - 2) not in {"inc", "ltd", "corp"}
        ):
            if not is_kind(tokens, i + 2, "number") or after != ",":
                self._add(i, i + 1, value=float(years), unit="year of age", dimension="duration", precision=1.0)
                return i + 1
        said = before in {"aged", "age"} or (before == "of" and at(tokens, i - 2) == "age")
        bound = (
            before in {"under", "over"}
            and at(tokens, i - 2) in _PERSONS
            and after not in HYPHENS
            and at(tokens, i + 1) not in {"%", "percent"}
        )
        if said or bound:
            j, upper = i + 1, None
            if (
                at(tokens, j) in {"to", "and", "-", "–"}
                and is_kind(tokens, j + 1, "number")
                and tokens[j + 1].text.isdecimal()
                and len(tokens[j + 1].text) < 4
            ):
                upper, j = float(tokens[j + 1].text), j + 2
            if is_kind(tokens, j, "word") and at(tokens, j) in {"years", "months", "weeks", "days", "%", "million"}:
                return None
            modifier, start = modifier_before(tokens, i, self.floor)
            start = start - 1 if at(tokens, start - 1) in {"aged", "age"} and start > self.floor else start
            self._add(
                start,
                j,
                value=float(years),
                upper=upper,
                unit="year of age",
                dimension="duration",
                modifier=modifier,
                precision=1.0,
            )
            return j
        return None

    def _age_range(self, measure: Measure, start: int) -> int:
        tokens = self.tokens
        start -= 2 if at(tokens, start - 1) == "of" else 1
        for word in ("the", "between"):
            if at(tokens, start - 1) == word and start > self.floor:
                start -= 1
        end = measure.noun.start if measure.noun else measure.end
        self._add(
            start,
            end,
            value=measure.value,
            upper=measure.upper,
            unit="year of age",
            dimension="duration",
            precision=1.0,
        )
        return end

    # --- what stands around a quantity ----------------------------------------------------------------------------------

    def _clip(self, measure: Measure) -> Measure:
        """A date inside the noun phrase ends it."""
        for start in range(measure.start + 1, measure.end):
            if start in self.dates:
                return Measure(**{**_fields(measure), "end": start})
        return measure

    def _inherit(self, measure: Measure) -> Measure:
        """ "435 homes by open sale and 187 by tender", "Attley 64 percent, Corvin 36": the unit said once goes on."""
        last = self.last
        if (
            last is None
            or not measure.bare
            or measure.form not in {"figures", "words"}
            or measure.part_of
            or measure.start - last.end > 8
            or measure.start <= last.end
        ):
            return measure
        between = {t.lower for t in self.tokens[last.end : measure.start]}
        before = at(self.tokens, measure.start - 1)
        if (
            last.unit is not None
            and last.unit.name == "percent"
            and before not in {"to", "at"}
            and between & {",", "and"}
            and not between & {"to", "at"}
        ):
            return Measure(**{**_fields(measure), "unit": last.unit})
        if (
            last.noun is not None
            and last.form != "article"
            and between & {"and", ",", "from", "against", "but", "while"}
        ):
            return Measure(**{**_fields(measure), "counted": last.noun.noun, "form": "inherited"})
        return measure

    def _worth(self, measure: Measure, modifier: str | None) -> bool:
        """Leave out what nobody would check: "one" alone, "the three", "an hour" without a modifier."""
        tokens, i = self.tokens, measure.start
        word = at(tokens, i)
        if measure.form == "article":
            return modifier is not None and modifier != "within"
        if measure.form == "fraction" and measure.bare and measure.part_of is None:
            return _fraction_counts(tokens, measure, modifier)
        if measure.form == "figures":
            return not (
                measure.bare
                and measure.form == "figures"
                and is_year(tokens, i) is not None
                and 1900 <= measure.value <= 2100
                and measure.upper is None
            )
        if measure.form == "words" and measure.bare and modifier is None:
            return word not in {"one", "zero"} and at(tokens, i - 1) not in {
                "the",
                "these",
                "those",
                "all",
                "of",
                "at",
                "age",
                "a",
                "by",
                "my",
                "our",
                "their",
            }
        if word in {"one", "zero"} and measure.form == "words" and measure.value <= 1:
            return _one_counts(tokens, measure)
        return True

    def _counted_before(self, measure: Measure, start: int) -> tuple[int, str | None]:
        """ "a crowd of 61,240", "a grant of 2.1 million pounds": the noun before "of"."""
        tokens = self.tokens
        if (
            at(tokens, start - 1) != "of"
            or start - 2 < self.floor
            or not is_kind(tokens, start - 2, "word")
            or not (measure.bare or measure.currency)
        ):
            return start, None
        noun = at(tokens, start - 2)
        if noun in STOP or noun in UNITS or is_plural(noun) or tokens[start - 2].capital:
            return start, None
        article = at(tokens, start - 3) in {"a", "an", "the"} and start - 3 >= self.floor
        if not article or noun in {
            "age",
            "end",
            "start",
            "average",
            "total",
            "rate",
            "price",
            "cost",
            "value",
            "maximum",
            "minimum",
            "sum",
        }:
            return start, noun if noun not in {"age", "end", "start", "average", "total"} else None
        return start - 3, noun

    def _date_tokens(self) -> set[int]:
        return {i for d in self.dates.values() for i in range(d.start, d.end)}

    def _add(
        self, start: int, end: int, *, value: float | None, dimension: str, precision: float | None, **known: Any
    ) -> None:
        tokens, sentence = self.tokens, self.sentence
        first, last = tokens[start].start, tokens[end - 1].end
        details: dict[str, Any] = dict.fromkeys(
            (
                "value",
                "upper",
                "unit",
                "dimension",
                "modifier",
                "noun",
                "part_of",
                "change",
                "period",
                "iso",
                "speaker",
                "speaker_role",
            )
        )
        details |= {"value": value, "dimension": dimension, **known, "precision": precision}
        if dimension != "date":
            details["period"] = period_of(tokens, self.dates, start, end, parse_published(self.published))
        self.spans.append(
            NumberSpan(first, last, sentence.text[first - sentence.start : last - sentence.start], details)
        )
        self.floor = end


_PERSONS = frozenset(
    "people voters adults children women men those anyone everyone patients drivers players workers girls boys aged residents".split()
)
_NO_ONE = frozenset(
    "day thing way side hand point reason another of time more such that who can month that's else last final big key main area example answer".split()
)


def _one_counts(tokens: Sequence[Token], measure: Measure) -> bool:
    """ "one person died" is a count; "no one", "one day", "one of the best" are none."""
    before, after = at(tokens, measure.start - 1), at(tokens, measure.start + 1)
    if (
        before
        in {
            "no",
            "any",
            "the",
            "this",
            "that",
            "every",
            "each",
            "another",
            "which",
            "by",
            "some",
            "'s",
            "last",
            "first",
            "next",
            "only",
            "a",
        }
        and not measure.unit
    ):
        return False
    if measure.part_of is not None:
        return any(c.isdigit() for c in measure.part_of) or measure.part_of.split()[-2:-1] in [[w] for w in UNITS]
    if measure.bare:
        return False
    return after not in _NO_ONE or measure.form == "ratio"


def _fraction_counts(tokens: Sequence[Token], measure: Measure, modifier: str | None) -> bool:
    """ "a quarter" at the end of a clause is a share where something is taken off or left; "the first half" is none."""
    if at(tokens, measure.start) == "half" and at(tokens, measure.start - 1) not in {"by", "in"} and modifier is None:
        return False
    if at(tokens, measure.start) in {"a", "an"} and at(tokens, measure.start + 1) == "quarter" and modifier is None:
        return at(tokens, measure.start - 1) in {
            "by",
            "off",
            "to",
            "than",
            "only",
            "from",
            "up",
            "at",
            "cut",
            "lost",
            "for",
            "fell",
            "rose",
        }
    return at(tokens, measure.start - 1) not in {"the", "first", "second"}


def _unit_of(measure: Measure) -> tuple[str | None, str]:
    if measure.currency is not None:
        return measure.currency, "money"
    if measure.unit is not None:
        return measure.unit.name, measure.unit.dimension
    if measure.form in {"fraction", "ratio"}:
        return None, "ratio"
    if measure.counted is not None:
        return measure.counted, "count"
    return (measure.noun.noun, "count") if measure.noun else (None, "count")


def _fields(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in Measure.__slots__}
