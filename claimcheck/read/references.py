"""References for the store: paths, folders or `-` to References, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from claimcheck.errors import ReadError
from claimcheck.read.base import Unreadable
from claimcheck.read.raw import STDIN, Raw, from_path, from_stdin
from claimcheck.read.registry import READERS, reader_for
from claimcheck.records import Reference

DEFAULTS = ("publisher", "published", "licence", "tier", "language")


def read_references(
    places: Iterable[str], include: Iterable[str] = (), **defaults: str | None
) -> Iterator[Reference | Unreadable]:
    """Yield every reference of the files, folders and `-` in `places`; what cannot be read as Unreadable.

    `include` are globs that files in folders must match; without any, every suffix that has a reader counts.
    `defaults` (publisher, published, licence, tier, language) fill what a reference itself does not say.
    """
    filled = {key: value for key, value in defaults.items() if value}
    for place in places:
        for item in _read_place(place, tuple(include)):
            yield item if isinstance(item, Unreadable) else _filled(item, filled)


def read_raw(raw: Raw) -> Iterator[Reference | Unreadable]:
    """Every text of one input. Raises ReadError where there is none."""
    return reader_for(raw).read(raw)


def _read_place(place: str, include: tuple[str, ...]) -> Iterator[Reference | Unreadable]:
    path = Path(place)
    if place != STDIN and path.is_dir():
        files = sorted(_files(path, include))
        if not files:
            yield Unreadable(place, "no file in this folder has a known suffix (" + " ".join(READERS) + ")")
        for file in files:
            yield from _read_file(str(file))
    else:
        yield from _read_file(place)


def _files(folder: Path, include: tuple[str, ...]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        if any(path.match(glob) for glob in include) if include else path.suffix.lower() in READERS:
            yield path


def _read_file(place: str) -> Iterator[Reference | Unreadable]:
    name = "standard input" if place == STDIN else place
    try:
        raw = from_stdin() if place == STDIN else from_path(Path(place))
        yield from read_raw(raw)
    except ReadError as e:
        # Most messages begin with the name already; it is not said twice.
        why = str(e).removeprefix(name).lstrip(": ") if str(e).startswith(name) else str(e)
        yield Unreadable(name, why)


def _filled(reference: Reference, defaults: dict[str, str]) -> Reference:
    lacking = {key: value for key, value in defaults.items() if not getattr(reference, key)}
    return replace(reference, **lacking) if lacking else reference
