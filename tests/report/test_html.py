from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from claimcheck.report.base import Options
from claimcheck.report.html import chart, render
from tests.growth import grows_linearly
from tests.sample_report import TEXT, make_report, many_claims


@pytest.fixture(scope="module")
def shown() -> str:
    return render(make_report().to_dict(), Options())


class Outline(HTMLParser):
    """Every tag with its attributes, and the text of the article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.article: list[str] = []
        self._in_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_main = self._in_main or tag == "main"
        if tag == "p" and self._in_main:
            self.article.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_main = self._in_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._in_main and self.article:
            self.article[-1] += data.rstrip("\n") if data.isspace() else data


def test_the_article_is_there_word_for_word(shown: str) -> None:
    assert Outline(shown).article == [line for line in TEXT.split("\n") if line]


def test_the_policy_allows_this_style_and_this_script_alone(shown: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shown)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", shown, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]


def test_there_is_no_outside_resource_and_no_inline_handler(shown: str) -> None:
    for tag, attributes in Outline(shown).tags:
        assert "src" not in attributes
        assert tag not in ("link", "iframe", "object", "base", "form")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        href = attributes.get("href") or "#"
        assert href.startswith(("#", "https://"))


def test_what_came_from_a_reference_is_text(shown: str) -> None:
    assert shown.count("<script") == 1
    assert "&lt;script&gt;alert" in shown
    assert 'href="javascript:' not in shown
    assert "\x1b" not in shown


def test_every_link_inside_the_page_has_its_target(shown: str) -> None:
    tags = Outline(shown).tags
    ids = [a["id"] for _, a in tags if a.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for _, a in tags if (a.get("href") or "").startswith("#")}  # type: ignore[index]
    assert targets <= set(ids)


def test_one_card_for_one_mistake(shown: str) -> None:
    assert len(re.findall(r'class="card v-\w+ k-\w+ flagged"', shown)) == 6
    assert len(re.findall(r'class="card ', shown)) == 11


def test_only_flagged() -> None:
    shown = render(make_report().to_dict(), Options(only_flagged=True))
    assert len(re.findall(r'class="card ', shown)) == 6
    assert 'class="claim v-consistent' not in shown


def test_the_chart_adds_up() -> None:
    rows = chart(make_report().to_dict())
    assert sum(count for _, bars in rows for _, count, _, _ in bars) == len(make_report().claims)
    assert max(offset + share for _, bars in rows for _, _, offset, share in bars) == pytest.approx(100, abs=0.1)
    assert chart(make_report().with_claims(()).to_dict())[0][1][0] == ("conflict", 0, 0.0, 0.0)


def test_a_report_on_nothing() -> None:
    assert "Nothing to look at again" in render(make_report().with_claims(()).to_dict(), Options())


# In a browser.


@pytest.fixture
def opened(page: Any, shown: str, tmp_path: Path) -> Any:
    path = tmp_path / "report.html"
    path.write_text(shown, encoding="utf-8")
    page.goto(path.as_uri())
    page.bring_to_front()
    page.wait_for_function("document.hasFocus()")  # a key pressed before that is lost on a busy machine
    return page


def card(page: Any) -> str | None:
    """The words of the claim whose card is shown."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    there = page.locator(".card:visible .words")
    assert there.count() <= 1
    return str(there.inner_text()) if there.count() else None


def test_a_click_shows_the_card_of_a_claim(opened: Any) -> None:
    assert card(opened) is None
    opened.get_by_text("nearly 80 cars").first.click()
    assert card(opened) == "nearly 80 cars"
    opened.locator("main").get_by_text("more than 330 passengers").click()
    assert card(opened) == "more than 330 passengers"
    assert opened.get_by_text("Brandvold said 270 passengers").is_visible()


def test_the_claim_under_the_cursor_is_shown_until_one_is_chosen(opened: Any) -> None:
    opened.locator("main").get_by_text("nearly 80 cars").hover()
    assert card(opened) == "nearly 80 cars"
    opened.locator("main").get_by_text("€1.3 billion").click()
    opened.locator("main").get_by_text("nearly 80 cars").hover()
    assert card(opened) == "€1.3 billion"


def test_j_and_k_go_from_flag_to_flag(opened: Any) -> None:
    seen = []
    for _ in range(7):
        opened.keyboard.press("j")
        seen.append(card(opened))
    listed = opened.locator(".queue .said").all_text_contents()
    assert seen[:6] == listed  # the worst first, as they are numbered
    assert seen[0] == "more than 330 passengers"
    assert seen[6] == seen[0]  # round again
    opened.keyboard.press("k")
    assert card(opened) == seen[5]
    opened.keyboard.press("Escape")
    assert card(opened) is None


def test_next_previous_and_close_by_mouse(opened: Any) -> None:
    opened.get_by_role("button", name="Next flag").click()
    opened.get_by_role("button", name="Next flag").click()
    assert card(opened) == opened.locator(".queue .said").nth(1).text_content()
    assert "conflict, quote. " in opened.locator("#told").text_content()  # what a screen reader is told
    opened.get_by_role("button", name="Previous flag").click()
    assert card(opened) == "more than 330 passengers"
    opened.get_by_role("button", name="Close").click()
    assert card(opened) is None


def test_the_next_flag_after_one_that_is_not(opened: Any) -> None:
    opened.locator("main").get_by_text("nearly 80 cars").click()
    opened.keyboard.press("k")
    assert card(opened) == "42 people"  # the last of the queue


def test_filters_hide_claims_and_their_flags(opened: Any) -> None:
    opened.get_by_label("disputed 2").uncheck()
    opened.get_by_label("number 8").uncheck()
    seen = []
    for _ in range(3):
        opened.keyboard.press("j")
        seen.append(card(opened))
    assert len(set(seen)) == 2  # the two flagged quotes are left
    opened.keyboard.press("Escape")
    assert opened.locator(".queue li:visible").count() == 2
    opened.get_by_label("number 8").check()
    opened.get_by_label("disputed 2").check()
    opened.keyboard.press("j")
    assert card(opened) is not None


def test_by_keyboard_alone(opened: Any) -> None:
    opened.keyboard.press("Tab")
    opened.wait_for_function("document.activeElement.className === 'skip'")
    opened.locator("main .claim").first.focus()
    opened.wait_for_function("document.activeElement.matches('main .claim')")
    assert card(opened) == "42 people"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_every_text(opened: Any, scheme: str) -> None:
    """WCAG 2.1 AA: 4.5 to 1 for all text, against the colour that it stands on."""
    opened.emulate_media(color_scheme=scheme)
    opened.keyboard.press("j")
    for verdict in ("conflict", "consistent", "unverified", "disputed"):
        opened.locator(f"main .claim.v-{verdict}").first.focus()
        assert opened.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (el) => { for (; el; el = el.parentElement) {
    const c = rgb(getComputedStyle(el).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const low = [];
  for (const el of document.querySelectorAll("body *")) {
    if (![...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !el.checkVisibility()) continue;
    if (["SCRIPT", "STYLE"].includes(el.tagName)) continue;
    const [a, b] = [light(rgb(getComputedStyle(el).color)), light(behind(el))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) low.push(el.className + ": " + el.textContent.trim().slice(0, 40));
  }
  return low;
}"""


def test_on_a_phone_nothing_is_cut_off(opened: Any) -> None:
    opened.set_viewport_size({"width": 360, "height": 740})
    opened.locator("main").get_by_text("nearly 80 cars").click()
    assert card(opened) == "nearly 80 cars"
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    opened.get_by_role("button", name="Close").click()
    assert card(opened) is None
    opened.evaluate("scrollTo(0, 0)")
    assert opened.locator("h1").is_visible()
    queue, article = (opened.locator(name).bounding_box() for name in (".queue", "main"))
    assert queue["y"] + queue["height"] < article["y"]  # the queue stands before the article, and not over it


def test_printed_every_finding_is_there(opened: Any) -> None:
    opened.emulate_media(media="print")
    assert opened.locator(".card:visible").count() == 6
    assert not opened.locator("nav").is_visible()


def test_on_paper_nothing_stands_over_anything(opened: Any) -> None:
    """A4 is as narrow as a tablet, and what is fixed on a screen would be on every page."""
    opened.keyboard.press("j")
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(opened.pdf(format="A4"))]
    whole = " ".join(" ".join(pages).split())
    for words in ("Brandvold said 270 passengers", "gives these words to", "Verdicts by kind"):
        assert whole.count(words) == 1, words
    assert whole.count("nearly 80 cars") == 1  # the article is there; of other cards only the flags'
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": 700, "height": 1000})
    boxes = [each.bounding_box() for each in opened.locator("main, .card:visible, footer").all()]
    assert all(upper["y"] + upper["height"] <= lower["y"] for upper, lower in pairwise(boxes))


def test_without_javascript_every_card_is_there(browser: Any, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(shown, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(".card").first.is_visible()
    context.close()


def test_a_report_of_2000_claims(page: Any, tmp_path: Path) -> None:
    """That it opens and answers; how fast is measured by benchmarks/pages.py."""
    path = tmp_path / "many.html"
    path.write_text(render(many_claims(2000), Options()), encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator(".queue li").count() == 154 * 6  # 154 times the sample
    page.keyboard.press("j")
    assert card(page) == "more than 330 passengers"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert card(page) == "42 people"


def test_a_report_takes_time_in_step_with_its_claims() -> None:
    reports = {count: many_claims(count) for count in (250, 1000)}
    assert grows_linearly(lambda count: render(reports[count], Options()), 250, 1000)
