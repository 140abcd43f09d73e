"""What `claimcheck store add` does: read, add with a progress bar, and say what could not be used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from claimcheck.cli import console
from claimcheck.cli.store_options import tell_if_older
from claimcheck.errors import PartialFailure, ReadError
from claimcheck.ingest import IngestResult, Progress, Steps, add_references
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.references import read_references, size_of
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
    meter = Meter(size_of(places, include))
    found = read_references(
        places, include, columns=columns, table=table, allow_private=allow_private, told=meter.more, **defaults
    )
    first: list[Item] = []
    for item in found:
        first.append(item)
        if not isinstance(item, Unreadable):
            break
    else:
        return IngestResult(skipped=[item for item in first if isinstance(item, Unreadable)])
    tell_if_older(path)
    with ReferenceStore(path) as store, _progress(meter) as (progress, indexing):
        result = add_references(store, chain(first, found), _encoder(store, encoder), None, progress, defer, indexing)
    if result.unindexed:
        console.notice(
            f"{result.unindexed}; what was added is found without it, only slower; "
            "to make it: claimcheck store reindex --search"
        )
    return result


def raise_for_skipped(result: IngestResult) -> None:
    """Raises, if anything was skipped, what ends the command with exit code 3 and a line for each."""
    if not result.skipped:
        return
    lines = tuple(str(each) for each in result.skipped)
    if result.seen == 1:
        raise ReadError(lines[0])
    if len(lines) == result.seen:
        raise PartialFailure(f"none of the {len(lines)} could be added", lines)
    raise PartialFailure(f"{len(lines)} of {result.seen} could not be added; the others are in the store", lines)


def _encoder(store: ReferenceStore, name: str | None):  # type: ignore[no-untyped-def]
    """The encoder asked for; else None, which means the store's own or the bundled one."""
    if not name:
        return None
    from claimcheck.backends.registry import load_encoder

    return load_encoder(name)


class Meter:
    """The bytes of the inputs that have been worked through, of so many in all (0: nobody knows)."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.shown: Callable[[int], None] | None = None

    def more(self, count: int) -> None:
        self.done += count
        if self.shown:
            self.shown(self.done)


@contextmanager
def _progress(meter: Meter) -> Iterator[tuple[Progress | None, Steps | None]]:
    """A bar on stderr that says how far it is, how fast, and how long it will take, and another for the search index;
    nothing where it is no terminal."""
    if not sys.stderr.isatty():
        yield None, None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    known = (TaskProgressColumn(), TimeRemainingColumn()) if meter.total else ()
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), *known)
    started = time.monotonic()
    # References are embedded in batches, which take seconds: the speed is that of the last minutes.
    with Bar(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task("reading", total=meter.total or None)

        def told(result: IngestResult) -> None:
            rate = result.seen / max(time.monotonic() - started, 0.1)
            bar.update(task, description=f"{result.seen:,} references, {rate:.1f} a second")

        index = bar.add_task("indexing vectors", total=None, visible=False)

        def indexing(done: int, total: int) -> None:
            bar.update(index, completed=done, total=total, visible=True)

        meter.shown = lambda done: bar.update(task, completed=done)
        yield told, indexing
