"""The report as a Word document: the draft, with each finding as a comment on its words.

Of a draft that is DOCX itself, the draft is kept as it is and only given its comments; of any other, a
document is made of its text.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.errors import OutputError
from claimcheck.report import words
from claimcheck.report.base import EvidenceDict, Options, ReportDict
from claimcheck.report.diff import quote_diff
from claimcheck.report.docx_places import Places
from claimcheck.report.view import Finding, best_of_each_side, findings, shown_claims

if TYPE_CHECKING:
    from docx.document import Document

SUFFIX = ".docx"
AUTHOR = "claimcheck"


def render(report: ReportDict, options: Options) -> bytes:
    """The document. With `explain` the claims that are not flagged have comments too."""
    document = _draft(report) or _made_of(report["article"]["text"])
    places = Places(document, report["article"]["text"])
    found = findings(report)
    if options.explain and not options.only_flagged:
        grouped = {c["id"] for finding in found for c in finding.claims}
        found += [Finding(c["id"], (c,)) for c in shown_claims(report, options) if c["id"] not in grouped]
    for finding in found:
        _comment(document, places, report, finding)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _draft(report: ReportDict) -> Document | None:
    """The draft itself, where it is a DOCX file that is still there."""
    source = report["article"]["source"]
    if not source or not source.lower().endswith(".docx") or not Path(source).is_file():
        return None
    from docx import Document as open_document
    from docx.opc.exceptions import OpcError

    try:
        return open_document(source)
    except (OpcError, ValueError, KeyError, OSError) as e:
        raise OutputError(f"{source} cannot be opened as a Word document") from e


def _made_of(text: str) -> Document:
    from docx import Document as open_document

    document = open_document()
    for line in text.split("\n"):
        document.add_paragraph(words.safe(line))
    return document


def _comment(document: Document, places: Places, report: ReportDict, finding: Finding) -> None:
    """A comment from the first to the last of the claim's words, across paragraphs where it spans more than one."""
    from docx.text.run import Run

    elements = places.runs(finding.lead)
    if not elements:
        return
    parent: Any = document
    lines = _lines(report, finding)
    ends = [Run(element, parent) for element in (elements[0], elements[-1])]
    comment = document.add_comment(ends, text=lines[0], author=AUTHOR, initials="cc")
    comment.paragraphs[0].runs[0].bold = True
    for line in lines[1:]:
        comment.add_paragraph(line)


def _lines(report: ReportDict, finding: Finding) -> list[str]:
    claim = finding.lead
    beside = report["article"]["published"]
    head = f"{claim['verdict'].upper()} ({words.confidence(claim['confidence'])}): {words.KINDS[claim['kind']]}"
    lines = [head, words.clean(claim["reason"]["text"])]
    if found := quote_diff(claim):
        marks = {"same": "{}", "article": "[-{}-]", "source": "{{+{}+}}"}
        lines.append(" ".join(marks[origin].format(said) for origin, said in found[1]))
    lines += [_told(evidence, beside, report["created"]) for evidence in best_of_each_side(claim)]
    if decided := words.decided(claim):
        lines.append(decided[:1].upper() + decided[1:])
    return lines


def _told(evidence: EvidenceDict, beside: str | None, now: str) -> str:
    url = f" {words.clean(evidence['url'])}" if evidence["url"] and evidence["origin"] == "store" else ""
    stance = words.STANCES[evidence["stance"]]
    about = ", ".join([words.source(evidence, beside), *words.notes(evidence, now)])
    return f"{about} {stance}: {words.quoted(words.clean(evidence['text']))}{url}"
