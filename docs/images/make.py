"""Draws docs/images/demo.svg, the README's picture: the beginning of the demo's report in a terminal.

python docs/images/make.py
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDTH, LINES = 100, 78
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # fetched from elsewhere; the reader's own fixed font will do


def main() -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ claimcheck demo", style="bold"))
    for line in beginning(demo_report().splitlines()):
        console.print(Text.from_ansi(line))
    console.print(Text("…", style="dim"))
    drawn = console.export_svg(title="claimcheck", unique_id="claimcheck-demo")
    (HERE / "demo.svg").write_text(FONTS.sub("", drawn), encoding="utf-8")


def beginning(lines: list[str]) -> list[str]:
    """At most `LINES` of them, ending where a finding ends."""
    ends = [n for n, line in enumerate(lines[: LINES + 1]) if not line.strip()]
    return lines[: ends[-1]] if len(lines) > LINES and ends else lines


def demo_report() -> str:
    """The demo's report as a terminal of `WIDTH` columns shows it, in colour."""
    import claimcheck
    from claimcheck import pipeline
    from claimcheck.api import _tagger
    from claimcheck.cli.demo import demo_folder, main_article
    from claimcheck.ingest import ReferenceStore, add_references
    from claimcheck.read.article import read_article
    from claimcheck.read.references import read_references
    from claimcheck.report.base import Options
    from claimcheck.report.registry import renderer

    folder = demo_folder()
    chosen = main_article(folder)
    encoder, nli, tagger = claimcheck.load_encoder(), claimcheck.load_nli(), _tagger()
    with tempfile.TemporaryDirectory() as temporary, ReferenceStore(Path(temporary) / "references.db") as store:
        add_references(store, read_references([str(folder / "references.jsonl")]), encoder, tagger)
        article = read_article(folder / chosen["file"], chosen["published"])
        article = replace(article, source=Path(chosen["file"]).name)
        report = pipeline.check(article, store, encoder, nli, tagger)
    return str(renderer("text").render(report.to_dict(), Options(width=WIDTH, colour=True)))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
