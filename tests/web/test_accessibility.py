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


def faults(browser: Any, address: str, keys: str, scheme: str) -> list[str]:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    for key in keys:
        page.keyboard.press(key)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    return [f"{each['impact']}: {each['help']}: {each['nodes'][0]['html'][:120]}" for each in found]


@pytest.mark.skipif(not AXE.exists(), reason="npm install --prefix build/axe axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault(browser: Any, served: Served, tmp_path: Path, scheme: str) -> None:
    report = make_report().to_dict()
    pages = {"report.html": render(report, Options()), "sign-off.html": render_html(report)}
    for name, html in pages.items():
        (tmp_path / name).write_text(html, encoding="utf-8")
    told = {
        "report": faults(browser, (tmp_path / "report.html").as_uri(), "", scheme),
        "a card": faults(browser, (tmp_path / "report.html").as_uri(), "j", scheme),
        "sign-off": faults(browser, (tmp_path / "sign-off.html").as_uri(), "", scheme),
        "review": faults(browser, served.address, "", scheme),
        "a decision": faults(browser, served.address, "jj", scheme),
        "reference": faults(browser, f"{served.address}reference?reference=r1", "", scheme),
    }
    assert {name: found for name, found in told.items() if found} == {}
