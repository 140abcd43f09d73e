"""Content that follows its cue: a that-clause, a bare clause, direct speech, a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.extract.cues import Cue
from claimcheck.extract.frames.base import Placement
from claimcheck.extract.frames.clauses import next_stop
from claimcheck.extract.roles import can_speak
from claimcheck.extract.words import (
    ADVERBS,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    Token,
    bare,
    has_finite,
    is_adjunct,
    is_finite,
    is_possessive,
)

_NO_CLAUSE = frozenset(
    "and but or for with against from of into out off to how why what whether if so as by after before when"
    " because while until since them him me us nothing little".split()
)


_CLAUSAL_NOUNS = frozenset(
    "report reports claim claims allegation allegations suggestion suggestions accusation accusations rumor"
    " rumors rumour rumours charge charges notion idea assertion assertions story stories".split()
)

_LISTENERS = frozenset("lawmakers investors jurors parliament police congress mps readers listeners viewers".split())

_AUDIENCES = frozenset(
    "court newspaper agency committee crowd conference inquiry jury panel hearing meeting rally".split()
)
_STATEMENTS = frozenset("statement tweet post letter report memo briefing speech interview filing note email".split())
_PHRASE_ENDS = DETERMINERS | PERSONAL | PREPOSITIONS


def content_after(tokens: Sequence[Token], i: int, end: int, cue: Cue) -> tuple[int, Placement] | None:
    """Where the content after a cue starts, or None where it does not follow the cue."""
    r = i + 1
    that = _that(tokens, r, end, cue)
    if that is not None:
        following = tokens[that + 1] if that + 1 < end else None
        demonstrative = following is not None and is_finite(following) and that == r
        return (that if demonstrative else that + 1), "after"
    quote = next((k for k in range(r, min(end, r + 14)) if tokens[k].kind == "quote"), None)
    if quote is not None and _leads_to_quote(tokens, r, quote, cue):
        return quote, "after"
    if r < end and tokens[r].text == ":":
        return r + 1, "after"
    if cue.takes("c"):
        start = _after_adjuncts(tokens, r, end, cue)
        if start < end and _is_bare_clause(tokens, start, end, cue, strong=cue.base in ("say", "tell")):
            return start, "after"
    if cue.takes("n"):
        return _noun_content(tokens, r, end, cue)
    return None


def _is_bare_clause(tokens: Sequence[Token], start: int, end: int, cue: Cue, strong: bool) -> bool:
    """Whether a clause without "that" starts at `start`: it has a finite verb, and does not begin with one."""
    head = tokens[start]
    end = next((k for k in range(start, end) if tokens[k].text == ":"), end)
    if head.kind == "mark" and head.text not in "$€£([#":
        return False
    if (head.lower in _NO_CLAUSE and not (strong and head.lower == "if")) or (
        is_finite(head) and not re.search(r"['’](?:s|re|m|d|ll|ve)$", head.lower)
    ):
        return False
    if head.lower in PERSONAL | {"it", "there"} and start + 1 < end:
        return True
    if strong and head.lower in ("if", "unless"):
        return has_finite(tokens[start:end])
    stop = next_stop(tokens, start, end)
    if has_finite(tokens[start:stop]) or (
        not cue.takes("n") and has_finite(tokens[start:end]) and not is_adjunct(tokens[start:stop])
    ):
        return True
    if (
        strong
        and any(t.kind == "quote" and " " in t.text for t in tokens[start:end])
        and head.lower not in PREPOSITIONS
    ):
        return True
    return strong and stop - start >= 3 and _has_third_person(tokens[start:stop])


def _has_third_person(tokens: Sequence[Token]) -> bool:
    """A name or a plain noun, then a word in -s that something follows: "Pell owes", "the firm favours"."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (
            token.kind == "word"
            and not token.capital
            and token.lower.endswith("s")
            and not token.lower.endswith(("ss", "'s", "’s"))
            and ((before.capital and not is_possessive(before.text)) or after.lower in DETERMINERS | OBJECT_PRONOUNS)
        ):
            return True
    return False


def _that(tokens: Sequence[Token], r: int, end: int, cue: Cue) -> int | None:
    if not (cue.takes("t") or cue.takes("c")):
        return None
    for k in range(r, min(end, r + 18)):
        token = tokens[k]
        if (
            token.kind == "quote"
            or token.text in ";:"
            or (token.kind == "word" and k > r and is_finite(token, tokens[k - 1]))
        ):
            return None
        if token.lower == "that":
            if k + 1 < len(tokens) and tokens[k + 1].kind == "mark" and tokens[k + 1].text not in "$€£([#":
                return None  # "disputes that, saying ..."
            if k > r and k + 1 < len(tokens) and is_finite(tokens[k + 1]):
                return None  # a relative clause: "said in a report that ran on Monday"
            between = list(tokens[r:k])
            listener = cue.takes("o") or (bool(between) and between[0].lower == "to")
            commas = sum(t.text == "," for t in between)
            if (
                not between
                or (
                    (is_adjunct(between) or listener)
                    and (commas in (0, 2) or (commas == 1 and tokens[k - 1].text == ","))
                )
                or all(t.text == "," or t.lower in ADVERBS for t in between)
            ):
                return k
            if cue.base == "deny" and between[-1].lower in _CLAUSAL_NOUNS:
                return k
            return None
    return None


def _leads_to_quote(tokens: Sequence[Token], r: int, quote: int, cue: Cue) -> bool:
    between = tokens[r:quote]
    if not (cue.takes("q") or cue.takes("v") or cue.takes("c")):
        return False
    if not between or all(t.text in ",:—–-" for t in between):
        return True
    if cue.takes("v"):
        return not has_finite(between) and all(t.kind == "word" or t.text in "-’'" for t in between)
    if between[-1].text in ",:" and not has_finite(between):
        words = [t for t in between if t.kind == "word"]
        return is_adjunct(words) or cue.takes("o")
    return False


def _after_adjuncts(tokens: Sequence[Token], r: int, end: int, cue: Cue) -> int:
    """Step over listener, day and place between a cue and a bare clause: "told reporters on Monday the ..."."""
    k = _after_listener(tokens, r, end) if cue.takes("o") and r < end else r
    while k < end and tokens[k].kind == "word":
        step = _when_or_where(tokens, k, end)
        if not step:
            break
        k += step
    if r < k < end and tokens[k].text == ",":
        k += 1
    return k


def _after_listener(tokens: Sequence[Token], k: int, end: int) -> int:
    """Step over whom it was said to: "reporters", "CNN", "the opening-night crowd"."""
    head = tokens[k]
    if head.lower in OBJECT_PRONOUNS | _LISTENERS:
        return k + 1
    if head.lower.endswith("s") and can_speak(frozenset({bare(head.text)})):
        return k + 1
    if head.capital:
        while k < end and (tokens[k].capital or tokens[k].lower in ("of", "the", "&")):
            k += 1
    elif head.lower in DETERMINERS and k + 1 < end and tokens[k + 1].capital:
        k += 1
        while k < end and (tokens[k].capital or tokens[k].lower in ("of", "the", "&")):
            k += 1
    elif head.lower in DETERMINERS:
        k += 1
        while k < end and tokens[k].kind == "word" and not tokens[k].capital and tokens[k].lower not in _PHRASE_ENDS:
            k += 1
            if tokens[k - 1].lower in _AUDIENCES:
                break
    return k


def _when_or_where(tokens: Sequence[Token], k: int, end: int) -> int:
    """How many tokens from `k` tell when, or in what, it was said: "on Friday", "in a statement", "again"."""
    word = tokens[k].lower
    following = tokens[k + 1].lower if k + 1 < end else ""
    if word in TIME_WORDS:
        return 0 if word in ("this", "last", "next") and following not in TIME_WORDS else 1
    if word in ("on", "in", "at", "late", "early") and following in TIME_WORDS:
        return 2
    if word in ("in", "at") and following in ("a", "an") and k + 2 < end and tokens[k + 2].lower in _STATEMENTS:
        return 3
    return 1 if word in ADVERBS else 0


def _noun_content(tokens: Sequence[Token], r: int, end: int, cue: Cue) -> tuple[int, Placement] | None:
    """The noun phrase that some cues report: warned of [floods], estimated [the damage at 340 million]."""
    if r >= end or tokens[r].kind != "word":
        return None
    word = tokens[r].lower
    if cue.base == "warn":
        return (r + 1, "phrase") if word in ("of", "about") and r + 1 < end else None
    if cue.base == "put":  # "put the toll at 17"
        at = next((k for k in range(r + 1, min(end - 1, r + 8)) if tokens[k].lower == "at"), None)
        return (r, "phrase") if at is not None and tokens[at + 1].text.strip("$€£")[:1].isdigit() else None
    if cue.base == "expect":
        to = next((k for k in range(r, min(end, r + 12)) if tokens[k].lower == "to"), None)
        return (r, "phrase") if to is not None and to > r else None
    if word in PREPOSITIONS | TIME_WORDS | OBJECT_PRONOUNS | SUBORDINATORS or word.endswith("ly"):
        return None
    if cue.base in ("deny", "dispute", "refute"):
        stop = next_stop(tokens, r, end)
        nouns = [t.lower for t in tokens[r:stop]]
        if nouns[0] in ("the", "those", "these", "this", "that", "all") and len(nouns) <= 3:
            return None  # "denied the allegations": which ones stands elsewhere
    return r, "phrase"
