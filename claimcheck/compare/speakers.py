"""Are these two the same speaker? By surname, given name, title, body and role; "unknown" rather than a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Answer = Literal["same", "different", "unknown"]

_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baroness rev reverend hon rt sen senator rep"
    " representative gov governor gen general lt lieutenant col colonel maj major capt captain cmdr commander"
    " adm admiral sgt sergeant det detective insp inspector supt superintendent const constable pres president"
    " pm premier prime minister chancellor secretary judge justice mayor councillor councilor councilman"
    " councilwoman congressman congresswoman ambassador king queen prince princess pope cardinal bishop"
    " archbishop father sister brother imam rabbi sheikh coach referee prosecutor chief executive officer ceo"
    " cfo coo chairman chairwoman chair director mp mep md phd jr sr ii iii iv esq obe cbe mbe kc qc then"
    " former ex acting interim deputy vice rear under".split()
)
_SMALL = frozenset(
    "the a an of for in at on and to from by with its his her their this that s who which said says told one"
    " some two three several many other another local senior top".split()
)
_PARTICLES = frozenset("de da di del della der den des du la le van von bin ibn al el af av ter ten dos".split())
_VOICES = frozenset(
    "spokesman spokeswoman spokesperson representative official officials statement report source office press".split()
)
_ORG_WORDS = frozenset(
    "academy agency airlines alliance army association authority bank board bureau center centre club college"
    " commission committee company corporation council court department federation fire force forces"
    " foundation friends fund group hospital inc institute institution ltd ministry movement museum office"
    " organisation organization parliament party plc police post school service services society team times"
    " trust union university wire news radio mercury herald tribune corp co llc ag sa united city rovers fc"
    " foods hydro energy motors".split()
)
_ALIKE = {
    "chief": "head", "chair": "head", "chairman": "head", "chairwoman": "head", "chairperson": "head",
    "leader": "head", "boss": "head", "ceo": "executive", "spokeswoman": "spokesman", "spokesperson": "spokesman",
    "premier": "minister", "organisation": "organization", "centre": "center", "councillor": "councilor",
    "mum": "mother", "lawmaker": "mp", "attorney": "lawyer", "barrister": "lawyer", "solicitor": "lawyer",
    "teacher": "schoolteacher", "police": "police", "officers": "officer", "researchers": "researcher",
    "scientists": "researcher", "ministers": "minister", "officials": "official", "defence": "defense",
    "residents": "resident", "analysts": "analyst",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?(?:[^\W\d_]\.)*")


@dataclass(frozen=True, slots=True)
class _Who:
    """A speaker taken apart: a personal name (given names, surname), or an organisation's or description's words."""

    given: tuple[str, ...] = ()
    surname: str | None = None
    words: frozenset[str] = frozenset()
    acronym: str | None = None
    proper: frozenset[str] = frozenset()


def same_speaker(name_a: str | None, role_a: str | None, name_b: str | None, role_b: str | None) -> Answer:
    """Whether two speakers are one. A surname alone can be anyone of that name, and an organisation speaks through its
    spokesman, so these count as the same; another given name to the same surname does not."""
    if not _known(name_a) or not _known(name_b):
        return "unknown"
    a, b = _read(str(name_a)), _read(str(name_b))
    if _speaks_for(a, role_b) or _speaks_for(b, role_a):
        return "same"
    if a.surname and b.surname:
        return _people(a, b, role_a, role_b)
    if a.surname or b.surname:
        person, other = (a, b) if a.surname else (b, a)
        role = role_a if a.surname else role_b
        return _person_and_description(person, role, other)
    return _descriptions(a, b)


def _speaks_for(body: _Who, role: str | None) -> bool:
    """Whether the role names the other speaker: "Tidewater Lines" and its "managing director of Tidewater Lines"."""
    return (
        bool(role)
        and len(body.proper) > 1
        and body.proper - _TITLES <= _role_words(str(role))
        and bool(body.proper - _TITLES)
    )


def _known(name: str | None) -> bool:
    return bool(name) and str(name).strip().lower() not in (
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "who",
        "somebody",
        "someone",
    )


def _read(name: str) -> _Who:
    raw = _WORD.findall(name)
    cleaned = [(w, re.sub(r"['’]s?$", "", w).rstrip(".").lower()) for w in raw]
    words = frozenset(_ALIKE.get(c, c) for _, c in cleaned if c not in _SMALL)
    proper = frozenset(c for w, c in cleaned if w[0].isupper() and c not in _SMALL)
    letters = re.sub(r"[^A-Z]", "", name) if re.fullmatch(r"(?:the )?[A-Z][A-Z.&]{1,6}", name.strip()) else None
    named = [(w, c) for w, c in cleaned if w[0].isupper() or c in _PARTICLES]
    is_org = any(c in _ORG_WORDS for _, c in cleaned) or letters is not None
    tail = cleaned[-1][0][0].isupper() if cleaned else False
    if is_org or not tail or re.search(r"\b(?:of|for|at|in|from)\b", name):
        return _Who((), None, words, letters, proper)
    personal = [c for w, c in named if c not in _TITLES and c not in _PARTICLES]
    lower_roles = [c for w, c in cleaned if w[0].islower() and c not in _SMALL | _PARTICLES]
    if not personal:
        return _Who((), None, words, letters, proper)
    if lower_roles:  # "fire chief Dana Rusk": what stands in small letters is the role
        at = max(k for k, (w, c) in enumerate(cleaned) if w[0].islower() and c not in _PARTICLES)
        personal = [c for w, c in cleaned[at + 1 :] if c not in _TITLES and c not in _PARTICLES] or personal
    return _Who(tuple(personal[:-1]), personal[-1], words, letters, proper)


def _people(a: _Who, b: _Who, role_a: str | None, role_b: str | None) -> Answer:
    if a.surname != b.surname:
        # a given name alone, or a name in another order
        if (not a.given and a.surname in b.given) or (not b.given and b.surname in a.given):
            return "same"
        if _hyphenated(a.surname, b.surname) and _given_agree(a.given, b.given):
            return "same" if a.given and b.given else "unknown"
        return "different"
    if not _given_agree(a.given, b.given):
        return "different"
    if not (a.given and b.given) and _roles_clash(role_a, role_b):
        return "unknown"
    return "same"


def _hyphenated(one: str | None, other: str | None) -> bool:
    """ "Sand-Moore" and "Sand" can be one person."""
    if not one or not other:
        return False
    return one in other.split("-") or other in one.split("-")


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if not a or not b:
        return True
    first, second = a[0], b[0]
    if first == second or first in b or second in a:
        return True
    short, long = sorted((first, second), key=len)
    return (len(short) <= 2 and long.startswith(short[0])) or (len(short) >= 3 and long.startswith(short))


def _roles_clash(role_a: str | None, role_b: str | None) -> bool:
    """Two roles that have no word in common: a surname alone does not show that they are one person."""
    if not role_a or not role_b:
        return False
    return not _role_words(role_a) & _role_words(role_b)


def _role_words(role: str) -> frozenset[str]:
    cleaned = (re.sub(r"['’]s?$", "", w).rstrip(".").lower() for w in _WORD.findall(role))
    return frozenset(_ALIKE.get(c, c) for c in cleaned if c not in _SMALL)


def _person_and_description(person: _Who, role: str | None, other: _Who) -> Answer:
    """A name against a role or an organisation: "Ilo Tarn, foreign minister" and "the foreign minister"."""
    if person.surname in other.words:
        return "same"
    if not role:
        return "unknown"
    have = _role_words(role)
    wanted = other.words - _VOICES - {"spokesman"}
    if not wanted:
        return "unknown"
    if wanted <= have or (len(wanted & have) >= 2 and len(wanted & have) >= len(wanted) / 2):
        return "same"
    if other.proper and other.proper - _TITLES and other.proper - _TITLES <= have:
        return "same"  # an organisation and one who speaks for it
    return "unknown"


def _descriptions(a: _Who, b: _Who) -> Answer:
    """Organisations, offices and unnamed sources."""
    if a.acronym or b.acronym:
        return _acronyms(a, b)
    one, other = a.words - _VOICES - {"spokesman"}, b.words - _VOICES - {"spokesman"}
    if not one or not other:
        return "same" if a.words & b.words else "unknown"
    shared = one & other
    kind = shared & _ORG_WORDS
    if kind and one - kind and other - kind and not (one - kind) & (other - kind) and not (a.proper or b.proper):
        return "different"  # the interior ministry, the defence ministry
    proper_a, proper_b = a.proper - _TITLES - _ORG_WORDS, b.proper - _TITLES - _ORG_WORDS
    if proper_a and proper_b and not proper_a & proper_b:
        return "different"
    if shared and (one <= other or other <= one or len(shared) >= 2 or proper_a & proper_b):
        return "same"
    if not shared and (a.proper and b.proper):
        return "different"
    return "unknown"


def _acronyms(a: _Who, b: _Who) -> Answer:
    if a.acronym and b.acronym:
        return "same" if a.acronym == b.acronym else "different"
    short, long = (a, b) if a.acronym else (b, a)
    initials = "".join(sorted(w[0].upper() for w in long.proper))
    if short.acronym and "".join(sorted(short.acronym)) == initials:
        return "same"
    return "same" if short.acronym and short.acronym.lower() in long.words else "unknown"
