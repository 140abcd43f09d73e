"""`claimcheck store`: build and tend the reference store."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimcheck.cli import store_tend, store_watch
from claimcheck.cli.store_options import Json_, Store_, open_store, store_path

store_app = typer.Typer(
    no_args_is_help=True,
    help="Build and tend the reference store: the wire copy, transcripts, releases and figures to check against.",
)


class Tier(StrEnum):
    primary = "primary"
    wire = "wire"
    outlet = "outlet"
    other = "other"


Id_ = Annotated[str, typer.Argument(metavar="ID", help="The reference, by its id (see `store list`).")]


@store_app.command()
def add(
    places: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-…", help="Files, folders (with all in them), URLs, or - for stdin."),
    ],
    store: Store_ = None,
    publisher: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who published them, where they do not say.", show_default=False),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="When they were published, where they do not say: 2026-03-04.", show_default=False
        ),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="The terms they may be used on, where they do not say.", show_default=False),
    ] = None,
    tier: Annotated[
        Tier | None,
        typer.Option(
            help="How near they are to the facts, where they do not say: primary (a transcript, a statistic), "
            "wire, outlet, other.",
            show_default=False,
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Of folders, only files like this ('*.md'); may be given again."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="Of tables, which column is which field (text=Body); each row is a reference. May be given again.",
        ),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="Of tables, take every cell as a figure with its headings, as statistics.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let URLs lead to addresses of your own network.")
    ] = False,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="The encoder of a new store: a folder or a Hugging Face name.",
            show_default="the store's own, or the bundled one",
        ),
    ] = None,
    defer: Annotated[
        bool, typer.Option("--defer", help="Do not embed them yet: quick; `store reindex` does it later.")
    ] = False,
    as_json: Json_ = False,
) -> None:
    """Add references: texts, web pages, PDF, Word and mail files, tables, subtitles, wire copy, feeds, JSON.

    JSON lines hold one reference an object: text, and as far as known title, publisher, published, url, id,
    licence, tier. ZIP and gzip files may hold any of these.

    What is in the store already is left as it is, so the same command can be run again at any time. A
    reference with a known id or URL and another text becomes a new version; the older one is kept, superseded.
    """
    from claimcheck.cli import console, store_add, store_show
    from claimcheck.cli.check import date_option

    defaults = {
        "publisher": publisher,
        "published": date_option(published, "--published"),
        "licence": licence,
        "tier": tier.value if tier else None,
    }
    columns = dict(_column(each) for each in column or ())
    result = store_add.add(
        places, store_path(store), defaults, tuple(include or ()), columns, table, allow_private, encoder, defer
    )
    if as_json:
        console.write_json(store_show.added(result))
    elif result.seen > len(result.skipped):
        console.write(store_show.added_line(result, store_path(store)) + "\n")
    if defer and (result.added or result.updated):
        console.notice("found by their words for now; to have them found by their meaning: claimcheck store reindex")
    store_add.raise_for_skipped(result)


def _column(option: str) -> tuple[str, str]:
    from claimcheck.read.jsonl import FIELDS

    field, sign, name = option.partition("=")
    if field not in ("text", *FIELDS) or not sign:
        raise typer.BadParameter(f"'{option}' is not FIELD=NAME; the fields are text, {', '.join(FIELDS)}")
    return field, name


@store_app.command("list")
def list_(
    store: Store_ = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this publisher (or a part of its name).")
    ] = None,
    tier: Annotated[Tier | None, typer.Option(help="Only of this tier.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only published on this day or earlier.")] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="Only with these words in the title.")] = None,
    slug: Annotated[str | None, typer.Option(metavar="SLUG", help="Only wire copy with this in its slug.")] = None,
    superseded: Annotated[bool, typer.Option("--superseded", help="Also versions that a newer one replaced.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    as_json: Json_ = False,
) -> None:
    """List references, the latest published first."""
    from claimcheck.cli import console, store_show
    from claimcheck.cli.check import date_option

    with open_store(store) as opened:
        found = opened.list(
            publisher=publisher,
            tier=tier.value if tier else None,
            since=date_option(since, "--since"),
            until=date_option(until, "--until"),
            words=title,
            slug=slug,
            superseded=superseded,
            limit=limit,
        )
    if as_json:
        console.write_json([store_show.as_dict(reference) for reference in found])
    elif found:
        console.write(store_show.listing(found))
    else:
        console.notice("no reference in the store is like that")


@store_app.command()
def show(
    reference: Id_,
    store: Store_ = None,
    version: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="An older version of it.", show_default="the latest")
    ] = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="Its sentences, with what was found in each, in place of its text.")
    ] = False,
    as_json: Json_ = False,
) -> None:
    """Show one reference: where it comes from, its versions and copies, and its text."""
    from claimcheck.cli import console, store_show

    with open_store(store) as opened:
        if as_json:
            console.write_json(store_show.whole(opened, reference, version))
        else:
            console.write(store_show.page(opened, reference, version, claims))


@store_app.command()
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY…", help="Words, or a whole sentence.")],
    store: Store_ = None,
    limit: Annotated[int, typer.Option(min=1, max=200, metavar="N", help="At most so many passages.")] = 10,
    encoder: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="The encoder to search with.", show_default="the store's own"),
    ] = None,
    as_json: Json_ = False,
) -> None:
    """Search passages as a check does: by words and by meaning, and both together, with the scores of each."""
    from claimcheck.cli import console, store_search

    with open_store(store) as opened:
        found = store_search.search(opened, " ".join(query), limit, encoder)
    if as_json:
        console.write_json([hit.to_dict() for hit in found])
    elif found:
        console.write(store_search.listing(found))
    else:
        console.notice("nothing in the store is like that")


@store_app.command()
def remove(
    references: Annotated[list[str], typer.Argument(metavar="ID…", help="The references, by their ids.")],
    store: Store_ = None,
    why: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; kept, so that old runs can be explained.")
    ] = None,
) -> None:
    """Remove references with all their versions. Their ids and hashes, when and why, are kept; their texts are not."""
    from claimcheck.cli import console

    with open_store(store, readonly=False) as opened:
        removed = opened.remove(references, why)
    console.write(f"removed {len(removed)}: {', '.join(removed)}\n")


@store_app.command()
def stats(store: Store_ = None, as_json: Json_ = False) -> None:
    """Count what the store holds: references, passages, claims, by publisher and tier; and its size."""
    from claimcheck.cli import console, store_show

    with open_store(store) as opened:
        found = opened.stats()
    if as_json:
        console.write_json(found)
    else:
        console.write(store_show.statistics(found))


store_app.command()(store_tend.export)
store_app.command()(store_tend.verify)
store_app.command()(store_tend.reindex)
store_app.command()(store_tend.snapshot)
store_app.command()(store_watch.watch)
