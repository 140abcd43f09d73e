"""The review's pages as HTML: the report, with a place to decide on every card."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from claimcheck.records import KINDS
from claimcheck.report import words
from claimcheck.report.base import EvidenceDict, Options, ReportDict
from claimcheck.report.html import context, environment, inlined, policy
from claimcheck.report.view import findings
from claimcheck.review.states import State

TEMPLATES = Path(__file__).parent / "templates"
BUTTONS = (
    ("fix", "f", "Fix the article"),
    ("stands", "s", "It stands"),
    ("reference", "r", "Wrong reference"),
    ("open", "o", "Leave open"),
)


def review_page(report: ReportDict, known: dict[str, State], reviewer: str) -> tuple[str, str]:
    """The page, and the content security policy that it is to be served with. `report` is settled."""
    style = inlined("report.css") + _own("review.css")
    script = inlined("report.js") + _own("review.js")
    allowed = policy(style, script) + "; connect-src 'self'"
    filled = context(report, Options())
    page = environment(TEMPLATES).get_template("review.html.j2")
    html = page.render(
        **filled,
        **_words_of_review(known),
        style=style,
        script=script,
        policy=allowed,
        reviewer=reviewer,
        progress=progress(report),
        kinds=KINDS,
        starts=line_starts(report["article"]["text"]),
    )
    return html, allowed + "; frame-ancestors 'none'"


def decide_box(claim_id: str, known: dict[str, State]) -> str:
    """What a card shows of its decision, again after each change."""
    macros = environment(TEMPLATES).get_template("decide.html.j2").module
    return str(macros.decide(claim_id, **_words_of_review(known)))  # type: ignore[attr-defined]


def reference_page(reference: Any, start: int, end: int) -> tuple[str, str]:
    """A reference's whole text, with the passage marked that was the evidence."""
    style = inlined("report.css") + _own("review.css")
    allowed = policy(style, "")
    page = environment(TEMPLATES).get_template("reference.html.j2")
    text = reference.text
    start, end = (start, end) if 0 <= start < end <= len(text) else (0, 0)
    parts = [words.safe(part) for part in (text[:start], text[start:end], text[end:])]
    return page.render(reference=reference, parts=parts, style=style, policy=allowed), allowed


def progress(report: ReportDict) -> dict[str, int]:
    """How many of the flagged mistakes are decided, and of all claims.

    Example: {"decided": 2, "of": 6, "claims": 5, "all": 41}.
    """
    found, claims = findings(report), report["claims"]
    decided = sum(bool(finding.lead["decision"]) for finding in found)
    return {
        "decided": decided,
        "of": len(found),
        "claims": sum(bool(claim["decision"]) for claim in claims),
        "all": len(claims),
    }


def line_starts(text: str) -> dict[int, int]:
    """Where each line of the article begins, by its number from 1: to tell what was marked."""
    starts, at = {}, 0
    for number, line in enumerate(text.split("\n"), start=1):
        starts[number] = at
        at += len(line) + 1
    return starts


def span_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the article that was marked on its page, which leaves unsafe characters out; None for none.

    `start` and `end` count from the line's own start as the page shows it. Example: of "a\u200bbc" the page's
    (1, 3), "bc", is (2, 4).
    """
    first = text.rfind("\n", 0, max(0, start)) + 1
    last = text.find("\n", first)
    shown = [at for at in range(first, len(text) if last < 0 else last) if words.safe(text[at])]
    if not 0 <= start - first < end - first <= len(shown):
        return None
    return shown[start - first], shown[end - first - 1] + 1


def _words_of_review(known: dict[str, State]) -> dict[str, Any]:
    return {
        "known": known,
        "buttons": BUTTONS,
        "whole_text": whole_text,
        "words": words,
    }


def whole_text(evidence: EvidenceDict) -> str:
    names = ("reference", "version", "start", "end")
    return "/reference?" + urlencode({name: evidence[name] for name in names})


def _own(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
