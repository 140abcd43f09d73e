"""Every format, as it comes and as it comes broken."""

from __future__ import annotations

import gzip
import json
import random
import time
import zipfile
from pathlib import Path

import pytest

from claimcheck.errors import ReadError
from claimcheck.read.article import read_article
from claimcheck.read.base import Item, Retraction, Unreadable
from claimcheck.read.claimreview import markup
from claimcheck.read.raw import Raw
from claimcheck.read.references import read_references
from claimcheck.read.registry import READERS, reader_for
from claimcheck.read.wire import takes_place
from claimcheck.records import Reference
from tests.read import samples
from tests.read.samples import BODY, MORE, docx, paragraph, run


def read(suffix: str, data: bytes | str, **options: object) -> list[Item]:
    content = data.encode() if isinstance(data, str) else data
    raw = Raw(f"input{suffix}", data=content, suffix=suffix, **options)  # type: ignore[arg-type]
    return list(reader_for(raw).read(raw))


def one(suffix: str, data: bytes | str, **options: object) -> Reference:
    (found,) = read(suffix, data, **options)
    assert isinstance(found, Reference), found
    return found


@pytest.mark.parametrize("suffix", samples.ALL)
def test_a_good_one_of_each(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"input{suffix}"
    path.write_bytes(samples.ALL[suffix])
    found = list(read_references([str(path)], columns={"text": "Body"} if suffix == ".csv" else None))
    assert found
    assert all(isinstance(item, Reference) for item in found), found


def test_every_reader_has_a_sample() -> None:
    assert {READERS[suffix] for suffix in samples.ALL} == set(READERS.values())


class TestPdf:
    def test_text_and_title(self) -> None:
        data = samples.pdf(
            ["Ferry line closes", "It carried 12,400 peo-", "ple last year."], "Closing of the ferry line"
        )
        found = one(".pdf", data)
        assert found.text == "Ferry line closes\nIt carried 12,400 people last year."
        assert found.title == "Closing of the ferry line"

    def test_the_name_of_a_file_is_no_title(self) -> None:
        assert one(".pdf", samples.pdf(["A headline", "A body."], "release_v3.docx")).title == "A headline"

    def test_a_scan(self) -> None:
        with pytest.raises(ReadError, match="a scan"):
            read(".pdf", samples.pdf([]))

    def test_damaged(self) -> None:
        with pytest.raises(ReadError, match="damaged"):
            read(".pdf", b"%PDF-1.7 nothing")


class TestDocx:
    def test_as_if_all_changes_were_accepted(self) -> None:
        text = (
            paragraph(run("Ferry line closes"), style="Title")
            + paragraph(
                run("It carried "),
                f"<w:del>{run('18,600').replace('w:t', 'w:delText')}</w:del>",
                f"<w:ins>{run('12,400')}</w:ins>",
                run(" people"),
                "<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom>",
                mark="<w:del/>",
            )
            + paragraph(run(" last year."), "<w:r><w:tab/><w:t>Tab</w:t><w:br/><w:t>line</w:t></w:r>")
        )
        found = one(".docx", docx(text))
        assert found.text == "Ferry line closes\nIt carried 12,400 people last year.\tTab\nline"
        assert found.title == "Ferry line closes"

    def test_tables_and_text_boxes_once(self) -> None:
        box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:pict></w:r>"
        cell = f"<w:tbl><w:tr><w:tc>{paragraph(run('12,400'))}</w:tc></w:tr></w:tbl>"
        text = one(".docx", docx(paragraph(run("Before."), box) + cell)).text
        assert text.splitlines() == ["Before.", "In a box.", "12,400"]

    def test_no_entity_is_expanded(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]>'
        content = f'{bomb}<w:document xmlns:w="{samples.W}"><w:body>{paragraph(run("Words &b;"))}</w:body></w:document>'
        data = samples.archive({"word/document.xml": content})
        assert "boom" not in one(".docx", data).text

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"PK\x03\x04 no zip", "damaged"),
            (samples.archive({"a.txt": "x"}), "not a Word file"),
            (docx(""), "empty"),
            (samples.archive({"word/document.xml": "<w:document>"}), "not valid XML"),
        ],
    )
    def test_broken(self, data: bytes, said: str) -> None:
        with pytest.raises(ReadError, match=said):
            read(".docx", data)

    def test_a_bomb(self) -> None:
        with pytest.raises(ReadError, match="unpacks to more than 50 MB"):
            read(".docx", samples.archive({"word/document.xml": b" " * 60_000_000}))


class TestMail:
    def test_what_its_headers_say(self) -> None:
        found = one(".eml", samples.EML)
        assert (found.title, found.publisher, found.id) == ("Ferry line closes", "Harbour Board", "17@harbour.example")
        assert found.published == "2026-03-02T09:15:00+01:00"
        assert found.text == f"{BODY}\n\n{MORE}\n"

    def test_attachments_and_html(self) -> None:
        from email.message import EmailMessage

        message = EmailMessage()
        message["Subject"] = "Two releases"
        message["From"] = "press@harbour.example"
        message.set_content(samples.HTML, subtype="html")
        message.add_attachment(samples.ALL[".docx"], maintype="application", subtype="x", filename="../../release.docx")
        message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
        message.add_attachment(b"broken", maintype="application", subtype="pdf", filename="b.pdf")
        body, attached, broken = read(".eml", message.as_bytes())
        assert isinstance(body, Reference)
        assert isinstance(attached, Reference)
        assert BODY in body.text
        assert attached.publisher == "press@harbour.example"
        assert str(broken).startswith("input.eml, b.pdf: is damaged")

    def test_an_article_in_a_mail_is_its_body(self, tmp_path: Path) -> None:
        (tmp_path / "release.eml").write_bytes(samples.EML)
        article = read_article(tmp_path / "release.eml")
        assert (article.title, article.published) == ("Ferry line closes", "2026-03-02T09:15:00+01:00")

    @pytest.mark.parametrize("data", [b"", b"\n\nno headers", b"Subject: only\n\n"])
    def test_broken(self, data: bytes) -> None:
        with pytest.raises(ReadError):
            read(".eml", data)


class TestSubtitles:
    def test_cues_become_paragraphs(self) -> None:
        text = one(".srt", samples.SRT).text
        assert text == "MIRA AUNE: We have no money left for the ferry.\n\nREPORTER: How many people?\n"

    def test_voices(self) -> None:
        text = one(".vtt", samples.VTT).text
        assert text == "Mira Aune: We have no money & no crew.\n\nReporter: How many people?\n"

    def test_each_cue_keeps_its_time_where_it_begins(self) -> None:
        found = one(".srt", samples.SRT)
        begun = [found.text[cue.start :][:15] for cue in found.cues]
        assert begun == ["MIRA AUNE: We h", "left for the fe", "REPORTER: How m"]
        assert [(cue.begins, cue.ends) for cue in found.cues] == [(1.0, 3.5), (3.6, 6.0), (20.0, 22.0)]

    def test_a_line_that_rolls_has_its_first_time(self) -> None:
        data = "WEBVTT\n\n00:01.000 --> 00:02.000\nIt was 120 people.\n\n00:02.000 --> 00:03.000\n120 people.\n"
        found = one(".vtt", data)
        assert (found.text, len(found.cues)) == ("It was 120 people.\n", 1)

    def test_a_transcript_is_known_by_the_name_of_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "council_meeting-3 March.srt").write_text(samples.SRT)
        (found,) = read_references([str(tmp_path)])
        assert isinstance(found, Reference)
        assert found.title == "council meeting 3 March"

    def test_none(self) -> None:
        with pytest.raises(ReadError, match="no subtitles"):
            read(".srt", "Just words.\n")


class TestWire:
    def test_nitf(self) -> None:
        found = one(".nitf", samples.NITF)
        assert (found.id, found.title, found.publisher, found.tier) == (
            "cw-17",
            "Ferry line closes",
            "Coast Wire",
            "wire",
        )
        assert found.published == "2026-03-02T09:15:00+01:00"
        assert found.text == f"Ferry line closes\n\n{BODY}\n\n{MORE}"

    def test_newsml_with_a_correction(self) -> None:
        found = one(".xml", samples.NEWSML)
        assert (found.id, found.publisher, found.replaces) == ("urn:cw:18", "Coast Wire", "urn:cw:17")
        assert (found.licence, found.language) == ("Editorial use", "en")
        assert found.published == "2026-03-02T10:00:00+01:00"
        assert MORE in found.text

    def test_ninjs_with_a_correction(self) -> None:
        found = one(".json", json.dumps(samples.NINJS))
        assert (found.id, found.publisher, found.replaces, found.tier) == (
            "urn:cw:19",
            "Coast Wire",
            "urn:cw:17",
            "wire",
        )
        assert found.text == f"Ferry line closes\n\n{BODY}\n\n{MORE}"

    def test_ninjs_of_version_2(self) -> None:
        item = {
            "uri": "u",
            "headlines": [{"value": "H"}],
            "bodies": [{"contenttype": "text/html", "value": "<p>B.</p>"}],
        }
        assert one(".json", json.dumps(item)).text == "H\n\nB."

    @pytest.mark.parametrize(("suffix", "data"), samples.EMBARGOED.items())
    def test_slug_urgency_and_embargo(self, suffix: str, data: str) -> None:
        found = one(suffix, data)
        assert (found.slug, found.urgency, found.embargo) == ("FERRY-CLOSES", 3, "2026-03-05T09:00:00+01:00")
        assert not found.updates

    @pytest.mark.parametrize(
        ("slug", "headline", "note", "wanted"),
        [
            ("FERRY-CLOSES", "Ferry line closes", None, False),
            ("FERRY-CLOSES", "UPDATE 2-Ferry line closes", None, True),
            ("FERRY-CLOSES", "CORRECTED: Ferry line closes", "", True),
            ("Ferry Closes, 3rd Ld-Writethru", None, None, True),
            ("FERRY-CLOSES", "Correction officers strike", None, False),
            ("FERRY-CLOSES", "Council to update 3 lines", None, False),
            ("FERRY-CLOSES", "Ferry line closes", "CORRECTS number of people in 2nd paragraph", True),
            ("FERRY-CLOSES", "Ferry line closes", "Updates to follow", False),
            ("FERRY-CLOSES", "Ferry line closes", "Next update by 18:00", False),
            ("FERRY-CLOSES", "Ferry line closes", "UPDATES with quotes", True),
            (None, None, {"no": "text"}, False),
        ],
    )
    def test_what_takes_the_place_of_what_was_sent_before(
        self, slug: object, headline: object, note: object, wanted: bool
    ) -> None:
        assert takes_place(slug, headline, note) is wanted

    def test_nitf_counts_the_generations_of_a_story(self) -> None:
        again = samples.EMBARGOED[".nitf"].replace('generation="1"', 'generation="2"')
        assert one(".nitf", again).updates

    def test_newsml_signals_a_correction_and_kills_by_a_link(self) -> None:
        signal = samples.NEWSML.replace("<itemMeta>", '<itemMeta><signal qcode="sig:correction"/>')
        assert one(".xml", signal).updates
        killing = samples.NEWSML.replace("irel:corrects", "irel:cancels")
        killed, sent = read(".xml", killing)
        assert killed == Retraction("urn:cw:17", "killed by urn:cw:18")
        assert isinstance(sent, Reference)
        assert sent.replaces is None

    @pytest.mark.parametrize(
        ("suffix", "data", "target"),
        [
            (".xml", samples.NEWSML.replace("stat:usable", "stat:canceled"), "urn:cw:18"),
            (".nitf", samples.NITF.replace("<docdata>", '<docdata management-status="killed">'), "cw-17"),
            (".json", json.dumps(samples.NINJS | {"pubstatus": "canceled"}), "urn:cw:19"),
        ],
    )
    def test_kills(self, suffix: str, data: str, target: str) -> None:
        assert read(suffix, data) == [Retraction(target, "killed by input" + suffix)]

    def test_a_feed(self) -> None:
        first, second = read(".xml", samples.RSS)
        assert isinstance(first, Reference)
        assert (first.title, first.publisher, first.url) == (
            "Ferry line closes",
            "Harbour Post",
            "https://post.example/1",
        )
        assert first.published == "2026-03-02T09:15:00+00:00"
        assert first.text == f"{BODY}\n\n{MORE}"
        assert isinstance(second, Reference)

    @pytest.mark.parametrize(
        ("data", "said"),
        [("<a><b></a>", "not valid XML"), ("<svg/>", "neither NewsML"), ("", "not valid XML"), ("<rss/>", "no feed")],
    )
    def test_broken(self, data: str, said: str) -> None:
        with pytest.raises(ReadError, match=said):
            read(".xml", data)


class TestClaimReview:
    def test_a_rating_is_put_in_words(self) -> None:
        found = one(".json", json.dumps(samples.REVIEW))
        assert found.text == (
            "Tor Vik claimed: The ferry carried 50,000 people last year.\n\nHarbour Checks rated this: False."
        )
        assert (found.publisher, found.url, found.published) == (
            "Harbour Checks",
            "https://checks.example/ferry",
            "2026-03-03",
        )
        (review,) = found.reviews
        assert (review.claim, review.outcome) == ("The ferry carried 50,000 people last year.", False)

    def test_in_a_page(self) -> None:
        script = f'<script type="application/ld+json">{json.dumps({"@graph": [samples.REVIEW]})}</script>'
        page, review = read(".html", samples.HTML.replace("</head>", script + "</head>"))
        assert isinstance(review, Reference)
        assert isinstance(page, Reference)
        assert page.reviews == review.reviews != ()
        assert BODY in page.text

    @pytest.mark.parametrize(
        ("rating", "outcome"),
        [
            ({"alternateName": "True"}, True),
            ({"alternateName": "Pants on fire!"}, False),
            ({"alternateName": "Half true"}, None),
            ({"alternateName": "Half true", "ratingValue": 1, "bestRating": 5, "worstRating": 1}, None),
            ({"ratingValue": 5, "bestRating": "5", "worstRating": 1}, True),
            ({"ratingValue": 1, "bestRating": 5, "worstRating": 1}, False),
            ({"ratingValue": 3, "bestRating": 5, "worstRating": 1}, None),
            ({"ratingValue": 1, "bestRating": 1, "worstRating": 1}, None),
            ({"ratingValue": "NaN", "bestRating": 5, "worstRating": 1}, None),
        ],
    )
    def test_ratings_and_what_is_written_is_read_back(self, rating: dict[str, object], outcome: bool | None) -> None:
        found = one(".json", json.dumps(samples.REVIEW | {"reviewRating": rating, "license": "CC0"}))
        assert found.reviews[0].outcome is outcome
        (written,) = markup(found)
        assert one(".json", json.dumps(written)) == found


class TestTables:
    def test_columns_by_their_names(self) -> None:
        first, second = read(".csv", samples.CSV)
        assert first == Reference(text=BODY, title="Ferry line closes", published="2026-03-02")
        assert second == Reference(text="Bread is dearer.", title="Bread dearer")

    def test_columns_by_option(self) -> None:
        data = "a;b\nWords.;Coast Wire\n"
        assert one(".csv", data, columns={"text": "A", "publisher": "b"}) == Reference("Words.", publisher="Coast Wire")

    def test_a_bad_row_is_named(self) -> None:
        good, bad = read(".csv", "text,published\nWords.,2026-03-02\nMore.,soon\n")
        assert isinstance(good, Reference)
        assert str(bad).startswith("input.csv, row 3")

    @pytest.mark.parametrize(
        ("data", "options", "said"),
        [
            ("a,b\n1,2\n", {}, "no column that is called text"),
            ("a,b\n1,2\n", {"columns": {"text": "c"}}, "no column 'c'; it has a, b"),
            ("text\n", {}, "no row"),
            ("one\n", {"table": True}, "no table"),
        ],
    )
    def test_broken(self, data: str, options: dict[str, object], said: str) -> None:
        with pytest.raises(ReadError, match=said):
            read(".csv", data, **options)

    def test_every_cell_a_figure(self) -> None:
        found = one(".csv", samples.TABLE, table=True)
        assert found.title == "Passengers by line"
        assert found.text == (
            "Passengers by line\n\nArle-Tonsund, 2024: 18,600.\nArle-Tonsund, 2025: 12,400.\nBay, 2024: 900.\n"
        )

    def test_excel(self) -> None:
        import datetime

        data = samples.xlsx([["Text", "Date", "id"], ["Words.", datetime.datetime(2026, 3, 2), 7]])
        assert one(".xlsx", data) == Reference("Words.", published="2026-03-02", id="7")
        figures = samples.xlsx([["Line", 2025], ["Bay", 12400], ["Arle", 0.1 + 0.2]])
        assert one(".xlsx", figures, table=True).text.endswith("Bay, 2025: 12400.\nArle, 2025: 0.3.\n")


class TestArchives:
    def test_what_is_in_it(self) -> None:
        first, second = read(".zip", samples.ALL[".zip"])
        assert isinstance(first, Reference)
        assert first.title == "Ferry line closes"
        assert isinstance(second, Reference)
        assert second.text == MORE

    def test_no_member_leaves_the_archive(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        found = read(".zip", samples.archive({"../../evil.txt": "Words\n\nof a kind.", "/abs.txt": "Words\n\nagain."}))
        assert len(found) == 2
        assert list(tmp_path.iterdir()) == []

    def test_bombs_end_at_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        (found,) = read(".zip", samples.archive({"bomb.txt": b"a" * 60_000_000}))
        assert str(found) == "input.zip, bomb.txt: unpacks to more than 50 MB"
        monkeypatch.setattr("claimcheck.read.archive.FILE_LIMIT", 2_000_000)
        with pytest.raises(ReadError, match="unpacks to more than 2 MB"):
            read(".gz", gzip.compress(bytes(3_000_000)))
        monkeypatch.setattr("claimcheck.read.archive.UNPACKED_LIMIT", 2_000_000)
        files = {f"{n}.txt": "Words.\n\n" + "More words. " * 80_000 for n in range(5)}
        *good, last = read(".zip", samples.archive(files))
        assert len(good) == 2
        assert "more than 2 MB are packed in input.zip" in str(last)

    def test_an_archive_in_an_archive_is_left(self) -> None:
        with pytest.raises(ReadError, match="no file with a known suffix"):
            read(".zip", samples.archive({"inner.zip": samples.ALL[".zip"]}))

    def test_a_locked_member(self, tmp_path: Path) -> None:
        data = bytearray(samples.archive({"a.txt": "Words\n\nof a kind."}))
        for at in (data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8):
            data[at] |= 1
        (found,) = read(".zip", bytes(data))
        assert "locked by a password" in str(found)

    def test_gzip_by_the_suffix_inside(self, tmp_path: Path) -> None:
        path = tmp_path / "wires.jsonl.gz"
        path.write_bytes(gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n'))
        assert [r.text for r in read_references([str(path)]) if isinstance(r, Reference)] == ["One.", "Two."]


def damaged(data: bytes, draw: random.Random) -> bytes:
    """`data` with bytes flipped, cut out, doubled, or cut short."""
    content = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        if not content:
            break
        at = draw.randrange(len(content))
        match draw.randrange(5):
            case 0:
                content[at] = draw.randrange(256)
            case 1:
                del content[at : at + draw.randint(1, 40)]
            case 2:
                content[at:at] = content[at : at + draw.randint(1, 40)]
            case 3:
                content[at:at] = draw.choice([b"\0", b"\xff\xfe", b"]]>", b"<", b'"', b"{", b"\n\n", b"\xed\xa0\x80"])
            case _ if draw.random() < 0.2:
                del content[at:]
    return bytes(content)


HANG = 5.0  # seconds of the processor for one input: not how fast it is, but that it ends


def seconds_of_reading(suffix: str, data: bytes) -> float:
    """Of the processor, so that a busy machine is not taken for a hang. What is not read raises no other error."""
    started = time.process_time()
    try:
        for item in read(suffix, data):
            assert isinstance(item, Reference | Unreadable | Retraction)
    except ReadError as error:
        assert "\n" not in str(error)  # noqa: PT017
    return time.process_time() - started


@pytest.mark.parametrize("suffix", samples.ALL)
def test_damaged_inputs_end_in_a_reading_or_a_clear_error(suffix: str) -> None:
    """A seeded fuzzer; CLAIMCHECK_FUZZ=600 makes it 10,000 inputs over all readers."""
    import os

    draw = random.Random(suffix)
    seconds_of_reading(suffix, samples.ALL[suffix])  # what it takes to import a reader is no input's
    for _ in range(int(os.environ.get("CLAIMCHECK_FUZZ", "25"))):
        assert seconds_of_reading(suffix, damaged(samples.ALL[suffix], draw)) < HANG


def test_a_zip_that_lies_about_its_size() -> None:
    data = bytearray(samples.archive({"a.txt": b"a" * 1000}))
    at = data.find(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    assert zipfile.is_zipfile(__import__("io").BytesIO(bytes(data)))
    (found,) = read(".zip", bytes(data))
    assert isinstance(found, Reference | Unreadable)


LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdef", "bcdefg", strict=True))


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<a" * 100_000),
        (".srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + b"{\\" * 100_000),
        (".vtt", b"1\n00:00:01,000 --> 00:00:02,000\n<v" + b" " * 100_000 + b"\nA" + b" A" * 100_000),
        (".md", b"# " + b"![(" * 100_000 + b"\n\nWords."),
        (".md", b"a: " * 50_000 + b"\n" + b"-" * 50_000),
        (".eml", b"From: " + b"(" * 3000 + b"\nDate: " + b"1 " * 5000 + b"\n\nbody"),
        (".eml", b"From: " + b"<" * 20_000 + b"\nSubject: =?utf-8?q?" + b"=41" * 10_000 + b"?=\n\nbody"),
        (".json", b"[" * 200_000),
        (".html", b"<html><body>" + b"<div>" * 20_000 + b"words " * 100),
        (".html", b"<" * 200_000),
        (".xml", f'<!DOCTYPE x [<!ENTITY a "aaaa">{LAUGHS}]><nitf><body><p>&g;</p></body></nitf>'.encode()),
        (".xml", b"<nitf>" + b"<p>" * 100_000),
    ],
)
def test_what_is_made_to_take_long_does_not(suffix: str, data: bytes) -> None:
    seconds_of_reading(suffix, b"Words.")
    assert seconds_of_reading(suffix, data) < HANG
