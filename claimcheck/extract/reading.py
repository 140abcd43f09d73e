"""A text laid out for the rules: paragraphs, marks, sentences that no quotation is cut by, tokens, the cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.extract.cast import Cast
from claimcheck.extract.cues import CUES
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.frames.phrases import phrase_start
from claimcheck.extract.frames.reader import content_start, frames
from claimcheck.extract.frames.sources import before_comma
from claimcheck.extract.frames.verbs import is_noun
from claimcheck.extract.marks import Marked, pair
from claimcheck.extract.words import ADVERBS, PERSONAL, Token, is_finite, tokenize
from claimcheck.records import Sentence, Span


@dataclass(slots=True)
class Unit:
    """One or more sentences that a quotation holds together. `marks` are the quotations in it, in order."""

    sentence: Sentence
    tokens: list[Token]
    marks: list[Marked]
    frames: list[Frame]
    first: int  # the first token after a dateline
    at: dict[int, int]  # where a quotation starts in the text -> its token

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    def span(self, token_range: tuple[int, int]) -> Span:
        return self.tokens[token_range[0]].start, self.tokens[token_range[1] - 1].end

    def token_of(self, mark: Marked) -> int:
        return self.at[mark.outer[0]]

    def subject(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """The phrase before the first finite verb, and its apposition: who the sentence is about."""
        tokens = self.tokens
        verb = next(
            (k for k in range(self.first, len(tokens)) if _is_verb(tokens, k, self.first)),
            None,
        )
        if verb is None:
            return None, None
        right = verb - 1
        while right > self.first and tokens[right].lower in ADVERBS:
            right -= 1
        if right < self.first:
            return None, None
        if tokens[right].lower in ("who", "which") and right - 1 > self.first and tokens[right - 1].text == ",":
            right -= 1
            start = phrase_start(tokens, right - 1, self.first)
            return ((start, right), None) if start is not None else (None, None)
        if tokens[right].text == ",":
            return before_comma(tokens, right, self.first)
        start = phrase_start(tokens, right, self.first)
        return ((start, right + 1), None) if start is not None else (None, None)


def _is_verb(tokens: Sequence[Token], k: int, first: int) -> bool:
    """A finite verb, or a cue in a form that says so: "disputes" (not "the disputes")."""
    before = tokens[k - 1] if k > first else None
    if is_finite(tokens[k], before):
        return True
    cue = CUES.get(tokens[k].lower)
    if cue is None or cue.participle or tokens[k].capital or before is None or tokens[k].lower == cue.base:
        return False
    return before.kind == "word" and (before.capital or before.lower in PERSONAL or not is_noun(tokens, k, cue))


@dataclass(slots=True)
class Reading:
    """`units` in text order; `marks` by paragraph, in the order of `paragraphs`."""

    text: str
    units: list[Unit]
    paragraphs: list[Span]
    marks: list[list[Marked]]
    cast: Cast


def read(text: str, sentences: Sequence[Sentence]) -> Reading:
    """Lay out `text`, whose sentences are `sentences`; page furniture is left out."""
    by_paragraph: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.role != "furniture":
            by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
    groups = list(by_paragraph.values())
    paragraphs = [(group[0].start, group[-1].end) for group in groups]
    marks = pair(text, paragraphs)
    units: list[Unit] = []
    for group, found in zip(groups, marks, strict=True):
        units += _units(text, group, found)
    names = [
        [t for t in unit.tokens[unit.first :] if t.kind != "quote"] for unit in units if unit.sentence.role == "body"
    ]
    return Reading(text, units, paragraphs, marks, Cast(names))


def _units(text: str, group: list[Sentence], marks: list[Marked]) -> list[Unit]:
    units = []
    at = 0
    k = 0
    while k < len(group):
        first = group[k]
        end = first.end
        here: list[Marked] = []
        while at < len(marks) and marks[at].outer[0] < end:
            here.append(marks[at])
            while marks[at].outer[1] > end and k + 1 < len(group):
                k += 1
                end = group[k].end
            at += 1
        sentence = (
            first
            if end == first.end
            else Sentence(text[first.start : end], first.start, end, first.paragraph, first.role)
        )
        tokens = tokenize(text, first.start, end, [(max(m.outer[0], first.start), min(m.outer[1], end)) for m in here])
        at_quote = {t.start: n for n, t in enumerate(tokens) if t.kind == "quote"}
        units.append(Unit(sentence, tokens, here, frames(text, tokens), content_start(text, tokens), at_quote))
        k += 1
    return units
