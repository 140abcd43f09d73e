"""Words put for their opposites, and for others that say the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.nli.contrast.antonyms import ADJECTIVES, NEXT, PHRASES, VERBS
from models.nli.contrast.edits import SUBJECT, Edit, contrary, deniable, finite_at, put, same, states
from models.nli.contrast.inflection import FORMS, SLOTS, inflect, slot_of

# Who did the one did not do the other: "won", so "did not lose".
_COMPLEMENTARY = frozenset(
    """rise climb increase fall drop decline decrease win lose accept approve reject support back endorse oppose confirm
    deny improve worsen strengthen weaken undermine pass adopt defeat uphold overturn succeed fail allow permit ban
    prohibit legalize outlaw exceed surpass miss remember forget welcome condemn widen narrow""".split()
)
_BY_DEGREE = frozenset(
    "better worse best worst north south east west male female rich poor strong weak late early".split()
)
_BEFORE_FIGURES = frozenset(["more than", "over", "less than", "under", "below", "at least", "at most", "above"])
_FIGURE = re.compile(
    r" [$£€]?\d| (?:two|three|four|five|six|seven|eight|nine|ten|half|a (?:third|quarter|hundred|million))\b"
)
_SET_PHRASES = r"[ -](?:known|friends?|actor|actress|picture|selling|seller|education|school|party)\b"
_SLOT_BEFORE_VERB = re.compile(r"\b(?:to|will|would|did|does|do|must|shall|[a-z]+n[’']t|not) $", re.IGNORECASE)
_PARTICIPLE_BEFORE = re.compile(
    r"\b(?:has|have|had|having|is|are|was|were|be|been|being|gets?|got)(?: \w+ly| not| also| already| since| never)? $",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"\b(?:the|a|an|of|this|that|its|his|her|their|no|any|tax|pay|price|rate|wage|in|for) $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sense:
    """A word of one side of a line. `like` are the others of its side, `unlike` those of the other."""

    like: tuple[str, ...]
    unlike: tuple[str, ...]
    follows: str = ""


def _verbs() -> dict[str, list[Sense]]:
    senses: dict[str, list[Sense]] = {}
    for line in VERBS.strip().splitlines():
        sides, _, follows = line.partition(" :")
        left, right = (side.split() for side in sides.split(" | "))
        for one, other in ((left, right), (right, left)):
            for word in one:
                sense = Sense(tuple(w for w in one if w != word), tuple(other), NEXT[follows])
                senses.setdefault(word, []).append(sense)
    return senses


def _listed(table: str, between: str) -> dict[str, list[Sense]]:
    senses: dict[str, list[Sense]] = {}
    for line in table.strip().splitlines():
        left, right = (tuple(side.split(between)) for side in line.split(" | "))
        for one, other in ((left, right), (right, left)):
            for word in one:
                senses.setdefault(word, []).append(Sense(tuple(w for w in one if w != word), other))
    return senses


_VERB_SENSES = _verbs()
_PHRASE_SENSES = _listed(PHRASES, "; ")
_ADJECTIVE_SENSES = _listed(ADJECTIVES, " ")
_VERB_FORMS = {form: verb for verb in _VERB_SENSES for form in FORMS[verb]}
_ANY_VERB = re.compile(r"\b(?:" + "|".join(sorted(_VERB_FORMS, key=len, reverse=True)) + r")\b")
_ANY_PHRASE = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _PHRASE_SENSES), key=len, reverse=True)) + r")\b")
_ANY_ADJECTIVE = re.compile(
    r"(?<![-\w])(?:" + "|".join(sorted(_ADJECTIVE_SENSES, key=len, reverse=True)) + r")(?![-\w])"
)


def opposite_edits(text: str, rng: random.Random) -> Iterator[Edit]:
    for m in _ANY_VERB.finditer(text):
        yield from _verb(text, m, rng)
    for pattern, senses, rule in (
        (_ANY_PHRASE, _PHRASE_SENSES, "opposite_phrase"),
        (_ANY_ADJECTIVE, _ADJECTIVE_SENSES, "opposite_word"),
    ):
        for m in pattern.finditer(text):
            if m.group() in _BEFORE_FIGURES and not _FIGURE.match(text, m.end()):
                continue
            if re.match(_SET_PHRASES, text[m.end() :]):
                continue
            sense = rng.choice(senses[m.group()])
            yield from _either(text, m, sense.like, sense.unlike, rule, rng)
            settled = m.group() not in _BY_DEGREE and not m.group().endswith(("er", "est", "ern"))
            if (
                rule == "opposite_word"
                and settled
                and deniable(text)
                and re.search(r"\b(?:is|was|are|were) $", text[: m.start()])
            ):
                put_otherwise = put(text, m.start(), m.end(), f"not {rng.choice(sense.unlike)}")
                yield Edit(put_otherwise, "not_opposite", "entailment", None)


def _verb(text: str, m: re.Match[str], rng: random.Random) -> Iterator[Edit]:
    verb, form = _VERB_FORMS[m.group()], m.group()
    before = text[: m.start()]
    slots = slot_of(verb, form)
    if slots & {"base"} and not _SLOT_BEFORE_VERB.search(before):
        slots = slots - {"base"}
    slots = slots & {"participle", "ing"} if _PARTICIPLE_BEFORE.search(before) else slots - {"participle"}
    if slots & {"past", "s"} and not finite_at(text, m.start()):
        slots = slots - {"past", "s"}
    if not slots or _DETERMINED.search(before):
        return
    slot = next(s for s in SLOTS if s in slots)
    senses = [s for s in _VERB_SENSES[verb] if re.match(s.follows, text[m.end() :])]
    passive = slot == "participle" and not re.search(r"\b(?:has|have|had|having)(?: \w+)? $", before)
    if not senses or (passive and not re.match(r" by\b|[.,]| (?:in|on|at)\b", text[m.end() :])):
        return
    sense = rng.choice(senses)
    like = tuple(inflect(w, slot) for w in sense.like)
    unlike = tuple(inflect(w, slot) for w in sense.unlike)
    yield from _either(text, m, like, unlike, "opposite_verb", rng)
    if verb in _COMPLEMENTARY and slot == "past" and SUBJECT.search(before) and deniable(text):
        put_otherwise = put(text, m.start(), m.end(), f"did not {rng.choice(sense.unlike)}")
        yield Edit(put_otherwise, "not_opposite", "entailment", None)


def _either(
    text: str, m: re.Match[str], like: tuple[str, ...], unlike: tuple[str, ...], rule: str, rng: random.Random
) -> Iterator[Edit]:
    kind = rule.partition("_")[2]
    if like:
        yield same(put(text, m.start(), m.end(), rng.choice(like)), f"synonym_{kind}")
    quoted = text[: m.start()].count("“") > text[: m.start()].count("”") or text[: m.start()].count('"') % 2
    if states(text) and not re.search(r"\b(?:not|never|no|n[’']t) (?:\w+ )?$", text[: m.start()]):
        yield contrary(put(text, m.start(), m.end(), rng.choice(unlike)), "quote_word" if quoted else rule)
