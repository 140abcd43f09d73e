"""Two speakers, as an article and a reference name them: one, two, or not to be told."""

from __future__ import annotations

import pytest

from claimcheck.compare.speakers import same_speaker

CASES = [
    # (name, role), (name, role), answer
    (("Holm", None), ("Ada Holm", "mayor"), "same"),
    (("Ms. Holm", None), ("Ada Holm", None), "same"),
    (("ADA HOLM", None), ("Ada Holm", None), "same"),
    (("Mayor Ada Holm", None), ("Ada Holm", None), "same"),
    (("Det. Sgt. Omar Pell", None), ("Detective Sergeant Omar Pell", None), "same"),
    (("A. Holm", None), ("Ada Holm", None), "same"),
    (("Ed Marsh", None), ("Edward Marsh", None), "same"),
    (("Ada Holm", None), ("Joan Holm", None), "different"),
    (("Ada Holm", None), ("Omar Pell", None), "different"),
    (("Donald Farrow", None), ("Donald Tern", None), "different"),
    (("Holm", "mayor"), ("Ada Holm", "referee"), "unknown"),
    (("Sand", "premier"), ("Ruth Sand-Moore", "party leader"), "unknown"),
    # roles
    (("the foreign minister", None), ("Ilo Tarn", "foreign minister"), "same"),
    (("Norland’s foreign minister", None), ("Ilo Tarn", "foreign minister of Norland"), "same"),
    (("the foreign minister", None), ("Ilo Tarn", None), "unknown"),
    (("the mayor", None), ("Omar Pell", "harbour master"), "unknown"),
    # organisations
    (("the interior ministry", None), ("a spokesman for the interior ministry", None), "same"),
    (("Tidewater Lines", None), ("Olu Bakare", "managing director of Tidewater Lines"), "same"),
    (("National Harbour Service", None), ("the Harbour Service", None), "same"),
    (("Maple Foods", None), ("Maple", None), "same"),
    (("United Nations", None), ("UN", None), "same"),
    (("the interior ministry", None), ("the defence ministry", None), "different"),
    (("Maple Foods", None), ("Corbin Inc.", None), "different"),
    (("police", None), ("Tessel Police", None), "same"),
    (("two senior officials", None), ("a senior official", None), "same"),
    # nothing to go by
    ((None, None), ("Ada Holm", None), "unknown"),
    (("", None), ("Ada Holm", None), "unknown"),
    (("she", None), ("Ada Holm", None), "unknown"),
]


@pytest.mark.parametrize(("one", "other", "answer"), CASES)
def test_same_speaker(one: tuple, other: tuple, answer: str) -> None:
    assert same_speaker(*one, *other) == answer
    assert same_speaker(*other, *one) == answer


@pytest.mark.parametrize("name", ["Ada Holm", "the port", "UN", "Two officials", "’s", "…", "李明"])
def test_everybody_is_like_oneself(name: str) -> None:
    assert same_speaker(name, None, name, None) in ("same", "unknown")
