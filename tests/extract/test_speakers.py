"""Who said it: where the source stands, and the fullest name and role that the article gives for it."""

from __future__ import annotations

import pytest

from claimcheck.extract import claims
from claimcheck.records import Article
from claimcheck.segment import segment

INTRO = "Ada Holm, the mayor of Tessel, opened the bridge on Monday. "


def last(text: str) -> dict:
    """The details of the last quote or statement."""
    found = [c for c in claims.extract(Article(text), segment(text)) if c.kind != "number"]
    return found[-1].details


CASES = [
    # where it stands
    ('"It holds," Ada Holm said.', "Ada Holm", None),
    ('"It holds," said Ada Holm.', "Ada Holm", None),
    ('Ada Holm said: "It holds."', "Ada Holm", None),
    ('"It holds," Ada Holm said, "and it will hold."', "Ada Holm", None),
    ('"It holds," said Ada Holm, a 52-year-old bus driver who saw it open.', "Ada Holm", "52-year-old bus driver"),
    ("Sir Vince Aldous, who replaced Tim Barrow in July, said the bridge would close.", "Vince Aldous", None),
    (
        "Ada Holm, 52, a hydrologist at the University of Tessel, argued that it would close.",
        "Ada Holm",
        "hydrologist at the University of Tessel",
    ),
    ("The town's engineer, Omar Pell, said the bridge would close.", "Omar Pell", "town's engineer"),
    ("Fire chief Dana Rusk said the bridge would close.", "Dana Rusk", "Fire chief"),
    ("Chief Electoral Officer Priya Dunn said the count would go on.", "Priya Dunn", "Chief Electoral Officer"),
    ("Sen. Paul Whitlow, R-Ohio, said the bridge would close.", "Paul Whitlow", None),
    ("The bridge would close, according to Omar Pell, head of the port.", "Omar Pell", "head of the port"),
    ("The bridge would close, according to the port authority.", "the port authority", None),
    ("The bridge would close, the ministry's figures show.", "the ministry", None),
    ("The harbour bank kept its rate. The bank said it would wait.", "harbour bank", None),
    ('The port set out its case. The port\'s own statement was short: "We obeyed the rules."', "The port", None),
    (
        "Ada Holm’s office had no comment. According to Omar Pell, head of the port, the gates, built in 1950, fell.",
        "Omar Pell",
        "head of the port",
    ),
    ('The plan was described by farmers as "a long slow disaster".', "farmers", None),
    ('"It holds," Ada Holm said. "You know," Omar Pell went on, "it does."', "Omar Pell", None),
    # unnamed sources as described
    ("Two senior officials said the bridge would close.", "Two senior officials", None),
    ("A spokeswoman for the port said the bridge would close.", "A spokeswoman for the port", None),
    # carried on
    ('"It holds," Ada Holm said. "It will hold for years."', "Ada Holm", None),
    (INTRO + '"It holds," she said.', "Ada Holm", "mayor of Tessel"),
    (INTRO + "Holm said it would hold.", "Ada Holm", "mayor of Tessel"),
    (INTRO + "Ms. Holm said it would hold.", "Ada Holm", "mayor of Tessel"),
    (INTRO + "The mayor said it would hold.", "Ada Holm", "mayor of Tessel"),
    (INTRO + "Ada Holm said it would hold. She added that it was cheap.", "Ada Holm", "mayor of Tessel"),
    (INTRO + "Omar Pell was not there. He said it would fall.", "Omar Pell", None),
    (INTRO + "Omar Pell called her twice. She said it would hold.", "Ada Holm", "mayor of Tessel"),
    (INTRO + "She said it would hold, but warned that it would be costly.", "Ada Holm", "mayor of Tessel"),
    ("Ada Holm rejected that, saying there was no proof that it leaked.", "Ada Holm", None),
    ("Her captain, Jed Orme, spoke too. He said it was over.", "Jed Orme", "captain"),
    ("Tidewater Lines runs the ferries. The company said it would add two sailings.", "Tidewater Lines", None),
    (
        "The Brennock University Hospital ran the trial. The hospital said it would go on.",
        "Brennock University Hospital",
        None,
    ),
    ("Two people ran: Ada Holm, a baker, and Joan Holm, a vet. Joan Holm said it was over.", "Joan Holm", "vet"),
]


@pytest.mark.parametrize(("text", "speaker", "role"), CASES)
def test_speaker(text: str, speaker: str, role: str | None) -> None:
    details = last(text)
    assert (details["speaker"], details["speaker_role"]) == (speaker, role)


def test_the_span_is_where_the_source_stands_by_the_quote() -> None:
    text = INTRO + '"It holds," she said.'
    details = last(text)
    assert text[slice(*details["speaker_span"])] == "she"
    assert text[slice(*details["cue_span"])] == details["cue"] == "said"


def test_a_speaker_goes_on_in_the_next_paragraph() -> None:
    text = "“It holds,” Ada Holm said.\n\n“And it will hold for a hundred years.”"
    assert last(text)["speaker"] == "Ada Holm"


def test_her_spokesman_is_not_she() -> None:
    text = INTRO + "Her spokesman denied that it leaked. “It is dry,” he told reporters."
    assert last(text)["speaker"] == "Ada Holm’s spokesman"


def test_a_number_carries_who_gave_it() -> None:
    text = "Omar Pell, the port's director, said 14 boats had sunk."
    number = next(c for c in claims.extract(Article(text), segment(text)) if c.kind == "number")
    assert (number.details["speaker"], number.details["speaker_role"]) == ("Omar Pell", "port's director")
