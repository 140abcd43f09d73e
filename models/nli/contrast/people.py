"""Names, places and roles: one put for another of its kind, or two changing sides."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from claimcheck.extract.cast import Cast
from claimcheck.extract.given_names import gender_of
from claimcheck.extract.names import Mention
from claimcheck.extract.words import tokenize
from models.nli.contrast.edits import Edit, Label, apart, contrary, put, same, states

COUNTRIES = frozenset(
    """Afghanistan Argentina Australia Austria Belgium Brazil Bulgaria Canada Chile China Colombia Croatia Cuba Denmark
    Egypt England Ethiopia Finland France Germany Ghana Greece Hungary Iceland India Indonesia Iran Iraq Ireland Israel
    Italy Japan Jordan Kenya Kuwait Lebanon Libya Malaysia Mexico Morocco Nepal Netherlands Nigeria Norway Pakistan Peru
    Philippines Poland Portugal Romania Russia Scotland Serbia Singapore Somalia Spain Sudan Sweden Switzerland Syria
    Taiwan Thailand Turkey Ukraine Venezuela Vietnam Wales Yemen Zimbabwe""".split()
)
STATES = frozenset(
    """Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana
    Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska
    Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming""".split()
)
CITIES = frozenset(
    """Amsterdam Athens Atlanta Baghdad Baltimore Barcelona Beijing Beirut Berlin Boston Brussels Budapest Cairo
    Charlotte Chicago Cincinnati Cleveland Copenhagen Dallas Damascus Delhi Denver Detroit Dublin Edinburgh Geneva
    Glasgow Houston Istanbul Kabul Kiev Lisbon Liverpool London Madrid Manchester Melbourne Miami Milan Milwaukee
    Minneapolis Moscow Mumbai Munich Nashville Oslo Paris Philadelphia Phoenix Pittsburgh Prague Rome Seattle
    Seoul Stockholm Sydney Tehran Tokyo Toronto Vienna Warsaw Zurich""".split()
)
_PLACE = re.compile(
    r"\b(?P<where>in|from|to|at|near|across|of|through) (?P<name>"
    + "|".join(sorted(COUNTRIES | STATES | CITIES))
    + r")\b(?!['’-]| [A-Z]|, [A-Z]|, [\w ]+,? and| and| or| County| State| University)"
)
# Where these happen they happen once.
_ONE_PLACE = re.compile(
    r"\b(?:born|died|buried|located|based|headquartered|situated|founded|lies|lives|living|the capital)(?: \w+){0,3} $"
)
# What goes on in many places at a time, and so is another matter elsewhere.
_REPEATED = re.compile(
    r"\b(?:primar(?:y|ies)|caucus(?:es)?|voters|polls?|rall(?:y|ies)|campaign\w*|protest\w*|cases|patients|unemployment"
    r"|residents|schools|police|students|workers|speech|speaking|spoke|meeting|demonstrators|killed|troops|sales|shares|won|wins|deaths)\b"
)
_DEFINED = re.compile(r"\b(?:is an?|was an?|is the|was the|are the|one of|known as|located|founded|state of)\b")
_ONE_HOLDER = re.compile(
    r" (?:is|was|became) the (?:\w+ ){0,2}(?:president|mayor|governor|head|leader|chairman|chief executive|director"
    r"|captain|capital|largest|founder|prime minister|king|queen|emperor|chancellor|speaker|author|inventor|first"
    r"|current|winner)\b"
    r"| (?:won|lost) the \d{4}\b| was elected president\b| was inaugurated\b"
)
_FIRST_OF_ALL = re.compile(r"\b(?:winner|won|wins|leads?|leading|frontrunner|nominee|champion|only|first)\b")
_KIN = re.compile(r"\b(?:son|daughter|wife|husband|married|father|mother|brother|sister|born to|parents|née)\b")
_PLAIN_TITLES = frozenset("Mr Ms Mrs".split())
_NO_PERSON = frozenset(
    "britain america africa europe empire catholic church street university school college house center centre park"
    " foundation act court".split()
)

# In apposition or after "is": one cannot be both; or one may be both.
_EXCLUSIVE = """
Democrat: Republican  senator: governor  father: son  mother: daughter  wife: sister  husband: brother
plaintiff: defendant  landlord: tenant  teacher: pupil  prosecutor: defendant  employer: employee  grandson: grandfather
"""
_COMPATIBLE = """
lawyer: professor  actor: singer  spokesman: adviser  spokeswoman: adviser  engineer: writer  journalist: author
activist: farmer  businessman: veteran  director: producer  strategist: columnist  economist: novelist
politician: poet  actress: model  analyst: blogger  musician: painter  footballer: cricketer  reporter: pollster
"""
_WON_AGAINST = """
defeated beat beats succeeded replaced killed murdered acquired bought outspent outscored sued preceded overtook ousted
hired fired appointed nominated
""".split()
_PASSIVE = {"beat": "beaten", "beats": "", "outspent": "", "overtook": "overtaken"}
_MUTUAL = frozenset("met married divorced debated".split())


def _pairs(table: str) -> dict[str, str]:
    entries = dict(re.findall(r"(\w+): (\w+)", table))
    return entries | {b: a for a, b in entries.items()}


_ROLES: dict[str, tuple[str, Label]] = {w: (v, "contradiction") for w, v in _pairs(_EXCLUSIVE).items()}
_ROLES |= {w: (v, "neutral") for w, v in _pairs(_COMPATIBLE).items()}
_ROLE = re.compile(
    r"(?:\b(?:is|was|became)|,) (?:an?|the|his|her) (?:(?!former\b|ex-)[\w-]+ )?(?P<role>"
    + "|".join(_ROLES)
    + r")\b(?!['’-]| (?:\w+man|of|[A-Z]\w*)\b)"
)


def mentions(text: str) -> list[Mention]:
    return Cast([tokenize(text, 0, len(text))]).mentions


def people(text: str, named: list[Mention] | None = None) -> list[Mention]:
    """Those named by given name and surname, whom nothing else in the sentence names again."""
    found = []
    for m in mentions(text) if named is None else named:
        whole = len(m.words) == 2 and m.person and all(w.isalpha() and w[1:].islower() for w in m.words)
        alone = all(len(re.findall(rf"\b{w}\b", text)) == 1 for w in m.words) and text[m.start : m.end] == m.name
        if whole and alone and gender_of(m.words[0]) and m.words[1].lower() not in _NO_PERSON:
            found.append(m)
    return found


def name_pool(texts: Iterable[str], least: int = 1) -> dict[str, list[str]]:
    """Full names by he or she, those that at least `least` sentences name."""
    seen = Counter(m.name for text in texts for m in people(text))
    pool: dict[str, list[str]] = {"m": [], "f": []}
    for name, count in sorted(seen.items()):
        gender = gender_of(name.split()[0])
        if count >= least and gender:
            pool[gender].append(name)
    return pool


def name_edits(text: str, pool: dict[str, list[str]], rng: random.Random) -> Iterator[Edit]:
    named = mentions(text)
    yield from _other_person(text, named, pool, rng)
    yield from _other_place(text, rng)
    yield from _other_role(text)
    yield from _sides(text, named)
    yield from _untitled(text, named)


def _other_person(text: str, named: list[Mention], pool: dict[str, list[str]], rng: random.Random) -> Iterator[Edit]:
    """Somebody else: another fact, unless only one person can be what the sentence says."""
    if _KIN.search(text) or re.search(r"\b(?:[Hh]e|[Ss]he) and\b", text):
        return
    for m in people(text, named):
        others = [n for n in pool[gender_of(m.words[0]) or "m"] if not set(n.split()) & set(text.split())]
        if not others or re.match(r", who\b|['’]s\b", text[m.end :]):
            continue
        changed = put(text, m.start, m.end, rng.choice(others))
        made = re.search(r"\b(?:directed|written|founded|composed|hosted|painted|designed) by $", text[: m.start])
        shared = re.match(r",| and\b|;", text[m.end :])
        if (_ONE_HOLDER.match(text, m.end) or (made and not shared)) and states(text):
            yield contrary(changed, "person")
        elif not (made or m.role or m.title or _FIRST_OF_ALL.search(text)):
            yield apart(changed, "person")


def _other_place(text: str, rng: random.Random) -> Iterator[Edit]:
    for m in _PLACE.finditer(text):
        name = m["name"]
        kind = next(k for k in (COUNTRIES, STATES, CITIES) if name in k)
        if re.search(r"[A-Z]\w+, $", text[: m.start()]) or len(re.findall(rf"\b{name}", text)) > 1:
            continue
        others = sorted(kind - set(re.findall(r"\w+", text)))
        changed = text[: m.start("name")] + rng.choice(others) + text[m.end() :]
        if m["where"] in ("in", "of") and _ONE_PLACE.search(text[: m.start()]):
            if states(text):
                yield contrary(changed, "place")
        elif m["where"] != "of" and _REPEATED.search(text) and not _DEFINED.search(text):
            if re.search(r"\d|day\b", text):
                continue  # of the same figure or day it may be the same event
            yield apart(changed, "place")


def _other_role(text: str) -> Iterator[Edit]:
    m = _ROLE.search(text)
    if m and len(re.findall(rf"\b{m['role']}", text)) == 1 and states(text):
        new, label = _ROLES[m["role"]]
        yield Edit(put(text, m.start("role"), m.end("role"), new), "role", label, label)


def _sides(text: str, named: list[Mention]) -> Iterator[Edit]:
    """A beat B: B beat A cannot be, B was beaten by A is the same. A and B: B and A."""
    for a, b in pairwise(named):
        between = text[a.end : b.start]
        one, two = text[a.start : a.end], text[b.start : b.end]
        opens = a.start == 0 and not (a.title or b.title or a.definite) and (a.person or len(a.words) > 1)
        verb = between.strip()
        turned = f"{text[: a.start]}{two}{between}{one}{text[b.end :]}"
        bare = a.person and b.person and not (a.role or b.role or a.title or b.title)
        listed = re.search(r"(?:,|\band) $", text[: a.start]) or not re.match(r"[ ,.](?!,)", text[b.end :])
        if verb == "and" and bare and not listed:
            yield same(turned, "turned")
        if not opens or re.match(r"['’]", text[b.end :]) or b.words == a.words:
            continue
        if verb in _WON_AGAINST and a.person == b.person and states(text):
            yield contrary(turned, "sides")
            participle = _PASSIVE.get(verb, verb)
            if participle and text[b.end :] == ".":
                yield same(f"{two} was {participle} by {one}.", "turned")
        elif verb in _MUTUAL:
            yield same(turned, "turned")


def _untitled(text: str, named: list[Mention]) -> Iterator[Edit]:
    for m in named:
        if m.title and m.person:
            lead = re.search(rf"{re.escape(m.title)} $", text[: m.start])
            if lead and not re.search(r"\b[Tt]he $", text[: lead.start()]):
                plain = m.title.rstrip(".") in _PLAIN_TITLES
                backward: Label | None = "entailment" if plain else None
                yield Edit(text[: lead.start()] + text[m.start :], "title_dropped", "entailment", backward)
