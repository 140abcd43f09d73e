from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document

from claimcheck.errors import OutputError
from claimcheck.report.base import Options
from claimcheck.report.docx import render
from tests.sample_report import TEXT, make_report


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def commented_words(document: Document) -> dict[int, str]:
    """By comment id, the text between its start and its end."""
    words: dict[int, str] = {}
    open_ids: set[int] = set()
    for element in document.element.body.iter():
        name = element.tag.rsplit("}", 1)[-1]
        ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
        if name == "commentRangeStart":
            open_ids.add(int(ids[0]))
            words[int(ids[0])] = ""
        elif name == "commentRangeEnd":
            open_ids.discard(int(ids[0]))
        elif name == "t":
            for each in open_ids:
                words[each] += element.text or ""
    return words


def test_the_text_is_kept_and_each_finding_is_a_comment_on_its_words() -> None:
    document = opened(render(make_report().to_dict(), Options()))
    assert [p.text for p in document.paragraphs] == TEXT.split("\n")
    assert sorted(commented_words(document).values()) == sorted(
        [
            "more than 330 passengers",
            "It was a pretty small fire, and the crew did everything right,",
            "the worst accident on this coast in a generation",
            "in March 2023",
            "€1.3 billion",
            "42 people",
        ]
    )
    first = next(iter(document.comments))
    assert first.author == "claimcheck"
    assert "Coastal Wire of 4 March says 270" in first.text


def test_explained_the_others_have_comments_too() -> None:
    assert len(commented_words(opened(render(make_report().to_dict(), Options(explain=True))))) == 11


def draft(path: Path) -> None:
    """The same article as a Word draft: bold in the middle of a claim, a table, a picture of a heading."""
    document = docx.Document()
    for number, line in enumerate(TEXT.split("\n")):
        if "more than 330" in line:
            head, tail = line.split("330")
            paragraph = document.add_paragraph(head)
            paragraph.add_run("33").bold = True
            paragraph.add_run("0" + tail).italic = True
        elif number == 0:
            document.add_heading(line, 1)
        else:
            document.add_paragraph(line)
    document.add_table(1, 1).cell(0, 0).text = "A table that stays"
    document.save(str(path))


def test_a_word_draft_keeps_its_form_and_gets_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "ferry.docx"
    draft(path)
    report = make_report().to_dict()
    report["article"]["source"] = str(path)
    document = opened(render(report, Options()))
    assert document.paragraphs[0].style.name == "Heading 1"
    assert document.tables[0].cell(0, 0).text == "A table that stays"
    paragraph = next(p for p in document.paragraphs if "more than 330" in p.text)
    assert [run.text for run in paragraph.runs if run.bold] == ["33"]
    assert "more than 330 passengers" in commented_words(document).values()
    assert len(commented_words(document)) == 6


def test_a_draft_with_tracked_changes(tmp_path: Path) -> None:
    """What was deleted is not there, what was inserted is; and a link is text like any other."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("Harbour master Ilse Brandvold said that more than ")
    run = "<w:r><w:{0} xml:space='preserve'>{1}</w:{0}></w:r>"
    for tag, inner in (
        ("del", run.format("delText", "270")),
        ("ins", run.format("t", "330 ")),
        ("hyperlink", run.format("t", "passengers")),
    ):
        mark = "" if tag == "hyperlink" else 'w:id="1" w:author="Bo"'
        paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')} {mark}>{inner}</w:{tag}>"))
    paragraph.add_run(" had been brought ashore in “less than two hours”.")
    path = tmp_path / "ferry.docx"
    document.save(str(path))
    report = make_report().to_dict()
    report["article"]["source"] = str(path)
    made = opened(render(report, Options()))
    assert list(commented_words(made).values()) == ["more than 330 passengers"]
    assert [c.text for c in made.comments]


def test_a_draft_that_has_changed_since_gets_the_comments_that_still_have_a_place(tmp_path: Path) -> None:
    path = tmp_path / "ferry.docx"
    document = docx.Document()
    document.add_paragraph("Harbour master Ilse Brandvold said that more than 330 passengers had been brought ashore.")
    document.save(str(path))
    report = make_report().to_dict()
    report["article"]["source"] = str(path)
    assert list(commented_words(opened(render(report, Options()))).values()) == ["more than 330 passengers"]


def test_a_file_that_only_has_the_name_of_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "ferry.docx"
    path.write_text("no zip")
    report = make_report().to_dict()
    report["article"]["source"] = str(path)
    with pytest.raises(OutputError, match="Word document"):
        render(report, Options())
