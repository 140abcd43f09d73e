"""The page that leads to the reports of many articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimcheck.report.base import ReportDict
from claimcheck.report.view import headline

NAME = "index.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article: its report's file with what was found in it, or why there is none."""

    article: str
    file: str | None = None
    found: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None


def entry(report: ReportDict, file: str | None) -> Entry:
    """What the index says of a report, which need not be kept for it."""
    article = report["article"]
    return Entry(article["title"] or article["source"] or "(no title)", file, headline(report), report["summary"])


def render(entries: list[Entry]) -> str:
    """One HTML file without outside resources: the articles with the most to look at first, the failed ones last."""
    from claimcheck.report.html import environment, inlined, policy

    ordered = sorted(entries, key=lambda e: (e.error is not None, -e.counts.get("groups_flagged", 0)))
    style = inlined("signoff.css")
    page = environment().get_template("index.html.j2")
    return page.render(entries=ordered, style=style, policy=policy(style, ""))
