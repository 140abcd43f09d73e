"""Comparing two numbers as they stand in sentences, and the sums over a passage's numbers."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.compare.arithmetic import derive
from claimcheck.compare.numbers import relate
from claimcheck.compare.relation import NumberRelation
from claimcheck.extract.numbers import extract_numbers
from claimcheck.records import Sentence

PUBLISHED = "2025-05-24"


def details(text: str) -> list[dict[str, Any]]:
    return [n.details for n in extract_numbers(Sentence(text, 0, len(text)), PUBLISHED)]


def related(ours: str, theirs: str) -> NumberRelation:
    return relate(details(ours)[0], details(theirs)[0])


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome", "code"),
    [
        # the same figure, however it is written
        ("€870 million", "0.87 billion euros", "agree", "same"),
        ("$750,000", "three-quarters of a million dollars", "agree", "same"),
        ("61 percent of the ball", "sixty-one percent", "agree", "same"),
        ("16 years", "sixteen years", "agree", "same"),
        ("from 7 to 9 percent", "between 7 percent and 9 percent", "agree", "same"),
        ("in the 57th minute", "in minute 57", "agree", "same"),
        ("won 3-1", "lost 1-3", "agree", "same"),
        ("at 6.05 a.m.", "at 6:05 a.m.", "agree", "same"),
        ("310 crowns", "rose from 240 to 310 crowns", "agree", "same"),
        ("280 crowns", "rose from 240 to 310 crowns", "differ", None),
        # rounding that a careful editor accepts
        ("nearly 80 boats", "78 boats", "agree", "rounded"),
        ("more than 330 boats", "337 boats", "agree", "rounded"),
        ("more than a dozen shops", "14 shops", "agree", "rounded"),
        ("1.3 billion people", "1.28 billion people", "agree", "rounded"),
        ("$5.3 billion", "$5.28 billion", "agree", "rounded"),
        ("5,000 drones", "4,987 drones", "agree", "rounded"),
        ("a crowd of 48,310", "just over 48,000 people", "agree", "rounded"),
        ("almost 30 percent", "29 percent", "agree", "rounded"),
        ("about 20 minutes", "some twenty minutes", "agree", "same"),
        ("71.3 percent", "just over 71 percent", "agree", "rounded"),
        ("dozens of flights", "40 flights", "agree", "rounded"),
        ("less than £5,000", "below £5,000", "agree", "rounded"),
        ("more than 3,000 records", "3,000 records", "agree", "same"),
        ("almost 30 percent", "28 percent", "agree", "rounded"),
        ("about 5 p.m.", "at 4:50 p.m.", "agree", "rounded"),
        ("closed at 312p", "closed at £3.12", "agree", "same"),
        # conversion
        ("7.6 meters", "24.9 feet", "agree", "converted"),
        ("25 meters", "27 yards", "agree", "converted"),
        ("18 miles away", "29 kilometers off", "agree", "converted"),
        ("Some 180 millimeters of rain", "7.1 inches of rain", "agree", "converted"),
        ("six and a half years", "78 months", "agree", "converted"),
        ("four years and three months", "51 months", "agree", "converted"),
        ("a three-week strike", "21 days on strike", "agree", "converted"),
        ("90 seconds", "a check of a minute and a half", "agree", "converted"),
        ("34 degrees Celsius", "93 degrees Fahrenheit", "agree", "converted"),
        ("One in eight pupils", "about 12 percent of pupils", "agree", "converted"),
        ("about two-thirds of homes", "66 percent of homes", "agree", "converted"),
        ("50 basis points", "half a percentage point", "agree", "converted"),
        ("just three points", "3 percentage points", "agree", "same"),
        # another figure
        ("more than 330 boats", "500 boats", "differ", None),
        ("at least 17 people", "25 people", "differ", None),
        ("5,000 drones", "4,900 drones", "differ", None),
        ("more than 330 boats", "270 boats", "differ", None),
        ("about 8,000 residents", "13,000 residents", "differ", None),
        ("a three-week strike", "sixteen days", "differ", None),
        ("within 10 days", "within 30 days", "differ", None),
        ("between the ages of 45 and 70", "aged 40 to 75", "differ", None),
        ("4 to 6 percent", "7 to 9 percent", "differ", None),
        ("a fourth time", "the third time", "differ", None),
        ("won 3-2", "won 3-1", "differ", None),
        ("$27,400", "$72,400", "differ", None),
        ("9 percent", "19 percent", "differ", None),
        ("18 miles", "18 kilometers", "differ", None),
        ("about a fifth of the bill", "30 percent of the bill", "differ", None),
        ("about 5 p.m.", "at 4:10 p.m.", "differ", None),
        ("more than 30 boats", "30 boats", "differ", None),
        # dates
        ("in March 2023", "on March 14, 2023", "agree", "rounded"),
        ("in 2022", "on February 24, 2022", "agree", "rounded"),
        ("before 2031", "in 2029", "agree", "rounded"),
        ("before 2031", "in 2032", "differ", None),
        ("on May 5", "on April 28", "differ", None),
        ("since 1987", "in 1991", "differ", None),
        ("in January", "last July", "differ", None),
        ("between 2011 and 2016", "between 2013 and 2016", "differ", None),
        ("in the 1990s", "in 1994", "agree", "rounded"),
        # what cannot be compared
        ("$5 million", "€5 million", "incomparable", None),
        ("5 percent", "5 percentage points", "incomparable", None),
        ("5 percent", "5 miles", "incomparable", None),
        ("12 boats", "12 percent", "incomparable", None),
        ("$14 an hour", "$14 a week", "incomparable", None),
        ("aged 40", "40 years of work", "incomparable", None),
        ("in 2015", "2,015 boats", "incomparable", None),
        ("64 gigabytes", "64 megawatts", "incomparable", None),
        ("two of the five gates", "three of the five gates", "incomparable", None),
        ("57 of the 98 districts", "98 districts", "incomparable", None),
        # direction
        ("rose 9 percent", "up 9 percent", "agree", "same"),
        ("rose 9 percent", "fell 9 percent", "differ", None),
        ("a 14 percent lower risk", "a 14 percent rise", "differ", None),
        # so long ago
        ("three years ago", "in 2022", "agree", "rounded"),
        ("three years ago", "in 2015", "differ", None),
        ("three years", "in 2022", "incomparable", None),
    ],
)
def test_relate(ours: str, theirs: str, outcome: str, code: str | None) -> None:
    relation = related(ours, theirs)
    assert (relation.outcome, relation.code) == (outcome, code), relation


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("nearly 80 boats", "78 boats"),
        ("7.6 meters", "24.9 feet"),
        ("in March 2023", "on March 14, 2023"),
        ("5 percent", "9 percent"),
    ],
)
def test_the_outcome_is_the_same_from_either_side(ours: str, theirs: str) -> None:
    assert related(ours, theirs).outcome == related(theirs, ours).outcome


@pytest.mark.parametrize(
    ("ours", "theirs", "text"),
    [
        ("at least 330 missiles", "270 missiles", "330 missiles or more against 270 missiles"),
        ("7.6 meters", "24.9 feet", "7.6 m against 24.9 feet, which is 7.59 m"),
        ("a fourth time", "the third time", "4th time against 3rd time"),
        ("€870 million", "0.87 billion euros", "€870 million against €870 million"),
        ("on May 12", "on May 19", "12 May 2025 against 19 May 2025"),
        ("won 3-2", "won 3-1", "3-2 against 3-1"),
        ("half of voters", "about 40 percent of voters", "half against about 40 percent"),
    ],
)
def test_the_text_says_both_sides(ours: str, theirs: str, text: str) -> None:
    assert related(ours, theirs).text == text


def test_a_move_is_met_at_its_ends_only() -> None:
    assert related("raised the wage from $13 to $16", "a wage of $16").outcome == "agree"
    assert related("raised the wage from $13 to $16", "a wage of $15").outcome == "differ"


def test_nouns() -> None:
    assert related("330 missiles", "330 rockets").same_noun > 0.7
    assert related("330 missiles", "330 tents").same_noun < 0.3
    assert related("330 missiles", "330").same_noun == 0.5
    assert related("17 people", "17 dead").same_noun >= 0.5
    assert related("a 240-bed hospital", "240 beds").same_noun > 0.7
    assert related("a 240-bed hospital", "240 hospitals").same_noun < 0.5


@pytest.mark.parametrize(
    ("ours", "passage"),
    [
        ("half of the members", "61 of 122 members voted."),
        ("about a third of the money", "£170,000 of the £520,000 is back."),
        ("rose about 11 percent", "The fare went from 18 to 20 crowns."),
        ("fell 3 percentage points", "It went from 8 percent to 5 percent."),
        ("an hour and a quarter", "It ran from 6.05 a.m. to 7.20 a.m."),
        ("16 years in office", "They governed from 2009 to 2025."),
        ("29 people were killed", "In Tarn 17 people died and 12 people in Osk."),
        ("from $13 to $16 an hour", "The wage, now $13, goes to $16 an hour."),
    ],
)
def test_derive(ours: str, passage: str) -> None:
    relation = derive(details(ours)[0], details(passage))
    assert relation is not None
    assert (relation.outcome, relation.code, relation.opposite) == ("agree", "derived", False)


def test_what_is_left_fits_only_the_reverse_and_only_if_asked_for() -> None:
    ours, theirs = details("two of the five gates")[0], details("Three of the five gates opened.")
    assert derive(ours, theirs) is None
    relation = derive(ours, theirs, reverse=True)
    assert relation is not None
    assert relation.opposite


@pytest.mark.parametrize(
    ("ours", "passage"),
    [
        ("half of the members", "40 of 122 members voted."),
        ("rose about 11 percent", "The fare went from 18 to 25 crowns."),
        ("fell about 11 percent", "The fare went from 18 to 20 crowns."),
        ("two hours", "It ran from 6.05 a.m. to 7.20 a.m."),
        ("three of the five gates", "Three of the five gates opened."),
        ("30 people were killed", "In Tarn 17 people died and 12 people in Osk."),
        ("29 people were killed", "In Tarn 17 boats sank and 12 barns burned."),
        ("in 2015", "61 of 122 members voted."),
    ],
)
def test_nothing_is_derived_where_no_sum_comes_out(ours: str, passage: str) -> None:
    assert derive(details(ours)[0], details(passage)) is None
