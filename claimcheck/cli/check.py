"""`claimcheck check`: articles against the store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Format(StrEnum):
    text = "text"
    json = "json"
    html = "html"
    markdown = "markdown"
    csv = "csv"
    docx = "docx"


class Kind(StrEnum):
    number = "number"
    quote = "quote"
    attribution = "attribution"


class FailOn(StrEnum):
    conflict = "conflict"
    disputed = "disputed"
    unverified = "unverified"


def check(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE", help="The drafts to check: text, Markdown or HTML files, or - for stdin."),
    ],
    store: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The reference store to hold them against.", show_default="your own store"),
    ] = None,
    desk: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The desk file that keeps this run.", show_default="your own desk"),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How the report is written.", show_default="told by --output, else text"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Write the report to this file; with several articles, a folder."
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the article is or was published, as 2026-03-04.", show_default=False),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Leave out references published after this date.", show_default=False),
    ] = None,
    held_at: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Leave out references that the store did not hold yet.", show_default=False),
    ] = None,
    kind: Annotated[
        list[Kind] | None,
        typer.Option(
            metavar="KIND", help="Check only numbers (number), quotes (quote) or reported statements (attribution)."
        ),
    ] = None,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option(
            metavar="VERDICT", help="Exit with code 4 if a claim is conflict, disputed or unverified, as named here."
        ),
    ] = None,
    top_k: Annotated[
        int | None,
        typer.Option(
            min=1, max=200, metavar="N", help="How many passages are looked at for a claim.", show_default="8"
        ),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, metavar="P", help="Say nothing of a claim when less sure than this.", show_default="0.5"
        ),
    ] = None,
    self_check: Annotated[
        bool | None,
        typer.Option(
            "--self-check/--no-self-check",
            help="Look for figures by which an article contradicts itself.",
            show_default="self-check",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every claim with all its evidence, scores and timings.")
    ] = False,
    only_flagged: Annotated[bool, typer.Option("--only-flagged", help="Leave out what is not flagged.")] = False,
    nli_model: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL", help="Another NLI model: a folder or a Hugging Face name.", show_default="bundled"
        ),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Another encoder: a folder or a Hugging Face name.", show_default="bundled"),
    ] = None,
    no_save: Annotated[bool, typer.Option("--no-save", help="Do not keep this run on the desk.")] = False,
) -> None:
    """Check articles, and flag what the references contradict.

    Every number, quote and reported statement gets a verdict: consistent, conflict, disputed (the
    references disagree) or unverified (they are silent). Flagged claims come first, with the evidence.
    The run is kept on your desk; see `claimcheck report`.
    """
    from claimcheck.cli import options
    from claimcheck.cli.batch import Batch, Output, articles_of, notice_empty, open_desk, open_store
    from claimcheck.records import KINDS
    from claimcheck.settings import Settings

    config, plain = options.load_config(), Settings()
    wanted = Output(_format(format, output, config), output, explain, only_flagged)
    paths = articles_of(articles, wanted)
    kinds = {each.value for each in kind or ()} or config.get("kind") or KINDS
    settings = Settings(
        top_k=_first(top_k, config.get("top_k"), plain.top_k),
        min_confidence=_first(min_confidence, config.get("min_confidence"), plain.min_confidence),
        kinds=tuple(each for each in KINDS if each in kinds),
        self_check=_first(self_check, config.get("self_check"), plain.self_check),
        as_of=date_option(as_of, "--as-of"),
        held_at=date_option(held_at, "--held-at"),
        nli_model=nli_model or config.get("nli_model"),
        encoder=encoder or config.get("encoder"),
    )
    found = [each.value for each in fail_on or ()] or config.get("fail_on", ())
    batch = Batch(settings, wanted, save=not no_save, fail_on=frozenset(found))
    date = date_option(published, "--published")
    held = open_store(store, settings.as_of, settings.held_at)
    with held as references, open_desk(desk or options.default_desk_path(), save=not no_save) as kept:
        notice_empty(references)
        batch.run(paths, date, references, kept)
    raise typer.Exit(batch.exit_code())


def _format(asked: Format | None, output: Path | None, config: dict[str, Any]) -> str:
    """The format asked for, or told by the name of the file, or set for all checks."""
    from claimcheck.report.registry import format_of

    if asked is not None:
        return asked.value
    named = format_of(output) if output is not None and not output.is_dir() else None
    return str(named or config.get("format") or "text")


def _first(*values: Any) -> Any:
    return next(value for value in values if value is not None)


def date_option(text: str | None, option: str) -> str | None:
    if text is None:
        return None
    from claimcheck.read.dates import iso_date

    date = iso_date(text)
    if date is None:
        raise typer.BadParameter(f"'{text}' is no date; write it as 2026-03-04", param_hint=option)
    return date
