"""Frames: a cue, the source before or after it, and the content it reports, by rules over the tokens of one sentence.

Examples, source in [], cue in {}, content in <>:
    [Ada Holm] {told} reporters that <two gates had failed>.
    <Crews freed nine people>, {said} [fire chief Dana Rusk].
    {According to} [the harbour board], <the tide rose by two meters>.
    <The gates>, [she] {said}, <had been inspected>.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.extract.cues import CUES, PHRASAL, Cue
from claimcheck.extract.frames.according import according, is_per
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.frames.clauses import COORDINATORS, sentence_end
from claimcheck.extract.frames.contents import with_content
from claimcheck.extract.frames.inversion import inverted, passive
from claimcheck.extract.frames.sources import find_source
from claimcheck.extract.frames.verbs import BE, cue_start, is_noun, skip_helpers
from claimcheck.extract.words import ADVERBS, AUXILIARIES, MODALS, NEGATIONS, PREPOSITIONS, Token

_LONGEST_UNIT = 400  # tokens; nobody's sentence, and rules would only guess


_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]{2,}(?:[\s/][A-Z][A-Z.'’-]+){0,3})"  # the place, in capitals
    r"(?:,\s[^—–\n]{1,40}?)?(?:\s\([A-Za-z .]{2,30}\))?\s?(?:—|–|--|\s-)\s+"
)


_QUOTED = frozenset("quoted cited recorded reported".split())
_REFERRING = frozenset("as what whatever than like".split())


def content_start(text: str, tokens: Sequence[Token]) -> int:
    """The index of the first token after a dateline ("TESSEL, May 4 - ")."""
    if not tokens:
        return 0
    found = _DATELINE.match(text, tokens[0].start, tokens[0].start + 90)
    if not found:
        return 0
    return next((i for i, t in enumerate(tokens) if t.start >= found.end()), 0)


def frames(text: str, tokens: Sequence[Token]) -> list[Frame]:
    """The frames of one sentence, in the order of their cues. Linear in the sentence's length."""
    if len(tokens) > _LONGEST_UNIT:
        return []
    first = content_start(text, tokens)
    found: list[Frame] = []
    for i in range(first, len(tokens)):
        frame = _at(tokens, i, first, found)
        if frame is not None:
            found.append(frame)
    return _cut_at_next(tokens, found)


def _at(tokens: Sequence[Token], i: int, first: int, earlier: list[Frame]) -> Frame | None:
    token = tokens[i]
    if token.kind != "word":
        return None
    word = token.lower
    if word == "according" and i + 2 < len(tokens) and tokens[i + 1].lower == "to":
        return according(tokens, i, i + 2, first)
    if word == "per" and is_per(tokens, i, first):
        return according(tokens, i, i + 1, first)
    cue = CUES.get(word)
    if cue is None and word in PHRASAL and i + 1 < len(tokens) and tokens[i + 1].lower == PHRASAL[word][0]:
        cue = PHRASAL[word][1]
    if cue is None or (token.capital and i != first) or is_noun(tokens, i, cue):
        return None
    return _verb(tokens, i, first, cue, earlier)


def _verb(tokens: Sequence[Token], i: int, first: int, cue: Cue, earlier: list[Frame]) -> Frame | None:
    left, helpers = skip_helpers(tokens, i, first)
    if cue.participle and left - 1 > first and tokens[left].lower == "as" and tokens[left - 1].lower in _QUOTED:
        left, helpers = skip_helpers(tokens, left - 1, first)  # "were quoted as saying"
        helpers, cue = helpers - BE, replace(cue, participle=False)
    if helpers & BE and cue.past and not helpers & NEGATIONS:
        return passive(tokens, i, cue)
    if helpers & NEGATIONS or helpers & (MODALS - {"can"}) or (helpers & BE and not cue.participle):
        return None
    if left >= first and tokens[left].lower == "to" and left < i:
        return None
    if cue.participle and left >= first and tokens[left].lower in PREPOSITIONS - {"by", "in", "after"}:
        return None  # "blamed for saying"
    begin = left + 1
    end = sentence_end(tokens)
    cue_range = (cue_start(tokens, begin, i), i + 1 + cue.base.count(" "))
    turned = inverted(tokens, i, left, first, end, cue, helpers)
    if turned is not None:
        return turned
    source, apposition, inherits = find_source(tokens, left, first, cue, earlier)
    if source is None and not inherits:
        return None
    where = source[0] if source else begin
    if source is not None and where > first and tokens[where - 1].lower in _REFERRING:
        return None  # "as she said last year", "what the engineers say it costs": content of another clause
    return with_content(tokens, Frame(cue, cue_range, source, apposition, (), "after", inherits), i, where, first, end)


def _cut_at_next(tokens: Sequence[Token], found: list[Frame]) -> list[Frame]:
    """End content that follows its cue where the next coordinated frame begins; drop frames inside content."""
    kept: list[Frame] = []
    for frame in found:
        begin = frame.cue_range[0]
        if frame.source and not (kept and frame.source[0] <= kept[-1].content[0][0]):
            begin = min(begin, frame.source[0])
        if (
            kept
            and kept[-1].placement in ("after", "phrase")
            and kept[-1].content[0][0] < begin <= kept[-1].content[-1][1]
        ):
            outer = kept[-1]
            edge = _edge(tokens, begin, outer.content[0][0])
            if edge is None:
                if frame.placement in ("before", "amid"):
                    kept[-1] = frame if frame.content[0][0] <= outer.cue_range[0] else outer
                continue
            kept[-1] = replace(outer, content=((outer.content[0][0], edge),))
        if kept and frame.placement == "before" and kept[-1].placement == "after":
            outer, start = kept[-1], frame.content[0][0]
            if outer.content[0][0] < start - 1 < outer.content[-1][1] and tokens[start - 1].text in ":;":
                kept[-1] = replace(outer, content=((outer.content[0][0], start - 1),))
        kept.append(frame)
    return kept


def _edge(tokens: Sequence[Token], begin: int, content: int) -> int | None:
    """Where content ends before a frame that starts at `begin`, or None if that frame is part of the content."""
    k = begin - 1
    while (
        k > content
        and tokens[k].kind == "word"
        and (
            tokens[k].lower in ADVERBS | AUXILIARIES | {"whose", "who", "which", "while", "though", "as"}
            or tokens[k].lower in COORDINATORS
        )
    ):
        if tokens[k].lower in COORDINATORS:
            return k - 1 if tokens[k - 1].text == "," else k
        k -= 1
    if k > content and tokens[k].text in (",", ";", "—"):
        return k
    return k + 1 if k > content and tokens[k + 1].lower in ("while", "though", "as") else None
