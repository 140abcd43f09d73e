"""Every rule of the verdict, on records made by hand: it is a pure function."""

from dataclasses import replace

import pytest

from claimcheck.records import (
    CheckedClaim,
    Claim,
    Comparison,
    Evidence,
    Passage,
    Reason,
    Sentence,
    StoredReference,
    Verdict,
)
from claimcheck.verdict import decide, decide_statement

SENTENCE = Sentence("Rescuers counted 17 dead in the valley.", 0, 39)
NUMBER = Claim("number", "17 dead", 17, 24, SENTENCE, {"value": 17.0, "dimension": "count"})
STATEMENT = Claim("attribution", "Rescuers counted 17 dead in the valley", 0, 38, SENTENCE, {"speaker": "Ada Brook"})


def evidence(
    stance,
    confidence=0.9,
    *,
    reference="r1",
    origin=None,
    publisher="Wire One",
    published="2025-07-01",
    code=None,
    theirs="9 dead",
    relation="before",
    similarity=0.7,
):
    stored = StoredReference(
        reference, 1, "A title", publisher, published, None, None, None, "2025-07-02", "0" * 64, origin or reference
    )
    codes = {"supports": "same", "refutes": "number", "neutral": None}
    comparison = Comparison("number", stance, "17 against 9", code or codes[stance], theirs=theirs)
    passage = Passage(1, stored, "Nine people died.", 0, 17)
    return Evidence(passage, stance, confidence, similarity, relation, None, (comparison,))


def test_silence_is_unverified_and_says_that_nothing_is_on_file():
    verdict = decide(NUMBER, [])
    assert (verdict.label, verdict.reason.code) == ("unverified", "nothing")


def test_a_near_passage_that_settles_nothing_is_another_event():
    verdict = decide(NUMBER, [evidence("neutral", 0.0)])
    assert (verdict.label, verdict.reason.code) == ("unverified", "other")
    assert "Wire One" in verdict.reason.text


def test_support_alone_is_consistent():
    verdict = decide(NUMBER, [evidence("supports", code="converted")])
    assert (verdict.label, verdict.reason.code) == ("consistent", "converted")


def test_contradiction_alone_is_a_conflict_with_both_figures_and_the_source_in_its_reason():
    verdict = decide(NUMBER, [evidence("refutes")])
    assert (verdict.label, verdict.reason.code) == ("conflict", "number")
    assert verdict.reason.text == "The article says 17 dead; Wire One of 1 July 2025 says 9 dead."


def test_two_references_that_disagree_are_disputed_however_much_surer_one_is():
    found = [evidence("supports", 0.99), evidence("refutes", 0.6, reference="r2", publisher="Wire Two")]
    verdict = decide(NUMBER, found)
    assert verdict.label == "disputed"
    assert "Wire One" in verdict.reason.text
    assert "Wire Two" in verdict.reason.text


def test_a_doubt_beside_support_withholds_the_verdict_and_tells_both_sides():
    doubt = evidence("refutes", 0.3, reference="r2", publisher="Harbour News")
    verdict = decide(NUMBER, [evidence("supports"), doubt])
    assert (verdict.label, verdict.reason.code) == ("unverified", "weak")
    assert "Wire One of 1 July 2025 says the same, but Harbour News" in verdict.reason.text
    assert "9 dead" in verdict.reason.text
    assert decide(NUMBER, [evidence("supports"), doubt], min_confidence=0.2).label == "disputed"


def test_a_doubt_alone_is_not_heard_and_a_faint_one_not_at_all():
    assert decide(NUMBER, [evidence("refutes", 0.3)], min_confidence=0.2).reason.code == "other"
    faint = evidence("refutes", 0.2, reference="r2")
    assert decide(NUMBER, [evidence("supports"), faint]).label == "consistent"


def test_near_copies_are_one_voice():
    copies = [evidence("refutes", 0.8, reference=f"r{n}", origin="r1") for n in range(5)]
    assert decide(NUMBER, copies) == decide(NUMBER, copies[:1])


def test_one_source_that_says_both_is_taken_at_what_it_is_surer_of():
    assert decide(NUMBER, [evidence("supports", 0.9), evidence("refutes", 0.6)]).label == "consistent"
    assert decide(NUMBER, [evidence("supports", 0.6), evidence("refutes", 0.9)]).label == "conflict"


@pytest.mark.parametrize(
    ("first", "second", "label", "code"),
    [("2025-07-03", "2025-07-01", "consistent", "updated"), ("2025-07-01", "2025-07-03", "conflict", "number")],
)
def test_of_a_running_count_by_one_originator_the_latest_decides(first, second, label, code):
    found = [evidence("supports", published=first), evidence("refutes", published=second, reference="r2")]
    verdict = decide(NUMBER, found)
    assert (verdict.label, verdict.reason.code) == (label, code)


def test_a_later_figure_of_another_originator_does_not_settle_it():
    found = [
        evidence("supports", published="2025-07-01"),
        evidence("refutes", published="2025-07-03", reference="r2", publisher="Wire Two"),
    ]
    assert decide(NUMBER, found).label == "disputed"


def test_what_came_after_the_article_does_not_settle_a_running_count():
    found = [
        evidence("supports", published="2025-07-01"),
        evidence("refutes", published="2025-07-09", reference="r2", relation="after"),
    ]
    assert decide(NUMBER, found).label == "disputed"


def test_below_the_wanted_confidence_a_verdict_is_withheld_and_named_weak():
    verdict = decide(NUMBER, [evidence("refutes", 0.6)], min_confidence=0.7)
    assert (verdict.label, verdict.reason.code) == ("unverified", "weak")


def test_the_order_of_the_evidence_does_not_matter():
    found = [
        evidence("supports", 0.8),
        evidence("refutes", 0.8, reference="r2", publisher="B"),
        evidence("supports", 0.8, reference="r3", publisher="C"),
    ]
    assert decide(NUMBER, found) == decide(NUMBER, found[::-1])


def checked(label, code="number", claim=NUMBER, confidence=0.9):
    return CheckedClaim(claim, Verdict(label, confidence, Reason(code, label)))


@pytest.mark.parametrize(
    ("meaning", "parts", "label"),
    [
        ("consistent", ["consistent"], "consistent"),
        ("consistent", ["consistent", "conflict"], "conflict"),
        ("consistent", ["disputed"], "disputed"),
        ("consistent", ["disputed", "conflict"], "conflict"),
        ("unverified", ["conflict"], "conflict"),
        ("conflict", ["consistent"], "conflict"),
    ],
)
def test_a_statement_takes_the_worst_of_its_parts(meaning, parts, label):
    verdict = Verdict(meaning, 0.8, Reason("meaning", meaning))
    assert decide_statement(STATEMENT, verdict, [checked(p) for p in parts]).label == label


def test_a_statement_flagged_by_a_number_carries_that_numbers_verdict():
    part = checked("conflict")
    own = Verdict("consistent", 0.8, Reason("same", ""))
    assert decide_statement(STATEMENT, own, [part]) is part.verdict


@pytest.mark.parametrize("meaning_sure", [0.6, 0.95])
def test_of_a_meaning_and_a_number_that_both_differ_the_surer_one_is_told(meaning_sure):
    part = checked("conflict", confidence=0.9)
    own = Verdict("conflict", meaning_sure, Reason("meaning", ""))
    assert decide_statement(STATEMENT, own, [part]) is (own if meaning_sure > 0.9 else part.verdict)


def test_a_verdict_is_as_sure_as_its_evidence():
    assert decide(NUMBER, [evidence("refutes", 0.8)]).confidence == 0.8
    assert decide(replace(NUMBER, id="x"), [evidence("supports", 0.9)]).confidence == 0.9
