"""A statement and a denial in one premise: which of the two clauses a "not" belongs to.

Sentences that share their subject become one ("she knew of the cracks and did not tell the council"), others stand
side by side. Of such a premise each clause follows, and the contrary of each contradicts it.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from claimcheck import lexicon
from models.nli.contrast.denial import denial_edits
from models.nli.contrast.edits import Label
from models.nli.contrast.reports import lowered
from models.nli.contrast.sentences import Stated

BESIDE = "beside_denial"
_LONGEST = 24  # words of a clause
_PARTNERS = 2  # second clauses tried for each first one
_PLAIN = re.compile(r"[A-Z][^“”\"():;!?]+\.")
_PRONOUN = re.compile(r"(?:He|She|They|It|We) ")
_NAME = re.compile(
    r"(?:The |[A-Z][\w’'-]+ )(?:[a-z]+ |[A-Z][\w’'-]+ ){0,2}?(?=(?:is|are|was|were|has|have|had|will|did)\b)"
)
_JOINTS = (" and ", " but ", " and ", ", but ")
_APART = ("; {}", ", but {}", ", and {}", ", while {}")


def beside_pairs(stated: Sequence[Stated], rng: random.Random) -> Iterator[tuple[str, str, Label, str]]:
    """(premise, hypothesis, label, topic) of sentences of one topic, one of them denied."""
    by_topic: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for sentence in stated:
        contrary = _contrary(sentence.text, rng)
        if contrary:
            by_topic[sentence.topic].append((sentence.text, contrary))
    for topic, clauses in by_topic.items():
        for k, clause in enumerate(clauses):
            others = [other for other in clauses[:k] + clauses[k + 1 :] if not _overlap(clause[0], other[0])]
            alike = [other for other in others if shared_subject(clause[0], other[0])] or others
            for other in rng.sample(alike, min(_PARTNERS, len(alike))):
                for premise, hypothesis, label in _of_two(clause, other, rng):
                    yield premise, hypothesis, label, topic


def _overlap(one: str, other: str) -> bool:
    """Whether the two may tell the same, so that one denied would contradict the other."""
    first, second = lexicon.content_stems(one), lexicon.content_stems(other)
    return 2 * len(first & second) > min(len(first), len(second))


def _contrary(text: str, rng: random.Random) -> str | None:
    """A short plain sentence with a "not" more or less; None where there is no such."""
    if len(text.split()) > _LONGEST or not _PLAIN.fullmatch(text):
        return None
    found = [edit.text for edit in denial_edits(text, rng) if edit.rule == "negation"]
    return found[0] if found else None


def _of_two(one: tuple[str, str], other: tuple[str, str], rng: random.Random) -> Iterator[tuple[str, str, Label]]:
    """One clause as it stands beside the other denied, or the other way round; all four of what may be asked."""
    first, second = rng.choice(((one[0], other[1]), (one[1], other[0])))
    premise = joined(first, second, rng)
    for clause, told in ((one, first), (other, second)):
        for text in clause:
            yield premise, text, "entailment" if text == told else "contradiction"


def joined(first: str, second: str, rng: random.Random) -> str:
    """Two sentences as one, where they share a subject or the second's first word tells that it is none's name."""
    subject = shared_subject(first, second)
    if subject:
        return first[:-1] + rng.choice(_JOINTS) + second[len(subject) :]
    inner = lowered(second)
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
