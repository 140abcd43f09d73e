"""The cast of an article: who and which organisations it names, where, by which role, he or she."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from claimcheck.extract.given_names import Gender, gender_of
from claimcheck.extract.names import Mention, name_runs, role_after, surname
from claimcheck.extract.roles import ORG_WORDS
from claimcheck.extract.words import DETERMINERS, PREPOSITIONS, SUBORDINATORS, Token, bare
from claimcheck.records import Span

MALE_WORDS = frozenset(
    "mr mr. sir lord father brother king prince chairman spokesman councilman congressman policeman salesman"
    " fisherman foreman husband man son boy actor".split()
)


FEMALE_WORDS = frozenset(
    "mrs mrs. ms ms. miss dame lady sister mother queen princess chairwoman spokeswoman councilwoman"
    " congresswoman policewoman wife woman daughter girl actress widow".split()
)


_PLACE_WORDS = frozenset(
    "new old lower upper north south east west northern southern eastern western central great greater little"
    " port mount mt lake river st saint san santa los las el la fort cape isle nether over high low".split()
)


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


class Cast:
    """Everybody an article names. Built once, from its sentences' tokens; look-ups are by position."""

    def __init__(self, sentences: Sequence[Sequence[Token]]) -> None:
        starts = frozenset(tokens[0].start for tokens in sentences if tokens)
        self.mentions: list[Mention] = [m for tokens in sentences for m in name_runs(tokens, starts)]
        self.mentions = _without_openers(self.mentions, starts)
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
        definite = {m.words for m in self.mentions if m.definite}
        alone = {m.words[0].lower() for m in self.mentions if len(m.words) == 1}
        return {
            m.last
            for m in self.mentions
            if 2 <= len(m.words) <= 3
            and m.last in alone
            and m.words not in definite
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
        alike = [n for n in longer if n[0] == best[0] and surname(n) == surname(best)]
        longest: tuple[str, ...] = max(alike, key=len)
        return " ".join(longest)

    def _extends(self, folded: list[str], full: list[str]) -> bool:
        """Whether the fuller name can be meant: same surname, or an organisation's first words, or a given name."""
        if full[-len(folded) :] == folded or full[: len(folded)] == folded:
            return True
        return len(folded) > 1 and folded[0] == full[0] and folded[-1] == full[-1]

    def knows(self, word: str) -> bool:
        """Whether the word is (part of) a name in the text."""
        return word.lower() in self._names

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
            after = role_after(tokens, index, mention, mention.person) if len(mention.words) <= 4 else None
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


def _without_openers(mentions: list[Mention], starts: frozenset[int]) -> list[Mention]:
    """Without single words that have a capital only because they open a sentence: "Sales rose"."""
    elsewhere = {w.lower() for m in mentions if m.start not in starts for w in m.words}
    elsewhere |= {w.lower() for m in mentions if len(m.words) > 1 for w in m.words}
    return [
        m for m in mentions if m.start not in starts or len(m.words) > 1 or m.words[0].lower() in elsewhere or m.title
    ]


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
