"""Whether a cue is a verb that reports, where it stands, and what helps it: auxiliaries, adverbs, a negation."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.cues import NOUN_FORMS, SPEECH_NOUNS, Cue
from claimcheck.extract.frames.phrases import phrase_start
from claimcheck.extract.words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    TIME_WORDS,
    Token,
    bare,
    is_finite,
    is_possessive,
)

BE = frozenset("is are was were be been being am get got gets getting".split())


def is_noun(tokens: Sequence[Token], i: int, cue: Cue) -> bool:
    word = tokens[i].lower
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is None:
        return not (after is not None and after.capital and cue.past and cue.takes("i") and cue.takes("q"))
    if before.kind == "word" and (
        before.lower in {"the", "a", "an", "no", "each", "every", "any", "of", "such"}
        or before.lower in POSSESSIVES - {"her"}
    ):
        return True
    if before.lower in PREPOSITIONS - {"by", "as", "like"} and not cue.participle:
        return True
    if is_possessive(before.text) and before.kind == "word":
        return True
    if after is not None and after.lower == "by" and not cue.participle and before.lower not in BE | PERSONAL:
        return True
    if word in NOUN_FORMS and not cue.participle and (not cue.past or word == cue.base):
        return not _is_verb_after_all(tokens, i, cue)
    return False


def _after_plural(tokens: Sequence[Token], i: int) -> bool:
    """Whether a phrase in the plural, behind a comma, ends before the word."""
    start = phrase_start(tokens, i - 1, 0)
    if start is None or not start or tokens[start - 1].text != ",":
        return False
    head = next(
        (k for k in range(start, i) if tokens[k].lower in PREPOSITIONS or tokens[k].lower.endswith(("ed", "en"))), i
    )
    return head > start and tokens[head - 1].lower.endswith("s")


def _is_verb_after_all(tokens: Sequence[Token], i: int, cue: Cue) -> bool:
    """Whether a form that is as often a noun ("claims", "report", "forecast") is a verb here."""
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    if before.lower in PERSONAL | {"who", "also"}:
        return True
    if bare(before.text) in SPEECH_NOUNS and before.lower.endswith("s") and tokens[i].lower == cue.base:
        return True  # "the figures show"
    if (after is None or after.kind == "mark") and tokens[i].lower == cue.base and _after_plural(tokens, i):
        return True  # "..., documents seen by the paper show"
    if after is None or after.kind == "mark" or after.lower in PREPOSITIONS:
        return after is not None and after.text in ":," and before.capital and tokens[i].lower != cue.base
    if after.lower == "that":
        return not (i + 2 < len(tokens) and is_finite(tokens[i + 2]))
    if tokens[i].lower == cue.base and not cue.past:  # "officials report", not "a new report"
        return before.lower.endswith("s") or before.lower in ("people", "police")
    return (
        before.capital
        or (before.lower not in DETERMINERS and after.lower in DETERMINERS | PERSONAL)
        or after.kind == "quote"
    )


def skip_helpers(tokens: Sequence[Token], i: int, first: int) -> tuple[int, set[str]]:
    """Step over auxiliaries and adverbs to the left: ("has", "also") in "the ministry has also said"."""
    left = i - 1
    helpers: set[str] = set()
    while left >= first and tokens[left].kind == "word":
        word = tokens[left].lower
        if (
            left - 1 > first
            and tokens[left - 1].lower in ("in", "on")
            and (word.isdigit() or word in TIME_WORDS)
            and left == i - 1
        ):
            left -= 2
            continue
        if tokens[left].capital or (word not in AUXILIARIES and word not in ADVERBS and not word.endswith("ly")):
            break
        if word in ("all", "both") and left - 1 >= first and tokens[left - 1].kind != "word":
            break
        helpers.add(word)
        left -= 1
    return left, helpers


def cue_start(tokens: Sequence[Token], begin: int, i: int) -> int:
    """The cue with its auxiliaries, as "has denied", but without adverbs in front."""
    while begin < i and tokens[begin].lower not in AUXILIARIES:
        begin += 1
    return begin
