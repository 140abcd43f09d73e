"""What a text has said so far, and whom a pronoun, a surname or a description can mean after that."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from claimcheck.extract.cast import Cast
from claimcheck.extract.cues import CUES
from claimcheck.extract.roles import COLLECTIVES, ORG_WORDS, ROLE_HEADS
from claimcheck.extract.words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    OBJECT_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    bare,
    is_possessive,
)
from claimcheck.records import Span

_SHORT = {
    "u.s.": ("united", "states"),
    "us": ("united", "states"),
    "american": ("united", "states"),
    "u.k.": ("british",),
    "uk": ("british",),
}
_PHRASE_STOPS = (
    DETERMINERS
    | POSSESSIVES
    | PREPOSITIONS
    | SUBORDINATORS
    | AUXILIARIES
    | TIME_WORDS
    | OBJECT_PRONOUNS
    | frozenset(CUES)
)
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))})\b")
_KINDS = frozenset(
    "university hospital school ministry court council police parliament department institute party bank"
    " agency commission union service church museum airlines airways committee journal times post gazette"
    " chronicle herald".split()
)
_TEAM = re.compile(
    r"\b(?:[Rr]esearchers|[Ss]cientists|[Dd]octors|[Ee]ngineers|[Bb]iologists|[Aa] team)"
    r" (?:at|from|of) (?:the )?[A-Z][\w’'-]*(?: (?:of(?: the)? )?[A-Z][\w’'-]*){0,6}"
)
_COUNTRIES = ("United States", "United Kingdom", "United Arab Emirates")


@dataclass(frozen=True, slots=True)
class Speaker:
    """`name` is a person, an organisation, or a description ("two senior officials")."""

    name: str | None
    role: str | None = None
    span: Span | None = None
    person: bool = False


class Discourse:
    """What has been said so far: who spoke, whom sentences are about, and whom a later word can mean."""

    def __init__(self, text: str, cast: Cast, units: Sequence[Span]) -> None:
        self.text = text
        self.cast = cast
        self.units = units
        self._starts = [start for start, _ in units]
        self.log: list[tuple[int, Speaker]] = []  # (position, who), in order
        self.subjects: dict[int, str] = {}  # unit -> the name that its sentence is about
        self.descriptions: list[tuple[int, str]] = []

    def unit_at(self, position: int) -> int:
        return max(0, bisect.bisect_right(self._starts, position) - 1)

    def last(self, before: int) -> Speaker | None:
        return next((who for at, who in self.log[:-60:-1] if at < before), None)

    def subject_before(self, position: int, floor: int) -> Speaker | None:
        """The person that the nearest sentence before `position`, but not before `floor`, is about."""
        here = self.unit_at(position)
        for unit in range(here - 1, max(-1, here - 40), -1):
            if self.units[unit][0] < floor:
                return None
            name = self.subjects.get(unit)
            if name is not None and self.cast.is_person(name):
                return Speaker(name, next(iter(self.cast.person(name).roles), None), None, person=True)
            if name is not None and " " in name:
                return Speaker(name)
        return None

    def recent_person(self, position: int, gender: str | None, follows: bool = False) -> str | None:
        """The person a pronoun at `position` means: in the nearest sentence that names one whom it fits,
        who spoke there, or else its subject, or else the first one named."""
        here = self.unit_at(position)
        order = [*range(here - 1, max(-1, here - 8), -1)]
        order = [*order[:1], here, *order[1:]] if follows else [here, *order]
        for unit in order:
            names = self._people_in(unit, position)
            fitting = [n for n in names if gender is None or self.cast.person(n).gender in (gender, None)]
            certain = [n for n in fitting if self.cast.person(n).gender == gender]
            if fitting:
                return (certain or fitting)[0]
        return None

    def _people_in(self, unit: int, position: int) -> list[str]:
        """The people in a sentence before `position`, the likeliest to be meant first."""
        if unit < 0 or unit >= len(self.units):
            return []
        start, end = self.units[unit]
        end = min(end, position)
        spoke = [who.name for at, who in self.log[-12:] if who.person and who.name and start <= at < end]
        named = [self.cast.fullest(m.words, m.start) for m in self.cast.within((start, end))]
        subject = self.subjects.get(unit)
        names = [*spoke[::-1], *([subject] if subject in named else []), *named]
        return [n for n in dict.fromkeys(names) if n and self.cast.is_person(n)]

    def recent_organisation(self, position: int) -> str | None:
        spoke = [(at, who.name) for at, who in self.log[-60:] if at < position and not who.person and who.name]
        named = [
            (m.start, self.cast.fullest(m.words, m.start))
            for m in self.cast.before(position, 12)
            if not self.cast.is_person(self.cast.fullest(m.words, m.start))
        ]
        orgs = [(at, n) for at, n in named if any(bare(w) in ORG_WORDS for w in n.split()) and n not in _COUNTRIES]
        best = max([*spoke[-1:], *orgs[:1]], default=None, key=lambda pair: pair[0])
        return best[1] if best else None

    def nearest_body(self, position: int, noun: str) -> str | None:
        """The organisation named last before `position` that can be "the <noun>": a university is no company."""
        for mention in self.cast.before(position, 30):
            name = self.cast.fullest(mention.words, mention.start)
            words = {bare(w) for w in name.split()}
            if self.cast.is_person(name) or (words & _KINDS and noun not in words):
                continue
            if words & ORG_WORDS or is_acronym(name):
                return name
        return None

    def last_subject(self) -> str | None:
        """The named body that a sentence was about last."""
        for _, name in islice(reversed(self.subjects.items()), 40):
            if not self.cast.is_person(name) and bare(name.split()[0]) not in COLLECTIVES:
                return name
        return None

    def last_body(self) -> str | None:
        """The named body that spoke last, not "officials" or "campaigners"."""
        for _, who in self.log[:-60:-1]:
            if who.name and not who.person and who.name[0].isupper() and self.cast.knows(who.name.split()[-1]):
                return who.name
        return None

    def team_before(self, position: int) -> str | None:
        """The researchers that "the team" means: "Scientists at Calder University"."""
        found = list(_TEAM.finditer(self.text, max(0, position - 12_000), position))
        return found[-1].group() if found else None

    def described_before(self, noun: str, modifiers: set[str], position: int) -> str | None:
        """What "the bank" was called when it came up: "Norland's central bank"."""
        if not noun.isalpha() or noun in ROLE_HEADS:
            return None
        reach = self.text[max(0, position - 12_000) : position]
        for found in re.finditer(rf"((?:[^\W\d_][\w’'.-]* ){{1,4}}){noun}\b", reach):
            words = found.group(1).split()
            first = len(words)
            while first and words[first - 1].lower() not in _PHRASE_STOPS and not words[first - 1].endswith("ed"):
                first -= 1
            kept = [w for w in words[first:] if w.lower() not in ADVERBS]
            phrase = " ".join([*kept, noun])
            begin = found.end() - len(phrase)
            opens = begin <= 0 or reach[begin - 1] == "\n" or reach[max(0, begin - 2) : begin] in (". ", "? ", "! ")
            if not kept or (opens and kept[0][0].isupper() and not is_possessive(kept[0])):
                continue
            if modifiers <= {bare(w) for w in kept}:
                return phrase
        return None

    def by_role(self, noun: str, modifiers: set[str], position: int) -> Speaker | None:
        modifiers = long_words(" ".join(modifiers))
        matches = []
        for person in self.cast.people.values():
            for role in person.roles:
                words = long_words(role)
                heads = long_words(re.split(_PREPOSITION, role)[0])
                if noun in heads and modifiers <= words:
                    matches.append((person, role))
                    break
        if not matches:
            return None
        names = {person.name: role for person, role in matches}
        recent = (self.cast.fullest(m.words, m.start) for m in self.cast.before(position, 40))
        name = next((n for n in recent if n in names), matches[0][0].name)
        return Speaker(name, names[name], None, True)


def long_words(words: str) -> set[str]:
    """The bare words, "U.S." written out."""
    return {
        long for w in words.replace(",", " ").split() for long in _SHORT.get(bare(w), _SHORT.get(w.lower(), (bare(w),)))
    }


def is_acronym(name: str) -> bool:
    return name.isupper() and 2 <= len(name) <= 6 and name.isalpha()
