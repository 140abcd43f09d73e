"""What the NLI model is asked of claims and passages, and which way its answer counts."""

import pytest

from claimcheck.backends.registry import load_nli
from claimcheck.compare.features import Context
from claimcheck.compare.judge import consult, look
from claimcheck.extract.claims import extract
from claimcheck.records import Article, Candidate, Passage, StoredReference
from claimcheck.segment import segment


class Listened:
    """The bundled model, and what it was asked."""

    def __init__(self):
        self.nli, self.name, self.asked = load_nli(), "bundled", []

    def predict(self, pairs):
        self.asked += pairs
        return self.nli.predict(pairs)


@pytest.fixture(scope="module")
def nli():
    return Listened()


def cases(text, told, nli):
    """Each claim of the text against a passage that says `told`, the model consulted."""
    article = Article(text, published="2026-03-04")
    stored = StoredReference("r1", 1, "", "Wire", "2026-03-03", None, None, None, "", "", "r1")
    reference = Article(told, published="2026-03-03")
    passage = Passage(1, stored, told, 0, len(told), "", "", tuple(extract(reference, segment(told))))
    claims = extract(article, segment(text))
    rows = look(claims, [[Candidate(passage, 0.8, 0.1)]] * len(claims), Context.of(article))
    nli.asked = []
    consult(nli, rows)
    return {case.claim.text: case for row in rows for case in row}


def test_a_date_is_asked_about_beside_the_figures_of_the_passage(nli):
    cases("In 2023 the libraries lent 480,000 books.", "In 2023 the libraries lent 840,000 books.", nli)
    assert {hypothesis for _, hypothesis in nli.asked} == {"In 2023 the libraries lent 840,000 books."}


def test_a_figure_is_asked_about_beside_the_others_of_the_article(nli):
    cases("The fire killed 3 people on 13 boats.", "The fire killed 3 people on 31 boats.", nli)
    asked = {hypothesis for _, hypothesis in nli.asked}
    assert "The fire killed 3 people on 31 boats." in asked
    assert all("3 people" in hypothesis or "13 boats" in hypothesis for hypothesis in asked)  # one at a time


def test_figures_are_exchanged_where_they_stand_whole(nli):
    cases("On 13 May 2025 the fire burned 3 boats.", "On 13 May 2025 the fire burned 5 boats.", nli)
    assert not any("15 May" in hypothesis for _, hypothesis in nli.asked)


@pytest.mark.parametrize(
    ("told", "backed"),
    [
        ("Harbour Transit denies that it knew about the cracks.", True),
        ("Harbour Transit knew about the cracks in March.", False),
    ],
)
def test_what_is_denied_counts_as_the_contrary_of_its_content(nli, told, backed):
    asked = cases("Harbour Transit denied that it had known about the cracks.", told, nli)
    features = asked["it had known about the cracks"].features
    assert (features["entailment"] > features["contradiction"]) is backed
