"""One small change to a sentence, and what it does to the meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claimcheck.extract.words import is_finite, tokenize

Label = Literal["entailment", "neutral", "contradiction"]

# What keeps a sentence from stating something: a change to it contradicts nothing.
_UNSETTLED = re.compile(
    r"\b(?:if|whether|unless|would|could|should|may|might|can|or|either|neither|any|some|several|sometimes|often"
    r"|usually|another|other|others|unlike|rather|instead|except)\b|\?",
    re.IGNORECASE,
)
_UNDENIABLE = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|nor|without|only|even|just|cannot|hardly|barely|also|too|already|still|yet"
    r"|both|every|all|many|few|most|ever)\b|n[’']t\b",
    re.IGNORECASE,
)
_VOWEL = re.compile(r"(?:[aeioAEIO]|u(?!ni|s[eu]|til)|8|11\b|18\b|(?:hour|honest|honou?r|heir))")
_SPOKEN_Y_OR_W = re.compile(r"(?:one|once|eu|ewe)", re.IGNORECASE)


# A subject that stands alone before its verb.
SUBJECT = re.compile(
    r"(?:\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|who)|[A-Z][a-z]+|\b(?:court|government|company|police|party|committee"
    r"|president|mayor|senator|governor|team|album|film|band|group|minister|council|senate|voters|lawmakers)) $"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`forward` is the label of (the sentence, `text`), `backward` that of (`text`, the sentence).

    None where no label could be defended.
    """

    text: str
    rule: str
    forward: Label | None
    backward: Label | None


def contrary(text: str, rule: str) -> Edit:
    return Edit(text, rule, "contradiction", "contradiction")


def same(text: str, rule: str) -> Edit:
    return Edit(text, rule, "entailment", "entailment")


def looser(text: str, rule: str) -> Edit:
    """What is left follows from the whole; the whole does not follow from what is left."""
    return Edit(text, rule, "entailment", "neutral")


def apart(text: str, rule: str) -> Edit:
    return Edit(text, rule, "neutral", "neutral")


def states(text: str) -> bool:
    """Whether the sentence says one definite thing, so that its reverse contradicts it."""
    return not _UNSETTLED.search(text) and not re.match(r"(?:A|An|One)\b", text)


def deniable(text: str) -> bool:
    """Whether one "not" reverses the whole sentence."""
    return states(text) and not _UNDENIABLE.search(text)


def finite_at(text: str, start: int) -> bool:
    """Whether the word at text[start:] is a finite verb, not a participle or a noun."""
    tokens = tokenize(text, 0, len(text))
    at = next((k for k, token in enumerate(tokens) if token.start == start), 0)
    return at > 0 and is_finite(tokens[at], tokens[at - 1])


def put(text: str, start: int, end: int, new: str) -> str:
    """`text` with text[start:end] replaced: a capital at the start stays one, and a or an follows the new word."""
    if start == 0 and new:
        new = new[0].upper() + new[1:]
    head, tail = text[:start], text[end:]
    article = re.search(r"\b([Aa])n? $", head)
    if article and new:
        vowel = _VOWEL.match(new) and not _SPOKEN_Y_OR_W.match(new)
        head = head[: article.start()] + article[1] + ("n " if vowel else " ")
    return head + new + tail


def cut(text: str, start: int, end: int) -> str:
    """`text` without text[start:end], blanks and commas tidied, with a capital at its start."""
    left, right = text[:start].rstrip(), text[end:].lstrip()
    if not left:
        right = right.lstrip(", ")
        return right[:1].upper() + right[1:]
    return left + ("" if right[:1] in ".,;:!?)”" else " ") + right
