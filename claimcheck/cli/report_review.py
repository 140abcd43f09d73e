"""`claimcheck report stats` and `stale`, and `claimcheck store uses`: what reviews and corrections tell of the runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimcheck.cli.report import Desk_, open_desk

Json_ = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def stats(desk: Desk_ = None, as_json: Json_ = False) -> None:
    """Tell how often the flags were right, as decided in review.

    By kind and reason: how many flagged mistakes were decided, and how many of them were fixed in the article.
    One mistake counts once, however many claims it flags.
    """
    from claimcheck.cli import console
    from claimcheck.report import words
    from claimcheck.review.figures import figures

    with open_desk(desk) as opened:
        found = figures(opened.decisions())
    names = ("fix", "stands", "reference", "open")
    if as_json:
        keys = ("kind", "code", *names, "confirmed")
        console.write_json([{key: getattr(row, key) for key in keys} for row in found])
    elif not found:
        console.notice("no flag has been decided yet: claimcheck review")
    else:
        rows = []
        for row in found:
            share = "" if row.confirmed is None else f"{row.confirmed:.0%}"
            rows.append([words.KINDS[row.kind], row.code, *(getattr(row, name) for name in names), share])
        console.write(console.table(["kind", "reason", *names, "confirmed"], rows))


def stale(
    desk: Desk_ = None,
    store: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The store to look into.", show_default="the one each run was checked on"),
    ] = None,
    as_json: Json_ = False,
) -> None:
    """List the runs that leaned on a reference which was corrected, superseded, killed or removed since."""
    from claimcheck.cli import console
    from claimcheck.store.references import ReferenceStore

    with open_desk(desk) as opened:
        stale_uses = []
        stores: dict[Path, ReferenceStore | None] = {}
        paths = {row["run"]: store or Path(row["store"]) for row in opened.runs()}
        for use, told in _became(opened, paths, stores):
            stale_uses.append({**use.to_dict(), "became": told})
        for each in stores.values():
            if each is not None:
                each.close()
    if as_json:
        console.write_json(stale_uses)
    elif not stale_uses:
        console.notice("no run leaned on a reference that has changed since")
    else:
        rows = [[u["run"], u["article"], u["reference"], u["became"], len(u["claims"])] for u in stale_uses]
        console.write(console.table(["run", "article", "reference", "what became of it", "claims"], rows))


def _became(desk, paths, stores):  # type: ignore[no-untyped-def]
    """(use, what became of its reference) where something did; a store that is not there any more is told once."""
    from claimcheck.cli import console
    from claimcheck.errors import StoreError
    from claimcheck.review.leaning import uses, what_became
    from claimcheck.store.references import ReferenceStore

    for use in uses(desk):
        path = paths[use.run]
        if path not in stores:
            try:
                stores[path] = ReferenceStore(path, readonly=True)
            except StoreError as e:
                stores[path] = None
                console.notice(f"{e}: what the runs on it leaned on cannot be told; name another with --store")
        opened = stores[path]
        if opened is not None and (told := what_became(opened, use.reference, use.version)):
            yield use, told


def uses(
    reference: Annotated[str, typer.Argument(metavar="ID", help="The reference, by its id (see `store list`).")],
    desk: Desk_ = None,
    as_json: Json_ = False,
) -> None:
    """List the runs on your desk that leaned on a reference."""
    from claimcheck.cli import console
    from claimcheck.review import leaning

    with open_desk(desk) as opened:
        found = [use.to_dict() for use in leaning.uses(opened, reference)]
    if as_json:
        console.write_json(found)
    elif not found:
        console.notice(f"no run on your desk leaned on {reference}")
    else:
        rows = [[u["run"], u["article"], f"version {u['version']}", "; ".join(u["claims"])[:120]] for u in found]
        console.write(console.table(["run", "article", "reference", "claims"], rows))
