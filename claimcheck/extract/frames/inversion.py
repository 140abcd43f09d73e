"""Sources behind their cue: "...", said the mayor; was described by campaigners as "..."."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.cues import Cue
from claimcheck.extract.frames.base import Frame
from claimcheck.extract.frames.clauses import clause_start, next_stop, sentence_end
from claimcheck.extract.roles import can_speak
from claimcheck.extract.words import (
    AUXILIARIES,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    Token,
    bare,
    has_finite,
    is_finite,
)


def inverted(
    tokens: Sequence[Token], i: int, left: int, first: int, end: int, cue: Cue, helpers: set[str]
) -> Frame | None:
    """<content>, {said} [source]: nothing but a noun phrase follows the cue up to a stop."""
    if not cue.takes("i") or cue.participle or helpers or left < first:
        return None
    before = tokens[left]
    quoted = before.kind == "quote" or (
        before.text in {",", "-", "—"} and left > first and tokens[left - 1].kind == "quote"
    )
    if not (before.text == "," or before.kind == "quote" or quoted):
        return None
    s = i + 1
    if s >= end or tokens[s].kind != "word" or tokens[s].lower in TIME_WORDS | PREPOSITIONS | {"that"}:
        return None
    stop = s
    while stop < end and tokens[stop].kind == "word":
        word = tokens[stop].lower
        if stop > s and (
            word in {"on", "during", "after", "as", "when", "before", "while", "to", "via", "by", "who", "which"}
        ):
            break
        if (
            stop > s + 1
            and word in {"in", "at"}
            and stop + 1 < end
            and tokens[stop + 1].lower in {"a", "an", "the", "his", "her", "its"}
        ):
            break
        if (
            stop > s
            and word in TIME_WORDS
            and not tokens[stop - 1].capital
            and tokens[stop - 1].lower not in DETERMINERS
        ):
            break
        adjective = (
            stop + 1 < end and tokens[stop + 1].capital and tokens[s].lower in DETERMINERS
        )  # a visibly moved Ada Holm
        if (is_finite(tokens[stop], tokens[stop - 1]) and not adjective) or word in OBJECT_PRONOUNS - {
            "it",
            "you",
            "her",
        }:
            return None
        stop += 1
    if stop == s or not _is_phrase(tokens[s:stop]):
        return None
    if stop < end and tokens[stop].kind == "quote" and not quoted:
        return None  # "a spokesman, Pete Lowry, said the agency 'is aware'"
    while stop - 1 > s and tokens[stop - 1].lower in TIME_WORDS and not tokens[stop - 2].capital:
        stop -= 1
    apposition = None
    if stop < end and tokens[stop].text == ",":
        far = next_stop(tokens, stop + 1, end)
        if far > stop + 1 and tokens[stop + 1].kind == "word":
            apposition = (stop + 1, far)
    elif stop < end and tokens[stop].lower == "who":
        apposition = (stop, next_stop(tokens, stop, end))
    before_end = left if before.text in {",", "-", "—"} else left + 1
    start = clause_start(tokens, before_end, first)
    if not quoted and (not has_finite(tokens[start:before_end]) or not _can_speak(tokens[s:stop], cue)):
        return None
    content = [(start, before_end)]
    rest = rest_after(tokens, apposition[1] if apposition else stop, end)
    if rest is not None:
        content.append(rest)
    return Frame(cue, (i, i + 1), (s, stop), apposition, tuple(content), "amid" if rest else "before")


def _can_speak(tokens: Sequence[Token], cue: Cue) -> bool:
    """Behind unquoted content only a name or a definite phrase is a source: not "reported [a loss of $2 million]"."""
    head = tokens[0]
    if not any(t.capital for t in tokens) and not can_speak(frozenset(bare(t.text) for t in tokens)):
        return False
    if cue.takes("n") and not head.capital:
        return False
    return head.lower not in ("it", "that", "this") and not head.text[0].isdigit() and head.text[0] not in "$€£"


def _is_phrase(tokens: Sequence[Token]) -> bool:
    """Whether the words can be a noun phrase that speaks."""
    head = tokens[0]
    if head.lower in SUBORDINATORS | AUXILIARIES or head.lower in ("there", "no", "not", "so"):
        return False
    return any(t.capital or t.lower in PERSONAL or t.lower.isalpha() for t in tokens)


def rest_after(tokens: Sequence[Token], stop: int, end: int) -> tuple[int, int] | None:
    """What follows the source if the content goes on there: in "X," she said, "Y" or The gates, he said, had failed."""
    at = stop
    while at < end and tokens[at].kind != "quote" and tokens[at].text != ",":
        if tokens[at].text in ";:.?!—":
            return None
        at += 1
    if at < end and tokens[at].text == ",":
        at += 1
    if at < end and tokens[at].kind == "quote":
        return at, end
    return None


def passive(tokens: Sequence[Token], i: int, cue: Cue) -> Frame | None:
    """was {described} by [campaigners] as <"a betrayal">; was {called} <"a betrayal"> by [campaigners]."""
    end = sentence_end(tokens)
    quote = next((k for k in range(i + 1, min(end, i + 16)) if tokens[k].kind == "quote"), None)
    by = next((k for k in range(i + 1, min(end, i + 20)) if tokens[k].lower == "by"), None)
    if quote is None or by is None or not (cue.takes("v") or cue.takes("q")):
        return None
    stop = by + 1
    while (
        stop < end
        and tokens[stop].kind == "word"
        and tokens[stop].lower not in ("as", "in", "on", "who", "which", "when", "during")
    ):
        stop += 1
    if stop == by + 1:
        return None
    return Frame(cue, (i, i + 1), (by + 1, stop), None, ((quote, quote + 1),), "after")
