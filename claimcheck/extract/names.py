"""Names as they stand: capitalised runs without their titles, and the roles before and after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimcheck.extract.given_names import FEMALE, MALE
from claimcheck.extract.roles import ORG_HEADS, ORG_WORDS, ROLE_HEADS, is_role
from claimcheck.extract.words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    TITLES,
    Token,
    bare,
    has_finite,
    is_possessive,
    plain,
)

_SURNAMES_TOO = frozenset(
    "king baker miner painter singer judge bishop dean prince marshal mason porter steward warden guard lord"
    " pastor priest chancellor foreman gardener fisher cook chandler provost constable pope rector ranger"
    " trader archer farmer monk".split()
)


_PARTICLES = frozenset("de da di del della der den des du la le van von bin ibn al el af av ter ten dos st. st".split())


COMMON_OPENERS = (
    DETERMINERS
    | SUBJECT_PRONOUNS
    | AUXILIARIES
    | PREPOSITIONS
    | SUBORDINATORS
    | TIME_WORDS
    | ADVERBS
    | frozenset(
        "asked according there here yes no some many most several few one two three four five six seven eight"
        " nine ten more mr".split()
    )
) - frozenset("will may june april august".split())


_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march july september october"
    " november december jan. feb. mar. apr. aug. sept. sep. oct. nov. dec.".split()
)


_ROLE_STOPS = (
    DETERMINERS
    | POSSESSIVES
    | PREPOSITIONS
    | SUBORDINATORS
    | AUXILIARIES
    | TIME_WORDS
    | {"said", "says", "told", "added", "asked"}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands. `words` are without titles, roles and possessive endings."""

    start: int
    end: int
    words: tuple[str, ...]
    role: str | None = None
    title: str | None = None
    person: bool = False
    definite: bool = False  # "the" stands before it, so it is hardly a person

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def last(self) -> str:
        return surname(self.words)


def surname(words: Sequence[str]) -> str:
    kept = [w for w in words if w.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv")]
    return (kept or list(words))[-1].lower()


def name_runs(tokens: Sequence[Token], sentence_starts: frozenset[int]) -> list[Mention]:
    """Capitalised runs among the tokens, cleaned of titles and roles in front."""
    mentions = []
    i = 0
    role: tuple[int, str] | None = None  # (the token after it, words) of a role without a name: "Prime Minister, ..."
    while i < len(tokens):
        if not _can_start(tokens, i, sentence_starts):
            i += 1
            continue
        j = _run_end(tokens, i)
        mention = _mention(tokens, i, j, sentence_starts)
        if mention is not None:
            closed = j >= len(tokens) or tokens[j].kind == "mark" or tokens[j].lower in ("of", "from", "at")
            before = role[1] if role is not None and role[0] == i else (_apposed(tokens, i) if closed else None)
            if mention.role is None and before is not None:
                mention = replace(mention, role=before, person=not any(bare(w) in ORG_WORDS for w in mention.words))
            mentions.append(mention)
        elif j < len(tokens) and tokens[j].text == "," and bare(tokens[j - 1].text) in ROLE_HEADS:
            role = (j + 1, plain(tokens[i:j]))
        i = j
    return mentions


def _apposed(tokens: Sequence[Token], i: int) -> str | None:
    """The role before a comma and a name: "her finance minister, Arvid Lunde,", "whose leader, Mara Quill,"."""
    if i < 2 or tokens[i - 1].text != "," or bare(tokens[i - 2].text) not in ROLE_HEADS:
        return None
    k = i - 2
    while k > 0 and i - k < 8 and tokens[k - 1].kind == "word" and tokens[k - 1].lower not in _ROLE_STOPS:
        k -= 1
    opens = k > 0 and (tokens[k - 1].lower in DETERMINERS | POSSESSIVES)
    return plain(tokens[k : i - 1]) if opens or is_possessive(tokens[k].text) else None


def _can_start(tokens: Sequence[Token], i: int, starts: frozenset[int]) -> bool:
    token = tokens[i]
    if not token.capital or token.text == "I":
        return False
    if token.lower in COMMON_OPENERS and (token.start in starts or token.lower in TIME_WORDS | {"i"}):
        return False
    return token.lower not in ("i'm", "i’m", "i've", "i’ve", "i'll", "i’ll", "i'd", "i’d")


def _run_end(tokens: Sequence[Token], i: int) -> int:
    """One past the last token of the capitalised run that starts at `i`."""
    j = i + 1
    while j < len(tokens):
        token = tokens[j]
        if is_possessive(tokens[j - 1].text) and not (
            tokens[j - 1].text[-1] in "'’" and token.capital and bare(token.text) in ORG_WORDS
        ):
            break  # but the Harbour Supporters' Trust
        if token.capital and token.lower not in _DATES:
            j += 1
        elif token.text == "&" and j + 1 < len(tokens) and tokens[j + 1].capital:
            j += 2
        elif (
            token.lower in _PARTICLES
            and j + 1 < len(tokens)
            and (tokens[j + 1].capital or tokens[j + 1].lower in _PARTICLES)
        ):
            j += 1
        elif token.lower == "of" and tokens[j - 1].lower in ORG_WORDS and j + 1 < len(tokens):
            k = j + 2 if tokens[j + 1].lower == "the" else j + 1
            if k < len(tokens) and tokens[k].capital:
                j = k + 1
            else:
                break
        else:
            break
    return j


def _mention(tokens: Sequence[Token], i: int, j: int, starts: frozenset[int]) -> Mention | None:
    words = [t.text for t in tokens[i:j]]
    title = None
    role_words: list[str] = []
    k = 0
    while k < len(words) - 1 and words[k].lower() in TITLES and bare(words[k + 1]) not in ROLE_HEADS - _SURNAMES_TOO:
        title = words[k]
        k += 1
    head = next(
        (n for n in range(len(words) - 2, k - 1, -1) if bare(words[n]) in ROLE_HEADS or words[n].lower() in TITLES),
        None,
    )
    if head is not None and head - k < 6 and not is_possessive(words[head]):
        role_words = words[k : head + 1]
        k = head + 1
    elif words[k].lower() in COMMON_OPENERS and tokens[i + k].start in starts:
        return None
    name = words[k:]
    start = tokens[i + k].start
    last = name[-1]
    trimmed = re.sub(r"['’]s$|(?<=s)['’]$", "", last)
    office = trimmed.lower() in ROLE_HEADS and (trimmed.lower() not in _SURNAMES_TOO or len(name) == 1)
    if not trimmed or (office and name[0].lower() not in MALE | FEMALE):
        return None
    name[-1] = trimmed
    end = tokens[j - 1].start + len(trimmed)
    role = " ".join(role_words) or _role_before(tokens, i)
    is_org = any(bare(w) in ORG_WORDS for w in name)
    given = name[0].lower() in MALE or name[0].lower() in FEMALE
    body = role is not None and bare(role.split()[-1]) in ORG_HEADS - ROLE_HEADS
    person = not is_org and not body and len(name) <= 5 and bool(title or role or (given and len(name) > 1))
    definite = i > 0 and tokens[i - 1].lower == "the" and not role and not title
    return Mention(start, end, tuple(name), role, title, person, definite)


def _role_before(tokens: Sequence[Token], i: int) -> str | None:
    """A role in small letters in front of a name: "fire chief Dana Rusk", "City manager Paolo Ferri"."""
    k = i - 1
    if (
        k < 0
        or tokens[k].kind != "word"
        or bare(tokens[k].text) not in ROLE_HEADS | ORG_HEADS
        or tokens[k].capital
        or is_possessive(tokens[k].text)
    ):
        return None
    while k > 0 and i - k < 6 and tokens[k - 1].kind == "word":
        before = tokens[k - 1]
        if before.lower in _ROLE_STOPS:
            break
        if before.lower.endswith(("ed", "ly")) and not before.capital:
            break
        k -= 1
    return plain(tokens[k:i])


def role_after(tokens: Sequence[Token], index: dict[int, int], mention: Mention, known: bool) -> str | None:
    """What stands in apposition after a name, if it makes it a person's: a role, "" for an age or a "who"."""
    at = next(
        (
            k
            for k in (index.get(mention.start, -1) + n for n in range(1, 8))
            if 0 < k < len(tokens) and tokens[k].start >= mention.end
        ),
        None,
    )
    if at is None or at + 1 >= len(tokens):
        return None
    if tokens[at].lower == "who":
        return ""
    if tokens[at].text != ",":
        return None
    k = at + 1
    if tokens[k].text.isdigit() and len(tokens[k].text) <= 2:
        if k + 2 >= len(tokens) or tokens[k + 1].text != ",":
            return ""
        k += 2
    if tokens[k].lower == "who":
        return ""
    stop = next(
        (
            n
            for n in range(k, min(len(tokens), k + 16))
            if tokens[n].text in (",", ".", ";", "—", "–") or tokens[n].lower in ("who", "which")
        ),
        k,
    )
    words = [t.text for t in tokens[k:stop]]
    if has_finite(tokens[k:stop]):
        return None
    said = plain(tokens[k + 1 : stop] if tokens[k].lower in DETERMINERS else tokens[k:stop])
    head = next((n for n, w in enumerate(words) if w.lower() in PREPOSITIONS or (n and is_possessive(w))), len(words))
    heads = {bare(w) for w in words[: head + 4]}
    if words and words[0].lower() in ("whose", "which", "and", "but"):
        return "" if words[0].lower() == "whose" else None
    described = words[:1] and words[0].lower() in ("a", "an", "the") and tokens[stop].lower == "who"
    plainly = known and words[:1] and words[0].lower() in ("a", "an") and 2 <= len(words) <= 4
    if described or plainly or any(is_role(w, apposed=True) for w in words[:head]):
        return said
    if not words or not (
        words[0].lower() in ("a", "an", "the", "his", "her", "its", "their")
        or words[0].lower() in ROLE_HEADS
        or heads & ROLE_HEADS
    ):
        return None
    if not heads & ROLE_HEADS or any(w.lower() in AUXILIARIES for w in words):
        return None
    return said
