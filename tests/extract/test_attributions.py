"""Reported statements: the content without "that", whole, with its cue, its source and its polarity."""

from __future__ import annotations

import pytest

from claimcheck.extract import claims
from claimcheck.records import Article, Attribution
from claimcheck.segment import segment


def statements(text: str) -> list[str]:
    return [c.text for c in claims.extract(Article(text), segment(text)) if c.kind == "attribution"]


CASES = [
    ("The ministry said that two gates had failed.", ["two gates had failed"]),
    ("The ministry said two gates had failed.", ["two gates had failed"]),
    ("Ada Holm told reporters on Friday that two gates had failed.", ["two gates had failed"]),
    ("Ada Holm told the harbour's newsletter that two gates had failed.", ["two gates had failed"]),
    ("Ada Holm said in a statement that two gates had failed.", ["two gates had failed"]),
    ("Two gates failed, the ministry said.", ["Two gates failed"]),
    ("Two gates failed, said fire chief Dana Rusk.", ["Two gates failed"]),
    ("Two gates failed, the ministry's figures show.", ["Two gates failed"]),
    ("According to Omar Pell, head of the port, two gates failed.", ["two gates failed"]),
    ("Two gates failed, according to the port.", ["Two gates failed"]),
    (
        "Ticket sales have fallen by half since May, per a bulletin from the league.",
        ["Ticket sales have fallen by half since May"],
    ),
    (
        "TESSEL, May 4 - Two gates failed on Monday, injuring four people, the ministry said.",
        ["Two gates failed on Monday, injuring four people"],
    ),
    ("The work goes on; no firm paid for it, the port said in a statement.", ["no firm paid for it"]),
    ("The gates, she told the inquiry, had been painted.", ["The gates, she told the inquiry, had been painted"]),
    ("Ada Holm warned of a second flood.", ["a second flood"]),
    (
        "Ada Holm estimated the catch at 40 tons and warned that it would shrink.",
        ["the catch at 40 tons", "it would shrink"],
    ),
    ("Ada Holm denied that the gates leaked.", ["the gates leaked"]),
    ("Omar Pell denied a rumour that the port was for sale.", ["the port was for sale"]),
    ("Ada Holm rejected that, saying there was no proof of a leak.", ["there was no proof of a leak"]),
    (
        "Ada Holm said the storm had sunk four boats and that the slip was open.",
        ["the storm had sunk four boats", "the slip was open"],
    ),
    (
        "She said she had written to Mr. Pell and would retire in May.",
        ["she had written to Mr. Pell", "would retire in May"],
    ),
    (
        "Ada Holm said the library would stay open, but warned that new books would be rare.",
        ["the library would stay open", "new books would be rare"],
    ),
    ("Ada Holm said she would stay. The pier is long.", ["she would stay"]),
    ("Ada Holm pointed out that the pier was closed.", ["the pier was closed"]),
    ("According to police, the driver, 41, lost control.", ["the driver, 41, lost control"]),
    ("The weather centre said winds rose and warned residents to stay in.", ["winds rose"]),
    ("The board said cases had doubled, citing figures from 12 towns.", ["cases had doubled"]),
    ("Omar Pell was quoted as saying that the pier was closed.", ["the pier was closed"]),
    ("Omar Pell, who said he was tired, said the pier was closed.", ["he was tired", "the pier was closed"]),
    ("Sales rose 4 percent, the company said, citing strong demand.", ["Sales rose 4 percent"]),
    ("No date was set, though both sides, he said, would stay in touch.", ["both sides, he said, would stay in touch"]),
    # the quotation in it is a claim of its own
    (
        'Ada Holm said her crew had mended the nets and felt "a joy beyond words."',
        ["her crew had mended the nets"],
    ),
    ('Ada Holm said her guild would "mend what is torn."', []),
    ('Ada Holm said: "Two gates failed."', []),
    # no statement
    ("Ada Holm did not say that two gates had failed.", []),
    ("Ada Holm declined to say whether two gates had failed.", []),
    ("Ada Holm wants two gates to be mended.", []),
    ("Ada Holm thinks about the gates a lot.", []),
    ("The company raised its full-year forecast on Wednesday after sales rose.", []),
    ("The claims were paid, and the report was long.", []),
    ("Growth was 2 percent per year, per cent signs aside.", []),
    ("The member states that signed it are bound.", []),
    ("As Ada Holm said last week, nothing is sure.", []),
    ("She was blamed for saying too much.", []),
    ("Workers found a painted wall, 14 meters long, that took a year to clean.", []),
    ("Holm sang with a passion that suggested that she meant it.", []),
    ("The ministry neither confirmed nor denied that a drone had been lost.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_statements(text: str, expected: list[str]) -> None:
    assert statements(text) == expected


@pytest.mark.parametrize(
    ("cue", "polarity"), [("said", "asserts"), ("denied", "denies"), ("doubted", "doubts"), ("warned", "asserts")]
)
def test_polarity(cue: str, polarity: str) -> None:
    text = f"Ada Holm {cue} that the gates leaked."
    (claim,) = claims.extract(Article(text), segment(text))
    assert (claim.details["polarity"], claim.details["cue"]) == (polarity, cue)


def test_split_content_keeps_its_parts() -> None:
    text = "The gates, she told the inquiry, had been painted."
    (claim,) = claims.extract(Article(text), segment(text))
    assert [text[a:b] for a, b in claim.details["content_spans"]] == ["The gates", "had been painted"]


def test_the_api_gives_whole_contents_with_their_marks() -> None:
    text = 'Ada Holm said the plan was "a slap in the face." "No," she added.'
    found = claims.extract_attributions(text, segment(text))
    assert [[text[a:b] for a, b in f.content_spans] for f in found] == [
        ['the plan was "a slap in the face."'],
        ['"No,"'],
    ]
    assert [[text[a:b] for a, b in f.cue_spans] for f in found] == [["said"], ["added"]]
    assert [[text[a:b] for a, b in f.source_spans] for f in found] == [["Ada Holm"], ["she"]]


def test_a_tagger_is_asked_where_there_is_one() -> None:
    class Tagger:
        def tag(self, text: str, sentences: object) -> list[Attribution]:
            return [Attribution(((0, 8),), ((9, 16),), ((17, 40),))]

    text = "Ada Holm intoned the gates would fall in May."
    assert claims.extract_attributions(text, segment(text), Tagger())[0].cue_spans == ((9, 16),)


class _Tagger:
    def __init__(self, source: str, cue: str, content: str) -> None:
        self.parts = (source, cue, content)

    def tag(self, text: str, sentences: object) -> list[Attribution]:
        spans = [((text.index(p), text.index(p) + len(p)),) for p in self.parts]
        return [Attribution(*spans)]


TAGGED = [
    (
        "In the view of Ada Holm, as set out in testimony, the gates leaked badly.",
        ("Ada Holm", "testimony", "the gates leaked badly"),
        ["the gates leaked badly"],
    ),
    ("Ada Holm hopes that the gates will hold.", ("Ada Holm", "hopes", "that the gates will hold"), []),
    ("Ada Holm has never said that the gates leaked.", ("Ada Holm", "never said", "that the gates leaked"), []),
    ("Ada Holm said that the gates leaked.", ("Ada Holm", "said", "the gates leaked"), ["the gates leaked"]),
    ("Ada Holm spoke in testimony of bad gates.", ("Ada Holm", "testimony", "bad gates"), []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts", "expected"), TAGGED)
def test_a_tagger_adds_reported_statements_only(text: str, parts: tuple[str, str, str], expected: list[str]) -> None:
    found = claims.extract(Article(text), segment(text), _Tagger(*parts))
    assert [c.text for c in found if c.kind == "attribution"] == expected
