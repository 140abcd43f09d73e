"""The review as a fact-checker meets it, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claimcheck.web.pages import BUTTONS
from tests.report.test_html import CONTRAST
from tests.web.conftest import Served


def choose(page: Any, words: str) -> Any:
    """Choose a claim by a click, and return its card."""
    page.locator("main").get_by_text(words).first.click()
    return page.locator(".card.chosen")


def settled(page: Any) -> Any:
    return page.locator(".card.chosen .settled")


def wait_for_progress(page: Any, words: str) -> None:
    page.locator("#progress-words", has_text=words).wait_for()


def test_the_queue_has_the_worst_first(opened: Any) -> None:
    queue = opened.locator(".queue li").all_inner_texts()
    assert len(queue) == 6
    assert "more than 330 passengers" in queue[0]
    opened.locator(".queue a").first.click()
    assert opened.locator(".card.chosen .words").inner_text() == "more than 330 passengers"


def test_every_decision_by_key_and_undo(opened: Any, served: Served) -> None:
    choose(opened, "more than 330 passengers")
    for number, (decision, key, _) in enumerate(BUTTONS, start=1):
        opened.keyboard.press(key)
        wait_for_progress(opened, "1 of 6")
        assert "decided by Ana" in settled(opened).inner_text()
        assert [d["decision"] for d in served.review.desk.decisions()][-2:] == [decision] * 2  # both of the group
        opened.keyboard.press("u")
        wait_for_progress(opened, "0 of 6")
        assert settled(opened).count() == 0
        history = opened.locator(".card.chosen .history li").all_text_contents()
        assert len(history) == 2 * number
        assert "taken back" in history[-1]


def test_every_decision_by_mouse(opened: Any, served: Served) -> None:
    card = choose(opened, "€1.3 billion")
    for decision, _, label in BUTTONS:
        card.get_by_role("button", name=label).click()
        card.locator(f"button[data-decision={decision}][aria-pressed=true]").wait_for()
        assert served.review.desk.decisions()[-1]["decision"] == decision
    assert "1 of 6" in opened.locator("#progress-words").inner_text()


def test_a_note_and_a_source_of_ones_own(opened: Any, served: Served) -> None:
    card = choose(opened, "shortly before 10 p.m.")  # not a flag: any claim can be ticked
    opened.keyboard.press("n")
    opened.keyboard.type("she was there; fsrou")  # keys are words while one writes
    card.get_by_label("My own source").fill("phoned her, 14:05")
    card.get_by_role("button", name="It stands").click()
    settled(opened).wait_for()
    assert "she was there; fsrou" in settled(opened).inner_text()
    assert "phoned her, 14:05" in settled(opened).inner_text()
    (kept,) = served.review.desk.decisions()
    assert (kept["decision"], kept["source"], kept["reviewer"]) == ("stands", "phoned her, 14:05", "Ana")


def test_what_was_decided_is_there_after_a_reload(opened: Any) -> None:
    choose(opened, "more than 330 passengers")
    opened.keyboard.press("f")
    wait_for_progress(opened, "1 of 6")
    opened.reload()
    wait_for_progress(opened, "1 of 6")
    assert opened.locator(".queue li.done").count() == 1
    opened.keyboard.press("Escape")
    opened.get_by_label("settled ones").uncheck()
    assert opened.locator(".queue li:visible").count() == 5


def test_two_tabs_never_overwrite_each_other(opened: Any, served: Served) -> None:
    other = opened.context.new_page()
    other.goto(served.address)
    choose(opened, "more than 330 passengers")
    choose(other, "more than 330 passengers")
    opened.keyboard.press("f")
    wait_for_progress(opened, "1 of 6")
    other.keyboard.press("s")
    problem = other.locator(".card.chosen .problem", has_text="decided by Ana meanwhile")
    problem.wait_for()
    assert "fix the article" in settled(other).inner_text().lower()
    assert {d["decision"] for d in served.review.desk.decisions()} == {"fix"}
    other.keyboard.press("s")  # having seen it, one can decide otherwise
    other.locator(".card.chosen .settled", has_text="stands").wait_for()


MARK = """() => {
  const line = document.getElementById("line-13");
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf("12 of them");
    if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + 10);
  }
}"""
PRESS_A = """() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))"""


def test_a_claim_is_added_by_marking_its_words(opened: Any, served: Served) -> None:
    opened.evaluate(MARK)
    opened.keyboard.press("a")
    opened.locator(".card.chosen .words", has_text="12 of them").wait_for()
    opened.keyboard.press("s")
    settled(opened).wait_for()
    assert served.review.report()[0]["claims"][-1]["text"] == "12 of them"


def test_a_claim_is_added_by_a_key_quicker_than_the_browser_tells_of_the_selection(opened: Any) -> None:
    opened.evaluate(f"() => {{ ({MARK})(); ({PRESS_A})(); }}")
    opened.locator(".card.chosen .words", has_text="12 of them").wait_for()


def test_the_kind_can_be_chosen_after_the_words_are_marked(opened: Any, served: Served) -> None:
    opened.evaluate(MARK)
    opened.locator("#add-kind").select_option("attribution")
    opened.evaluate("() => getSelection().removeAllRanges()")
    opened.locator("#add").click()
    opened.locator(".card.chosen .words", has_text="12 of them").wait_for()
    assert served.review.report()[0]["claims"][-1]["kind"] == "attribution"


def test_the_whole_text_of_a_reference_is_one_click_away(opened: Any) -> None:
    card = choose(opened, "more than 330 passengers")
    with opened.context.expect_page() as waiting:
        card.get_by_role("link", name="whole text").first.click()
    shown = waiting.value
    shown.wait_for_load_state()
    assert "270 passengers" in shown.locator("main").inner_text()
    assert shown.title() == "Ferry fire"  # the script in it is only text


def test_what_comes_from_a_reviewer_is_text(opened: Any, served: Served) -> None:
    card = choose(opened, "€1.3 billion")
    card.get_by_label("Note").fill("<img src=x onerror=alert(1)><b>bold</b>")
    card.get_by_role("button", name="Keep").click()
    opened.locator(".card.chosen .noted", has_text="<b>bold</b>").wait_for()
    assert opened.locator(".card.chosen .noted b").count() == 0


def test_when_the_review_has_stopped_it_says_so(opened: Any) -> None:
    choose(opened, "€1.3 billion")
    opened.route("**/decide", lambda route: route.abort())
    opened.locator(".card.chosen").get_by_role("button", name="It stands").click()
    opened.locator(".card.chosen .problem", has_text="nothing was kept").wait_for()


def test_words_that_cannot_be_added_are_told_where_one_looks(opened: Any) -> None:
    opened.keyboard.press("a")
    opened.locator("#add-problem:visible", has_text="Mark the words").wait_for()
    opened.evaluate("() => document.getElementById('add-problem').textContent = ''")
    opened.evaluate(MARK)
    opened.evaluate("() => getSelection().selectAllChildren(document.querySelector('main'))")  # of many paragraphs
    opened.keyboard.press("a")
    opened.locator("#add-problem:visible", has_text="Mark the words").wait_for()
    choose(opened, "€1.3 billion")
    opened.keyboard.press("a")
    opened.locator(".card.chosen .problem", has_text="Mark the words").wait_for()
    opened.route("**/add", lambda route: route.abort())
    opened.evaluate(MARK)
    opened.keyboard.press("a")
    opened.locator(".card.chosen .problem", has_text="nothing was kept").wait_for()


def test_on_a_phone(opened: Any) -> None:
    opened.set_viewport_size({"width": 360, "height": 740})
    card = choose(opened, "nearly 80 cars")
    card.get_by_role("button", name="It stands").click()
    settled(opened).wait_for()
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened: Any, scheme: str) -> None:
    opened.emulate_media(color_scheme=scheme)
    assert opened.evaluate(CONTRAST) == []
    choose(opened, "more than 330 passengers")
    opened.keyboard.press("f")
    wait_for_progress(opened, "1 of 6")
    opened.mouse.move(0, 0)
    assert opened.evaluate(CONTRAST) == []


def test_every_control_has_a_name(opened: Any) -> None:
    nameless = opened.evaluate(
        """() => [...document.querySelectorAll("button, input, select, progress, a")]
          .filter((el) => !(el.textContent.trim() || el.labels?.length || el.getAttribute("aria-label")))
          .map((el) => el.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


def test_nothing_of_a_draft_is_in_the_store(served: Served, opened: Any) -> None:
    before = Path(served.review.store).read_bytes()
    choose(opened, "more than 330 passengers")
    opened.keyboard.press("f")
    wait_for_progress(opened, "1 of 6")
    assert Path(served.review.store).read_bytes() == before
