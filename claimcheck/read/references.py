"""References for the store: paths, folders or `-` to References, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.raw import STDIN, Raw, from_path, from_stdin
from claimcheck.read.registry import READERS, reader_for
from claimcheck.records import Reference


@dataclass(frozen=True, slots=True)
class Table:
    """How tables are read: which column is which field, or every cell as a figure."""

    columns: Mapping[str, str]
    cells: bool = False


def read_references(
    places: Iterable[str],
    include: Iterable[str] = (),
    *,
    columns: Mapping[str, str] | None = None,
    table: bool = False,
    **defaults: str | None,
) -> Iterator[Item]:
    """Yield every reference of the files, folders and `-` in `places`; what cannot be read as Unreadable.

    `include` are globs that files in folders must match; without any, every suffix that has a reader counts.
    `columns` and `table` say how tables are read (see `Raw`).
    `defaults` (publisher, published, licence, tier, language) fill what a reference itself does not say.
    """
    filled = {key: value for key, value in defaults.items() if value}
    for place in places:
        for item in _read_place(place, tuple(include), Table(columns or {}, table)):
            yield _filled(item, filled) if isinstance(item, Reference) else item


def read_raw(raw: Raw) -> Iterator[Item]:
    """Every text of one input. Raises ReadError where there is none."""
    return reader_for(raw).read(raw)


def _read_place(place: str, include: tuple[str, ...], table: Table) -> Iterator[Item]:
    path = Path(place)
    if place != STDIN and path.is_dir():
        files = sorted(_files(path, include))
        if not files:
            yield Unreadable(place, "no file in this folder has a known suffix (" + " ".join(READERS) + ")")
        for file in files:
            yield from _read_file(str(file), table)
    else:
        yield from _read_file(place, table)


def _files(folder: Path, include: tuple[str, ...]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        if any(path.match(glob) for glob in include) if include else path.suffix.lower() in READERS:
            yield path


def _read_file(place: str, table: Table) -> Iterator[Item]:
    name = "standard input" if place == STDIN else place
    try:
        raw = from_stdin() if place == STDIN else from_path(Path(place))
        yield from read_raw(replace(raw, columns=table.columns, table=table.cells))
    except ReadError as e:
        # Most messages begin with the name already; it is not said twice.
        why = str(e).removeprefix(name).lstrip(": ") if str(e).startswith(name) else str(e)
        yield Unreadable(name, why)


def _filled(reference: Reference, defaults: dict[str, str]) -> Reference:
    lacking = {key: value for key, value in defaults.items() if not getattr(reference, key)}
    return replace(reference, **lacking) if lacking else reference
