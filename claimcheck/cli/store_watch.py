"""`claimcheck store watch`: what arrives in a folder is added as it comes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from claimcheck.cli.store_options import Store_, store_path

#: A file that was written to so lately, in seconds, may not be whole yet.
SETTLED = 2.0


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder in which references arrive.")],
    store: Store_ = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who published them, where they do not say.", show_default=False)
    ] = None,
    tier: Annotated[
        str | None,
        typer.Option(metavar="TIER", help="primary, wire, outlet or other, where they do not say.", show_default=False),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only files like this ('*.md'); may be given again."),
    ] = None,
    every: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How often to look.")] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, add what is there, and end.")] = False,
) -> None:
    """Add what is in a folder, and go on to add what arrives there, until it is stopped with Ctrl-C.

    A file that cannot be read is said so once; it is tried again when it changes. Where somebody else writes the
    store for long, it is tried again until it can be added.
    """
    from claimcheck.cli import console, store_add, store_show
    from claimcheck.errors import ReadError, StoreInUse
    from claimcheck.read.jsonl import TIERS

    if tier is not None and tier not in TIERS:
        raise typer.BadParameter(f"'{tier}' is not one of {', '.join(TIERS)}", param_hint="--tier")
    if not folder.is_dir():
        raise ReadError(f"{folder} is not a folder")
    seen: dict[Path, tuple[int, int]] = {}
    path = store_path(store)
    while True:
        for file in arrived(folder, tuple(include or ()), seen, 0.0 if once else SETTLED):
            try:
                result = store_add.add([str(file)], path, {"publisher": publisher, "tier": tier})
            except StoreInUse as e:
                if once:
                    raise
                del seen[file]
                console.notice(f"{file} is to be added later: {e}")
                continue
            for line in map(str, result.skipped):
                console.error(line)
            if result.seen > len(result.skipped):
                console.write(f"{file}: {store_show.counts(result)}\n")
        if once:
            return
        time.sleep(every)


def arrived(
    folder: Path, include: tuple[str, ...], seen: dict[Path, tuple[int, int]], settled: float
) -> Iterator[Path]:
    """The files that are new or changed since they were `seen`, and have lain still for a while."""
    from claimcheck.read.references import files_in

    for file in sorted(files_in(folder, include)):
        stamp = _stamp(file)
        if stamp is None or seen.get(file) == stamp or time.time() - stamp[0] / 1e9 < settled:
            continue
        seen[file] = stamp
        yield file


def _stamp(file: Path) -> tuple[int, int] | None:
    """When it changed, in nanoseconds, and its size; None if it went away meanwhile."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
