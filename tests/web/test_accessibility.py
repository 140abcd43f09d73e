"""axe-core finds no fault in any page. It is not shipped: `npm install --prefix build/axe axe-core` brings it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claimcheck.report.base import Options
from claimcheck.report.html import render
from claimcheck.report.signoff import render_html
from tests.sample_report import make_report
from tests.web.conftest import Served

AXE = Path(__file__).parents[2] / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"


def faults(browser: Any, address: str, keys: str = "", contrast_in: str | None = None) -> list[str]:
    """What axe says of a page in light, or, much faster, of its contrast alone in another scheme."""
    context = browser.new_context(bypass_csp=True, color_scheme=contrast_in or "light")
    page = context.new_page()
    page.goto(address)
    for key in keys:
        page.keyboard.press(key)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    only = "runOnly: ['color-contrast']," if contrast_in else ""
    found = page.evaluate(f"axe.run(document, {{{only} resultTypes: ['violations']}})")["violations"]
    context.close()
    return [f"{each['impact']}: {each['help']}: {each['nodes'][0]['html'][:120]}" for each in found]


@pytest.mark.skipif(not AXE.exists(), reason="npm install --prefix build/axe axe-core")
def test_no_page_has_a_fault(browser: Any, served: Served, tmp_path: Path) -> None:
    report = make_report().to_dict()
    pages = {"report.html": render(report, Options()), "sign-off.html": render_html(report)}
    for name, html in pages.items():
        (tmp_path / name).write_text(html, encoding="utf-8")
    told = {
        "a card": faults(browser, (tmp_path / "report.html").as_uri(), "j"),
        "sign-off": faults(browser, (tmp_path / "sign-off.html").as_uri()),
        "review": faults(browser, served.address),
        "a decision": faults(browser, served.address, "jj"),
        "a decision in the dark": faults(browser, served.address, "jj", contrast_in="dark"),
        "reference": faults(browser, f"{served.address}reference?reference=r1"),
    }
    assert {name: found for name, found in told.items() if found} == {}
