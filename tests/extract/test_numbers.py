"""The number reader: a table of short cases, and what must hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.extract.numbers import NumberSpan, extract_numbers
from claimcheck.records import Sentence
from tests.growth import grows_linearly

PUBLISHED = "2025-05-24"


def numbers(text: str, published: str | None = PUBLISHED, offset: int = 0) -> list[NumberSpan]:
    return extract_numbers(Sentence(text, offset, offset + len(text)), published)


def cases() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("numbers.tsv").read_text(encoding="utf-8").splitlines()
    return [(s, want) for s, _, want in (line.partition("\t") for line in lines if line and not line.startswith("#"))]


@pytest.mark.parametrize(("sentence", "expected"), cases())
def test_table(sentence: str, expected: str) -> None:
    found = [shown(n) for n in numbers(sentence)]
    wanted = [w.strip().split("|") for w in expected.split(";;")] if expected else []
    assert len(found) == len(wanted), found
    for have, want in zip(found, wanted, strict=True):
        assert [h if w == "-" else w for h, w in zip(have, want, strict=True)] == have


def shown(number: NumberSpan) -> list[str]:
    """The six fields of the table's cells."""
    d = number.details
    value = f"{d['value']:.12g}" if d["upper"] is None else f"{d['value']:.12g}..{d['upper']:.12g}"
    if d["upper"] is None and d["value"] != round(d["value"], 6):
        value = f"{d['value']:.7f}"
    return [number.text, value, d["dimension"], *(d[name] or "" for name in ("unit", "modifier", "noun"))]


def only(text: str, published: str | None = PUBLISHED) -> dict[str, object]:
    found = numbers(text, published)
    assert len(found) == 1, found
    return found[0].details


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        ("It shut on March 20, 2018.", None, "2018-03-20"),
        ("It shut on 20 March 2018.", None, "2018-03-20"),
        ("It shut on 2018-03-20.", None, "2018-03-20"),
        ("It shut on 20/03/2018.", None, "2018-03-20"),
        ("It shut in March 2018.", None, "2018-03"),
        ("It shut in 2018.", None, "2018"),
        ("It shut in the 1990s.", None, "199X"),
        ("It was shut from 2017 to 2022.", None, "2017/2022"),
        ("It shut on May 12.", None, "--05-12"),
        ("It shut in May.", None, "--05"),
        ("It shut on May 12.", "2025-05-04", "2025-05-12"),
        ("It shut on Dec. 30.", "2025-01-04", "2024-12-30"),
        ("It opens on Jan. 3.", "2024-12-30", "2025-01-03"),
        ("It shut in January.", "2025-05-24", "2025-01"),
        ("He was sold last July.", "2025-05-24", "2024-07"),
        ("It was sold in June.", "2025-05-24", "2024-06"),
        ("It will open in March.", "2025-05-24", "2026-03"),
        ("It is due to open next March.", "2025-05-24", "2026-03"),
        ("It ran Sept. 20-24.", "2025-09-30", "2025-09-20/2025-09-24"),
    ],
)
def test_dates_are_resolved_against_the_day_of_publication(text: str, published: str | None, iso: str) -> None:
    details = only(text, published)
    assert details["dimension"] == "date"
    assert details["iso"] == iso


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Sales fell by 2.1 percent.", "down"),
        ("Sales rose 6 percent.", "up"),
        ("Turnout was up 3 points.", "up"),
        ("The risk was 14 percent lower.", "down"),
        ("A 9 percent rise was agreed.", "up"),
        ("They raised the wage from $13 to $16.", "up"),
        ("Sales reached 6 percent.", None),
        ("Income climbed to $412 million.", None),
        ("The army lost 40 tanks.", None),
    ],
)
def test_a_change_has_its_direction(text: str, change: str | None) -> None:
    assert only(text)["change"] == change


def test_a_rise_to_a_level_is_two_numbers_and_one_change() -> None:
    rise, level = (n.details for n in numbers("Revenue rose 8% to $4.2 billion."))
    assert (rise["change"], level["change"]) == ("up", None)


@pytest.mark.parametrize(
    ("text", "part_of"),
    [
        ("Five of the eight injured went home.", "eight injured"),
        ("About a third of the money is back.", "the money"),
        ("They repaid £170,000 of the £520,000.", "£520,000"),
        ("They raised 200 million of the 1.5 billion euros.", "1.5 billion euros"),
    ],
)
def test_a_part_names_its_whole(text: str, part_of: str) -> None:
    assert numbers(text)[0].details["part_of"] == part_of


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The army fired 330 missiles in June.", "June 2024"),
        ("In 2021, 64 percent voted.", "2021"),
        ("Profit was $4 million in the first quarter.", "first quarter"),
        ("Profit was $4 million last year.", "2024"),
        ("Profit was $4 million.", None),
    ],
)
def test_a_number_has_its_period(text: str, period: str | None) -> None:
    assert next(n for n in numbers(text) if n.details["dimension"] != "date").details["period"] == period


def test_the_year_of_the_figure_compared_with_belongs_to_it() -> None:
    assert [n.text for n in numbers("Turnout was 71 percent, up from 64 percent in 2021.")] == [
        "71 percent",
        "64 percent in 2021",
    ]


def test_details_keep_the_contract() -> None:
    details = only("They fired more than 330 missiles.")
    contract = "value upper unit dimension modifier noun part_of change period iso speaker speaker_role"
    assert list(details)[:12] == contract.split()
    assert details["speaker"] is details["speaker_role"] is None


@given(st.text(max_size=300) | st.text(alphabet="0123456789 .,-–/:$€%()'’\"abomillndhtwreyJM½", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_exact_slices(text: str) -> None:
    last = 7
    for number in numbers(text, offset=7):
        assert number.text == text[number.start - 7 : number.end - 7]
        assert last <= number.start < number.end
        last = number.end


@given(
    st.lists(
        st.sampled_from(
            """a an the of and to in one two five half third dozen million billion percent points 3 17 1,200 2015
            4.5 $ £ € - – , . ( )from between nearly more than least up first 9th years year old men
            people seats May January a.m. per hour 1/2 '90s 12:30""".split()
        ),
        max_size=30,
    )
)
@settings(max_examples=500, deadline=None)
def test_any_order_of_number_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert all(n.text == text[n.start : n.end] for n in numbers(text))


@pytest.mark.parametrize(
    "unit",
    [
        "seven ", "1 ", "0 0 ", "12,", "123 ", "123,", "1.5 ", "a hundred and ", "5-", "May 5 ", "in 2019, ",
        "of the 3 ", "( ", "£", "one in ", "twenty-", "1/2 ",
        "and ", "word ", "five years and ", "from 3 to ", "is 5 of ", "9 ", "Aa 3, ",
    ],
)  # fmt: skip
def test_time_stays_linear(unit: str) -> None:
    """Ten times the text takes about ten times as long; a quadratic reader would take a hundred times."""

    assert grows_linearly(lambda size: numbers(unit * (size // len(unit))), 2_000, 20_000)
