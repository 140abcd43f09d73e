"""What the commands have in common in talking to people: results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from claimcheck.report.base import Options

T = TypeVar("T")
WHOLE = ("run", "id", "checked")  # columns of a table that are not to be broken


def error(line: str) -> None:
    """One line on stderr."""
    print(f"error: {' '.join(line.split())}", file=sys.stderr)


def notice(line: str) -> None:
    """A line on stderr for what is no error, but good to know."""
    print(f"note: {' '.join(line.split())}", file=sys.stderr)


def write(text: str) -> None:
    """Text to stdout, as UTF-8 whatever the locale says, since articles hold quotes and dashes."""
    data = text.encode("utf-8", "replace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or (sys.stdout.encoding or "").lower().replace("-", "") == "utf8":
        sys.stdout.write(data.decode())
        return
    sys.stdout.flush()
    buffer.write(data)
    buffer.flush()


def write_any(content: str | bytes) -> None:
    """A rendered report to stdout."""
    if isinstance(content, str):
        write(content)
    else:
        sys.stdout.buffer.write(content)


def write_json(value: object) -> None:
    import json

    write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def width() -> int:
    """Columns of the terminal, or of COLUMNS; 80 where neither tells."""
    return shutil.get_terminal_size((80, 24)).columns


def colour() -> bool:
    """Whether stdout is a terminal that is to be written to in colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def shown(explain: bool = False, only_flagged: bool = False) -> Options:
    """How a report is shown on this terminal."""
    from claimcheck.report.base import Options

    return Options(explain=explain, only_flagged=only_flagged, width=width(), colour=colour())


def table(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows in columns that fit the terminal; figures stand to the right."""
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [list(row) for row in rows]
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, name in enumerate(columns):
        right = bool(cells) and all(row[i] == "" or isinstance(row[i], int | float) for row in cells)
        whole = name in WHOLE and all(len(str(row[i] or "")) <= 27 for row in cells)
        grid.add_column(
            name,
            justify="right" if right else "left",
            overflow="fold",
            no_wrap=whole,
            min_width=len(name) if right else None,
        )
    for row in cells:
        grid.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    out = io.StringIO()
    system = "standard" if colour() else None
    Console(file=out, width=width(), force_terminal=colour(), color_system=system).print(grid)  # type: ignore[arg-type]
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


@contextmanager
def progress(what: str, items: list[T]) -> Iterator[Iterable[T]]:
    """The items, with a bar on stderr while they last; none for a single item or where stderr is no terminal."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield bar.track(items, description=what)


def notice_other_language(where: str, text: str) -> None:
    """Say so where a text does not look English: claims are found by English words."""
    from claimcheck.lexicon import looks_english

    if not looks_english(text):
        notice(f"{where}: this does not look like English; claims are found in English texts, so many will be missed")
