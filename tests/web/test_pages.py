from __future__ import annotations

import pytest

from claimcheck.report import words
from claimcheck.web.pages import line_starts, span_of

TEXT = "First line.\r\nA \u200bsecond\u202e line, of 42 boats.\nThird."


@pytest.mark.parametrize(
    ("line", "marked"), [(2, "42 boats"), (2, "second"), (3, "Third"), (1, "First"), (2, "A second line")]
)
def test_what_is_marked_on_the_page_is_found_in_the_article(line: int, marked: str) -> None:
    """The page leaves unsafe characters out, so that its offsets within a line are smaller."""
    start = line_starts(TEXT)[line] + words.safe(TEXT.split("\n")[line - 1]).index(marked)
    found = span_of(TEXT, start, start + len(marked))
    assert found is not None
    assert words.safe(TEXT[slice(*found)]) == marked


@pytest.mark.parametrize("span", [(-1, 3), (0, 0), (5, 3), (0, 12), (13, 500), (900, 901)])
def test_a_span_that_no_page_shows(span: tuple[int, int]) -> None:
    assert span_of(TEXT, *span) is None
