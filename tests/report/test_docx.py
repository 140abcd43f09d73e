from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document

from claimcheck.errors import OutputError
from claimcheck.read.article import read_article
from claimcheck.report.base import Options
from claimcheck.report.docx import render
from claimcheck.report.docx_places import Places
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


# Whatever else a draft may hold.

CONTENT = """
<w:body {ns}>
 <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Ferry fire</w:t></w:r></w:p>
 <w:p><w:r><w:t xml:space="preserve">Some 42 people were hurt</w:t><w:footnoteReference w:id="2"/>
  <w:t xml:space="preserve">, the port said. A wall of 1</w:t><w:noBreakHyphen/><w:t>metre</w:t><w:tab/><w:t>fell</w:t>
  <w:br/><w:t xml:space="preserve">after 9 p.m. on </w:t></w:r>
  <w:hyperlink r:id="rId99"><w:r><w:t xml:space="preserve">pier 4, </w:t></w:r></w:hyperlink>
  <w:ins w:id="1" w:author="Bo"><w:r><w:t>17</w:t></w:r></w:ins>
  <w:del w:id="2" w:author="Bo"><w:r><w:delText>12</w:delText></w:r></w:del>
  <w:r><w:t xml:space="preserve"> cars sank.</w:t></w:r></w:p>
 <w:p><w:r><w:t>“We lost everything.</w:t></w:r></w:p>
 <w:p><w:r><w:t>We will rebuild,” she said.</w:t></w:r></w:p>
 <w:p><w:pPr><w:rPr><w:del w:id="3" w:author="Bo"/></w:rPr></w:pPr>
  <w:r><w:t xml:space="preserve">Nine </w:t></w:r></w:p>
 <w:p><w:r><w:t>ships came.</w:t></w:r></w:p>
 <w:sdt><w:sdtContent><w:p><w:r><w:t>It cost 5 million crowns.</w:t></w:r></w:p></w:sdtContent></w:sdt>
 <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>31 injured</w:t></w:r></w:p></w:tc></w:tr>
  <w:tr><w:tc><w:p><w:r><w:t>7 dead</w:t></w:r></w:p></w:tc>
   <w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>8 boats</w:t></w:r></w:p>
  </w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>
 <w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>
  <w:p><w:r><w:t>3 boxes</w:t></w:r></w:p>
  </w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>3 boxes</w:t></w:r></w:p>
  </w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
 <w:sectPr/>
</w:body>"""
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)
SAID = {
    "Some 42 people": "Some 42 people",
    "42 people were hurt, the port": "42 people were hurt, the port",
    "1-metre\tfell\nafter 9 p.m.": "1metrefellafter 9 p.m.",  # a tab, a break and a hyphen are no words of their own
    "pier 4, 17 cars": "pier 4, 17 cars",
    "“We lost everything.\nWe will rebuild,”": "“We lost everything.We will rebuild,”",
    "Nine ships": "Nine ships",
    "5 million crowns": "5 million crowns",
    "31 injured": "31 injured",
    "7 dead": "7 dead",
    "8 boats": "8 boats",
    "3 boxes": "3 boxes",
}


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A draft with a footnote, a link, tracked changes, a joined paragraph, nested tables, a text box, a header."""
    from docx.oxml import parse_xml

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "NOT FOR PUBLICATION"
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("sectPr"):
            body.remove(child)
    for child in reversed(list(parse_xml(CONTENT.format(ns=NAMESPACES)))[:-1]):
        body.insert(0, child)
    document.add_comment(document.paragraphs[0].runs[0], text="Shorter?", author="Bo")
    path = tmp_path / "crowded.docx"
    document.save(str(path))
    return path


def claims_on(text: str, said: list[str]) -> list[dict[str, Any]]:
    template = make_report().to_dict()["claims"][2]
    found = []
    for number, words in enumerate(said):
        start = text.index(words)
        span = {"text": words, "start": start, "end": start + len(words)}
        found.append({**template, **span, "id": f"c{number}", "group": None})
    return found


def test_the_text_of_a_document_is_what_was_read_of_it(crowded: Path) -> None:
    assert Places(docx.Document(str(crowded)), "").text.strip("\n") == read_article(crowded).text


@pytest.mark.parametrize("changed", [False, True], ids=["as it was read", "changed since"])
def test_every_place_of_a_draft_can_have_its_comment(crowded: Path, changed: bool) -> None:
    text = read_article(crowded).text
    report = make_report().to_dict()
    report["article"] |= {"source": str(crowded), "text": text + "\nA line that was cut." * changed}
    report["claims"] = claims_on(text, list(SAID))
    content = render(report, Options())
    made = opened(content)
    words = commented_words(made)
    assert sorted(words.values()) == sorted([*SAID.values(), "Ferry fire"])
    assert next(c.text for c in made.comments) == "Shorter?"
    assert Places(made, "").text.strip("\n") == text  # nothing was lost, and nothing moved
    for kept in ("footnoteReference", "hyperlink", "ins", "del", "noBreakHyphen", "txbxContent", "sdt"):
        before, after = (
            sum(e.tag.endswith("}" + kept) for e in document.element.body.iter() if isinstance(e.tag, str))
            for document in (docx.Document(str(crowded)), made)
        )
        assert before == after > 0, kept
    assert made.sections[0].header.paragraphs[0].text == "NOT FOR PUBLICATION"


def test_what_a_word_file_cannot_hold_is_left_out() -> None:
    report = make_report().to_dict()
    text = "A \x00bell\x07 and a \u202eturn: 42 people.\n" + report["article"]["text"]
    report["article"]["text"] = text
    report["claims"] = claims_on(text, ["\u202eturn: 42 people"])
    report["claims"][0]["reason"]["text"] = "told \x00by \x1b[31mred"
    made = opened(render(report, Options()))
    assert list(commented_words(made).values()) == ["turn: 42 people"]
    assert "told by [31mred" in next(iter(made.comments)).text
