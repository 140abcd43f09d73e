"""Small inputs of every format, made here."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

BODY = "The ferry line between Arle and Tonsund closes on Friday, the council said. It carried 12,400 people last year."
MORE = "“We have no money left,” said Mira Aune, who runs the line. About 40 people came to protest at the town hall."

HTML = f"""<!doctype html><html lang="en"><head><title>Ferry line closes</title>
<meta property="og:site_name" content="Harbour Post"></head>
<body><article><h1>Ferry line closes</h1><p>{BODY}</p><p>{MORE}</p></article></body></html>"""


def pdf(lines: list[str], title: str = "") -> bytes:
    """A PDF of one page, written by hand: objects, their offsets, the trailer."""
    shown = "\n".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -16 Td" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td\n{shown}\nET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (" + title.encode("latin-1") + b") >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += str(number).encode() + b" 0 obj\n" + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: str, core: str = "") -> bytes:
    """A Word file of these paragraphs (WordprocessingML without the namespace's declaration)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{paragraphs}</w:body></w:document>')
        if core:
            archive.writestr("docProps/core.xml", core)
    return out.getvalue()


def paragraph(*runs: str, style: str = "", mark: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{style}<w:rPr>{mark}</w:rPr></w:pPr>" if style or mark else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


EML = f"""From: Harbour Board <press@harbour.example>
To: desk@post.example
Subject: Ferry line closes
Date: Mon, 02 Mar 2026 09:15:00 +0100
Message-ID: <17@harbour.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{BODY}

{MORE}
""".encode()

SRT = """1
00:00:01,000 --> 00:00:03,500
MIRA AUNE: We have no money

2
00:00:03,600 --> 00:00:06,000
left for the <i>ferry</i>.

3
00:00:20,000 --> 00:00:22,000
REPORTER: How many people?
"""

VTT = """WEBVTT

00:01.000 --> 00:03.500
<v Mira Aune>We have no money &amp; no crew.

00:03.600 --> 00:05.000
<v Reporter>How many people?
"""

NITF = f"""<?xml version="1.0"?><nitf><head><docdata><doc-id id-string="cw-17"/>
<date.issue norm="2026-03-02T09:15:00+01:00"/></docdata><pubdata name="Coast Wire"/></head>
<body><body.head><hedline><hl1>Ferry line closes</hl1></hedline></body.head>
<body.content><p>{BODY}</p><p>{MORE}</p></body.content></body></nitf>"""

NEWSML = f"""<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:cw:18" version="2">
<rightsInfo><usageTerms>Editorial use</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="Coast Wire"/>
<versionCreated>2026-03-02T10:00:00+01:00</versionCreated><pubStatus qcode="stat:usable"/>
<link rel="irel:corrects" residref="urn:cw:17"/></itemMeta>
<contentMeta><headline>Ferry line closes</headline><language tag="en"/></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf><body><body.content>
<p>{BODY}</p><p>{MORE}</p></body.content></body></nitf></inlineXML></contentSet></newsItem>"""

NINJS = {
    "uri": "urn:cw:19",
    "pubstatus": "usable",
    "versioncreated": "2026-03-02T10:00:00+01:00",
    "headline": "Ferry line closes",
    "copyrightholder": "Coast Wire",
    "body_xhtml": f"<p>{BODY}</p><p>{MORE}</p>",
    "evolvedfrom": "urn:cw:17",
}

#: Wire copy that says how soon it is needed, and from when on it may be published.
EMBARGOED = {
    ".nitf": NITF.replace(
        "<docdata>", '<docdata><du-key key="FERRY-CLOSES" generation="1"/><urgency ed-urg="3"/>'
    ).replace("</docdata>", '<date.release norm="2026-03-05T09:00:00+01:00"/></docdata>'),
    ".xml": NEWSML.replace("<itemMeta>", "<itemMeta><embargoed>2026-03-05T09:00:00+01:00</embargoed>").replace(
        "<contentMeta>", "<contentMeta><urgency>3</urgency><slugline>FERRY-CLOSES</slugline>"
    ),
    ".json": json.dumps(NINJS | {"slugline": "FERRY-CLOSES", "urgency": 3, "embargoed": "2026-03-05T09:00:00+01:00"}),
}

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/ferry",
    "claimReviewed": "The ferry carried 50,000 people last year.",
    "datePublished": "2026-03-03",
    "author": {"@type": "Organization", "name": "Harbour Checks"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Tor Vik"}},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False"},
}

RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>
<item><title>Ferry line closes</title><link>https://post.example/1</link>
<pubDate>Mon, 02 Mar 2026 09:15:00 GMT</pubDate>
<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</description></item>
<item><title>Bread dearer</title><link>https://post.example/2</link><description>Bread is dearer.</description></item>
</channel></rss>"""

CSV = f'Headline,Body,Date\nFerry line closes,"{BODY}",2026-03-02\nBread dearer,Bread is dearer.,\n'
TABLE = "Passengers by line\nLine;2024;2025\nArle-Tonsund;18,600;12,400\nBay;900;\n"


def archive(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def xlsx(rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


#: One good input for every suffix.
ALL: dict[str, bytes] = {
    ".txt": f"Ferry line closes\n\n{BODY}\n\n{MORE}\n".encode(),
    ".md": f"# Ferry line closes\n\n{BODY}\n\n{MORE}\n".encode(),
    ".html": HTML.encode(),
    ".pdf": pdf(["Ferry line closes", "The ferry line closes on Friday.", "It carried 12,400 people."]),
    ".docx": docx(paragraph(run("Ferry line closes")) + paragraph(run("It carried 12,400 people."))),
    ".eml": EML,
    ".jsonl": (json.dumps({"text": BODY}) + "\n" + json.dumps({"text": MORE}) + "\n").encode(),
    ".json": json.dumps([NINJS, REVIEW, {"text": BODY}]).encode(),
    ".csv": CSV.encode(),
    ".tsv": b"text\ttitle\nIt closes.\tFerry\n",
    ".xlsx": xlsx([["text", "title"], [BODY, "Ferry line closes"]]),
    ".srt": SRT.encode(),
    ".vtt": VTT.encode(),
    ".xml": NEWSML.encode(),
    ".nitf": NITF.encode(),
    ".rss": RSS.encode(),
    ".zip": archive({"a.txt": "Ferry line closes\n\n" + BODY, "b/c.jsonl": json.dumps({"text": MORE})}),
    ".gz": gzip.compress(BODY.encode(), mtime=0),
}
