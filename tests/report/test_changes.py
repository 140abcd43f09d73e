from __future__ import annotations

import copy
from typing import Any

from claimcheck.report.changes import changes, match
from tests.sample_report import make_report


def revised() -> tuple[dict[str, Any], dict[str, Any]]:
    before = make_report().to_dict()
    return before, copy.deepcopy(before)


def by_change(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"new": [], "unchanged": [], "gone": []}
    for each in changes(before, after):
        found[each.change].append((each.after or each.before or {})["text"])
    return found


def test_nothing_changed() -> None:
    before, after = revised()
    found = by_change(before, after)
    assert (found["new"], found["gone"]) == ([], [])
    assert len(found["unchanged"]) == 6  # mistakes, of which two flag two claims each


def test_claims_are_matched_although_offsets_and_ids_moved() -> None:
    before, after = revised()
    for number, claim in enumerate(after["claims"]):
        claim["id"] = f"x{number}"
        claim["start"] += 400
        claim["end"] += 400
        claim["sentence"]["start"] += 400
        claim["sentence"]["end"] += 400
    found = by_change(before, after)
    assert (found["new"], found["gone"]) == ([], [])


def test_a_flag_that_was_mended_is_gone() -> None:
    before, after = revised()
    claim = next(c for c in after["claims"] if c["text"] == "more than 330 passengers")
    claim.update(id="new", text="270 passengers", verdict="consistent")
    claim["sentence"]["text"] = claim["sentence"]["text"].replace("more than 330", "270")
    gone = [c for c in changes(before, after) if c.change == "gone"]
    assert [(c.before["text"], c.why) for c in gone if c.before] == [("more than 330 passengers", "now consistent")]


def test_changed_words_are_told_beside_what_they_were() -> None:
    before, after = revised()
    claim = next(c for c in after["claims"] if c["text"] == "more than 330 passengers")
    claim.update(id="new", text="more than 300 passengers")
    claim["sentence"]["text"] = claim["sentence"]["text"].replace("330", "300")
    told = {c.words: c.change for c in changes(before, after)}
    assert told["more than 300 passengers (was: more than 330 passengers)"] == "unchanged"
    assert len(told) == 6


def test_a_sentence_that_was_cut_takes_its_flags_along() -> None:
    before, after = revised()
    after["claims"] = [c for c in after["claims"] if "pretty small" not in c["text"]]
    gone = [c for c in changes(before, after) if c.change == "gone"]
    assert [c.why for c in gone] == ["no longer in the article"]


def test_a_new_flag_says_what_it_was_before() -> None:
    before, after = revised()
    claim = next(c for c in after["claims"] if c["text"] == "nearly 80 cars")
    claim["verdict"] = "disputed"
    new = [c for c in changes(before, after) if c.change == "new"]
    assert [c.why for c in new] == ["was consistent"]


def test_each_claim_is_in_one_pair_at_most() -> None:
    before, after = revised()
    twice = copy.deepcopy(after["claims"][0])
    twice["id"] = "again"
    after["claims"].append(twice)
    pairs = match(before["claims"], after["claims"])
    assert len(pairs) == len(before["claims"])
    assert len({new["id"] for _, new in pairs}) == len(pairs)
