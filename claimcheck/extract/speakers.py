"""Who is meant by a source as it stands in the text: the fullest name the article gives, and the role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.extract.cast import FEMALE_WORDS, MALE_WORDS
from claimcheck.extract.cues import SPEECH_NOUNS
from claimcheck.extract.discourse import Discourse, Speaker, is_acronym
from claimcheck.extract.names import COMMON_OPENERS, Mention
from claimcheck.extract.roles import ORG_WORDS, ROLE_HEADS, is_role
from claimcheck.extract.words import (
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    TITLES,
    Token,
    bare,
    is_possessive,
    tokenize,
)
from claimcheck.records import Span

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_GENERIC_ORGS = frozenset(
    "company group firm club team bank agency charity party ministry department office organisation"
    " organization council union association operator authority service hospital university school government"
    " institute court newspaper broadcaster paper retailer manufacturer carmaker airline maker builder"
    " foundation fund trust campaign commission committee board body force".split()
)
_GENERIC_PEOPLE = frozenset("man woman boy girl teenager mother father husband wife".split())
_ALIKE = {
    "team": ("researchers", "scientists", "authors", "team"),
    "researchers": ("researchers", "scientists", "study", "team"),
    "authors": ("authors", "researchers", "study", "paper", "report"),
    "paper": ("study", "paper", "research", "newspaper"),
    "study": ("study", "paper", "research"),
    "research": ("study", "research", "paper"),
    "report": ("report", "study", "audit", "review", "inquiry"),
    "survey": ("survey", "poll", "study"),
    "poll": ("poll", "survey"),
    "police": ("police", "officers", "force"),
    "force": ("police", "force"),
    "officers": ("police", "officers"),
    "prosecution": ("prosecution", "prosecutors"),
}
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))})\b")
_AGED = re.compile(r"\d+-year-old")


class Speakers(Discourse):
    """Resolves sources in the order of the text; what it resolved before, later ones may refer to."""

    def note_subject(self, span: Span, apposition: Span | None) -> None:
        """Remember the name in a sentence's subject: pronouns after it mean that one first."""
        tokens = [t for t in tokenize(self.text, *span) if t.kind == "word"]
        named = bool(tokens) and self._name_at_end(_head(tokens), span) is not None
        inside = self.cast.within(span)
        if not named and apposition is not None and self._named_apposition(apposition) is not None:
            inside = self.cast.within(apposition)[:1]
        if inside:
            self.subjects[self.unit_at(span[0])] = self.cast.fullest(inside[-1].words, inside[-1].start)

    def resolve(self, span: Span, apposition: Span | None = None, follows: bool = False) -> Speaker:
        """The speaker that the source at `span` stands for. `apposition` follows it: "the architect, Lena Orr".

        `follows` is a source behind its content: a pronoun there looks to the sentences before.
        """
        speaker = self._resolve(span, apposition, follows)
        if speaker.name:
            self.log.append((span[0], speaker))
            if not speaker.person:
                self.descriptions.append((span[0], speaker.name))
        return speaker

    def _resolve(self, span: Span, apposition: Span | None, follows: bool) -> Speaker:
        tokens = [t for t in tokenize(self.text, *span) if t.kind == "word" or t.text in "&"]
        if not tokens:
            return Speaker(None, None, span)
        if len(tokens) == 1 and tokens[0].lower in _HE | _SHE | {"they", "it", "we", "i", "who"}:
            return self._pronoun(tokens[0].lower, span, follows)
        head = _head(tokens)
        named = self._name_at_end(head, span)
        if named is not None:
            return self._with_role(named, head, span, apposition)
        if apposition is not None:
            other = self._named_apposition(apposition)
            if other is not None:
                role = _clean_role(self.text[span[0] : span[1]])
                return self._remember(other, role, span)
        if (
            apposition is not None
            and self.text[apposition[0] : apposition[1]].startswith("who ")
            and tokens[0].lower in ("a", "an", "one")
        ):
            return self._described(self.text[span[0] : span[1]], bare(head[-1].text) if head else "", span)
        return self._description(tokens, head, span)

    def _name_at_end(self, head: Sequence[Token], span: Span) -> Mention | None:
        """The name that the phrase ends with, if it does: "Interior Minister Ada Holm"."""
        if not head or not head[-1].capital:
            return None
        if len(head) == 1 and head[0].lower in COMMON_OPENERS:
            return None  # "Two of the firms"
        inside = [m for m in self.cast.within((head[0].start, span[1])) if m.start <= head[-1].start < m.end]
        if inside:
            return inside[0]
        if bare(head[-1].text) in ROLE_HEADS:
            return None
        first = len(head) - 1
        while first > 0 and head[first - 1].capital and not is_possessive(head[first - 1].text):
            first -= 1
        words = [t.text for t in head[first:] if t.lower not in TITLES]
        return Mention(head[first].start, head[-1].end, tuple(words)) if words else None

    def _named_apposition(self, apposition: Span) -> Mention | None:
        tokens = tokenize(self.text, *apposition)
        if len(tokens) > 1 and tokens[0].lower == "the" and all(t.capital for t in tokens[1:]):
            tokens = tokens[1:]
        if not tokens or not tokens[0].capital or tokens[0].lower in DETERMINERS:
            return None
        inside = self.cast.within(apposition)
        if (
            inside
            and inside[0].start <= tokens[0].start + 24
            and not is_possessive(self.text[inside[0].start : inside[0].end + 2].rstrip())
        ):
            return inside[0] if bare(inside[0].words[-1]) not in ROLE_HEADS else None
        return None

    def _with_role(self, mention: Mention, head: Sequence[Token], span: Span, apposition: Span | None) -> Speaker:
        before = _clean_role(self.text[head[0].start : mention.start])
        role = mention.role or (before if before and any(is_role(w, apposed=True) for w in before.split()) else None)
        if role and role.lower().rstrip(".") in {t.rstrip(".") for t in TITLES}:
            role = None
        if role is None and apposition is not None:
            role = _clean_role(self.text[apposition[0] : apposition[1]], apposition=True)
        return self._remember(mention, role, span)

    def _remember(self, mention: Mention, role: str | None, span: Span) -> Speaker:
        name = self.cast.fullest(mention.words, span[0])
        is_org = any(bare(w) in ORG_WORDS for w in name.split()) or is_acronym(name)
        if self.cast.is_person(name) or (not is_org and (role or " " in name)):
            person = self.cast.person(name)
            if role and role not in person.roles:
                person.roles.append(role)
            return Speaker(name, role or (person.roles[0] if person.roles else None), span, person=True)
        return Speaker(name, role, span)

    def _pronoun(self, word: str, span: Span, follows: bool) -> Speaker:
        if word in ("they", "we", "i", "who"):
            recent = self.last(span[0])
            return Speaker(recent.name, recent.role, span, recent.person) if recent else Speaker(None, None, span)
        if word == "it":
            owner = self.owner_of_words(span[0])
            if owner is not None:
                return Speaker(owner.name, owner.role, span, owner.person)
            return Speaker(self.recent_organisation(span[0]), None, span)
        gender = "m" if word in _HE else "f"
        name = self.recent_person(span[0], gender, follows)
        if name is None:
            return Speaker(None, None, span)
        roles = self.cast.person(name).roles
        return Speaker(name, roles[0] if roles else None, span, person=True)

    def owner_of_words(self, position: int) -> Speaker | None:
        """Whose statement it is that the sentence names before `position`: "the hospital's own statement: ..."."""
        start = self.units[self.unit_at(position)][0] if self.units else position
        tokens = [t for t in tokenize(self.text, start, position) if t.kind == "word"][-30:]
        for k in range(len(tokens) - 1, 0, -1):
            if bare(tokens[k].text) not in SPEECH_NOUNS:
                continue
            owner = next((n for n in range(k - 1, max(-1, k - 4), -1) if is_possessive(tokens[n].text)), None)
            if owner is None:
                return None
            first = owner
            while first and (tokens[first - 1].capital or tokens[first - 1].lower in DETERMINERS):
                first -= 1
            end = tokens[owner].start + len(re.sub(r"['’]s?$", "", tokens[owner].text))
            return self.resolve((tokens[first].start, end))
        return None

    def _description(self, tokens: Sequence[Token], head: Sequence[Token], span: Span) -> Speaker:
        """A source without a name: somebody or something named elsewhere, or else what the text calls them."""
        noun = bare(head[-1].text) if head else ""
        whole = self.text[span[0] : span[1]]
        owner = next((k for k, t in enumerate(tokens[:-1]) if is_possessive(t.text)), None)
        if noun in SPEECH_NOUNS and owner is not None:
            last = tokens[owner]
            return self.resolve((span[0], last.start + len(re.sub(r"['’]s?$", "", last.text))))
        owned = self._owned(tokens, noun, span)
        if owned is not None:
            return owned
        definite = tokens[0].lower in ("the", "this", "that", "these") or tokens[0].lower in POSSESSIVES
        if definite and len(head) <= 5:
            found = self._referent(noun, head, span)
            if found is not None:
                return Speaker(found.name, found.role, span, found.person)
        if noun in ROLE_HEADS and tokens[0].lower not in ("two", "three", "some", "several"):
            return self._described(whole, noun, span)
        return Speaker(whole, None, span)

    def _described(self, name: str, noun: str, span: Span) -> Speaker:
        """Somebody without a name, whom a pronoun may take up."""
        person = self.cast.person(name)
        person.votes["m"] += 4 * (noun in MALE_WORDS)
        person.votes["f"] += 4 * (noun in FEMALE_WORDS)
        return Speaker(name, None, span, person=True)

    def _owned(self, tokens: Sequence[Token], noun: str, span: Span) -> Speaker | None:
        """Her spokesman, its lawyer: another than the one who was named last, unless somebody has that role."""
        word = tokens[0].lower
        if word not in ("his", "her", "its", "their") or noun not in ROLE_HEADS:
            return None
        found = self.by_role(noun, {bare(t.text) for t in tokens[1:-1]}, span[0])
        if found is not None:
            return Speaker(found.name, found.role, span, person=True)
        owner = (
            self.recent_person(span[0], "m" if word == "his" else "f")
            if word in ("his", "her")
            else self.recent_organisation(span[0])
        )
        rest = self.text[tokens[1].start : span[1]] if len(tokens) > 1 else ""
        return self._described(f"{owner}’s {rest}" if owner else self.text[span[0] : span[1]], noun, span)

    def _referent(self, noun: str, head: Sequence[Token], span: Span) -> Speaker | None:
        aged = any(_AGED.fullmatch(t.lower) for t in head)
        modifiers = {bare(t.text) for t in head[:-1] if not _AGED.fullmatch(t.lower)} - DETERMINERS - POSSESSIVES
        if _AGED.fullmatch(noun) or noun in _GENERIC_PEOPLE:
            name = self.recent_person(span[0], {"man": "m", "boy": "m", "woman": "f", "girl": "f"}.get(noun))
            return Speaker(name, None, None, True) if name else None
        by_role = self.by_role(noun, modifiers, span[0])
        if by_role is not None:
            return by_role
        wanted = _ALIKE.get(noun, (noun,))
        for _at, name in reversed(self.descriptions[-60:]):
            described = [bare(t.text) for t in _head(tokenize(name, 0, len(name)))]
            while len(described) > 2 and described[-1].endswith(("ed", "en", "ing")):
                described.pop()  # "a study published"
            if described and described[-1] in wanted and modifiers <= set(described):
                return Speaker(name)
        for mention in [*self.cast.before(span[0], 60), *self.cast.after(span[1], 60)]:
            full = self.cast.fullest(mention.words, mention.start)
            words = {w.lower() for w in full.split()}
            if noun in words and modifiers <= words and len(words) > 1:
                return Speaker(full)
        if noun in ("team", "researchers", "authors", "scientists"):
            team = self.team_before(span[0])
            if team is not None:
                return Speaker(team)
        phrase = self.described_before(noun, modifiers, span[0])
        if phrase is not None:
            return Speaker(phrase)
        if noun in ROLE_HEADS and (aged or not modifiers):
            name = self.recent_person(span[0], None)
            return Speaker(name, None, None, True) if name else None
        if noun in _GENERIC_ORGS and not modifiers:
            spoke = self.last_body()
            about = self.last_subject()
            name = self.nearest_body(span[0], noun) if noun not in ("paper", "newspaper") else spoke
            return Speaker(name or spoke or about) if name or spoke or about else None
        return None


def _head(tokens: Sequence[Token]) -> list[Token]:
    """The phrase up to its first preposition, or all of it where that is part of a name."""
    for k, token in enumerate(tokens):
        if k and token.lower in PREPOSITIONS | {"who", "that", "which"}:
            in_name = (
                token.lower == "of"
                and tokens[k - 1].capital
                and bare(tokens[k - 1].text) in ORG_WORDS
                and tokens[-1].capital
            )
            if not in_name:
                return list(tokens[:k])
    return list(tokens)


def _clean_role(words: str, apposition: bool = False) -> str | None:
    """ "Its chief executive" -> "chief executive"; an apposition counts only if a role is in it."""
    words = re.split(r",| who | which | whose | where ", " " + words.strip(" ,") + " ")[0].strip()
    words = re.sub(r"^(?:the|a|an|its|his|her|their|our)\s+(?=\S)", "", words, flags=re.IGNORECASE)
    if not words or words.lower() in {"the", "a", "an"} or re.fullmatch(r"\d+", words):
        return None
    first = re.split(_PREPOSITION, words)[0]
    if apposition and not any(is_role(w, apposed=True) for w in (first or words).split()):
        return None
    if is_possessive(words.split()[-1]):
        return None
    return words
