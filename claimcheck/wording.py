"""The one plain sentence that gives a verdict's reason, with both sides' figures, words or names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from claimcheck.records import Claim, Evidence

_MONTHS = "January February March April May June July August September October November December".split()
LONGEST_WORDS = 160


def reason_text(claim: Claim, code: str, told: Sequence[Evidence], label: str = "unverified") -> str:
    """The reason for a verdict with this code, told by these passages, the deciding one first."""
    if label == "disputed":
        return _disputed(told)
    if label == "conflict":
        return _conflict(claim, code, told[0])
    if label == "consistent":
        return _consistent(claim, code, told[0])
    return {
        "nothing": "Nothing on file speaks of this.",
        "other": f"Only other events, periods or people are on file; the nearest is {source(told[0])}." if told else "",
        "weak": _weak(told),
    }.get(code) or "Nothing on file speaks of this."


def _weak(told: Sequence[Evidence]) -> str:
    if len(told) > 1:
        return (
            f"{_capital(source(told[0]))} says the same, but {source(told[1])} may say otherwise: {_theirs(told[1])}."
        )
    return f"{_capital(source(told[0]))} may bear on this, but not clearly enough to say." if told else ""


def source(item: Evidence) -> str:
    """Who says it and when: `Wire One of 1 July 2025`; `the article itself` where the evidence is its own."""
    if item.origin == "article":
        return "the article itself"
    reference = item.passage.reference
    name = reference.publisher or reference.title or f"reference {reference.id}"
    day = day_in_words(reference.published)
    return f"{name} of {day}" if day else name


def day_in_words(iso: str | None, beside: str | None = None) -> str:
    """An ISO date in words, its year left out where it is the year of `beside`; what is no date as it is.

    >>> day_in_words("2025-07-01"), day_in_words("2025-07-01T09:30:00+03:00", beside="2025-07-04"), day_in_words("May")
    ('1 July 2025', '1 July', 'May')
    """
    if not iso:
        return ""
    try:
        day = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if beside and beside[:4] == iso[:4] else f"{words} {day.year}"


def shorten(words: str, limit: int = LONGEST_WORDS) -> str:
    words = " ".join(words.split())
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(quoted: str) -> str:
    """Quoted words without their marks, and without the comma or full stop that ends them."""
    return shorten(quoted.strip('“”"„«» ').rstrip(",."))


def _theirs(item: Evidence, code: str | None = None) -> str:
    for comparison in item.comparisons:
        if comparison.theirs and comparison.outcome == item.stance and (code is None or comparison.code == code):
            return comparison.theirs
    return f"“{_words(item.passage.text)}”"


def _conflict(claim: Claim, code: str, item: Evidence) -> str:
    where, theirs = source(item), _theirs(item, code)
    if any(comparison.comparator == "rating" for comparison in item.comparisons):
        return f"The article says “{shorten(claim.text)}”; {where} says {theirs}."
    if code == "quote":
        return f"The article quotes “{_words(claim.text)}”; {where} has “{_words(theirs)}”."
    if code == "speaker":
        speaker = claim.details.get("speaker") or "somebody else"
        return f"The article gives these words to {speaker}; {where} gives them to {theirs}."
    if code == "meaning":
        speaker = claim.details.get("speaker")
        cue = f"that {speaker} {claim.details.get('cue') or 'said'}: " if speaker else ""
        return f"The article says {cue}“{shorten(claim.text)}”; {where} says otherwise: {theirs}."
    return f"The article says {claim.text}; {where} says {theirs}."


def _consistent(claim: Claim, code: str, item: Evidence) -> str:
    where, theirs = source(item), _theirs(item)
    if code == "rounded":
        return f"The article says {claim.text}; {where} says {theirs}, which rounds to it."
    if code == "converted":
        return f"The article says {claim.text}; {where} says {theirs}, which is the same."
    if code == "derived":
        return f"The article says {claim.text}; it follows from what {where} says: {theirs}."
    if code == "updated":
        return f"The article agrees with the later count, {theirs} by {where}."
    return f"{_capital(where)} says the same."


def _disputed(told: Sequence[Evidence]) -> str:
    if len(told) < 2:
        return "The references disagree."
    first, second = told[0], told[1]
    return f"The references disagree: {source(first)} says {_theirs(first)}, {source(second)} says {_theirs(second)}."
