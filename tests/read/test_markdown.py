from __future__ import annotations

from claimcheck.read.markdown import plain, read
from claimcheck.read.raw import Raw
from claimcheck.records import Reference


def read_one(text: str) -> Reference:
    (found,) = read(Raw("draft.md", data=text.encode()))
    assert isinstance(found, Reference)
    return found


def test_the_text_keeps_its_marks() -> None:
    text = "# A **bold** [headline](https://a.example)\n\nWords *and* more.\n"
    found = read_one(text)
    assert found.text == text
    assert found.title == "A bold headline"


def test_front_matter() -> None:
    fields = 'title: "Ferry: the end"\ndate: 4 March 2026\npublisher: Harbour Post\nurl: https://a.example'
    text = f"---\n{fields}\n---\n\n# Other\n"
    found = read_one(text)
    assert (found.title, found.published, found.publisher, found.url) == (
        "Ferry: the end",
        "2026-03-04",
        "Harbour Post",
        "https://a.example",
    )
    assert found.text == text


def test_an_underlined_heading() -> None:
    assert read_one("Ferry line closes\n=================\n\nWords.\n\n# Later\n").title == "Ferry line closes"


def test_no_heading_at_all() -> None:
    assert read_one("Ferry line closes\n\nWords.\n").title == "Ferry line closes"


def test_plain() -> None:
    assert plain("**A** _b_ `c` snake_case ![i](x) [d](y)") == "A b c snake_case i d"
