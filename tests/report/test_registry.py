"""What holds of every format, whatever an article and its references say."""

from __future__ import annotations

import copy
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.report.base import Options
from claimcheck.report.registry import FORMATS, format_of, renderer
from tests.sample_report import make_report

REPORT = make_report().to_dict()
NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</style></script><img src=x onerror=alert(1)>",
            "{{ 7 * 7 }}{% for x in y %}",
            "=cmd|' /C calc'!A0",
            "\x1b[2J\x1b]0;title\x07",
            "\u202eright to left\u2066",
            "[a](javascript:alert(1)) ![b](x) | c | `d`",
            "\x00\x0b\ufffe\ud800",
            "漢字かな交じり文" * 20,
            "a" * 3000,
            "",
            " \n\t ",
        ]
    ),
)
OPTIONS = st.builds(
    Options,
    explain=st.booleans(),
    only_flagged=st.booleans(),
    width=st.integers(20, 250),
    colour=st.booleans(),
)


def spoiled(words: str, span: int) -> dict[str, Any]:
    """The sample with these words wherever words of others can stand, a claim among them."""
    report = copy.deepcopy(REPORT)
    article = report["article"]
    article.update(title=words, source=words, published=words or None)
    text = words + "\n" + article["text"] + words
    article["text"] = text
    for number, claim in enumerate(report["claims"]):
        start = (number * 37 + span) % max(1, len(text) - 1)
        end = min(len(text), start + 1 + (span * 7 + number) % 90)
        claim.update(start=start, end=end, text=text[start:end])
        claim["sentence"] = {
            "text": text[max(0, start - 9) : end + 9],
            "start": max(0, start - 9),
            "end": min(len(text), end + 9),
        }
        claim["reason"]["text"] = words
        claim["details"].update(speaker=words, speaker_role=words, cue=words)
        claim["decision"] = {"decision": "fix", "at": words, "reviewer": words, "note": words, "source": words}
        for evidence in claim["evidence"]:
            evidence.update(text=words, title=words, publisher=words, url=words, published=words, before=words)
            evidence["comparisons"] = [{"comparator": "number", "outcome": "refutes", "text": words}]
    report["models"] = {"nli": words}
    report["store"]["set_aside"] = [{"reference": words, "why": words}]
    return report


@pytest.mark.parametrize("name", sorted(FORMATS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=NASTY, span=st.integers(0, 400), options=OPTIONS)
def test_any_words_can_be_shown_and_none_are_run(name: str, words: str, span: int, options: Options) -> None:
    content = renderer(name).render(spoiled(words, span), options)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    assert data
    if isinstance(content, str) and name != "json":  # JSON escapes control characters, and is the record itself
        assert "\x1b]" not in content
        assert "\x1b[2J" not in content
        assert "\x00" not in content
        assert "\u202e" not in content
    if name == "html":
        assert content.count("<script") == 1  # type: ignore[arg-type]
        assert "<img" not in content  # type: ignore[operator]
        assert 'href="javascript' not in content  # type: ignore[operator]
    if name == "docx":
        import docx

        docx.Document(io.BytesIO(data))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_report_on_nothing_in_every_format(name: str) -> None:
    assert renderer(name).render(make_report().with_claims(()).to_dict(), Options())


def test_every_ending_tells_its_format() -> None:
    from pathlib import Path

    assert {format_of(Path(f"x{renderer(name).SUFFIX}")) for name in FORMATS} == set(FORMATS)
    assert format_of(Path("report.HTM")) == "html"
    assert format_of(Path("report")) is None
