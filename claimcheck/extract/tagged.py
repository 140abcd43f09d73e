"""What a tagger found beyond the rules: its spans finished by rules, where somebody is reported to have said it.

The tagger knows many more ways to attribute, thoughts, wishes and decisions among them. Only statements become claims,
so a span of its own counts if its cue reports speech, is not negated, has a source, and holds a clause or a quotation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from claimcheck.extract.attributions import Statement
from claimcheck.extract.cues import CUES, Cue
from claimcheck.extract.reading import Reading, Unit
from claimcheck.extract.speakers import Speakers
from claimcheck.extract.words import MODALS, NEGATIONS, bare, has_finite, tokenize
from claimcheck.records import Attribution, Span

_SPEECH = frozenset(
    "according statement statements claim claims warning warnings announcement assertion report reports accusation"
    " accusations allegation allegations prediction estimate comments remarks words testimony account findings".split()
)
_COMMITMENTS = frozenset("promise pledge vow agree propose demand urge".split())
_PHRASE = Cue("according to", "ctp")
_SHARED = 0.3  # of a content that the rules have too: then theirs stands


def add(reading: Reading, speakers: Speakers, found: list[Statement], tagged: Sequence[Attribution]) -> list[Statement]:
    """`found`, and in text order among them what the tagger adds."""
    starts = [unit.start for unit in reading.units]
    taken = [span for statement in found for span in statement.content]
    cues = {statement.cue_span for statement in found}
    extra = []
    for one in tagged:
        if not one.source_spans or not one.cue_spans or not one.content_spans:
            continue
        at = bisect_right(starts, one.cue_spans[0][0]) - 1
        if at < 0:
            continue
        unit = reading.units[at]
        cue = _cue(reading.text, one)
        if cue is None or any(_overlap(c, s) for c in cues for s in one.cue_spans):
            continue
        if any(_shared(span, other) > _SHARED for span in one.content_spans for other in taken):
            continue
        ranges = [r for r in (_tokens(unit, span) for span in one.content_spans) if r is not None]
        if not _says_something(unit, ranges):
            continue
        source = one.source_spans[0]
        speaker = speakers.resolve(source, follows=source[0] > one.content_spans[0][0])
        content = [unit.span(r) for r in ranges]
        placement = "after" if one.cue_spans[0][0] < content[0][0] else "before"
        extra.append(Statement(unit, cue, one.cue_spans[0], source, speaker, content, ranges, placement))
    return sorted([*found, *extra], key=lambda s: s.cue_span)


def _cue(text: str, one: Attribution) -> Cue | None:
    """The cue if it reports speech: "in a statement", "has boasted", not "hopes" or "did not say"."""
    words = [t for span in one.cue_spans for t in tokenize(text, *span) if t.kind == "word"]
    if not words or any(t.lower in NEGATIONS | MODALS for t in words):
        return None
    for token in reversed(words):
        cue = CUES.get(token.lower)
        if cue is not None and any(map(cue.takes, "tcq")) and not cue.takes("v") and cue.base not in _COMMITMENTS:
            return cue
    return _PHRASE if any(bare(t.text) in _SPEECH for t in words) else None


def _tokens(unit: Unit, span: Span) -> tuple[int, int] | None:
    """The token range of a span, without "that" in front; None where it leaves the sentence."""
    inside = [k for k, t in enumerate(unit.tokens) if t.start < span[1] and t.end > span[0]]
    if not inside or span[1] > unit.end + 1:
        return None
    first, last = inside[0], inside[-1] + 1
    if unit.tokens[first].lower == "that" and last - first > 1:
        first += 1
    return first, last


def _says_something(unit: Unit, ranges: Sequence[tuple[int, int]]) -> bool:
    if not ranges:
        return False
    tokens = [t for r in ranges for t in unit.tokens[slice(*r)]]
    return any(t.kind == "quote" for t in tokens) or (len(tokens) >= 4 and has_finite(tokens))


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _shared(a: Span, b: Span) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, both) / max(1, min(a[1] - a[0], b[1] - b[0]))
