"""How long a report takes to open in a real browser, and how smooth it stays, by the number of its claims.

Beside it, in the same browser: a report as small as most, and the plain way to read so much, the same report's
Markdown made into a page by markdown-it-py (with the rules for tables), with no marks, cards or keys.

python -m benchmarks.pages            needs Chromium, `pip install playwright markdown-it-py`
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimcheck.report.base import Options, ReportDict
from claimcheck.report.html import render as as_html
from claimcheck.report.markdown import render as as_markdown
from tests.browser import ARGUMENTS
from tests.sample_report import make_report, many_claims

STEPS = 40

# Milliseconds from one drawn frame to the next, while something is done at each of them.
FRAMES = """async ([steps, what]) => {
  const gaps = [];
  let last = await new Promise(requestAnimationFrame);
  for (let n = 0; n < steps; n++) {
    if (what === "scroll") scrollBy({ top: 700, behavior: "instant" });
    else document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}"""

# The first frame that is drawn after all is loaded and the script has run.
OPENED = (
    """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[500, 2000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()

    from playwright.sync_api import sync_playwright

    small = make_report().to_dict()
    reports = {len(small["claims"]): small} | {count: many_claims(count) for count in given.claims}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for report in reports.values():
            for name, make in (("the report", html), ("its Markdown, plainly", plain)):
                path = Path(folder) / "page.html"
                path.write_text(make(report), encoding="utf-8")
                measured = [measure(browser, path.as_uri(), keys=name == "the report") for _ in range(given.runs)]
                told = {key: round(statistics.median(each[key] for each in measured), 1) for key in measured[0]}
                size = {"claims": len(report["claims"]), "page": name, "MB": round(path.stat().st_size / 1e6, 2)}
                print(json.dumps({**size, **told}), flush=True)
        browser.close()


def html(report: ReportDict) -> str:
    return as_html(report, Options())


def plain(report: ReportDict) -> str:
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(as_markdown(report, Options()))
    return f'<!doctype html><meta charset="utf-8"><title>Plain</title><body>{body}'


def measure(browser: Any, address: str, keys: bool) -> dict[str, float]:
    """Milliseconds until the page is open and drawn, those of them that the page's own thread worked, which other
    work on the machine does not lengthen, and from frame to frame while it is scrolled and gone through."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    found = {"open_ms": page.evaluate(OPENED)}
    told = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    found["worked_ms"] = 1000 * told["TaskDuration"]
    for what in ("scroll", *(["j"] if keys else [])):
        found |= spread(what, lambda what=what: page.evaluate(FRAMES, [STEPS, what]))
    context.close()
    return found


def spread(what: str, gaps: Callable[[], list[float]]) -> dict[str, float]:
    frames = sorted(gaps())
    return {f"{what}_ms": statistics.median(frames), f"{what}_ms_worst_of_20": frames[-(STEPS // 20)]}


if __name__ == "__main__":
    main()
