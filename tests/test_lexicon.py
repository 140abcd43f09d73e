import pytest

from claimcheck import lexicon


@pytest.mark.parametrize(
    ("one", "other"), [("injured", "injuries"), ("missile", "missiles"), ("bombing", "bombed"), ("Kyiv's", "Kyiv")]
)
def test_forms_of_a_word_meet_in_one_stem(one, other):
    assert lexicon.stem(one) == lexicon.stem(other)


@pytest.mark.parametrize(("one", "other"), [("port", "part"), ("news", "new"), ("united", "unit")])
def test_short_words_are_not_cut_into_others(one, other):
    assert lexicon.stem(one) != lexicon.stem(other) or one.startswith(other)


def test_content_stems_leave_figures_and_function_words_out():
    assert lexicon.content_stems("The 330 missiles were of the ballistic kind") == {"missil", "ballistic", "kind"}


def test_names_leave_out_what_only_opens_a_sentence_and_the_calendar():
    found = lexicon.names("Rescuers came on Friday. Then Dana Wills of Harrow Port spoke in May.")
    assert found == {"dana", "wills", "harrow", "port"}


def test_periods():
    text = "In the first quarter of 2024, as in March, sales fell on Monday."
    assert lexicon.years(text) == {"2024"}
    assert lexicon.months(text) == {3}
    assert lexicon.weekdays(text) == {"monday"}
    assert lexicon.periods(text) == {"first quarter"}


def test_a_modal_may_is_no_month():
    assert lexicon.months("It may rain") == frozenset()


ENGLISH = "The mayor said on Monday that the bridge would be closed for two weeks while divers look at its piers."
OTHERS = (
    "Der Minister sagte am Montag, dass alle gerettet wurden und die Wehr mit zwölf Wagen kam, als es noch brannte.",
    "Le maire a dit lundi que le pont resterait fermé pendant deux semaines, le temps d'examiner toutes les piles.",
    "El alcalde dijo el lunes que el puente estará cerrado dos semanas mientras los buzos revisan todos sus pilares.",
)


def test_other_languages_are_told_from_english():
    assert lexicon.looks_english(ENGLISH)
    assert not any(lexicon.looks_english(text) for text in OTHERS)
    assert lexicon.looks_english("12 Menschen")  # too few words to tell
