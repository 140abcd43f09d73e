"""What `claimcheck store add` does: read, add with a progress bar, and say what could not be used."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from claimcheck.errors import PartialFailure, ReadError
from claimcheck.ingest import IngestResult, Progress, add_references
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.references import read_references
from claimcheck.store.references import ReferenceStore


def add(
    places: Sequence[str],
    path: Path,
    defaults: Mapping[str, str | None],
    include: tuple[str, ...] = (),
    columns: Mapping[str, str] | None = None,
    table: bool = False,
    allow_private: bool = False,
    encoder: str | None = None,
    defer: bool = False,
) -> IngestResult:
    """Add what is at `places` to the store at `path`; the store is not made before there is something to put in."""
    found = read_references(places, include, columns=columns, table=table, allow_private=allow_private, **defaults)
    first: list[Item] = []
    for item in found:
        first.append(item)
        if not isinstance(item, Unreadable):
            break
    else:
        return IngestResult(skipped=[item for item in first if isinstance(item, Unreadable)])
    with ReferenceStore(path) as store, _progress() as progress:
        return add_references(store, chain(first, found), _encoder(store, encoder), None, progress, defer)


def raise_for_skipped(result: IngestResult) -> None:
    """Raises, if anything was skipped, what ends the command with exit code 3 and a line for each."""
    if not result.skipped:
        return
    lines = tuple(str(each) for each in result.skipped)
    if result.seen == 1:
        raise ReadError(lines[0])
    raise PartialFailure(f"{len(lines)} of {result.seen} could not be added; the others are in the store", lines)


def _encoder(store: ReferenceStore, name: str | None):  # type: ignore[no-untyped-def]
    """The encoder asked for; else None, which means the store's own or the bundled one."""
    if not name:
        return None
    from claimcheck.backends.registry import load_encoder

    return load_encoder(name)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A line on stderr that says how far it is and how fast, on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    import time

    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    started = time.monotonic()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def told(result: IngestResult) -> None:
            rate = result.seen / max(time.monotonic() - started, 0.1)
            bar.update(task, description=f"{result.seen:,} references, {rate:.1f} a second")

        yield told
