"""Noun phrases, found backwards from their last word, without what stands before them in the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.frames.clauses import LEAD_IN
from claimcheck.extract.words import (
    ADVERBS,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    Token,
    has_finite,
    is_finite,
)


def phrase_start(tokens: Sequence[Token], j: int, first: int) -> int | None:
    """The first token of the noun phrase that ends at token `j`, or None where there is none."""
    if j < first or tokens[j].kind != "word":
        return None
    if tokens[j].lower in PERSONAL or tokens[j].lower in ("it", "who"):
        return j
    if tokens[j].lower in ("them", "us") and j - 2 >= first and tokens[j - 1].lower == "of":
        return j - 2
    if tokens[j].lower in OBJECT_PRONOUNS or tokens[j].lower in DETERMINERS - {"all", "both", "some", "another"}:
        return None
    k = j
    while k >= first:
        token = tokens[k]
        word = token.lower
        if token.text in ("&", "%", "."):
            k -= 1
            continue
        if token.kind != "word" or (word in SUBORDINATORS and word not in ("and", "than")):
            break
        if word == "and":
            other = _run_start(tokens, k - 1, first)
            if other is None or has_finite(tokens[other:k]) or (other > first and tokens[other - 1].kind == "word"):
                break
        elif word in PERSONAL:
            break
        elif is_finite(token, tokens[k - 1] if k > first else None) and not _reduced(tokens, k, j):
            relative = next(
                (r for r in range(k, max(first, k - 6), -1) if tokens[r].lower in ("who", "that", "which")), None
            )
            if relative is None or relative == first or tokens[relative - 1].kind != "word":
                break
            k = relative
        k -= 1
    start = _without_adverbial(tokens, k + 1, j)
    if start > j or all(t.lower in TIME_WORDS | ADVERBS or not t.text[0].isalpha() for t in tokens[start : j + 1]):
        return None
    return start


def _reduced(tokens: Sequence[Token], k: int, j: int) -> bool:
    """Whether the word is a participle after its noun: "records reviewed by the paper"."""
    return (
        k < j
        and tokens[k].lower.endswith(("ed", "en"))
        and tokens[k + 1].lower in ("by", "in", "at", "from", "with", "on")
    )


def _run_start(tokens: Sequence[Token], k: int, first: int) -> int | None:
    """The start of the run of words that ends at `k`, or None where there is none."""
    if k < first or tokens[k].kind != "word":
        return None
    while k >= first and tokens[k].kind == "word" and tokens[k].lower not in SUBORDINATORS:
        k -= 1
    return k + 1


def _without_adverbial(tokens: Sequence[Token], start: int, j: int) -> int:
    """Step over what stands before the phrase: "On Thursday", "In a statement", "Earlier", "also"."""
    while start <= j:
        word = tokens[start].lower
        if word in ADVERBS or (word in TIME_WORDS and not _begins_name(tokens, start, j)) or word in LEAD_IN:
            start += 1
            continue
        if word.endswith("ly") and start < j and not (tokens[start].capital and tokens[start + 1].capital):
            start += 1
            continue
        if (
            word == "to"
            and start + 2 <= j
            and not tokens[start + 1].capital
            and tokens[start + 1].lower not in DETERMINERS
        ):
            start += 2
            continue
        if word not in PREPOSITIONS:
            return start
        inner = start + 1
        while inner <= j and (tokens[inner].lower in TIME_WORDS or tokens[inner].text[0].isdigit()):
            inner += 1
        if inner > start + 1:
            start = inner
            continue
        second = next((k for k in range(start + 2, j + 1) if tokens[k].lower in DETERMINERS | PERSONAL), None)
        if second is not None and tokens[second - 1].lower not in PREPOSITIONS:
            return second
        capital = inner
        while capital <= j and tokens[capital].capital:
            capital += 1
        return capital if inner < capital <= j else j
    return start


def _begins_name(tokens: Sequence[Token], start: int, j: int) -> bool:
    return (
        start < j
        and tokens[start].capital
        and tokens[start + 1].capital
        and tokens[start].lower in ("may", "april", "june", "august")
    )
