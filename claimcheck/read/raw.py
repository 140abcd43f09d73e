"""The bytes of an input before its format is known: from a file, standard input, or memory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from claimcheck.errors import ReadError

STDIN = "-"

#: A text of more than this is no article: 5 MB is some 800,000 words.
TEXT_LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Raw:
    """An input by its name. Its bytes are `data`, or else are read from `path` when asked for.

    `suffix` tells the format where the name does not. Of a table, `columns` says which column is which field
    ({"text": "Body"}), or with `table` every cell is a figure with its headings. `told` hears of how many bytes
    more have been worked through, as far as a reader can say.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    url: str | None = None
    suffix: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    table: bool = False
    told: Callable[[int], None] | None = field(default=None, compare=False)

    def tell(self, done: float) -> None:
        """So many bytes more have been worked through: of a long input, time left can be told."""
        if self.told:
            self.told(int(done))

    @property
    def size(self) -> int:
        """In bytes. Raises ReadError if that cannot be told."""
        return len(self.data) if self.data is not None else self._size()

    def read(self, limit: int = TEXT_LIMIT, what: str = "a text") -> bytes:
        """All bytes. Raises ReadError above `limit`, before they are in memory where that can be told."""
        size = self.size
        if size <= limit:
            data = self.data if self.data is not None else self._bytes()
            size = len(data)
        if size > limit:
            raise ReadError(f"{self.name} is {megabytes(size)} MB; {what} may have at most {megabytes(limit)} MB")
        return data

    def head(self, size: int = 4096) -> bytes:
        """The first bytes, to tell the format by."""
        if self.data is not None:
            return self.data[:size]
        with self._open() as file:
            return _guarded(self.name, lambda: file.read(size))

    def lines(self, limit: int = TEXT_LIMIT) -> Iterator[bytes]:
        """The lines, one at a time, cut at `limit` + 1 bytes, so that a huge file never is in memory as a whole."""
        if self.data is not None:
            for line in self.data.splitlines(keepends=True):
                yield line
                self.tell(len(line))
            return
        with self._open() as file:
            while line := _guarded(self.name, lambda: file.readline(limit + 1)):
                yield line
                self.tell(len(line))

    def _open(self) -> BinaryIO:
        path = self.path
        assert path is not None
        return _guarded(self.name, lambda: path.open("rb"))

    def _bytes(self) -> bytes:
        with self._open() as file:
            return _guarded(self.name, file.read)

    def _size(self) -> int:
        path = self.path
        assert path is not None
        return _guarded(self.name, lambda: path.stat().st_size)


def from_path(path: Path) -> Raw:
    """A file. Raises ReadError if there is none, it is a folder, or may not be read."""
    name = str(path)
    if not _guarded(name, path.exists):
        raise ReadError(f"{name}: no such file")
    if path.is_dir():
        raise ReadError(f"{name} is a folder; name a file in it")
    if not path.is_file():
        # A named pipe or `<(command)` of a shell has no size and can be read but once.
        with path.open("rb") as file:
            return Raw(name, data=_guarded(name, file.read))
    return Raw(name, path=path)


def from_stdin() -> Raw:
    """Standard input, read to its end."""
    return Raw("standard input", data=sys.stdin.buffer.read())


def megabytes(size: int) -> str:
    """Of bytes, as people write it: 5, 20.1."""
    return f"{size / 1e6:.1f}".removesuffix(".0")


def _guarded(name, action):  # type: ignore[no-untyped-def]
    try:
        return action()
    except PermissionError as e:
        raise ReadError(f"{name} may not be read: permission denied") from e
    except (OSError, ValueError) as e:  # ValueError: a NUL in a file name
        raise ReadError(f"{name} cannot be read: {getattr(e, 'strerror', None) or e}") from e
