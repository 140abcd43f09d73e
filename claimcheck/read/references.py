"""References for the store: paths, folders or `-` to References, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.raw import STDIN, Raw, from_path, from_stdin
from claimcheck.read.registry import READERS, reader_for
from claimcheck.read.url import Limits, fetch, is_url
from claimcheck.records import Reference


@dataclass(frozen=True, slots=True)
class Options:
    """Of tables, which column is which field, or every cell as a figure; whether URLs may lead to private addresses."""

    columns: Mapping[str, str]
    table: bool = False
    private: bool = False
    told: Callable[[int], None] | None = None


def read_references(
    places: Iterable[str],
    include: Iterable[str] = (),
    *,
    columns: Mapping[str, str] | None = None,
    table: bool = False,
    allow_private: bool = False,
    told: Callable[[int], None] | None = None,
    **defaults: str | None,
) -> Iterator[Item]:
    """Yield every reference of the files, folders, URLs and `-` in `places`; what cannot be read as Unreadable.

    `include` are globs that files in folders must match; without any, every suffix that has a reader counts.
    `columns` and `table` say how tables are read (see `Raw`).
    `told` hears of the bytes that have been worked through, of `size_of` in all.
    `defaults` (publisher, published, licence, tier, language) fill what a reference itself does not say.
    """
    filled = {key: value for key, value in defaults.items() if value}
    options = Options(columns or {}, table, allow_private, told)
    for place in places:
        for item in _read_place(place, tuple(include), options):
            yield _filled(item, filled) if isinstance(item, Reference) else item


def size_of(places: Iterable[str], include: Iterable[str] = ()) -> int:
    """The bytes of all files that `read_references` would read; 0 if that cannot be told beforehand."""
    total = 0
    for place in places:
        if place == STDIN or is_url(place):
            return 0
        path = Path(place)
        try:
            files = files_in(path, tuple(include)) if path.is_dir() else [path]
            total += sum(file.stat().st_size for file in files)
        except (OSError, ValueError):
            continue  # the reader will say what is wrong with it
    return total


def read_raw(raw: Raw) -> Iterator[Item]:
    """Every text of one input. Raises ReadError where there is none."""
    return reader_for(raw).read(raw)


def open_raw(place: str, allow_private: bool = False) -> Raw:
    """A file, a URL, or standard input. Raises ReadError."""
    if place == STDIN:
        return from_stdin()
    if is_url(place):
        return fetch(place, Limits(private=allow_private))
    return from_path(Path(place))


def _read_place(place: str, include: tuple[str, ...], options: Options) -> Iterator[Item]:
    path = Path(place)
    if place != STDIN and not is_url(place) and path.is_dir():
        files = sorted(files_in(path, include))
        if not files:
            yield Unreadable(place, "no file in this folder has a known suffix (" + " ".join(READERS) + ")")
        for file in files:
            yield from _read_file(str(file), options)
    else:
        yield from _read_file(place, options)


def files_in(folder: Path, include: tuple[str, ...] = ()) -> Iterator[Path]:
    """The files in a folder and its folders that can be read, or that match a glob; hidden ones are left."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        if any(path.match(glob) for glob in include) if include else path.suffix.lower() in READERS:
            yield path


def _read_file(place: str, options: Options) -> Iterator[Item]:
    name = "standard input" if place == STDIN else place
    done, size = 0, 0

    def told(more: int) -> None:
        nonlocal done
        more = min(more, size - done)
        done += more
        if options.told:
            options.told(more)

    try:
        raw = open_raw(place, options.private)
        size = raw.size
        yield from read_raw(replace(raw, columns=options.columns, table=options.table, told=told))
    except ReadError as e:
        # Most messages begin with the name already; it is not said twice.
        why = str(e).removeprefix(name).lstrip(": ") if str(e).startswith(name) else str(e)
        yield Unreadable(name, why)
    told(size)  # what the reader did not tell of


def _filled(reference: Reference, defaults: dict[str, str]) -> Reference:
    lacking: dict[str, Any] = {key: value for key, value in defaults.items() if not getattr(reference, key)}
    return replace(reference, **lacking) if lacking else reference
