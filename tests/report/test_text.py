from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from claimcheck.report.base import Options
from claimcheck.report.registry import renderer
from claimcheck.report.text import render
from tests.sample_report import make_report

REPORT = make_report().to_dict()
WIDTHS = (40, 60, 80, 120, 160, 300)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("explain", [False, True])
def test_no_line_is_wider_than_the_terminal_or_ends_in_spaces(width: int, explain: bool) -> None:
    for line in render(REPORT, Options(width=width, explain=explain)).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_drives_the_terminal_where_there_is_no_colour(width: int) -> None:
    shown = render(REPORT, Options(width=width, explain=True))
    assert "\x1b" not in shown


def test_a_reference_cannot_drive_the_terminal() -> None:
    shown = render(REPORT, Options(width=100, colour=True, explain=True))
    codes = set(re.findall(r"\x1b\[[0-9;]*([A-Za-z])", shown))
    assert codes == {"m"}  # our own colours; the reference's "clear the screen" is gone


def test_flagged_claims_come_first_the_worst_of_them_on_top() -> None:
    shown = render(REPORT, Options(width=100))
    heads = re.findall(r"^(\d)  (CONFLICT|DISPUTED) · (\w+)", shown, re.MULTILINE)
    assert heads == [
        ("1", "CONFLICT", "clear"),
        ("2", "CONFLICT", "clear"),
        ("3", "CONFLICT", "likely"),
        ("4", "CONFLICT", "look"),
        ("5", "CONFLICT", "look"),
        ("6", "DISPUTED", "likely"),
    ]
    assert shown.index("DISPUTED") < shown.index("Not verified") < shown.index("Matches what is on file")


def test_one_mistake_is_shown_once() -> None:
    shown = render(REPORT, Options(width=200))
    assert shown.count("The article says more than 330 passengers") == 1
    assert "the same mistake: reported statement" in shown


def test_the_claim_is_marked_without_colour() -> None:
    lines = render(REPORT, Options(width=80)).splitlines()
    at = next(i for i, line in enumerate(lines) if "that more than 330 passengers" in line)
    start = lines[at].index("more than 330 passengers")
    assert lines[at + 1] == " " * start + "~" * len("more than 330 passengers")


def test_the_claim_is_marked_in_colour() -> None:
    shown = render(REPORT, Options(width=80, colour=True))
    assert re.search(r"\x1b\[[\d;]*4[\d;]*mmore than 330 passengers\x1b\[0m", shown)


def test_a_quotes_changed_words_are_struck_and_inserted() -> None:
    shown = " ".join(render(REPORT, Options(width=80)).split())
    assert "“It was a [-pretty-] {+very+} small fire, and the crew did {+almost+} everything right”" in shown


def test_evidence_has_its_source_its_words_and_its_link() -> None:
    shown = render(REPORT, Options(width=80))
    assert "says otherwise   Coastal Wire, 4 March · with 2 near copies" in shown
    assert "numbers: more than 330 against 270" in shown
    assert "https://r1.example.org/harbour/r1" in shown


def test_a_denial_is_shown_with_its_cue() -> None:
    assert "denied that “the alarm had failed”" in render(REPORT, Options(width=80))


def test_only_flagged_leaves_out_the_others() -> None:
    shown = render(REPORT, Options(width=80, only_flagged=True))
    assert "Not verified" not in shown
    assert "3 unverified" in shown  # still counted


def test_explain_tells_how_it_was_checked() -> None:
    shown = render(REPORT, Options(width=100, explain=True))
    assert "related, does not settle it" in shown
    assert "similarity 0.81, entailed 0.02, neutral 0.09, contradicted 0.89" in " ".join(shown.split())
    assert "r9: same url" in shown


def test_plain_words_for_every_verdict() -> None:
    shown = render(REPORT, Options(width=100))
    for words in (
        "nothing on file",
        "only another event on file",
        "something on file, not clear enough",
        "matches Port of Dellmar, 3 March",
        "matches Coastal Wire, 4 March, rounded",
        "the article itself",
    ):
        assert words in shown


def test_a_report_on_nothing() -> None:
    shown = render(make_report().with_claims(()).to_dict(), Options(width=80))
    assert "Nothing to look at again" in shown
    assert "0 claims" in shown


def test_a_decision_is_shown() -> None:
    report = make_report().to_dict()
    for claim in report["claims"]:
        if claim["group"] == "g1":
            claim["decision"] = {"decision": "fix", "reviewer": "Ana", "at": "2026-03-04T11:00:00Z"}
    assert "Fix the article, decided by Ana on 4 March 2026" in render(report, Options(width=120))


def test_a_decision_comes_with_its_note_and_source_in_every_format() -> None:
    report = make_report().to_dict()
    told = {"reviewer": "Ana", "at": "2026-03-04T11:00:00Z", "note": "sure of it", "source": "phoned her, 14:05"}
    for claim in report["claims"]:
        if claim["text"] in ("more than 330 passengers", "5,200 people"):
            claim["decision"] = {"decision": "stands", **told}
        elif claim["text"] == "in March 2023":
            claim["asked_again"] = "Night Wire gives another value: 2024"
        elif claim["text"] == "€1.3 billion":
            claim["decision"] = {"decision": "open", **told}
    for name in ("text", "markdown", "html", "csv"):
        said = " ".join(str(renderer(name).render(report, Options(width=200))).replace("\\", "").split())
        assert said.count("phoned her, 14:05") == 3, name
        assert said.count("sure of it") == 3, name
        assert "Night Wire gives another value: 2024" in said, name
        if name != "csv":
            assert "Asked again. Night Wire" in said, name
            assert "4 things to look at again, 1 settled, 1 left open" in said, name


def test_a_very_long_sentence_is_cut_around_the_claim() -> None:
    report = make_report().to_dict()
    text = "word " * 4000 + "exactly 12 boats " + "more " * 4000
    start = text.index("exactly")
    claim = report["claims"][0]
    claim.update(text="exactly 12 boats", start=start, end=start + 16)
    claim["sentence"] = {"text": text, "start": 0, "end": len(text)}
    report["article"]["text"] = text
    report["claims"] = [claim]
    shown = render(report, Options(width=80))
    assert "exactly 12 boats" in shown
    assert len(shown) < 4000


@pytest.mark.parametrize("width", [40, 80, 200])
def test_long_headings_and_decisions_are_wrapped_too(width: int) -> None:
    report = make_report().to_dict()
    for claim in report["claims"]:
        claim["kind"], claim["reason"]["code"] = "attribution", "meaning"
        claim["decision"] = {"decision": "reference", "reviewer": "Ana Holt-Brandvold", "at": "2026-03-04T11:00:00Z"}
    assert max(cell_len(line) for line in render(report, Options(width=width)).splitlines()) <= width
