"""A statement and a denial in one premise: which of the two clauses a "not" belongs to.

Sentences that share their subject become one ("she knew of the cracks and did not tell the council"), others stand
side by side. Of such a premise each clause follows, and the contrary of each contradicts it; of a third sentence of
the article it tells nothing.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from claimcheck import lexicon
from models.nli.contrast.denial import denial_edits
from models.nli.contrast.edits import Label
from models.nli.contrast.reports import ASIDE, lowered
from models.nli.contrast.sentences import Stated

BESIDE = "beside_denial"
_LONGEST = 24  # words of a clause
_PARTNERS = 2  # second clauses tried for each first one
_PLAIN = re.compile(r"[A-Z][^“”\"():;!?]+\.")
# Of some of them, and of what only points, a "not" is no contrary.
_COUNTED = re.compile(
    r"(?:\d|About|Almost|Nearly|Around|More|Less|Fewer|Much|Many|Most|Some|Several|All|Each|Every\w*|Two|Three|Four|Five"
    r"|Six|Seven|Eight|Nine|Ten|Half|There|This|That|These|Those|Here|Then)\b"
)
_AUXILIARY = r"(?:is|are|was|were|has|have|had|will|did)\b"
_PRONOUN = re.compile(r"(?:He|She|They|It|We) ")
_NAME = re.compile(rf"(?:The |[A-Z][\w’'-]+ )(?:[a-z]+ |[A-Z][\w’'-]+ ){{0,2}}?(?={_AUXILIARY})")
_JOINTS = (" and ", " but ", ", but ")
_APART = ("; {}", ", but {}", ", and {}", ", while {}")

Clause = tuple[str, str]  # a sentence and its contrary


def beside_pairs(stated: Sequence[Stated], rng: random.Random) -> Iterator[tuple[str, str, Label, str]]:
    """(premise, hypothesis, label, topic) of sentences of one article, one of them denied."""
    by_topic: dict[str, list[Clause]] = defaultdict(list)
    for sentence in stated:
        denied = _denied(sentence.text, rng) if sentence.news else None
        if denied:
            by_topic[sentence.topic].append((sentence.text, denied))
    for topic, clauses in by_topic.items():
        for clause in clauses:
            apart = [other for other in clauses if not _may_tell_the_same(clause, other)]
            alike = [other for other in apart if shared_subject(clause[0], other[0])]
            for other in rng.sample(alike or apart, min(_PARTNERS, len(alike or apart))):
                third = [c for c in apart if c != other and not _may_tell_the_same(c, other)]
                for premise, hypothesis, label in _asked(clause, other, third, rng):
                    yield premise, hypothesis, label, topic


def _denied(text: str, rng: random.Random) -> str | None:
    """A short plain sentence with a "not" put in; None where that would be no contrary."""
    if len(text.split()) > _LONGEST or not _PLAIN.fullmatch(text) or _COUNTED.match(text) or ASIDE.match(text):
        return None
    return next((e.text for e in denial_edits(text, rng) if e.rule == "negation" and " not " in e.text), None)


def _may_tell_the_same(one: Clause, other: Clause) -> bool:
    """Whether one of the sentences denied might contradict the other."""
    first, second = lexicon.content_stems(one[0]), lexicon.content_stems(other[0])
    return 2 * len(first & second) >= min(len(first), len(second))


def _asked(one: Clause, other: Clause, third: Sequence[Clause], rng: random.Random) -> Iterator[tuple[str, str, Label]]:
    """One clause as it stands beside the other denied, or the other way round; and what may be asked of them."""
    first, second = rng.choice(((one[0], other[1]), (one[1], other[0])))
    premise = joined(first, second, rng)
    for clause, told in ((one, first), (other, second)):
        for text in clause:
            yield premise, text, "entailment" if text == told else "contradiction"
    if third:
        for text in rng.choice(third):
            yield premise, text, "neutral"


def joined(first: str, second: str, rng: random.Random) -> str:
    """Two sentences as one, where they share a subject or the second's first word tells that it is none's name.

    Of a first clause with a "not" the second has to begin with a verb that the "not" cannot reach.
    """
    subject = shared_subject(first, second)
    if subject and (" not " not in first or re.match(_AUXILIARY, second[len(subject) :])):
        return first[:-1] + rng.choice(_JOINTS) + second[len(subject) :]
    inner = None if ASIDE.match(second) else lowered(second)
    if inner is None or rng.random() < 0.5:
        return f"{first} {second}"
    return first[:-1] + rng.choice(_APART).format(inner)


def shared_subject(first: str, second: str) -> str:
    """The subject with its blank that both begin with, "" for none."""
    for pattern in (_PRONOUN, _NAME):
        m = pattern.match(first)
        if m and second.startswith(m.group()) and pattern.match(second):
            return m.group()
    return ""
