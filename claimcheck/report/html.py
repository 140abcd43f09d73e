"""The report as one HTML file with no outside resources, that opens anywhere and prints.

The article stands on the left with every claim marked in place; beside it, the card of the claim that is
chosen. Without JavaScript all cards are shown, one after another. Whatever came from the article or a
reference is escaped by the template engine, and the page forbids itself everything but its own style and
script, which it names by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.records import KINDS, VERDICTS
from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, Options, ReportDict
from claimcheck.report.diff import Part, quote_diff
from claimcheck.report.spans import paragraphs
from claimcheck.report.view import Finding, best_of_each_side, deciding, findings, headline, line_of, shown_claims

if TYPE_CHECKING:
    from jinja2 import Environment

SUFFIX = ".html"
TEMPLATES = Path(__file__).parent / "templates"
MORE = 4  # pieces of evidence that are folded away on a card; all are shown when explained


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a finding, or of a claim that is not flagged."""

    key: str
    claim: ClaimDict
    others: tuple[ClaimDict, ...] = ()
    number: int | None = None
    line: int = 0
    diff: list[Part] = field(default_factory=list)
    evidence: list[EvidenceDict] = field(default_factory=list)
    more: list[EvidenceDict] = field(default_factory=list)  # folded away
    within: list[tuple[str, ClaimDict]] = field(default_factory=list)


def render(report: ReportDict, options: Options) -> str:
    style, script = inlined("report.css"), inlined("report.js")
    page = environment().get_template("report.html.j2")
    return page.render(**context(report, options), style=style, script=script, policy=policy(style, script))


def context(report: ReportDict, options: Options) -> dict[str, Any]:
    """What the template of the report, and those that extend it, are filled with."""
    shown = shown_claims(report, options)
    cards = list(make_cards(report, shown, options))
    return {
        "report": report,
        "article": report["article"],
        "beside": report["article"]["published"],
        "cards": cards,
        "key_of": {claim["id"]: card.key for card in cards for claim in (card.claim, *card.others)},
        "paragraphs": list(_paragraphs(report, shown, cards)),
        "chart": chart(report),
        "headline": headline(report),
        "verdicts": VERDICTS,
    }


def make_cards(report: ReportDict, shown: list[ClaimDict], options: Options) -> Iterator[Card]:
    """A card for every finding, the worst first, then one for each other claim in the article's order."""
    enclosing = _enclosing(shown)
    found = findings(report)
    for number, finding in enumerate(found, start=1):
        yield _card(report, finding, number, enclosing, options)
    grouped = {claim["id"] for finding in found for claim in finding.claims}
    for claim in sorted(shown, key=lambda c: (c["start"], c["end"])):
        if claim["id"] not in grouped:
            yield _card(report, Finding(claim["id"], (claim,)), None, enclosing, options)


def _card(
    report: ReportDict,
    finding: Finding,
    number: int | None,
    enclosing: dict[str, list[ClaimDict]],
    options: Options,
) -> Card:
    lead = finding.lead
    found = quote_diff(lead)
    evidence = lead["evidence"] if options.explain else best_of_each_side(lead) or lead["evidence"][:1]
    more = [] if options.explain else [e for e in deciding(lead) or lead["evidence"] if e not in evidence]
    return Card(
        key=f"claim-{lead['id']}",
        claim=lead,
        others=finding.claims[1:],
        number=number,
        line=line_of(report, lead["start"]),
        diff=found[1] if found else [],
        evidence=evidence,
        more=more[:MORE],
        within=[(c["id"], c) for c in enclosing.get(lead["id"], []) if c not in finding.claims],
    )


def _enclosing(claims: list[ClaimDict]) -> dict[str, list[ClaimDict]]:
    """For every claim, the reported statements that it stands in."""
    statements = [c for c in claims if c["kind"] == "attribution"]
    found: dict[str, list[ClaimDict]] = {}
    for claim in claims:
        around = [s for s in statements if s["start"] <= claim["start"] and claim["end"] <= s["end"] and s is not claim]
        if around:
            found[claim["id"]] = around
    return found


def _paragraphs(
    report: ReportDict, shown: list[ClaimDict], cards: list[Card]
) -> Iterator[tuple[int, list[tuple[str, ClaimDict | None, bool, int | None]]]]:
    """(line, [(text, claim, whether the claim opens here, the finding's number where it is to be shown)])."""
    card_of = {claim["id"]: card for card in cards for claim in (card.claim, *card.others)}
    text = report["article"]["text"]
    for number, pieces in paragraphs(text, shown):
        line, previous = [], None
        for piece in pieces:
            card = card_of[piece.claim["id"]] if piece.claim else None
            shows = card is not None and piece.opens and card is not previous
            line.append(
                (
                    words.safe(text[piece.start : piece.end]),
                    piece.claim,
                    piece.opens,
                    card.number if card and shows else None,
                )
            )
            previous = card
        yield number, line


def chart(report: ReportDict) -> list[tuple[str, list[tuple[str, int, float, float]]]]:
    """Verdicts by kind, for stacked bars: (kind, [(verdict, count, offset, share)]) in percent of the longest bar."""
    rows: list[tuple[str, list[tuple[str, int, float, float]]]] = []
    counts = {
        kind: {v: sum(c["kind"] == kind and c["verdict"] == v for c in report["claims"]) for v in VERDICTS}
        for kind in KINDS
    }
    longest = max((sum(row.values()) for row in counts.values()), default=0) or 1
    for kind, row in counts.items():
        offset = 0.0
        bars: list[tuple[str, int, float, float]] = []
        for verdict, count in row.items():
            share = 100 * count / longest
            bars.append((verdict, count, round(offset, 2), round(share, 2)))
            offset += share
        rows.append((kind, bars))
    return rows


def scores(evidence: EvidenceDict) -> list[tuple[str, float]]:
    """What there is of scores, for bars: the NLI model is not asked where figures or words decide."""
    nli = evidence["nli"]
    names = (("says the same", "entailment"), ("neither", "neutral"), ("says otherwise", "contradiction"))
    return [*((told, nli[name]) for told, name in names if nli), ("similar", evidence["similarity"])]


def policy(style: str, script: str) -> str:
    """The content security policy of a page with exactly this style and this script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def environment(*folders: Path) -> Environment:
    """The templates, with everything escaped that is put into them, and the plain words."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(clean=words.clean, safe_url=words.safe_url, capitalize_first=lambda s: s[:1].upper() + s[1:])
    env.globals.update(words=words, round=round, scores=scores)
    return env


@cache
def inlined(name: str) -> str:
    """A style or a script that goes into the page itself."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
