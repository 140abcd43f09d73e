"""A quote as the article has it, set against the words of a reference."""

from __future__ import annotations

import difflib
import re
from typing import Literal

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict

Part = tuple[Literal["same", "article", "source"], str]

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]", re.UNICODE)
_MARKS = frozenset('“”«»„"')
_MARGIN = 6  # words of the reference that may stand around the quote before they are looked at


def word_diff(article: str, source: str) -> list[Part]:
    """The article's words with what would have to change to have the source's.

    `article` parts stand only in the article, `source` parts only in the source; the window of the source
    that is nearest to the article's words is compared, not the rest.

    >>> word_diff("a pretty small fire", "He said: a very small fire, again.")
    [('same', 'a'), ('article', 'pretty'), ('source', 'very'), ('same', 'small fire')]
    """
    ours, theirs = _words(article), _words(source)
    start, end = _window(ours, theirs)
    theirs = theirs[start:end]
    parts: list[Part] = []
    matcher = difflib.SequenceMatcher(None, [_key(w) for w in ours], [_key(w) for w in theirs], autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            parts.append(("same", _join(ours[i:j])))
            continue
        if i < j:
            parts.append(("article", _join(ours[i:j])))
        if k < m:
            parts.append(("source", _join(theirs[k:m])))
    return parts


def quote_diff(claim: ClaimDict) -> tuple[EvidenceDict, list[Part]] | None:
    """For a flagged quote whose words differ: the evidence that has the other words, and the difference."""
    if claim["kind"] != "quote" or claim["reason"]["code"] != "quote":
        return None
    for evidence in claim["evidence"]:
        if evidence["stance"] == "refutes":
            parts = word_diff(words.clean(claim["text"]).rstrip(" ,"), words.clean(evidence["text"]))
            alike = sum(len(text) for op, text in parts if op == "same")
            return (evidence, parts) if 2 * alike >= len(claim["text"]) else None
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _key(word: str) -> str:
    # A quote's last comma or full stop is the writer's, not the speaker's.
    return "," if word in ".;" else word.casefold().replace("’", "'")


def _join(tokens: list[str]) -> str:
    text = " ".join(tokens)
    text = re.sub(r" ([,.;:!?…)\]”’%])", r"\1", text)
    return re.sub(r"([(\[“‘$€£]) ", r"\1", text)


def _window(ours: list[str], theirs: list[str]) -> tuple[int, int]:
    """The stretch of `theirs` from its first to its last word in common with `ours`, outliers left off."""
    matcher = difflib.SequenceMatcher(None, [_key(w) for w in ours], [_key(w) for w in theirs], autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size and _carries(ours[b.a : b.a + b.size])]
    if not blocks:
        return 0, len(theirs)
    anchor = max(blocks, key=lambda b: b.size)
    start, end = anchor.b, anchor.b + anchor.size
    low, high = anchor.a, anchor.a + anchor.size
    for block in reversed([b for b in blocks if b.b < anchor.b]):
        if start - (block.b + block.size) > _MARGIN + low - (block.a + block.size):
            break
        start, low = block.b, block.a
    for block in (b for b in blocks if b.b > anchor.b):
        if block.b - end > _MARGIN + block.a - high:
            break
        end, high = block.b + block.size, block.a + block.size
    # Words of the article before its first or after its last match stand against as many of the source,
    # as far as its quotation marks reach.
    while low > 0 and start > 0 and theirs[start - 1] not in _MARKS:
        start, low = start - 1, low - 1
    while high < len(ours) and end < len(theirs) and theirs[end] not in _MARKS:
        end, high = end + 1, high + 1
    return start, end


def _carries(tokens: list[str]) -> bool:
    return any(token[0].isalnum() for token in tokens)
