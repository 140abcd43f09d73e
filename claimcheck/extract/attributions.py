"""Reported statements: who is reported to have said what. Rules alone, or a tagger's spans finished by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from claimcheck.extract.cues import Cue
from claimcheck.extract.discourse import Speaker
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.reading import Reading, Unit
from claimcheck.extract.speakers import Speakers
from claimcheck.extract.words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    Token,
    has_finite,
    is_finite,
)
from claimcheck.records import Attribution, Sentence, Span

_AUXILIARY_SPLITS = MODALS | {"had", "has", "have", "was", "were", "is", "are"}


class Tagger(Protocol):
    def tag(self, text: str, sentences: Sequence[Sentence]) -> list[Attribution]: ...


@dataclass(slots=True)
class Statement:
    """A frame read in its place. `content` are whole stretches, quotations with their marks; `pieces` the
    stretches of it that stand outside quotations, each a claim of its own (a list of spans, if it is split)."""

    unit: Unit
    cue: Cue
    cue_span: Span
    source_span: Span | None
    speaker: Speaker
    content: list[Span]
    token_ranges: list[tuple[int, int]] = field(default_factory=list)
    placement: str = "after"

    def holds(self, index: int) -> bool:
        return any(a <= index < b for a, b in self.token_ranges)


def statements(reading: Reading, speakers: Speakers) -> list[Statement]:
    """The statements of a text in order, their speakers resolved."""
    found: list[Statement] = []
    for unit in reading.units:
        subject, apposition = unit.subject()
        if subject is not None:
            speakers.note_subject(unit.span(subject), unit.span(apposition) if apposition else None)
        here: list[Statement] = []
        for frame in unit.frames:
            statement = _statement(unit, frame, here, speakers, subject, apposition)
            if statement is not None:
                here.append(statement)
        found += here
    return found


def _statement(
    unit: Unit,
    frame: Frame,
    here: list[Statement],
    speakers: Speakers,
    subject: tuple[int, int] | None,
    apposition: tuple[int, int] | None,
) -> Statement | None:
    source_span: Span | None
    if frame.source is not None:
        source_span = unit.span(frame.source)
        follows = frame.placement in ("before", "amid")
        speaker = speakers.resolve(source_span, unit.span(frame.apposition) if frame.apposition else None, follows)
    elif here:
        speaker, source_span = here[-1].speaker, here[-1].source_span
    elif subject is not None:
        source_span = unit.span(subject)
        speaker = speakers.resolve(source_span, unit.span(apposition) if apposition else None)
    else:
        return None
    ranges = [r for r in frame.content if r[1] > r[0]]
    if not ranges:
        return None
    content = [_trimmed(unit, r) for r in ranges]
    return Statement(
        unit, frame.cue, unit.span(frame.cue_range), source_span, speaker, content, ranges, frame.placement
    )


def _trimmed(unit: Unit, token_range: tuple[int, int]) -> Span:
    a, b = token_range
    while a < b - 1 and unit.tokens[a].kind == "mark" and unit.tokens[a].text in ",;:—–-.":
        a += 1
    while b - 1 > a and unit.tokens[b - 1].kind == "mark" and unit.tokens[b - 1].text in ",;:—–-.":
        b -= 1
    return unit.span((a, b))


# --- what of a statement is a claim ---------------------------------------------------------------------------------


def pieces(statement: Statement, quoted: frozenset[int]) -> list[list[Span]]:
    """The claims in a statement: stretches outside the quotations in `quoted` (starts of their opening marks).

    Each claim is a list of spans, since content can be split by its own "he said".
    """
    unit = statement.unit
    runs: list[list[tuple[int, int]]] = []
    clean = not any(_has_quote(unit, r, quoted) for r in statement.token_ranges)
    if clean and len(statement.token_ranges) > 1:
        return [[_trimmed(unit, r) for r in statement.token_ranges]]
    for token_range in statement.token_ranges:
        for stretch, before_quote in _outside(unit, token_range, quoted):
            kept = _whole(unit.tokens, stretch, before_quote, clean)
            if kept is None:
                continue
            parts = _split(unit.tokens, kept) if statement.placement == "after" else [kept]
            runs += [[part] for part in parts]
    return [[_trimmed(unit, r) for r in run] for run in runs]


def _has_quote(unit: Unit, token_range: tuple[int, int], quoted: frozenset[int]) -> bool:
    return any(t.kind == "quote" and t.start in quoted for t in unit.tokens[slice(*token_range)])


def _outside(unit: Unit, token_range: tuple[int, int], quoted: frozenset[int]) -> list[tuple[tuple[int, int], bool]]:
    """The stretches of a range outside quotations, and whether a quotation follows each."""
    stretches = []
    a = token_range[0]
    for k in range(*token_range):
        if unit.tokens[k].kind == "quote" and unit.tokens[k].start in quoted:
            if k > a:
                stretches.append(((a, k), True))
            a = k + 1
    if token_range[1] > a:
        stretches.append(((a, token_range[1]), False))
    return stretches


def _whole(tokens: list[Token], stretch: tuple[int, int], before_quote: bool, clean: bool) -> tuple[int, int] | None:
    """The part of a stretch that says something by itself, or None: "her party would" (before a quote) does not."""
    a, b = stretch
    while a < b and (tokens[a].kind == "mark" or (tokens[a].lower in ("that", "and", "but", "or") and not clean)):
        a += 1
    if clean:
        while b - a > 3 and tokens[a].lower in ("and", "but", "or"):
            a += 1
        return (a, b) if b > a else None
    if before_quote:
        cut = next((k for k in range(b - 1, a, -1) if tokens[k].lower in ("and", "but") or tokens[k].text == ";"), None)
        if cut is not None and b - cut <= 8 and cut - a >= 4 and has_finite(tokens[a:cut]):
            b = cut
        clause = next((k for k in range(b - 1, a, -1) if tokens[k].lower in ("that", "which", "who")), None)
        if clause is not None and not has_finite(tokens[clause + 1 : b]):
            return None  # "... questions that a resignation", and the quotation says what it does
        last = b - 1
        while last > a and tokens[last].lower in ADVERBS | {"also", "simply", "very", "too", "so"}:
            last -= 1
        if (
            b == stretch[1]
            and tokens[last].kind == "word"
            and (
                tokens[last].lower
                in AUXILIARIES | PREPOSITIONS | DETERMINERS | {"that", "not", "more", "most", "worth"}
                or is_finite(tokens[last])
            )
        ):
            return None
    elif (
        stretch[0] > 0
        and tokens[stretch[0] - 1].kind == "quote"
        and tokens[stretch[0]].lower not in ("and", "but", "or", ",")
    ):
        return None  # the rest of the sentence that the quotation is part of
    words = [t for t in tokens[a:b] if t.kind == "word"]
    if len(words) < 4 or not has_finite(tokens[a:b]):
        return None
    return a, b


def _split(tokens: list[Token], stretch: tuple[int, int]) -> list[tuple[int, int]]:
    """Content that reports several things apart: "... and that ...", "had written to him and would retire"."""
    a, b = stretch
    parts = []
    listed = any(tokens[k].lower == "and" and tokens[k + 1].lower == "that" for k in range(a, b - 1))
    for k in range(stretch[0] + 3, b - 2):
        if tokens[k].lower not in ("and", "but") and not (listed and tokens[k].text == ","):
            continue
        following = tokens[k + 1].lower
        if following == "that" and k + 2 < b and not is_finite(tokens[k + 2]):
            parts.append((a, k - (tokens[k - 1].text == ",")))
            a = k + 2
        elif tokens[k].text == ",":
            continue
        elif following in _AUXILIARY_SPLITS:
            helper = next((t.lower for t in tokens[a:k] if t.lower in _AUXILIARY_SPLITS), None)
            if helper is not None and helper != following and (helper in MODALS or following in MODALS):
                parts.append((a, k))
                a = k + 1
    parts.append((a, b))
    return parts


def to_attributions(found: Sequence[Statement]) -> list[Attribution]:
    """As the API gives them: whole contents, quotations with their marks."""
    return [Attribution((s.source_span,) if s.source_span else (), (s.cue_span,), tuple(s.content)) for s in found]
