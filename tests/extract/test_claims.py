"""The claims of a whole text: in order, each its slice, with steady ids, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.extract import claims
from claimcheck.extract.transcripts import transcript_turns
from claimcheck.records import Article, Claim
from claimcheck.segment import segment
from tests.growth import grows_linearly

ARTICLE = """Ferry fares to rise by a third

TESSEL, May 4 - Fares on the Tessel ferry will rise by a third in June, the operator said, after fuel costs doubled.

"We held out as long as we could," said Omar Pell, who runs Tidewater Lines. He said 14 sailings a week would go.

Share This Article
"""


def extract(text: str, title: str | None = None) -> list[Claim]:
    return claims.extract(Article(text, title=title, published="2025-05-04"), segment(text))


def test_claims_come_in_text_order_with_ids_of_their_own() -> None:
    found = extract(ARTICLE)
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert len({c.id for c in found}) == len(found)
    assert {c.kind for c in found} == {"number", "quote", "attribution"}


def test_ids_stay_when_text_is_added_elsewhere() -> None:
    before = {c.id for c in extract(ARTICLE)}
    after = {c.id for c in extract(ARTICLE.replace("\n\nShare", "\n\nThe pier is closed.\n\nShare"))}
    assert before == after


def test_the_same_sentence_twice_gives_two_ids() -> None:
    found = extract("Omar Pell said the pier was shut. It rained. Omar Pell said the pier was shut.")
    assert len({c.id for c in found if c.kind == "attribution"}) == 2


def test_a_number_inside_a_quotation_has_no_claim() -> None:
    found = extract('"We lost 14 boats," Omar Pell said. He lost 3 cars.')
    assert [c.text for c in found if c.kind == "number"] == ["3 cars"]


def test_a_headline_number_counts_only_if_the_body_has_it_not() -> None:
    repeated = extract("Fares rise by 30 percent\n\nFares rose by 30 percent in June.")
    assert [c.sentence.role for c in repeated if "percent" in c.text] == ["body"]
    alone = extract("Fares rise by 30 percent\n\nFares rose sharply after the storm.")
    assert [c.sentence.role for c in alone if c.kind == "number"] == ["headline"]


def test_furniture_gives_no_claims() -> None:
    assert not extract("3 Min Read\n\nShare This Article\n\nRead more: 14 ways to cook an egg, says Ada Holm")


TRANSCRIPT = """PELL: Good morning. We lost 14 boats.

Nobody was hurt.

QUESTION: Will you resign?

PELL: No. (Laughter.)"""


def test_transcript_turns() -> None:
    turns = [(who, TRANSCRIPT[a:b].strip()) for who, a, b in transcript_turns(TRANSCRIPT)]
    assert turns == [
        ("PELL", "Good morning. We lost 14 boats.\n\nNobody was hurt."),
        ("QUESTION", "Will you resign?"),
        ("PELL", "No. (Laughter.)"),
    ]
    assert transcript_turns(ARTICLE) == []
    assert transcript_turns("UPDATE: The pier is shut.\n\nNote: It is long.") == []


def test_every_sentence_of_a_turn_is_a_quote_of_its_speaker() -> None:
    found = extract(TRANSCRIPT, title="Omar Pell, news conference on the harbour")
    assert [(c.text, c.details["speaker"]) for c in found if c.kind == "quote"] == [
        ("Good morning.", "Omar Pell"),
        ("We lost 14 boats.", "Omar Pell"),
        ("Nobody was hurt.", "Omar Pell"),
        ("Will you resign?", "a questioner"),
        ("No.", "Omar Pell"),
    ]


def test_a_titled_speech_is_its_speakers() -> None:
    text = "I have weighed the evidence. I note your remorse. My task is plain."
    found = extract(text, title="Closing remarks of Judge Ada Holm")
    assert {(c.kind, c.details["speaker"], c.details["speaker_role"]) for c in found} == {
        ("quote", "Ada Holm", "judge")
    }


PIECES = ['"', "“", "”", "'", "‘", "’", " said ", "Ada Holm", ", ", ". ", "\n\n", "that ", "he ", "14 ",
          "according to ", "the gates failed", "😀", "e\u0301", "\u202b",
          "«", "»", "—", "told ", "A: ", "PELL: ", "\x00", "...", "?", "(", "x" * 30]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_claim_is_its_slice(text: str) -> None:
    for claim in extract(text):
        assert claim.text == text[claim.start : claim.end]
        assert claim.text.strip()
        assert claim.sentence.text == text[claim.sentence.start : claim.sentence.end]
        for name in ("speaker_span", "cue_span"):
            span = claim.details.get(name)
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "x",
        '"',
        '"No no no no," he said. ',
        "he said that ",
        "according to ",
        "Ada Holm, ",
        "1 ",
        'He said "a b. ',
    ],
)
def test_time_is_linear(unit: str) -> None:
    assert grows_linearly(lambda size: extract((unit * size)[:size]), 4_000, 16_000)
