"""Contrastive pairs: each rule's labels on invented sentences, and the mix as a whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from claimcheck.extract.numbers import extract_numbers
from claimcheck.quantities.intervals import interval
from claimcheck.records import Sentence
from models.nli.contrast.beside import beside_pairs, joined, shared_subject
from models.nli.contrast.days import date_edits, days_of
from models.nli.contrast.denial import denial_edits
from models.nli.contrast.edits import Edit, put
from models.nli.contrast.figures import number_edits
from models.nli.contrast.harmless import harmless_edits
from models.nli.contrast.kinds import kind_of
from models.nli.contrast.mixing import SEPARATE, Made, all_edits, choose, make
from models.nli.contrast.neighbours import apart_in_fact, neighbour_pairs, pairs_of_days
from models.nli.contrast.opposites import opposite_edits
from models.nli.contrast.people import name_edits
from models.nli.contrast.reports import framed, report_edits
from models.nli.contrast.sentences import Claimed, Stated, usable

POOL = {"m": ["Peter Vale", "Oscar Lind"], "f": ["Clara Moss", "Helen Roth"]}
E, N, C = "entailment", "neutral", "contradiction"


@pytest.fixture
def rng() -> random.Random:
    return random.Random(1)


def by_rule(edits: list[Edit], rule: str) -> list[Edit]:
    return [edit for edit in edits if edit.rule == rule]


# -- numbers


def test_a_changed_number_is_out_of_reach_of_the_old_one():
    text = "Police in Harrowby arrested 79 people at the fair."
    for seed in range(20):
        (edit,) = by_rule(list(number_edits(text, random.Random(seed))), "number")
        assert (edit.forward, edit.backward) == (C, C)
        old, new = (extract_numbers(Sentence(t, 0, len(t)))[0].details for t in (text, edit.text))
        assert not interval(old, 0.5).overlaps(interval(new, 0.5))


def test_a_number_said_about_follows_from_the_exact_one_but_not_the_reverse():
    text = "The harbour handled 1,312 containers in a week."
    near = {e for s in range(40) for e in by_rule(list(number_edits(text, random.Random(s))), "number_rounded")}
    loose = {e.text for e in near if (e.forward, e.backward) == (E, N)}
    wrong = {e.text for e in near if (e.forward, e.backward) == (C, C)}
    assert loose | wrong == {e.text for e in near}
    assert loose
    assert all("1,300" in text for text in loose)
    assert wrong
    assert not any("1,300" in text for text in wrong)


def test_a_bound_is_not_changed_for_another_that_may_hold_as_well(rng):
    assert not by_rule(list(number_edits("The ferry took more than 330 people to Orsay.", rng)), "number")


@pytest.mark.parametrize(
    ("text", "rule", "expected", "label"),
    [
        ("The bridge will cost $5 million.", "number_scaled", "The bridge will cost $5 billion.", C),
        (
            "Rents rose 5 percent in March.",
            "number_scaled",
            "Rents rose 5 percentage points in March.",
            C,
        ),
        ("The bridge will cost $5 million.", "number_respelled", "The bridge will cost $5m.", E),
        ("They found three boats near Orsay.", "number_respelled", "They found 3 boats near Orsay.", E),
    ],
)
def test_a_number_scaled_contradicts_and_respelled_says_the_same(text, rule, expected, label, rng):
    edits = {e.text: (e.forward, e.backward) for e in by_rule(list(number_edits(text, rng)), rule)}
    assert edits.get(expected) == (label, label)


# -- dates


def test_the_date_of_a_single_event_moved_contradicts(rng):
    edits = by_rule(list(date_edits("The Orsay lighthouse was opened in 1912.", rng)), "date_moved")
    assert [(e.forward, e.backward) for e in edits] == [(C, C)]
    assert "1912" not in edits[0].text


def test_the_date_of_what_may_happen_again_is_not_moved(rng):
    assert not by_rule(list(date_edits("The council met in 1912.", rng)), "date_moved")
    assert not by_rule(list(date_edits("The lighthouse was opened by 1912.", rng)), "date_moved")


def test_a_coarser_date_follows_and_a_finer_one_does_not(rng):
    edits = list(date_edits("The lighthouse was opened on May 5, 1912.", rng))
    assert {e.text: (e.forward, e.backward) for e in by_rule(edits, "date_coarser")} == {
        "The lighthouse was opened in May 1912.": (E, N),
        "The lighthouse was opened in 1912.": (E, N),
    }


# -- names


def test_somebody_else_doing_what_many_do_is_neutral(rng):
    text = "Thomas Arden spoke to farmers near the river."
    (edit,) = by_rule(list(name_edits(text, POOL, rng)), "person")
    assert edit.text in {f"{name} spoke to farmers near the river." for name in POOL["m"]}
    assert (edit.forward, edit.backward) == (N, N)


def test_somebody_else_in_the_one_office_contradicts(rng):
    (edit,) = by_rule(list(name_edits("Thomas Arden is the mayor of Orsay.", POOL, rng)), "person")
    assert edit.forward == C


def test_of_whom_there_is_one_or_who_is_named_by_an_office_is_not_just_somebody_else(rng):
    maker = by_rule(list(name_edits("The opera was written by Thomas Arden.", POOL, rng)), "person")
    assert [e.forward for e in maker] == [C]
    for text in ("Thomas Arden leads the race in the north.", "The report blames mayor Thomas Arden for the flood."):
        assert not by_rule(list(name_edits(text, POOL, rng)), "person")


def test_another_place_of_birth_contradicts_and_of_a_protest_does_not(rng):
    born = by_rule(list(name_edits("The painter was born in Norway.", POOL, rng)), "place")
    protest = by_rule(list(name_edits("Thousands joined the protests in Norway.", POOL, rng)), "place")
    same_day = by_rule(list(name_edits("On Friday 3,000 joined the protests in Norway.", POOL, rng)), "place")
    assert [e.forward for e in born] == [C]
    assert [e.forward for e in protest] == [N]
    assert not same_day


def test_two_sides_changed_over(rng):
    edits = list(name_edits("Thomas Arden defeated Clara Moss.", POOL, rng))
    assert [(e.text, e.forward) for e in by_rule(edits, "sides")] == [("Clara Moss defeated Thomas Arden.", C)]
    assert [(e.text, e.forward) for e in by_rule(edits, "turned")] == [("Clara Moss was defeated by Thomas Arden.", E)]


# -- opposites and denials


def test_a_verb_for_its_like_follows_and_for_its_opposite_contradicts():
    text = "Sales at the mill rose 4 percent."
    found = {e for s in range(20) for e in opposite_edits(text, random.Random(s))}
    labels = {e.text.split()[4]: e.forward for e in found if e.rule in ("synonym_verb", "opposite_verb")}
    assert labels == {"climbed": E, "increased": E, "fell": C, "dropped": C, "declined": C, "decreased": C}


def test_not_the_opposite_follows(rng):
    edits = by_rule(list(opposite_edits("The senate rejected the plan.", rng)), "not_opposite")
    assert [e.text for e in edits if (e.forward, e.backward) == (E, None)] in (
        ["The senate did not approve the plan."],
        ["The senate did not accept the plan."],
    )


def test_a_word_inside_quotation_marks_is_a_quote_changed(rng):
    edits = list(opposite_edits("Moss called it “the largest mill of the valley” on Friday.", rng))
    assert [(e.text, e.forward) for e in by_rule(edits, "quote_word")] == [
        ("Moss called it “the smallest mill of the valley” on Friday.", C)
    ]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The plan was approved on Friday.", "The plan was not approved on Friday."),
        ("The plan was not approved on Friday.", "The plan was approved on Friday."),
        ("Moss won the race.", "Moss did not win the race."),
        ("Moss did not win the race.", "Moss won the race."),
    ],
)
def test_a_negation_put_in_or_taken_out_contradicts(text, denied, rng):
    assert [(e.text, e.forward) for e in by_rule(list(denial_edits(text, rng)), "negation")] == [(denied, C)]


@pytest.mark.parametrize(
    "text",
    [
        "If the plan was approved, the mill would close.",
        "Some of the boats were damaged in 1912 or 1913.",
        "The pier could be closed by 12 workers.",
    ],
)
def test_what_is_not_stated_is_not_contradicted(text, rng):
    assert not [e for e in all_edits(text, POOL, rng) if C in (e.forward, e.backward)]


def test_planned_or_alleged_does_not_make_it_so(rng):
    for text, sure in (
        ("The bank is expected to close the branch.", "The bank will close the branch."),
        ("Arden allegedly sold the boats.", "Arden sold the boats."),
        ("Arden was accused of fraud.", "Arden was found guilty of fraud."),
    ):
        edits = by_rule(list(denial_edits(text, rng)), "modal")
        assert [(e.text, e.forward, e.backward) for e in edits] == [(sure, N, None)]


# -- reports


def test_the_speaker_first_is_the_same_and_denied_is_the_reverse(rng):
    edits = list(report_edits("The mill will close next spring, Moss said.", rng))
    assert {(e.text, e.rule, e.forward) for e in edits} == {
        ("Moss said that the mill will close next spring.", "said_order", E),
        ("Moss denied that the mill will close next spring.", "said_denied", C),
    }


def test_frames_keep_the_label_and_another_speaker_loses_it():
    seen = set()
    for seed in range(60):
        for premise, hypothesis, rule, label in framed(
            "The mill closed.", "The mill shut.", E, ["Ada Vale", "Olaf Roth"], random.Random(seed)
        ):
            seen.add((rule, label))
            speakers = {name for name in ("Ada Vale", "Olaf Roth") if name in premise + hypothesis}
            assert (len(speakers) == 2) == (rule == "said_by_another")
    assert seen == {("said_same", E), ("said_denied", C), ("said_by_another", N), ("said_asked", N)}


# -- what changes nothing


@pytest.mark.parametrize(
    ("text", "shorter", "backward"),
    [
        ("The mill (built by Arden) was sold to a trust.", "The mill was sold to a trust.", N),
        ("The Harrowby mill (HM) was sold to a trust.", "The Harrowby mill was sold to a trust.", None),
        ("Clara Moss, who runs the mill, sold her boats.", "Clara Moss sold her boats.", N),
        ("However, the mill was sold to a trust.", "The mill was sold to a trust.", E),
        ("The mill was sold to a trust, and the boats were given away.", "The mill was sold to a trust.", N),
    ],
)
def test_leaving_out_an_aside_is_harmless(text, shorter, backward, rng):
    labels = {e.text: (e.forward, e.backward) for e in harmless_edits(text, rng)}
    assert labels.get(shorter) == (E, backward)


def test_an_article_follows_the_new_word():
    assert put("It was a success.", 9, 16, "upset") == "It was an upset."
    assert put("It was an upset.", 10, 15, "union") == "It was a union."
    assert put("Ten boats sank.", 0, 3, "eleven") == "Eleven boats sank."


# -- the whole


def test_neighbours_share_a_topic_and_not_the_fact(rng):
    one = "Clara Moss opened the Harrowby mill in spring with a speech about flour."
    other = "Clara Moss sold eleven Harrowby boats last year to pay the harbour's debts."
    assert apart_in_fact(one, other)
    assert not apart_in_fact(one, "Clara Moss opened the mill in spring.")
    stated = [Stated(text, "a1", news=True) for text in (one, "It rained.", other)]
    assert (one, other, "a1") in list(neighbour_pairs(stated, [], rng))


def news(*texts: str) -> list[Stated]:
    return [Stated(text, "a1", news=True) for text in texts]


def test_a_denial_beside_a_statement_denies_its_own_clause_only(rng):
    stated = news("She resigned in March.", "She published a report on the bridge.", "The mayor is away.")
    pairs = [made for made in beside_pairs(stated, rng) if "mayor" not in made[0]]
    assert Counter(label for _, _, label, _ in pairs) == {E: 4, C: 4, N: 4}
    for premise, hypothesis, label, topic in pairs:
        assert topic == "a1"
        if "mayor" in hypothesis:
            assert label == N
            continue
        clause = "publish" if "publish" in hypothesis else "resign"
        assert clause in premise
        told, asked = (f"did not {clause}" in text for text in (premise, hypothesis))
        assert label == (E if told == asked else C)


def test_only_what_one_not_reverses_stands_beside_a_denial(rng):
    assert not list(beside_pairs(news("She resigned in March."), rng))
    may_tell_the_same = news("The park is a nature reserve in Wales.", "The park is a reserve.")
    assert not list(beside_pairs(may_tell_the_same, rng))
    of_some = ("Three players were hurt.", "There was rain.", "This is a list of ferries.", "But the pier is shut.")
    assert not list(beside_pairs(news("The mayor is away.", *of_some), rng))
    one_alike = news("The park is a nature reserve in Wales.", "She resigned in March.", "The park is a reserve.")
    assert {label for _, _, label, _ in beside_pairs(one_alike, rng)} == {E, C}
    elsewhere = [Stated("She resigned in March.", "t"), Stated("She published a report.", "t")]
    assert not list(beside_pairs(elsewhere, rng))


def test_clauses_with_one_subject_become_one_sentence_and_others_stand_side_by_side(rng):
    assert shared_subject("She resigned.", "She did not sing.") == "She "
    assert shared_subject("Police will search.", "Police have not left.") == "Police "
    assert shared_subject("She resigned.", "He did not sing.") == ""

    def ways(first: str, second: str) -> set[str]:
        return {joined(first, second, rng) for _ in range(40)}

    together = {f"She resigned{mark} did not sing." for mark in (" and", " but", ", but")}
    assert ways("She resigned.", "She did not sing.") == together
    apart = ways("She resigned.", "The mayor did not sing.")
    assert {"She resigned. The mayor did not sing.", "She resigned, but the mayor did not sing."} <= apart
    for second in ("Milan did not sing.", "But Mr. Vale did not sing."):
        assert ways("She resigned.", second) == {f"She resigned. {second}"}
    # "She has not left and sang" would deny both.
    assert all(
        "sang" not in way or "she sang" in way or "She sang" in way for way in ways("She has not left.", "She sang.")
    )


def test_what_is_told_of_another_day_settles_nothing():
    march = "Harrowby sold 40 boats to the harbour trust in March."
    april = "In April Harrowby sold the trust eleven boats more."
    same_day, no_day = "The trust paid Harrowby for 40 boats in March.", "Harrowby sold the trust its last boats."
    other_thing = "The bridge was shut in April."
    pairs = list(pairs_of_days(news(march, april, same_day, no_day, other_thing)))
    assert {(march, april, "a1"), (april, march, "a1")} <= {*pairs}
    assert {frozenset(pair[:2]) for pair in pairs} == {frozenset((march, april)), frozenset((same_day, april))}
    assert not list(pairs_of_days([Stated(march, "t"), Stated(april, "t")]))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It fell in the third quarter of 2014.", {"third quarter", "2014"}),
        ("On Monday it was sold, a year earlier than planned.", {"monday", "a year earlier"}),
        ("Last week the mayor may march on.", {"last week"}),
        ("She left with 1,995 boats.", set()),
        ("The 1990s were better.", set()),
    ],
)
def test_the_days_that_a_text_names(text, days):
    assert days_of(text) == days


@pytest.mark.parametrize("rule", SEPARATE)
def test_a_rule_can_be_left_out_and_changes_nothing_else(rule):
    stated = news("She resigned in March.", "She published a report on the bridge.", "The index rose 4 percent.")
    stated += news("Clara Moss sold boats to the harbour in March.", "Peter Vale sold the harbour boats in 2014.")
    all_rules, others = list(make(stated, [], seed=1)), list(make(stated, [], seed=1, leave_out=[rule]))
    assert others == [pair for pair in all_rules if pair.rule != rule] != all_rules


def test_labels_are_balanced_rules_share_and_nothing_occurs_twice():
    made = [
        Made(f"p{i} {rule}", f"h{i}", label, rule, f"t{i}")
        for label, rule, count in (
            (E, "contraction", 400),
            (E, "turned", 50),
            (N, "topic", 300),
            (C, "number", 200),
        )
        for i in range(count)
    ]
    chosen = choose([*made, *made], 300, seed=3)
    assert Counter(p.label for p in chosen) == {E: 100, N: 100, C: 100}
    assert Counter(p.rule for p in chosen if p.label == E)["turned"] == 50
    assert len({(p.premise, p.hypothesis) for p in chosen}) == 300
    assert chosen == choose([*made, *made], 300, seed=3)


def test_a_claim_is_changed_against_its_own_premise():
    claim = Claimed("The 2010 census found 79 people in the village.", "The village had 79 people in 2010.", "village")
    made = list(make([], [claim], seed=1))
    assert made
    assert all(pair.premise == claim.premise for pair in made if not pair.rule.startswith("said"))
    number = [pair for pair in made if pair.rule == "claim_number"]
    assert [pair.label for pair in number] == [C]


def test_a_rule_is_of_a_kind_whatever_it_was_made_of_and_a_new_one_has_to_get_one():
    assert kind_of("contrast_claim_number_rounded") == kind_of("contrast_number") == "numbers"
    assert kind_of("contrast_synonym_modal") == "modals"
    with pytest.raises(ValueError, match="contrast_irony is of none"):
        kind_of("contrast_irony")


def test_only_whole_plain_sentences_are_used():
    assert usable("The mill was sold to a trust last year.")
    assert not usable("Was the mill sold to a trust last year?")
    assert not usable("The mill was “sold to a trust last year.")
    assert not usable("the mill that was sold to a trust last year.")


def test_the_same_seed_gives_the_same_file_whatever_the_hashes(tmp_path: Path):
    write_data(tmp_path)
    files = []
    for hashes in ("1", "2"):
        out = tmp_path / hashes / "pairs.jsonl"
        command = [sys.executable, "-m", "models.nli.contrast", "--data", str(tmp_path), "--out", str(out)]
        env = os.environ | {"PYTHONHASHSEED": hashes, "PYTHONPATH": str(Path(__file__).parents[2])}
        subprocess.run([*command, "--limit", "90"], check=True, env=env, capture_output=True)
        files.append((out.read_text(), out.with_stem("pairs-dev").read_text()))
    assert files[0] == files[1]
    rows = [json.loads(line) for part in files[0] for line in part.splitlines()]
    assert {row["label"] for row in rows} == {E, N, C}
    assert all(row["source"].startswith("contrast_") for row in rows)
    assert len({kind_of(row["source"]) for row in rows}) > 5  # each rule is of a kind
    assert len({row["id"] for row in rows}) == len(rows)
    train, dev = ({json.loads(line)["premise"] for line in part.splitlines()} for part in files[0])
    assert not train & dev


def write_data(folder: Path) -> None:
    """Articles and pairs of an invented country, as the data's README describes them."""
    towns = ("Harrowby", "Orsay Bay", "Nether Vale", "Tilling", "Marsh End", "Coldwater")
    articles = [
        f"The council of {town} approved the budget on Monday by {n + 12} votes. Clara Moss, who runs the {town} mill, "
        f"said that the town needs {n * 100 + 312} new homes. Peter Vale is expected to close the ferry in June. "
        f"Sales at the {town} market rose {n + 4} percent and did not make good the losses of spring."
        for n, town in enumerate(towns)
    ]
    (folder / "nli").mkdir()
    (folder / "attribution").mkdir()
    rows = [{"id": f"a{n}", "text": text} for n, text in enumerate(articles)]
    (folder / "attribution" / "train.jsonl").write_text("\n".join(map(json.dumps, rows)))
    pairs = [
        {
            "premise": f"{town}: The {town} lighthouse was opened on May {n + 3}, 19{n + 12}.",
            "hypothesis": f"The lighthouse at {town} was opened in 19{n + 12}.",
            "label": E,
            "source": "fever_dev",
            "id": str(n),
        }
        for n, town in enumerate(towns)
    ]
    (folder / "nli" / "train.jsonl").write_text("\n".join(map(json.dumps, pairs)))
