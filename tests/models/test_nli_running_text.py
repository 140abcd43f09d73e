"""Premises put into running text: what stands around them, and what becomes of the label."""

import json
import random
from collections import Counter

import pytest

pytest.importorskip("torch")

from models.nli.batches import Altered, epoch_pairs
from models.nli.data import LABELS, NOT_ENTAILMENT, UNLABELLED, Pair
from models.nli.running_text import LEAST_WITHOUT, LENGTHS, RunningText, may_settle, thinned

ENTAILMENT, NEUTRAL, CONTRADICTION = range(len(LABELS))
HARBOUR = [
    "The harbour board met in Skarvik on Tuesday evening.",
    "Its members had asked for a report on the old ferry quay in the spring.",
    "Divers found cracks in eleven of the forty pillars.",
    "The board closed the quay to lorries the same night.",
    "A crossing to the islands takes two hours longer by the northern route.",
    "Shopkeepers on the islands fear for the summer season and want a bridge instead.",
]
GARDEN = ["The rose garden opens in May.", "Entry is free for children.", "A café sells cakes and lemonade."]
FOUND = HARBOUR[2]


def pair(premise=FOUND, hypothesis="Eleven pillars were found to be cracked.", target=ENTAILMENT, told=None):
    return Pair(premise, hypothesis, target, False, "a", told)


def made(asked, texts, count=300):
    rng = random.Random(5)
    return [RunningText(texts).around(asked, rng) for _ in range(count)]


def test_a_premise_of_another_text_stays_whole_and_keeps_its_label():
    asked = pair("Rain fell on the coast.", "It rained.", told=(0.9, 0.1, 0.0))
    for found in made(asked, [HARBOUR, GARDEN]):
        assert asked.premise in found.premise
        assert (found.target, found.told, found.hypothesis) == (asked.target, asked.told, asked.hypothesis)
        assert len(found.premise) <= LENGTHS[1]
        rest = found.premise.replace(asked.premise, "").split()
        assert set(rest) <= {*" ".join(HARBOUR).split()} or set(rest) <= {*" ".join(GARDEN).split()}


def test_a_premise_stands_in_its_own_text_where_it_is_known():
    beside = Counter(f"{HARBOUR[1]} {FOUND}" in p.premise or f"{FOUND} {HARBOUR[3]}" in p.premise
                     for p in made(pair(target=UNLABELLED), [HARBOUR, GARDEN]))  # fmt: skip
    assert beside[True] > beside[False]


def test_without_its_own_sentence_a_text_settles_nothing():
    found = made(pair(target=CONTRADICTION, told=(0.0, 0.1, 0.9)), [HARBOUR, GARDEN])
    without = [p for p in found if FOUND not in p.premise]
    assert 0 < len(without) < len(found) / 2
    assert all(p.target == NEUTRAL and p.told is None and len(p.premise) >= LEAST_WITHOUT for p in without)
    assert all(p.target == CONTRADICTION and p.told for p in found if FOUND in p.premise)


def test_of_an_unlabelled_pair_the_premise_is_never_left_out():
    assert all(FOUND in p.premise for p in made(pair(target=UNLABELLED, told=(0.2, 0.5, 0.3)), [HARBOUR]))


def test_a_premise_made_by_rule_takes_the_place_of_the_sentence_it_was_made_from():
    edited = FOUND.replace("eleven", "seven")
    found = made(pair(edited, FOUND, CONTRADICTION), [HARBOUR])
    assert any(f"{HARBOUR[1]} {edited} {HARBOUR[3]}" in p.premise for p in found)
    assert not any(FOUND in p.premise for p in found)


def test_a_sentence_that_may_settle_a_hypothesis_is_left_out():
    again = "The divers' report speaks of cracks in pillars of the quay, eleven of them."
    asked = pair(hypothesis="Divers found no cracks in the pillars.", target=CONTRADICTION)
    assert may_settle(again, asked.hypothesis)
    assert not may_settle(HARBOUR[4], asked.hypothesis)
    assert not any(again in p.premise for p in made(asked, [[*HARBOUR, again]]))


def test_texts_are_the_articles_and_the_long_premises_of_the_data(tmp_path):
    for folder in ("attribution", "nli"):
        (tmp_path / folder).mkdir()
    (tmp_path / "attribution" / "train.jsonl").write_text(json.dumps({"text": "\n\n".join(HARBOUR)}) + "\n")
    long = " ".join(f"On day {n} of the strike no bus left the depot of the town." for n in range(20))
    rows = [{"premise": p, "hypothesis": "It is so.", "label": "neutral", "source": "a"} for p in (long, FOUND)]
    (tmp_path / "nli" / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    texts = RunningText.read(tmp_path)
    assert texts.texts[0] == HARBOUR
    assert [" ".join(text) for text in texts.texts[1:]] == [long]


def test_a_share_of_the_short_premises_is_read_in_text():
    long = pair("Snow fell on the pass. " * 20)
    asked = [pair(hypothesis=f"Pillar {n} is cracked.", target=UNLABELLED) for n in range(200)]
    read = epoch_pairs([*asked, long], {}, Altered(in_text=0.4, texts=RunningText([HARBOUR])), seed=1)
    assert read[-1] == long
    in_text = sum(p.premise != FOUND for p in read[:-1])
    assert 50 < in_text < 110


def thin(asked, count=200):
    rng = random.Random(3)
    return [thinned(asked, rng) for _ in range(count)]


def test_what_does_not_follow_from_a_text_follows_from_no_part_of_it():
    found = thin(pair(" ".join(HARBOUR), "The board sold the ferry to Skarvik.", NOT_ENTAILMENT))
    assert all(p.target == NOT_ENTAILMENT for p in found)
    assert len({p.premise for p in found}) > 20
    assert all(sentence not in p.premise or p.premise.count(sentence) == 1 for p in found for sentence in HARBOUR)
    assert any(FOUND not in p.premise for p in found)


def test_what_speaks_of_an_entailed_statement_stays_or_nothing_of_it_does():
    found = thin(pair(" ".join(HARBOUR), told=(0.9, 0.1, 0.0)))
    with_it = [p for p in found if FOUND in p.premise]
    without = [p for p in found if FOUND not in p.premise]
    assert all(p.target == ENTAILMENT for p in with_it)
    assert all(p.target == NOT_ENTAILMENT and "pillar" not in p.premise for p in without)
    assert len(with_it) > len(without) > 0
    assert all(p.told is None for p in found)  # it was told of all of the premise


def test_one_sentence_and_an_unlabelled_pair_stay_as_they_are():
    for asked in (pair(), pair(" ".join(HARBOUR), target=UNLABELLED, told=(0.1, 0.8, 0.1))):
        assert thin(asked, 5) == [asked] * 5


def test_the_premises_of_some_sources_are_thinned():
    asked = [Pair(" ".join(HARBOUR), f"Boat {n} sank.", NOT_ENTAILMENT, True, "ab"[n % 2]) for n in range(40)]
    read = epoch_pairs(asked, {}, Altered(thinned=frozenset("a")), seed=2)
    assert {p.source for p in read if p.premise != asked[0].premise} == {"a"}
