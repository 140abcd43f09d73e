"""gzip: one packed file, read as what it is."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.errors import ReadError
from claimcheck.read.archive import gunzip
from claimcheck.read.base import Item
from claimcheck.read.raw import Raw


def read(raw: Raw) -> Iterator[Item]:
    from claimcheck.read.registry import READERS, reader_for

    inner = gunzip(raw)
    if READERS.get(inner.suffix or "") in ("archive", "gz"):
        raise ReadError(f"{raw.name} holds another archive: unpack it first")
    yield from reader_for(inner).read(inner)
