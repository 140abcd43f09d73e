import pytest

from claimcheck.compare.features import Context, clause, same_fact_features
from claimcheck.records import Article, Candidate, Claim, Passage, Sentence, StoredReference

TEXT = "The fire killed 12 people in Harrow Port and destroyed 40 boats, the mayor said on Tuesday."


def claim(words, text=TEXT, kind="number", **details):
    start = text.index(words)
    return Claim(kind, words, start, start + len(words), Sentence(text, 0, len(text)), details)


def features(item, text, *, title="", published="2026-03-04", similarity=0.6, article=TEXT):
    stored = StoredReference("r1", 1, title, "Wire", published, None, None, None, "", "", "r1")
    candidate = Candidate(Passage(1, stored, text, 0, len(text)), similarity, 0.1)
    return same_fact_features(item, candidate, Context.of(Article(article, published="2026-03-04")))


def test_a_clause_is_the_part_of_the_sentence_that_a_number_stands_in():
    assert clause(claim("12 people")) == "The fire killed 12 people in Harrow Port"
    assert clause(claim("40 boats")).startswith("and destroyed 40 boats")


def test_a_clause_does_not_end_within_a_figure():
    text = "In 2023 the libraries lent 480,000 books, and from 9:30 on they were full."
    assert clause(claim("In 2023", text)) == "In 2023 the libraries lent 480,000 books"
    assert clause(claim("9:30", text)).endswith("from 9:30 on they were full.")


def test_the_same_fact_in_other_words_shares_words_names_and_days():
    near = features(claim("12 people"), "Twelve people died when fire swept Harrow Port.")
    far = features(claim("12 people"), "Ferries to Lunn carried 12 people on Sunday.", published="2019-01-01")
    for name in ("words", "names"):
        assert near[name] > far[name]
    assert near["foreign_names"] < far["foreign_names"]
    assert near["days_apart"] == 0.0 < far["days_apart"]


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("The fire of 1911 killed 30 people.", "other_year"),
        ("On Sunday the fire killed 30 people.", "other_weekday"),
    ],
)
def test_another_time_is_seen(text, feature):
    assert features(claim("12 people"), text)[feature] == 1.0
    assert features(claim("12 people"), "The fire killed 12 people.")[feature] == 0.0


def test_every_feature_stays_between_0_and_1_whatever_the_text():
    for text in ("", "…", "A", "12", "ALL CAPITALS HERE", "مرحبا"):
        for value in features(claim("12 people"), text, published=None).values():
            assert 0.0 <= value <= 1.0
