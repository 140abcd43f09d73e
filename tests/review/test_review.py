from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from claimcheck.desk.desk import Desk
from claimcheck.errors import DecidedMeanwhile, SettingsError
from claimcheck.review.added import add_claim, with_added
from claimcheck.review.deciding import decide, queue, undo
from claimcheck.review.figures import figures
from claimcheck.review.states import settle, states
from tests.sample_report import make_report


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk.db")


@pytest.fixture
def report() -> dict[str, Any]:
    return make_report().to_dict()


def id_of(report: dict[str, Any], words: str) -> str:
    return next(claim["id"] for claim in report["claims"] if claim["text"] == words)


PASSENGERS = "more than 330 passengers"
STATEMENT = "more than 330 passengers had been brought ashore in “less than two hours”"


def state(desk: Desk, report: dict[str, Any], words: str = PASSENGERS) -> Any:
    return states(report, desk.decisions())[id_of(report, words)]


def later(report: dict[str, Any]) -> dict[str, Any]:
    return {**copy.deepcopy(report), "run": "01KAS0000000000000000000R2"}


def test_a_decision_is_for_all_that_one_mistake_flags(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "fix", "Ana", note="the wire is right")
    for words in (PASSENGERS, STATEMENT):
        held = state(desk, report, words).decision
        assert (held["decision"], held["reviewer"], held["note"]) == ("fix", "Ana", "the wire is right")
    assert state(desk, report, "42 people").decision is None


def test_the_verdict_stays_as_it_was(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "stands", "Ana")
    shown = settle(report, desk.decisions())
    claim = next(c for c in shown["claims"] if c["text"] == PASSENGERS)
    assert claim["verdict"] == "conflict"
    assert set(claim["decision"]) == {"decision", "at", "reviewer", "note", "source"}
    assert all(c["decision"] is None for c in report["claims"])


def test_a_later_decision_wins_and_the_history_stays(desk: Desk, report: dict[str, Any]) -> None:
    claim = id_of(report, PASSENGERS)
    decide(desk, report, claim, "fix", "Ana", note="see the wire")
    decide(desk, report, claim, "open", "Bo", seen=state(desk, report).latest)
    found = state(desk, report)
    assert (found.decision["decision"], found.decision["reviewer"]) == ("open", "Bo")
    assert found.decision["note"] == "see the wire"  # a note is not lost by deciding again
    assert [record["decision"] for record in found.history] == ["fix", "open"]


def test_undo_goes_back_step_by_step(desk: Desk, report: dict[str, Any]) -> None:
    claim = id_of(report, PASSENGERS)
    decide(desk, report, claim, "fix", "Ana")
    decide(desk, report, claim, "open", "Ana", seen=state(desk, report).latest)
    assert undo(desk, report, claim, "Ana", seen=state(desk, report).latest)
    assert state(desk, report).decision["decision"] == "fix"
    assert undo(desk, report, claim, "Ana", seen=state(desk, report).latest)
    assert state(desk, report).decision is None
    assert state(desk, report, STATEMENT).decision is None
    assert not undo(desk, report, claim, "Ana", seen=state(desk, report).latest)
    assert len(desk.decisions(claim)) == 4  # nothing was deleted


def test_two_tabs_never_overwrite_each_other(desk: Desk, report: dict[str, Any]) -> None:
    claim = id_of(report, PASSENGERS)
    shown_in_both = state(desk, report).latest
    decide(desk, report, claim, "fix", "Ana", seen=shown_in_both)
    with pytest.raises(DecidedMeanwhile):
        decide(desk, report, claim, "stands", "Ana", seen=shown_in_both)
    with pytest.raises(DecidedMeanwhile):
        undo(desk, report, claim, "Ana", seen=shown_in_both)
    assert state(desk, report).decision["decision"] == "fix"


def test_a_note_alone_decides_nothing(desk: Desk, report: dict[str, Any]) -> None:
    claim = id_of(report, PASSENGERS)
    decide(desk, report, claim, None, "Ana", note="call her")
    assert settle(report, desk.decisions())["claims"][2]["decision"] is None
    decide(desk, report, claim, "fix", "Ana", seen=state(desk, report).latest)
    assert state(desk, report).decision["note"] == "call her"


def test_any_claim_can_be_ticked_with_a_source_of_ones_own(desk: Desk, report: dict[str, Any]) -> None:
    claim = id_of(report, "shortly before 10 p.m.")
    decide(desk, report, claim, "stands", "Ana", source="phoned her, 14:05")
    assert state(desk, report, "shortly before 10 p.m.").decision["source"] == "phoned her, 14:05"


def test_no_other_decisions(desk: Desk, report: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        decide(desk, report, id_of(report, PASSENGERS), "maybe", "Ana")
    with pytest.raises(KeyError):
        decide(desk, report, "nobody", "fix", "Ana")


# Later runs.


def test_it_holds_in_a_later_run_on_the_same_evidence(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "stands", "Ana")
    found = state(desk, later(report))
    assert found.decision["decision"] == "stands"
    assert found.asks_again is None


def test_it_holds_when_another_wire_has_the_same_value(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "stands", "Ana")
    again = later(report)
    claim = next(c for c in again["claims"] if c["text"] == PASSENGERS)
    copied = {**copy.deepcopy(claim["evidence"][0]), "reference": "r77", "text": "Only 270 came ashore."}
    claim["evidence"].append(copied)
    assert state(desk, again).decision is not None


def test_a_new_reference_with_another_value_is_asked_again(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "stands", "Ana")
    again = later(report)
    claim = next(c for c in again["claims"] if c["text"] == PASSENGERS)
    new = {**copy.deepcopy(claim["evidence"][0]), "reference": "r77", "publisher": "Night Wire"}
    new["comparisons"] = [{"comparator": "number", "outcome": "refutes", "text": "more than 330 against 300"}]
    claim["evidence"].append(new)
    found = state(desk, again)
    assert found.decision is None
    assert "Ana" in found.asks_again
    assert "Night Wire, 4 March gives another value: more than 330 against 300" in found.asks_again
    assert found.history  # and what was decided is still shown


def test_changed_words_are_asked_again(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "stands", "Ana")
    again = later(report)
    claim = next(c for c in again["claims"] if c["text"] == PASSENGERS)
    claim.update(id="other", text="more than 340 passengers")
    claim["sentence"]["text"] = claim["sentence"]["text"].replace("330", "340")
    found = states(again, desk.decisions())["other"]
    assert found.decision is None
    assert "the article's words have changed since" in found.asks_again
    assert PASSENGERS in found.asks_again


def test_another_claim_of_a_changed_sentence_is_not_asked_again(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, "in March 2023"), "stands", "Ana")
    again = later(report)
    for claim in again["claims"]:
        if claim["text"] in ("in March 2023", "nearly 80 cars"):
            claim.update(id=f"new {claim['text']}", verdict="conflict")
            claim["sentence"]["text"] = claim["sentence"]["text"].replace("the ship", "the boat")
    found = states(again, desk.decisions())
    assert "on “in March 2023”" in found["new in March 2023"].asks_again
    assert found["new nearly 80 cars"].asks_again is None


def test_the_queue_has_what_is_open_first(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "fix", "Ana")
    order = [f.lead["text"] for f in queue(report, states(report, desk.decisions()))]
    assert order[-1] == PASSENGERS
    assert len(order) == 6


# Claims that the program missed.


def test_a_claim_is_added_by_marking_words(desk: Desk, report: dict[str, Any]) -> None:
    text = report["article"]["text"]
    start = text.index("12 of them seriously")
    claim = add_claim(desk, report, "number", start, start + len("12 of them seriously"), "Ana")
    shown = with_added(report, desk.decisions())
    added = shown["claims"][-1]
    assert (added["id"], added["text"]) == (claim, "12 of them seriously")
    assert text[added["start"] : added["end"]] == added["text"]
    assert added["sentence"]["text"] == "Some 42 people were hurt, 12 of them seriously."
    decide(desk, shown, claim, "stands", "Ana", source="hospital, 15:10", seen=desk.decisions(claim)[-1]["id"])
    assert states(shown, desk.decisions())[claim].decision["source"] == "hospital, 15:10"


def test_an_added_claim_goes_where_its_words_go(desk: Desk, report: dict[str, Any]) -> None:
    start = report["article"]["text"].index("12 of them")
    add_claim(desk, report, "number", start, start + 10, "Ana")
    moved = later(report)
    moved["article"]["text"] = "A new first line.\n" + moved["article"]["text"]
    assert with_added(moved, desk.decisions())["claims"][-1]["start"] == start + 18
    moved["article"]["text"] = "Quite another text."
    assert with_added(moved, desk.decisions()) == moved


@pytest.mark.parametrize("span", [(-1, 4), (5, 5), (0, 10**6)])
def test_a_span_must_hold_words(desk: Desk, report: dict[str, Any], span: tuple[int, int]) -> None:
    with pytest.raises(SettingsError):
        add_claim(desk, report, "number", *span, "Ana")


# Figures.


def test_one_mistake_counts_once(desk: Desk, report: dict[str, Any]) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "fix", "Ana")  # flags two claims
    decide(desk, report, id_of(report, "€1.3 billion"), "stands", "Ana")
    decide(desk, report, id_of(report, "nearly 80 cars"), "fix", "Ana")  # no flag: does not count
    (row,) = figures(desk.decisions())
    assert (row.kind, row.code, row.fix, row.stands, row.confirmed) == ("number", "number", 1, 1, 0.5)


def test_what_was_undone_does_not_count(desk: Desk, report: dict[str, Any]) -> None:
    claim = id_of(report, PASSENGERS)
    decide(desk, report, claim, "fix", "Ana")
    undo(desk, report, claim, "Ana", seen=state(desk, report).latest)
    assert figures(desk.decisions()) == []


def test_two_desks_that_decided_differently_are_asked_again(desk: Desk, report: dict[str, Any], tmp_path: Path) -> None:
    other = Desk(tmp_path / "other.db")
    decide(desk, report, id_of(report, PASSENGERS), "fix", "Ana")
    decide(other, report, id_of(report, PASSENGERS), "stands", "Bo")
    decide(desk, report, id_of(report, "in March 2023"), "fix", "Ana")
    decide(other, report, id_of(report, "in March 2023"), "fix", "Bo")
    desk.append_decisions(other.decisions())
    assert state(desk, report, "in March 2023").decision["decision"] == "fix"  # they agree
    found = state(desk, report)
    assert found.decision is None
    assert "fix the article, decided by Ana" in found.asks_again
    assert "the article stands, decided by Bo" in found.asks_again
    shown = settle(report, desk.decisions())["claims"][2]
    assert (shown["decision"], shown["asked_again"]) == (None, found.asks_again)
    assert [(row.code, row.fix) for row in figures(desk.decisions())] == [("date", 1)]
    decide(desk, report, id_of(report, PASSENGERS), "stands", "Ana", seen=found.latest)
    assert state(desk, report).decision["reviewer"] == "Ana"
    assert state(desk, report, STATEMENT).asks_again is None


def test_merging_two_desks(desk: Desk, report: dict[str, Any], tmp_path: Path) -> None:
    decide(desk, report, id_of(report, PASSENGERS), "fix", "Ana")
    other = Desk(tmp_path / "other.db")
    decide(other, report, id_of(report, "€1.3 billion"), "stands", "Bo")
    assert len(other.append_decisions(desk.decisions())) == 2
    assert other.append_decisions(desk.decisions()) == []
    assert state(other, report).decision["reviewer"] == "Ana"
    assert state(other, report, "€1.3 billion").decision["reviewer"] == "Bo"
