"""Takes docs/images/report.png and review.png: the demo's article as an HTML report, and under review.

python docs/images/pages.py        needs Chromium and `pip install playwright`
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SIZE = {"width": 1200, "height": 820}


def main() -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        report = demo_report(folder / "references.db")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE)
        page.goto(written(report, folder))
        picture(page, "report.png", presses="j")
        page.goto(served(report, folder))
        picture(page, "review.png", presses="jjf")
        browser.close()


def demo_report(store_path: Path) -> Any:
    """The demo's article, checked on its references."""
    import claimcheck
    from claimcheck.cli.demo import demo_folder, main_article
    from claimcheck.ingest import add_references
    from claimcheck.read.article import read_article
    from claimcheck.read.references import read_references

    folder = demo_folder()
    chosen = main_article(folder)
    with claimcheck.ReferenceStore(store_path) as store:
        add_references(store, read_references([str(folder / "references.jsonl")]))
        read = read_article(folder / chosen["file"], chosen["published"])
        article = replace(read, source=Path(chosen["file"]).name)
        return claimcheck.check(article, store=store)


def written(report: Any, folder: Path) -> str:
    from claimcheck.report.base import Options
    from claimcheck.report.html import render

    path = folder / "report.html"
    path.write_text(render(report.to_dict(), Options()), encoding="utf-8")
    return path.as_uri()


def served(report: Any, folder: Path) -> str:
    from claimcheck.desk.desk import Desk
    from claimcheck.web.app import Review
    from claimcheck.web.serve import serve

    desk = Desk(folder / "desk.db")
    review = Review(desk, desk.save_run(report), "Ana", folder / "references.db")
    told: list[str] = []
    threading.Thread(target=serve, args=(review, "127.0.0.1", 0, told.append), daemon=True).start()
    while not told:
        time.sleep(0.05)
    time.sleep(1)
    return told[0]


def picture(page: Any, name: str, presses: str) -> None:
    for key in presses:
        page.keyboard.press(key)
        page.wait_for_timeout(500)
    page.screenshot(path=str(HERE / name))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
