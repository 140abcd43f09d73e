from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.quantities.nouns import is_plural, same_noun, singular
from claimcheck.quantities.phrasing import plural


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("missiles", "missile"), ("counties", "county"), ("boxes", "box"), ("churches", "church"), ("people",
        "person"), ("women", "woman"),
        ("fishermen", "fisherman"), ("children", "child"), ("wolves", "wolf"), ("buses", "bus"), ("movies", "movie"),
        ("heroes", "hero"),
        ("aircraft", "aircraft"), ("headaches", "headache"), ("houses", "house"), ("glasses", "glass"), ("analyses",
        "analysis"), ("keys", "key"),
    ],
)  # fmt: skip
def test_singular(many: str, one: str) -> None:
    assert is_plural(many)
    assert singular(many) == one


@pytest.mark.parametrize("word", ["boss", "famous", "virus", "crisis", "this", "tennis", "specimen", "gas", "house"])
def test_what_is_no_plural(word: str) -> None:
    assert not is_plural(word)
    assert singular(word) == word


@pytest.mark.parametrize(
    "one", ["missile", "county", "box", "person", "child", "key", "ballistic missile", "foot", "day"]
)
def test_plural_is_the_way_back(one: str) -> None:
    *_, last = plural(one).split()
    assert singular(last) == one.split()[-1]


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("missile", "missile", 1, 1), ("missile", "rocket", 0.7, 0.9), ("ballistic missile", "missile", 0.8, 0.9),
        ("ballistic missile", "cruise missile", 0.6, 0.8),
        ("volunteer", "person", 0.5, 0.7), ("drone", "tank", 0, 0.2), (None, "tank", 0.5, 0.5), ("killed",
        "death", 0.7, 0.9), ("killed", "injured", 0, 0.4),
    ],
)  # fmt: skip
def test_same_noun(a: str | None, b: str | None, low: float, high: float) -> None:
    assert low <= same_noun(a, b) <= high
    assert same_noun(a, b) == same_noun(b, a)


@given(st.text(max_size=30))
def test_any_word_has_a_singular(word: str) -> None:
    assert isinstance(singular(word.lower()), str)
