"""`claimcheck store export|verify|reindex|snapshot`: the upkeep of a store."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimcheck.cli.store_options import Json_, Store_, open_store


class ExportFormat(StrEnum):
    jsonl = "jsonl"
    claimreview = "claimreview"


def export(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write.", show_default="stdout"),
    ] = None,
    store: Store_ = None,
    format: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="All references as JSON lines, or the fact checks among them as ClaimReview (JSON-LD).",
        ),
    ] = ExportFormat.jsonl,
    current: Annotated[bool, typer.Option("--current", help="Leave out versions that a newer one replaced.")] = False,
) -> None:
    """Write all references, which `store add` reads back into the same store; or what ClaimReview can say."""
    from claimcheck.cli import console, store_export

    with open_store(store) as opened:
        if format == ExportFormat.jsonl:
            store_export.write(store_export.json_lines(opened, current), output)
            return
        found = store_export.claim_reviews(opened)
        if not found:
            console.notice("no reference in the store rates a claim")
        store_export.write([json.dumps(found, ensure_ascii=False, indent=1) + "\n"], output)


def verify(store: Store_ = None, as_json: Json_ = False) -> None:
    """Check the store from end to end, and say how to mend what is wrong. Nothing is changed."""
    from claimcheck.cli import console
    from claimcheck.errors import PartialFailure

    with open_store(store) as opened:
        wrong = opened.verify()
        # Of a damaged file the pages may not let themselves be counted.
        waiting = None if wrong else opened.waiting()
        path = opened.path
    if as_json:
        console.write_json({"store": str(path), "whole": not wrong, "wrong": wrong, "waiting": waiting})
    elif not wrong:
        console.write(f"{path} is whole\n")
        if waiting:
            console.notice(
                f"passages that wait to be embedded, found by their words for now: {waiting:,}; "
                "to have them found by their meaning: claimcheck store reindex"
            )
    if wrong:
        raise PartialFailure(f"the store {path} is not whole", tuple(wrong))


def reindex(
    store: Store_ = None,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="Make all vectors anew with this encoder: a folder or a Hugging Face name, or 'bundled'.",
            show_default="the store's own; only what is lacking",
        ),
    ] = None,
    words: Annotated[bool, typer.Option("--words", help="Make the index of words anew, not the vectors.")] = False,
    search: Annotated[
        bool, typer.Option("--search", help="Make the search index of a large store anew, not the vectors.")
    ] = False,
) -> None:
    """Make the vectors that are lacking, or all of them with another encoder; or the index of words, or of vectors.

    It can be stopped at any time: the same command goes on from there. Until it is done, checks go on with the
    vectors that the store has.
    """
    from claimcheck.backends.registry import BUNDLED_ENCODER, load_encoder
    from claimcheck.cli import console
    from claimcheck.ingest import embed_missing
    from claimcheck.store.search_index import MANY

    with open_store(store, readonly=False) as opened:
        if words:
            opened.rebuild_words()
            console.write("the index of words was made anew\n")
            return
        if search:
            with _bar("Indexing vectors") as progress:
                made = opened.index_search(progress, anew=True)
            few = f"there are fewer than {MANY:,} vectors: a search compares them all and needs no index"
            console.write("the search index was made anew\n" if made else f"{few}\n")
            return
        name = BUNDLED_ENCODER if encoder == "bundled" else encoder or opened.encoder
        with _bar("Embedding passages") as progress:
            embedded = embed_missing(opened, load_encoder(name), progress)
        with _bar("Indexing vectors") as progress:
            opened.index_search(progress)
        console.write(f"{embedded:,} vectors made by {opened.encoder}\n")


def snapshot(
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make; it must not be there yet.")],
    store: Store_ = None,
) -> None:
    """Copy the store to one file for reading only, to hand round or to put on a network drive."""
    from claimcheck.cli import console

    with open_store(store) as opened:
        opened.snapshot(copy)
    console.write(f"{copy}: {copy.stat().st_size / 1e6:.1f} MB\n")


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with the time left on stderr, on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
