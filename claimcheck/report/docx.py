"""The report as a Word document: the draft, with each finding as a comment on its words.

Of a draft that is DOCX itself, the draft is kept as it is and only given its comments; of any other, a
document is made of its text.
"""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.errors import OutputError
from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, Options, ReportDict
from claimcheck.report.diff import quote_diff
from claimcheck.report.view import Finding, best_of_each_side, findings, shown_claims

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

SUFFIX = ".docx"
AUTHOR = "claimcheck"


def render(report: ReportDict, options: Options) -> bytes:
    """The document. With `explain` the claims that are not flagged have comments too."""
    document = _draft(report) or _made_of(report["article"]["text"])
    paragraphs = _Paragraphs(document, report["article"]["text"])
    found = findings(report)
    if options.explain and not options.only_flagged:
        grouped = {c["id"] for finding in found for c in finding.claims}
        found += [Finding(c["id"], (c,)) for c in shown_claims(report, options) if c["id"] not in grouped]
    for finding in found:
        _comment(document, paragraphs, report, finding)
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


class _Paragraphs:
    """Finds the words of a claim in the document's paragraphs, tables included.

    The draft may have changed since it was read, or hold its text in another order: so a claim is looked for
    by its sentence, first where it ought to be.
    """

    def __init__(self, document: Document, text: str) -> None:
        self.all = list(_every_paragraph(document))
        self.texts = [_text(p) for p in self.all]
        self.text = text

    def find(self, claim: ClaimDict) -> tuple[Paragraph, int, int] | None:
        """The paragraph and the offsets in it; None where the words are not there any more."""
        start, end = claim["start"], claim["end"]
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        line_end = line_end if line_end >= 0 else len(self.text)
        line = words.safe(self.text[line_start:line_end])
        shift = len(words.safe(self.text[line_start:start]))
        said = words.safe(self.text[start:end].split("\n")[0])
        same = [p for p, there in zip(self.all, self.texts, strict=True) if there == line]
        if same:
            before = self.text[:line_start].split("\n").count(self.text[line_start:line_end])
            return same[min(before, len(same) - 1)], shift, shift + len(said)
        for paragraph, there in zip(self.all, self.texts, strict=True):
            at = there.find(said)
            if said and at >= 0 and line[:40] in there:
                return paragraph, at, at + len(said)
        return None


def _every_paragraph(document: Document) -> list[Paragraph]:
    from docx.table import Table

    found: list[Paragraph] = []

    def walk(container: Any) -> None:
        for item in container.iter_inner_content():
            if isinstance(item, Table):
                for row in item.rows:
                    for cell in row.cells:
                        walk(cell)
            else:
                found.append(item)

    walk(document)
    return found


def _comment(document: Document, paragraphs: _Paragraphs, report: ReportDict, finding: Finding) -> None:
    place = paragraphs.find(finding.lead)
    if place is None:
        return
    runs = _runs_at(*place)
    if not runs:
        return
    lines = _lines(report, finding)
    comment = document.add_comment(runs, text=lines[0], author=AUTHOR, initials="cc")
    comment.paragraphs[0].runs[0].bold = True
    for line in lines[1:]:
        comment.add_paragraph(line)


def _runs_at(paragraph: Paragraph, start: int, end: int) -> list[Run]:
    """The runs that hold exactly these characters; runs that reach over an edge are split there."""
    for edge in (start, end):
        at = 0
        for run in _runs(paragraph):
            length = len(run.text)
            if at < edge < at + length:
                _split(run, edge - at)
                break
            at += length
    found, at = [], 0
    for run in _runs(paragraph):
        length = len(run.text)
        if length and start <= at and at + length <= end:
            found.append(run)
        at += length
    return found


def _runs(paragraph: Paragraph) -> list[Run]:
    """The paragraph's runs as if all tracked changes were accepted, those of hyperlinks and insertions included."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    gone = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    runs = []
    for element in paragraph._p.iter(qn("w:r")):
        above = list(element.iterancestors())
        holder = next(e for e in above if e.tag == qn("w:p"))  # another one in a text box
        if holder is paragraph._p and not any(e.tag in gone for e in above):
            runs.append(Run(element, paragraph))
    return runs


def _text(paragraph: Paragraph) -> str:
    return "".join(run.text for run in _runs(paragraph))


def _split(run: Run, at: int) -> None:
    """Cut a run in two with the same formatting."""
    text = run.text
    second = deepcopy(run._r)
    run._r.addnext(second)
    run.text = text[:at]
    type(run)(second, run._parent).text = text[at:]


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
