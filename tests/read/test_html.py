from __future__ import annotations

import pytest

from claimcheck.errors import ReadError
from claimcheck.read.html import read
from claimcheck.read.raw import Raw
from claimcheck.records import Reference

PAGE = """<!doctype html><html lang="en"><head><title>Ferry line closes | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2026-03-02T09:15:00+01:00">
<link rel="canonical" href="https://harbour.example/ferry">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry line closes</h1>
<p>The ferry line between Arle and Tonsund closes on Friday, the council said. It carried 12,400 people last year.</p>
<p>“We have no money left,” said Mira Aune, who runs the line between the two towns.</p>
<p>The council will decide in May whether to pay for a bus. About 40 people came to protest at the town hall.</p>
</article><footer>Share this. Sign up for our letter.</footer><script>var x = 1;</script></body></html>"""


def read_one(data: bytes, url: str | None = None) -> Reference:
    (found,) = read(Raw("page.html", data=data, url=url))
    assert isinstance(found, Reference)
    return found


def test_the_article_and_what_the_page_says_of_it() -> None:
    found = read_one(PAGE.encode())
    assert "12,400 people" in found.text
    assert "“We have no money left,”" in found.text
    assert "Home" not in found.text
    assert "var x" not in found.text
    assert found.title == "Ferry line closes"
    assert found.publisher == "Harbour Post"
    assert found.published == "2026-03-02T09:15:00+01:00"
    assert found.url == "https://harbour.example/ferry"
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert found.language == "en"


def test_a_page_in_the_encoding_it_declares() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">')
    assert "“We have no money left,”" in read_one(page.encode("cp1252")).text


def test_a_page_that_declares_one_encoding_and_has_another() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="no-such-code">')
    assert "“We have no money left,”" in read_one(page.encode()).text


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<html><body><script>1</script></body></html>", b"<"])
def test_a_page_without_an_article(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"page\.html"):
        read_one(data)


def test_an_empty_page() -> None:
    with pytest.raises(ReadError, match="empty"):
        read_one(b"")


def test_no_external_entity_is_loaded(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password is tangerine")
    page = PAGE.replace("<!doctype html>", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>')
    page = page.replace("About 40 people", "About 40 people &x;")
    assert "tangerine" not in read_one(page.encode()).text
