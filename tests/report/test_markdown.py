from __future__ import annotations

from claimcheck.report.base import Options
from claimcheck.report.markdown import render, text
from tests.sample_report import make_report


def test_findings_first_then_the_others() -> None:
    shown = render(make_report().to_dict(), Options())
    assert shown.index("## 1. Conflict") < shown.index("## 6. Disputed") < shown.index("## Not verified (3)")
    assert "said that **more than 330 passengers** had been" in shown
    assert "~~pretty~~ **very**" in shown


def test_what_comes_from_a_reference_stays_text() -> None:
    shown = render(make_report().to_dict(), Options(explain=True))
    assert "<script" not in shown.replace("\\<script", "")
    assert "](<javascript:" not in shown
    assert "\x1b" not in shown


def test_markup_in_words_is_escaped() -> None:
    assert text("a * b _c_ `d` [e](f) # g | h") == r"a \* b \_c\_ \`d\` \[e\](f) \# g \| h"
    assert text("1. first") == r"1\. first".replace(r"1\.", r"\1.")
    assert text("- item") == r"\- item"


def test_only_flagged_and_nothing_found() -> None:
    assert "Not verified" not in render(make_report().to_dict(), Options(only_flagged=True))
    assert "Nothing to look at again" in render(make_report().with_claims(()).to_dict(), Options())
