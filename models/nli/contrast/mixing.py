"""From edits to pairs: both directions, wordings mixed, and as many of each label and rule."""

from __future__ import annotations

import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.nli.contrast.beside import BESIDE, beside_pairs
from models.nli.contrast.days import date_edits
from models.nli.contrast.denial import denial_edits
from models.nli.contrast.edits import Edit, Label
from models.nli.contrast.figures import number_edits
from models.nli.contrast.harmless import harmless_edits, reworded
from models.nli.contrast.neighbours import ANOTHER_DAY, neighbour_pairs, pairs_of_days
from models.nli.contrast.opposites import opposite_edits
from models.nli.contrast.people import name_edits, name_pool
from models.nli.contrast.reports import framed, report_edits
from models.nli.contrast.sentences import Claimed, Stated
from models.nli.data import LABELS

_SURE_SAME = frozenset(
    "number_respelled date_respelled contraction synonym_verb synonym_word said_order turned".split()
)
_REWORDED = 0.5  # share of the pairs with a change of wording besides
_WITH_CONTEXT = 0.15  # share of the premises with the sentence before or after
_FRAMED = 0.06  # share of the pairs that also become what somebody said
_ALSO_REVERSED = 0.5  # share of the pairs on somebody else that say the reverse besides, and are no contradiction
_PER_TEXT = 4  # pairs of one sentence
# Of each round of choosing; two where nothing is said.
_WEIGHTS = {"opposite_verb": 5, "opposite_phrase": 4, "opposite_word": 3, "negation": 4, "number": 4, "said_denied": 4}
_WEIGHTS |= {"number_rounded": 3, "synonym_verb": 5, "synonym_phrase": 4, "not_opposite": 5, "said_same": 3, "topic": 6}
_WEIGHTS |= dict.fromkeys(("title_dropped", "contraction", "date_respelled", "number_respelled", "left_out"), 1)
_WEIGHTS |= {BESIDE: 8}
SEPARATE = (BESIDE, ANOTHER_DAY)  # rules that can be left out: pairs made before they were there can be made again
_HELD_OUT = 10  # one topic of so many


@dataclass(frozen=True, slots=True)
class Made:
    premise: str
    hypothesis: str
    label: Label
    rule: str
    topic: str

    @property
    def held_out(self) -> bool:
        return zlib.crc32(self.topic.encode()) % _HELD_OUT == 0


def all_edits(text: str, pool: dict[str, list[str]], rng: random.Random) -> list[Edit]:
    """Every edit of every rule that leaves another text."""
    found = [
        *number_edits(text, rng),
        *date_edits(text, rng),
        *name_edits(text, pool, rng),
        *opposite_edits(text, rng),
        *denial_edits(text, rng),
        *report_edits(text, rng),
        *harmless_edits(text, rng),
    ]
    return [edit for edit in found if edit.text != text]


def make(
    stated: Sequence[Stated], claimed: Sequence[Claimed], seed: int, leave_out: Collection[str] = ()
) -> Iterator[Made]:
    """All pairs that the rules make, but those of `SEPARATE` that are left out; `choose` takes some of them."""
    rng = random.Random(seed)
    pool = name_pool(s.text for s in stated)
    names = [name for gender in sorted(pool) for name in pool[gender]]
    for sentence in stated:
        for pair in of_sentence(sentence, pool, rng):
            yield pair
            yield from reported(pair, names, rng)
    for claim in claimed:
        for pair in of_claim(claim, pool, rng):
            yield pair
            yield from reported(pair, names, rng)
    for premise, hypothesis, topic in neighbour_pairs(stated, claimed, rng):
        yield Made(premise, hypothesis, "neutral", "topic", topic)
    if ANOTHER_DAY not in leave_out:
        for premise, hypothesis, topic in pairs_of_days(stated):
            yield Made(premise, hypothesis, "neutral", ANOTHER_DAY, topic)
    if BESIDE not in leave_out:
        for premise, hypothesis, label, topic in beside_pairs(stated, rng):
            premise, hypothesis = _otherwise_worded(premise, hypothesis, BESIDE, rng)
            yield Made(premise, hypothesis, label, BESIDE, topic)


def of_sentence(sentence: Stated, pool: dict[str, list[str]], rng: random.Random) -> Iterator[Made]:
    """The sentence and each of its edits, either of them the premise."""
    for edit in all_edits(sentence.text, pool, rng):
        ways: list[tuple[str, str, Label]] = []
        if edit.forward:
            ways.append((sentence.text, edit.text, edit.forward))
        if edit.backward:
            ways.append((edit.text, sentence.text, edit.backward))
        for premise, hypothesis, label in ways if edit.forward != edit.backward else [rng.choice(ways)]:
            of_another = edit.rule == "person" and edit.text[:12] != sentence.text[:12]
            if label == "neutral" and of_another and rng.random() < _ALSO_REVERSED:
                hypothesis = _reversed(hypothesis, rng)
            premise, hypothesis = _otherwise_worded(premise, hypothesis, edit.rule, rng)
            if rng.random() < _WITH_CONTEXT:
                premise = _in_context(premise, sentence, rng)
            yield Made(premise, hypothesis, label, edit.rule, sentence.topic)


def of_claim(claim: Claimed, pool: dict[str, list[str]], rng: random.Random) -> Iterator[Made]:
    """The claim's premise with each edit of the claim, which stands to it as to the claim."""
    for edit in all_edits(claim.text, pool, rng):
        if edit.forward == "neutral" and edit.rule != "person":
            continue  # the premise may tell what the claim leaves open
        new = set(edit.text.split()) - set(claim.text.split())
        gone = set(claim.text.split()) - set(edit.text.split())
        exact = edit.rule == "person" or (edit.forward == "contradiction" and edit.rule != "negation")
        told = all(word.strip(",.") in claim.premise for word in gone) and not any(
            w.strip(",.") in claim.premise for w in new
        )
        if edit.forward and (told or not exact):
            yield Made(claim.premise, edit.text, edit.forward, f"claim_{edit.rule}", claim.topic)


def reported(pair: Made, names: list[str], rng: random.Random) -> Iterator[Made]:
    if rng.random() < _FRAMED:
        for premise, hypothesis, rule, label in framed(pair.premise, pair.hypothesis, pair.label, names, rng):
            yield Made(premise, hypothesis, label, rule, pair.topic)


def _otherwise_worded(premise: str, hypothesis: str, rule: str, rng: random.Random) -> tuple[str, str]:
    """One of the two in other words, so that the edit is not all that sets them apart."""
    if rng.random() >= _REWORDED:
        return premise, hypothesis
    first = rng.random() < 0.5
    text = premise if first else hypothesis
    ways = [*number_edits(text, rng), *date_edits(text, rng), *opposite_edits(text, rng), *denial_edits(text, rng)]
    ways += [*report_edits(text, rng), *reworded(text, rng)]
    alike = [w for w in ways if w.rule in _SURE_SAME and w.rule != rule and w.backward == "entailment"]
    if not alike:
        return premise, hypothesis
    new = rng.choice(alike).text
    return (new, hypothesis) if first else (premise, new)


def _reversed(text: str, rng: random.Random) -> str:
    """What else would contradict the text: of another person it contradicts nothing."""
    found = [*opposite_edits(text, rng), *denial_edits(text, rng), *number_edits(text, rng)]
    found = [edit for edit in found if edit.forward == "contradiction"]
    return rng.choice(found).text if found else text


def _in_context(premise: str, sentence: Stated, rng: random.Random) -> str:
    around = [(sentence.before, True)] * bool(sentence.before) + [(sentence.after, False)] * bool(sentence.after)
    if not around:
        return premise
    text, before = rng.choice(around)
    return f"{text} {premise}" if before else f"{premise} {text}"


def choose(made: Iterable[Made], limit: int, seed: int) -> list[Made]:
    """At most `limit` pairs, a third of each label; a sentence gives few, and none occurs twice.

    Of a label no rule gives more than its share while the others have some.
    """
    rng = random.Random(seed)
    piles: dict[str, dict[str, list[Made]]] = {label: defaultdict(list) for label in LABELS}
    for pair in made:
        if pair.premise != pair.hypothesis:
            piles[pair.label][pair.rule].append(pair)
    chosen: list[Made] = []
    seen: set[tuple[str, str]] = set()
    used: Counter[str] = Counter()
    for label in sorted(LABELS, key=lambda name: sum(map(len, piles[name].values()))):
        rules = {rule: rng.sample(pairs, len(pairs)) for rule, pairs in sorted(piles[label].items())}
        room = limit // len(LABELS)
        while room and rules:
            for rule in [r for r in sorted(rules) for _ in range(_WEIGHTS.get(r.removeprefix("claim_"), 2))]:
                if not rules.get(rule):
                    rules.pop(rule, None)
                    continue
                pair = rules[rule].pop()
                key, base = (pair.premise, pair.hypothesis), pair.premise[:60]
                if room and key not in seen and used[base] < _PER_TEXT:
                    seen.add(key)
                    used[base] += 1
                    chosen.append(pair)
                    room -= 1
    rng.shuffle(chosen)
    return chosen
