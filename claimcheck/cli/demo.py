"""`claimcheck demo`: the whole way on articles and references that come with the program."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer


def demo(
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every claim with all its evidence, scores and timings.")
    ] = False,
) -> None:
    """Show the whole way on a bundled article.

    Builds a store from bundled references, checks an article against it and prints the report. Everything
    happens in a temporary folder that is removed at the end: your own store and desk are not touched.
    """
    from claimcheck import pipeline
    from claimcheck.cli import console
    from claimcheck.cli.batch import Models
    from claimcheck.ingest import add_references
    from claimcheck.read.article import read_article
    from claimcheck.read.references import read_references
    from claimcheck.report.registry import renderer
    from claimcheck.settings import Settings
    from claimcheck.store.references import ReferenceStore

    folder = demo_folder()
    main = main_article(folder)
    models = Models(Settings())
    with tempfile.TemporaryDirectory(prefix="claimcheck-demo-") as temporary:
        path = Path(temporary) / "references.db"
        with ReferenceStore(path) as store:
            added = add_references(
                store, read_references([str(folder / "references.jsonl")]), models.encoder, models.tagger
            )
        console.notice(f"{len(added.added)} references put on file; checking {main['file']}")
        article = replace(read_article(folder / main["file"], main["published"]), source=Path(main["file"]).name)
        with ReferenceStore(path, readonly=True) as store:
            report = pipeline.check(article, store, models.encoder, models.nli, models.tagger, Settings())
    console.write(str(renderer("text").render(report.to_dict(), console.shown(explain))))


def demo_folder() -> Path:
    """The bundled demo: in the installed package, else in the checkout. Raises ReadError where neither has it."""
    from claimcheck.backends.resources import PACKAGE
    from claimcheck.errors import ReadError

    for folder in (PACKAGE / "_fixtures" / "demo", PACKAGE.parent / "fixtures" / "demo"):
        if (folder / "articles.json").is_file():
            return folder
    raise ReadError("the demo's articles are not there; install claimcheck again")


def main_article(folder: Path) -> dict[str, Any]:
    articles: list[dict[str, Any]] = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    return next((each for each in articles if each.get("main")), articles[0])
