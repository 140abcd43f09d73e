"""Are these the same words? Near-verbatim alignment of a quote with a reference, word by word.

The quote's words are aligned with a stretch of the reference by dynamic programming over words (semi-global: all
of the quote, any stretch of the reference). What an honest editor may change costs nothing: case, punctuation,
contractions, spelling of the two sides of the Atlantic, figures for small numbers, an ellipsis, words in square
brackets, and the reference's own "he said" outside its quotation marks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from claimcheck.compare.spoken import Word, words_of

Op = Literal["keep", "replace", "delete", "insert"]
Change = tuple[Op, str, str]

_LONGEST = 150  # words of a quote that are aligned
_WIDEST = 600  # words of a reference that are looked at
_TOO_LITTLE = 0.3  # of a quote's words at all in the reference, in whatever order: no need to align
_OPENING = '“"«„'


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """How a quote's words stand in a reference.

    `similarity` is the weighted share of the quote's words that the reference has in order (1 is all of them), 0 where
    no stretch resembles it. `start`, `end` are that stretch in the reference. `same`: nothing was changed, dropped or
    added. `near`: the likeness is too great for chance: the same remark, in the same or altered words. `changes` are
    the differences, (op, the quote's words, the reference's words): "replace", "insert" (only in the quote), "delete"
    (only in the reference). `diff` is the whole of it, with "keep", for display.
    """

    similarity: float = 0.0
    start: int = 0
    end: int = 0
    same: bool = False
    near: bool = False
    changes: tuple[Change, ...] = ()
    diff: tuple[Change, ...] = field(default=())


def align(ours: str, theirs: str) -> QuoteMatch:
    """Align the quote `ours` with the reference text `theirs` (a sentence, best with its neighbours)."""
    quote = words_of(ours)[:_LONGEST]
    reference = _window(quote, words_of(theirs, with_marks=True))
    spoken = [w for w in quote if w.kind == "word"]
    if not spoken or not reference:
        return QuoteMatch()
    total = sum(w.weight for w in spoken)
    there = {w.form for w in reference}
    most = sum(w.weight for w in spoken if w.form in there) / total
    if most < _TOO_LITTLE:
        return QuoteMatch(round(most, 4))
    steps = _steps(quote, reference)
    kept = [
        (i, j) for op, i, j in steps if op == "keep" and i is not None and j is not None and quote[i].kind == "word"
    ]
    if not kept:
        return QuoteMatch()
    steps = _to_sentence_ends(steps, quote, reference, theirs)
    similarity = sum(quote[i].weight for i, _ in kept) / total
    diff = _diff(steps, quote, reference, ours, theirs)
    changes = tuple(c for c in diff if c[0] != "keep")
    used = [j for _, _, j in steps if j is not None]
    start, end = reference[min(used)].start, reference[max(used)].end
    if len(spoken) <= 2 and not _stands_alone(theirs, start, end):
        return QuoteMatch(round(min(similarity, 0.3), 4), start, end)
    same = not changes
    near = same or _same_remark(quote, kept, similarity, spoken)
    return QuoteMatch(round(similarity, 4), start, end, same, near, changes, diff)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word or two are a remark of their own there ("No."), not part of any other sentence."""
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    return (not before or before[-1] in '.!?:;,\n"“”‘’«—–(') and (not after or after[0] in '.!?;,\n"”’»—–…)')


def _same_remark(quote: list[Word], kept: list[tuple[int, int]], similarity: float, spoken: list[Word]) -> bool:
    """Whether the shared words are too many, in too long a run, to be another remark about the same matter.

    Of a short quote nearly everything must be shared. Of a longer one half will do, if some of it stands together
    and a content word is among it: people do not say five words in the same order twice by chance.
    """
    run = best = 0
    last: tuple[int, int] | None = None
    for i, j in kept:
        run = run + 1 if last is not None and i - last[0] == 1 and j - last[1] <= 2 else 1
        best = max(best, run)
        last = (i, j)
    content = sum(quote[i].weight == 1.0 for i, _ in kept)
    if len(spoken) <= 3:
        return similarity >= 0.99
    if len(spoken) <= 6:
        return similarity >= 0.6 and best >= 2 and content >= 1
    enough = content >= 2 or (content == 1 and similarity >= 0.7)
    return enough and ((similarity >= 0.5 and best >= 3) or best >= 7)


def _window(quote: list[Word], reference: list[Word]) -> list[Word]:
    """The part of a long reference that holds most of the quote's words."""
    if len(reference) <= _WIDEST:
        return reference
    wanted = {w.form: w.weight for w in quote if w.kind == "word"}
    width = min(_WIDEST, 2 * len(quote) + 120)
    hits = [wanted.get(w.form, 0.0) for w in reference]
    current = best = sum(hits[:width])
    at = 0
    for k in range(width, len(hits)):
        current += hits[k] - hits[k - width]
        if current > best + 1e-9:
            best, at = current, k - width + 1
    return reference[at : at + width]


# --- alignment ------------------------------------------------------------------------------------------------------

_Step = tuple[Op, int | None, int | None]


def _steps(quote: list[Word], reference: list[Word]) -> list[_Step]:
    """The cheapest way to turn a stretch of the reference into the quote."""
    n, m = len(quote), len(reference)
    skip = [0.02 if w.outside else (0.0 if w.kind != "word" else 0.5 + 0.5 * w.weight) for w in reference]
    previous = [0.0] * (m + 1)  # the quote may start anywhere in the reference
    back: list[list[int]] = [[2] * (m + 1)]
    for i in range(1, n + 1):
        ours = quote[i - 1]
        add = 0.0 if ours.kind != "word" else 0.5 + 0.5 * ours.weight
        current = [previous[0] + add] + [0.0] * m
        row = [1] * (m + 1)
        for j in range(1, m + 1):
            theirs = reference[j - 1]
            if ours.kind == "gap":
                # an ellipsis stands for any stretch
                if previous[j] <= current[j - 1] + 0.01:
                    current[j], row[j] = previous[j], 1
                else:
                    current[j], row[j] = current[j - 1] + 0.01, 2
                continue
            if ours.form == theirs.form and theirs.kind == "word":
                cost = -0.02 if not theirs.outside else 0.3  # of two ways that cost the same, the one that keeps more
            elif ours.kind == "free":
                cost = 0.1
            else:
                cost = 0.3 + max(add, skip[j - 1])
            best, how = previous[j - 1] + cost, 0
            if previous[j] + add < best:
                best, how = previous[j] + add, 1
            # words that follow the quote in the reference cost nothing, those amid it do
            if current[j - 1] + skip[j - 1] < best:
                best, how = current[j - 1] + skip[j - 1], 2
            current[j], row[j] = best, how
        back.append(row)
        previous = current
    j = min(range(m + 1), key=lambda k: (previous[k], k))
    return _trace(back, quote, reference, n, j)


def _trace(back: list[list[int]], quote: list[Word], reference: list[Word], i: int, j: int) -> list[_Step]:
    steps: list[_Step] = []
    while i > 0:
        how = back[i][j]
        if how == 0:
            equal = quote[i - 1].form == reference[j - 1].form or quote[i - 1].kind == "free"
            steps.append(("keep" if equal else "replace", i - 1, j - 1))
            i, j = i - 1, j - 1
        elif how == 1:
            steps.append(("keep" if quote[i - 1].kind != "word" else "insert", i - 1, None))
            i -= 1
        else:
            honest = reference[j - 1].outside or reference[j - 1].kind != "word" or (quote[i - 1].kind == "gap")
            steps.append(("keep" if honest else "delete", None, j - 1))
            j -= 1
    return steps[::-1]


def _to_sentence_ends(steps: list[_Step], quote: list[Word], reference: list[Word], theirs: str) -> list[_Step]:
    """Where the quote's last (or first) words were replaced, its sentence in the reference shows by what.

    A quote that stops short of the reference's sentence is no change: a reporter may cut a quote at its ends.
    """
    changed_at_end = bool(steps) and steps[-1][0] in ("insert", "replace")
    if changed_at_end:
        last = max((j for _, _, j in steps if j is not None), default=None)
        if last is not None:
            k = last + 1
            while (
                k < len(reference)
                and k - last <= 12
                and not _sentence_break(theirs, reference[k - 1].end, reference[k].start)
            ):
                if reference[k].outside:
                    break
                steps = [*steps, ("delete", None, k)]
                k += 1
    return steps


def _sentence_break(text: str, a: int, b: int) -> bool:
    return any(c in ".!?\n;" for c in text[a:b]) or any(c in _OPENING + '”"»' for c in text[a:b])


def _diff(steps: list[_Step], quote: list[Word], reference: list[Word], ours: str, theirs: str) -> tuple[Change, ...]:
    """Neighbouring steps of one sort as one, in the words as they stand: ("replace", "a car", "the boat")."""
    groups: list[tuple[str, list[int], list[int]]] = []
    for op, i, j in steps:
        sort = "keep" if op == "keep" else "change"
        if not groups or groups[-1][0] != sort:
            groups.append((sort, [], []))
        if i is not None:
            groups[-1][1].append(i)
        if j is not None and not (op == "keep" and i is None):
            groups[-1][2].append(j)
    diff: list[Change] = []
    for sort, mine, other in groups:
        said, stands = _slice(ours, quote, mine), _slice(theirs, reference, other)
        if sort == "keep":
            if said or stands:
                diff.append(("keep", said, stands))
        elif said and stands:
            diff.append(("replace", said, stands))
        else:
            diff.append(("insert", said, "") if said else ("delete", "", stands))
    return tuple(diff)


def _slice(text: str, words: list[Word], indices: list[int]) -> str:
    return text[words[indices[0]].start : words[indices[-1]].end] if indices else ""
