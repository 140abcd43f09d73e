"""The cast of an article: who and which organisations it names, where, by which role, he or she."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimcheck.extract.given_names import FEMALE, MALE, Gender, gender_of
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
from claimcheck.records import Span

_SURNAMES_TOO = frozenset(
    "king baker miner painter singer judge bishop dean prince marshal mason porter steward warden guard lord"
    " pastor priest chancellor foreman gardener fisher cook chandler provost constable pope rector ranger"
    " trader archer farmer monk".split()
)
_PARTICLES = frozenset("de da di del della der den des du la le van von bin ibn al el af av ter ten dos st. st".split())
MALE_WORDS = frozenset(
    "mr mr. sir lord father brother king prince chairman spokesman councilman congressman policeman salesman"
    " fisherman foreman husband man son boy actor".split()
)
FEMALE_WORDS = frozenset(
    "mrs mrs. ms ms. miss dame lady sister mother queen princess chairwoman spokeswoman councilwoman"
    " congresswoman policewoman wife woman daughter girl actress widow".split()
)
_COMMON_OPENERS = (
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
_PLACE_WORDS = frozenset(
    "new old lower upper north south east west northern southern eastern western central great greater little"
    " port mount mt lake river st saint san santa los las el la fort cape isle nether over high low".split()
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

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def last(self) -> str:
        return _surname(self.words)


def _surname(words: Sequence[str]) -> str:
    kept = [w for w in words if w.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv")]
    return (kept or list(words))[-1].lower()


@dataclass(slots=True)
class Person:
    """A person of the cast: the fullest name, roles in order of appearance, and votes for he or she."""

    name: str
    roles: list[str] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    age: str | None = None

    @property
    def gender(self) -> Gender | None:
        given = gender_of(self.name.split()[0]) if " " in self.name else None
        male, female = self.votes["m"] + 2 * (given == "m"), self.votes["f"] + 2 * (given == "f")
        if male == female:
            return None
        return "m" if male > female else "f"


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
            closed = j >= len(tokens) or tokens[j].kind == "mark"
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
    if token.lower in _COMMON_OPENERS and (token.start in starts or token.lower in TIME_WORDS | {"i"}):
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
    while k < len(words) - 1 and words[k].lower() in TITLES:
        title = words[k]
        k += 1
    head = next(
        (n for n in range(len(words) - 2, k - 1, -1) if bare(words[n]) in ROLE_HEADS or words[n].lower() in TITLES),
        None,
    )
    if head is not None and head - k < 6 and not is_possessive(words[head]):
        role_words = words[k : head + 1]
        k = head + 1
    elif words[k].lower() in _COMMON_OPENERS and tokens[i + k].start in starts:
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
    return Mention(start, end, tuple(name), role, title, person)


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


class Cast:
    """Everybody an article names. Built once, from its sentences' tokens; look-ups are by position."""

    def __init__(self, sentences: Sequence[Sequence[Token]]) -> None:
        starts = frozenset(tokens[0].start for tokens in sentences if tokens)
        self.mentions: list[Mention] = [m for tokens in sentences for m in name_runs(tokens, starts)]
        self.mentions.sort(key=lambda m: m.start)
        self._positions = [m.start for m in self.mentions]
        self.people: dict[str, Person] = {}
        self._names: dict[str, dict[tuple[str, ...], list[int]]] = {}  # word -> names that hold it -> where
        for mention in self.mentions:
            for word in {w.lower() for w in mention.words}:
                self._names.setdefault(word, {}).setdefault(mention.words, []).append(mention.start)
        self._surnames = {m.last for m in self.mentions if m.person} | self._called_by_surname()
        for tokens in sentences:
            self._read_sentence(tokens)

    def _called_by_surname(self) -> set[str]:
        """Surnames of those first named in full, then by the last word alone: news does that with people only."""
        alone = {m.words[0].lower() for m in self.mentions if len(m.words) == 1}
        return {
            m.last
            for m in self.mentions
            if 2 <= len(m.words) <= 3
            and m.last in alone
            and m.words[0].lower() not in alone | _PLACE_WORDS
            and not any(bare(w) in ORG_WORDS for w in m.words)
        }

    def before(self, position: int, limit: int = 40) -> list[Mention]:
        """Up to `limit` mentions that start before `position`, nearest first."""
        at = bisect.bisect_left(self._positions, position)
        return self.mentions[max(0, at - limit) : at][::-1]

    def after(self, position: int, limit: int = 40) -> list[Mention]:
        """Up to `limit` mentions that start after `position`, nearest first."""
        at = bisect.bisect_left(self._positions, position)
        return self.mentions[at : at + limit]

    def within(self, span: Span) -> list[Mention]:
        a = bisect.bisect_left(self._positions, span[0])
        b = bisect.bisect_left(self._positions, span[1])
        return self.mentions[a:b]

    def fullest(self, words: Sequence[str], position: int) -> str:
        """The fullest name in the article for these words: "Holm" -> "Ada Holm"."""
        folded = [w.lower() for w in words]
        found = self._names.get(folded[-1], {})
        longer = {
            n: at for n, at in found.items() if len(n) > len(words) and self._extends(folded, [w.lower() for w in n])
        }
        if not longer:
            return " ".join(words)
        earlier = {n: at[bisect.bisect_left(at, position) - 1] for n, at in longer.items() if at[0] < position}
        best = max(earlier, key=lambda n: earlier[n]) if earlier else min(longer, key=lambda n: longer[n][0])
        alike = [n for n in longer if n[0] == best[0] and _surname(n) == _surname(best)]
        return " ".join(max(alike, key=len))

    def _extends(self, folded: list[str], full: list[str]) -> bool:
        """Whether the fuller name can be meant: same surname, or an organisation's first words, or a given name."""
        if full[-len(folded) :] == folded or full[: len(folded)] == folded:
            return True
        return len(folded) > 1 and folded[0] == full[0] and folded[-1] == full[-1]

    def person(self, name: str) -> Person:
        return self.people.setdefault(name, Person(name))

    def is_person(self, name: str) -> bool:
        return name in self.people

    def _read_sentence(self, tokens: Sequence[Token]) -> None:
        if not tokens:
            return
        here = self.within((tokens[0].start, tokens[-1].end))
        people = []
        index = {t.start: k for k, t in enumerate(tokens)}
        for mention in here:
            after = _role_after(tokens, index, mention, mention.person) if len(mention.words) <= 4 else None
            personal = (
                after is not None and len(mention.words) > 1 and not any(bare(w) in ORG_WORDS for w in mention.words)
            )
            if not (mention.person or mention.last in self._surnames or personal):
                continue
            self._surnames.add(mention.last)
            person = self.person(self.fullest(mention.words, mention.start))
            people.append(person)
            for role in (mention.role, after):
                if role and role not in person.roles:
                    person.roles.append(role)
                for word in (role or "").lower().split():
                    person.votes["m"] += 2 * (word in MALE_WORDS)
                    person.votes["f"] += 2 * (word in FEMALE_WORDS)
            person.votes["m"] += 2 * ((mention.title or "").lower() in MALE_WORDS)
            person.votes["f"] += 2 * ((mention.title or "").lower() in FEMALE_WORDS)
        if len({p.name for p in people}) == 1 and tokens[0].lower not in ("his", "her"):
            vote = _pronoun_vote(tokens, here[0].start)
            if vote is not None:
                people[0].votes[vote] += 1


def _pronoun_vote(tokens: Sequence[Token], after: int) -> Gender | None:
    """He or she, by the first pronoun after the only person that a sentence names."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if token.start <= after:
            continue
        if token.lower in ("he", "his", "himself"):
            return "m"
        own = (
            following is not None
            and following.kind == "word"
            and following.lower not in PREPOSITIONS | SUBORDINATORS | DETERMINERS
        )
        if token.lower in ("she", "hers", "herself") or (token.lower == "her" and own):
            return "f"
    return None


def _role_after(tokens: Sequence[Token], index: dict[int, int], mention: Mention, known: bool) -> str | None:
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
