"""From scores of labels to spans: Viterbi over BIES labels, and the finish that makes a span whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimcheck.backends.attribution_text import INSIDE_QUOTE, PUNCTUATION, Tokens, token_range
from claimcheck.records import Attribution, Span

Floats = NDArray[np.float32]
Range = tuple[int, int, float]  # first token, end, strength

ROLES = ("cue", "source", "content")  # labels: 0 is outside, then begin, inside, end, single of each role
B, I, E, S = range(1, 5)  # noqa: E741
LINK_ROLES = ("source", "content")  # of one cue's own labels
NEVER = np.float32(-1e4)  # the score of a label that must not be

# Within a line; a straight mark opens before a word's first letter and closes behind its last one or a stop.
_QUOTATION = re.compile(r"“[^“”\n]+”|«[^«»\n]+»|„[^“”„\n]+[“”]|(?<![\w\"])\"(?=[^\s\"])[^\"\n“”]*[^\s\"]\"(?!\w)")
_OPENING = "“„«‘\"'"
_CLOSING = "”»’\"'"
_WITHIN = ",.!?;:…—-"


def allowed(roles: int) -> NDArray[np.bool_]:
    """Which label can follow which: a (1 + 4 roles, 1 + 4 roles) table."""
    count = 1 + 4 * roles
    opened = np.array([label > 0 and (label - 1) % 4 + 1 in (B, I) for label in range(count)])
    goes_on = np.array([label > 0 and (label - 1) % 4 + 1 in (I, E) for label in range(count)])
    role = np.array([0] + [1 + (label - 1) // 4 for label in range(1, count)])
    same = role[:, None] == role[None, :]
    return np.where(opened[:, None], goes_on[None, :] & same, ~goes_on[None, :])


def viterbi(emissions: Floats, transitions: Floats, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The best label sequence of each row.

    emissions (rows, tokens, labels), transitions (labels + 2, labels): its last two rows are the scores of
    the first and of the last label. Labels beyond a row's length are 0.
    """
    rows, width, labels = emissions.shape
    steps, first, last = transitions[:labels], transitions[labels], transitions[labels + 1]
    back = np.zeros((width, rows, labels), dtype=np.int64)
    score = emissions[:, 0] + first
    for t in range(1, width):
        paths = score[:, :, None] + steps[None]
        best = paths.argmax(1)
        new = paths.max(1) + emissions[:, t]
        live = (t < lengths)[:, None]
        score = np.where(live, new, score)
        back[t] = np.where(live, best, np.arange(labels))
    label = (score + last).argmax(-1)
    path = np.zeros((rows, width), dtype=np.int64)
    for t in range(width - 1, -1, -1):
        path[:, t] = np.where(t < lengths, label, 0)
        label = back[t][np.arange(rows), label]
    return path


def favour(scores: Floats, role: int, bias: float) -> None:
    """Add to each span of a role, in place: its first token gets the bias, however long it is."""
    scores[..., 4 * role + B] += bias
    scores[..., 4 * role + S] += bias


def runs(labels: NDArray[np.int64], role: int) -> list[Span]:
    """Token ranges [first, last) of a role in a well-formed label sequence."""
    low = 1 + 4 * role
    found, start = [], 0
    for at in np.flatnonzero((labels >= low) & (labels < low + 4)).tolist():
        kind = int(labels[at]) - low + 1
        if kind in (B, S):
            start = at
        if kind in (E, S):
            found.append((start, at + 1))
    return found


def transition_table(roles: int, scores: object) -> Floats:
    """The table that `viterbi` takes, from learned scores: what may not follow gets a score beyond reach."""
    may = allowed(roles)
    mask = np.concatenate([may, may[:1], may[:, 0][None]])
    table = np.asarray(scores, dtype=np.float32)
    if table.shape != mask.shape:
        raise ValueError(f"transitions of the shape {mask.shape}")
    return np.where(mask, table, NEVER)


def softmax(scores: Floats) -> Floats:
    """Over the last axis."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Link:
    """A cue with its sources and contents, as token ranges; each range with how strongly it was labelled.

    `edge` is the side (`left`, `right`) on which a range ends only because nothing further was seen.
    """

    cue: Span
    sources: list[Range]
    contents: list[Range]
    edge: str = ""

    def nearest_source(self) -> list[Span]:
        """The source next to the cue, in a list that is empty where there is none."""
        ranges = [(start, end) for start, end, _ in self.sources]
        return sorted(ranges, key=lambda r: max(r[0] - self.cue[1], self.cue[0] - r[1]))[:1]


def link_of(cue: Span, seen: Span, total: int, labels: NDArray[np.int64], scores: Floats) -> Link:
    """The link that a cue's labels say; the first is that of token `seen[0]`, of `total` tokens of the text."""
    ranges: list[list[Range]] = []
    for role in range(len(LINK_ROLES)):
        spans = runs(labels, role)
        ranges.append([(seen[0] + a, seen[0] + b, _strength(scores[a:b], labels[a:b])) for a, b in spans])
    ends = [end for some in ranges for start, end, _ in some]
    starts = [start for some in ranges for start, end, _ in some]
    right = seen[1] < total and seen[1] in ends
    left = seen[0] > 0 and seen[0] in starts
    return Link(cue, ranges[0], ranges[1], "right" if right else "left" if left else "")


def _strength(scores: Floats, labels: NDArray[np.int64]) -> float:
    """How much better than outside the labels of a span score, on average over its tokens."""
    return float((np.take_along_axis(scores, labels[:, None], 1)[:, 0] - scores[:, 0]).mean())


def assemble(text: str, tokens: Tokens, links: Sequence[Link]) -> list[Attribution]:
    """Attributions from links, whole words and quotations, in the order of the text.

    What is reported within a reported statement is part of it and no attribution of its own. A word is the content
    of one cue at most: where two claim it, the stronger span stands. A cue has one source, the nearest.
    """
    links = outermost(links, len(tokens))
    quoted = Quotations(text, tokens, [link.cue for link in links])
    links = [quoted.out_of_source(link) for link in links]
    claims = sorted(
        (
            (strength, number, quoted.whole((a, b)))
            for number, link in enumerate(links)
            for a, b, strength in link.contents
        ),
        key=lambda claim: (-claim[0], claim[1]),
    )
    taken = np.zeros(len(tokens), dtype=bool)
    contents: dict[int, list[Span]] = {}
    for _, number, (a, b) in claims:
        if not taken[a:b].any():
            taken[a:b] = True
            contents.setdefault(number, []).append((a, b))
    result = []
    for number, spans in contents.items():
        link = links[number]
        content = tuple(whole_quotation(text, s) for s in joined(text, characters(text, tokens, spans)))
        source = tuple(characters(text, tokens, link.nearest_source()))
        result.append(Attribution(source, tuple(characters(text, tokens, [link.cue])), content))
    return sorted(result, key=lambda a: (min(a.content_spans), a.cue_spans))


class Quotations:
    """The quotations of a text that hold no cue, as token ranges: a content has such a one whole or not at all."""

    def __init__(self, text: str, tokens: Tokens, cues: Sequence[Span]) -> None:
        self._ranges: list[Span] = []
        self._at = np.full(len(tokens), -1, dtype=np.int64)  # the quotation that a token is in
        self._stops = tokens.shapes % INSIDE_QUOTE == PUNCTUATION
        cued = np.zeros(len(tokens), dtype=bool)
        for start, end in cues:
            cued[start:end] = True
        for match in _QUOTATION.finditer(text):
            found = token_range(tokens, match.span())
            if found and not cued[found[0] : found[1]].any():
                self._at[found[0] : found[1]] = len(self._ranges)
                self._ranges.append(found)

    def out_of_source(self, link: Link) -> Link:
        """A source that runs over a stop into a quotation ends before it; the quotation is content of that cue.

        Example: “One,” said Ann Lee, “and two.”
        """
        sources, contents = [], list(link.contents)
        for start, end, strength in link.sources:
            number = self._at[end - 1]
            quoted = self._ranges[number] if number >= 0 else (end, end)
            if start < quoted[0] < end and self._stops[quoted[0] - 1]:
                contents.append((*quoted, strength))
                end = quoted[0] - 1
            if start < end:
                sources.append((start, end, strength))
        return Link(link.cue, sources, contents)

    def whole(self, span: Span) -> Span:
        """The tokens of a content, grown over the quotations that it begins or ends in."""
        first, last = self._at[span[0]], self._at[span[1] - 1]
        start = self._ranges[first][0] if first >= 0 else span[0]
        return start, self._ranges[last][1] if last >= 0 else span[1]


def outermost(links: Sequence[Link], total: int) -> list[Link]:
    """Without the links whose cue stands in a content of a link whose own cue stands in none."""

    def covered(some: Sequence[Link]) -> NDArray[np.int64]:
        change = np.zeros(total + 1, dtype=np.int64)
        for link in some:
            for start, end, _ in link.contents:
                change[start] += 1
                change[end] -= 1
        return np.cumsum(change)

    everywhere = covered(links)
    outer = covered([link for link in links if not everywhere[link.cue[0]]])
    return [link for link in links if not outer[link.cue[0]]]


def characters(text: str, tokens: Tokens, ranges: Sequence[Span]) -> list[Span]:
    """Token ranges as spans of the text, grown to whole words."""
    spans = []
    for first, last in sorted(ranges):
        start, end = int(tokens.starts[first]), int(tokens.ends[last - 1])
        while start > 0 and _wordlike(text[start - 1]) and start < end and _wordlike(text[start]):
            start -= 1
        while end < len(text) and _wordlike(text[end]) and end > start and _wordlike(text[end - 1]):
            end += 1
        spans.append((start, end))
    return spans


def _wordlike(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) > 0


def joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that only marks and blanks keep apart made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and not any(c.isalnum() for c in text[result[-1][1] : start]):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def whole_quotation(text: str, span: Span) -> Span:
    """A content with the quotation marks that stand at its ends, and the punctuation within them.

    Example: in “We won,” she said, the content We won becomes “We won,”.
    """
    start, end = span
    opened = start > 0 and text[start - 1] in _OPENING and (start == 1 or not text[start - 2].isalnum())
    after = end
    while after < len(text) and after - end < 4 and text[after] in _WITHIN:
        after += 1
    if after < len(text) and text[after] in _CLOSING and (opened or _open_mark(text[start:end])):
        end = after + 1
    return (start - 1 if opened else start, end)


def _open_mark(text: str) -> bool:
    """Whether a quotation begins in `text` and does not end there."""
    last = max(text.rfind(mark) for mark in "“„«")
    if last >= 0:
        return not any(mark in text[last:] for mark in "”»")
    return text.count('"') % 2 == 1
