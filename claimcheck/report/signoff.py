"""The sign-off sheet: every claim with its evidence, its decision, who took it and when.

For the editor and the lawyer: nothing is left out, and what nobody has decided says so.
"""

from __future__ import annotations

import io
from typing import Any

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, ReportDict
from claimcheck.report.view import best_of_each_side, findings, is_flagged, line_of

COLUMNS = ("line", "claim", "what the references say", "decision", "by", "when", "note or source")


def rows(report: ReportDict) -> list[dict[str, Any]]:
    """One row a claim, in the article's order; `flagged` tells how it is to be shown."""
    return [_row(report, claim) for claim in sorted(report["claims"], key=lambda c: (c["start"], c["end"]))]


def _told(evidence: EvidenceDict, beside: str | None, now: str) -> str:
    about = ", ".join([words.source(evidence, beside), *words.notes(evidence, now)])
    url = words.safe_url(evidence["url"])
    return f"{about}: {words.quoted(words.clean(evidence['text']))}{f' {url}' if url else ''}"


def _row(report: ReportDict, claim: ClaimDict) -> dict[str, Any]:
    beside = report["article"]["published"]
    decision = claim.get("decision") or {}
    told = [_told(e, beside, report["created"]) for e in best_of_each_side(claim)]
    said = words.clean(claim["text"])
    if who := words.speaker(claim):
        said = f"{said} ({who})"
    if not told and claim["verdict"] == "unverified" and claim["evidence"]:
        told = [words.clean(claim["reason"]["text"])]  # which names what is nearest on file
    notes = [words.clean(decision.get(name)) for name in ("note", "source")]
    if why := words.clean(claim.get("asked_again")):
        notes.append(f"Asked again. {why}")
    return {
        "line": line_of(report, claim["start"]),
        "kind": words.KINDS[claim["kind"]],
        "claim": said,
        "verdict": claim["verdict"],
        "told": [_sentence(words.verdict(claim, beside)), *told],
        "decision": words.DECISIONS.get(decision.get("decision", ""), ""),
        "by": words.clean(decision.get("reviewer")),
        "when": words.minute(decision.get("at")),
        "notes": "; ".join(note for note in notes if note),
        "flagged": is_flagged(claim),
    }


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def summary(report: ReportDict) -> str:
    """`13 claims, 2 of them decided; of 6 flagged mistakes 4 are open`."""
    decided = sum(bool(claim["decision"]) for claim in report["claims"])
    found = findings(report)
    left = sum(_is_open(finding.lead) for finding in found)
    flags = f"of {words.plural(len(found), 'flagged mistake')} {left or 'none'} {'is' if left < 2 else 'are'} open"
    return f"{words.plural(len(report['claims']), 'claim')}, {decided} of them decided; {flags}"


def _is_open(claim: ClaimDict) -> bool:
    return not claim["decision"] or claim["decision"]["decision"] == "open"


def render_html(report: ReportDict) -> str:
    """The sheet as one HTML file with no outside resources."""
    from claimcheck.report.html import environment, inlined, policy

    style = inlined("signoff.css")
    return (
        environment()
        .get_template("signoff.html.j2")
        .render(
            article=report["article"],
            report=report,
            rows=rows(report),
            columns=COLUMNS,
            summary=summary(report),
            style=style,
            policy=policy(style, ""),
        )
    )


def render_docx(report: ReportDict) -> bytes:
    """The sheet as a Word document, landscape, with room to sign."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(f"Sign-off: {words.clean(report['article']['title'] or report['article']['source'])}", 1)
    document.add_paragraph(f"{summary(report)}. Run {words.clean(report['run'])}.")
    table = document.add_table(rows=1, cols=len(COLUMNS))
    _repeat(table.rows[0])
    table.style = "Light Grid Accent 1"
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name
    for row in rows(report):
        cells = table.add_row().cells
        values = [str(row["line"]), row["claim"], "\n".join(row["told"]), row["decision"] or "not decided"]
        for cell, value in zip(cells, [*values, row["by"], row["when"], row["notes"]], strict=True):
            cell.text = value
        if row["flagged"]:
            cells[1].paragraphs[0].runs[0].bold = True
    document.add_paragraph()
    document.add_paragraph("Editor: ____________________        Lawyer: ____________________        Date: __________")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _repeat(row: Any) -> None:
    """Have a table's first row at the top of every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
