"""What is packed: members of ZIP files and gzip streams, unpacked only up to a stated size."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.raw import Raw, megabytes

FILE_LIMIT = 200_000_000
UNPACKED_LIMIT = 400_000_000
MEMBER_LIMIT = 50_000_000
MEMBERS = 20_000

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def read(raw: Raw) -> Iterator[Item]:
    """Every member that has a reader; what else is in the archive is passed over."""
    from claimcheck.read.registry import READERS, reader_for

    archive = open_zip(raw.read(FILE_LIMIT, "an archive"), raw.name)
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    if len(names) > MEMBERS:
        raise ReadError(f"{raw.name} holds {len(names):,} files; at most {MEMBERS:,} are read")
    unpacked = 0
    known = 0
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
        # An archive in an archive is how bombs are built.
        if hidden or path.suffix.lower() not in READERS or READERS[path.suffix.lower()] in ("archive", "gz"):
            continue
        known += 1
        where = f"{raw.name}, {path}"
        try:
            data = member(archive, name, where)
            unpacked += len(data)
            if unpacked > UNPACKED_LIMIT:
                raise ReadError(f"more than {megabytes(UNPACKED_LIMIT)} MB are packed in {raw.name}: the rest is left")
            # No path of a member is ever written to: its name only says how to read it.
            inner = Raw(where, data=data, suffix=path.suffix.lower(), table=raw.table, columns=raw.columns)
            yield from reader_for(inner).read(inner)
            raw.tell(archive.getinfo(name).compress_size)
        except ReadError as e:
            yield Unreadable(where, str(e).removeprefix(where).lstrip(": "))
            if unpacked > UNPACKED_LIMIT:
                return
    if not known:
        raise ReadError(f"{raw.name} holds no file with a known suffix ({' '.join(READERS)})")


def open_zip(data: bytes, name: str, what: str = "ZIP") -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as e:
        raise ReadError(f"{name} is damaged, or no {what} file") from e


def member(archive: zipfile.ZipFile, name: str, where: str, limit: int = MEMBER_LIMIT) -> bytes:
    """One member's bytes, however large it says that it is. Raises ReadError above `limit`, and if damaged."""
    try:
        with archive.open(name) as file:
            data = file.read(limit + 1)
    except KeyError as e:
        raise ReadError(f"{where} lacks {name}") from e
    except _DAMAGED as e:
        locked = "encrypted" in str(e)
        raise ReadError(f"{where} is {'locked by a password' if locked else 'damaged'}") from e
    if len(data) > limit:
        raise ReadError(f"{where} unpacks to more than {megabytes(limit)} MB")
    return data


def gunzip(raw: Raw) -> Raw:
    """What a gzip file holds, under the name that it had."""
    data = raw.read(FILE_LIMIT, "an archive")
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = file.read(FILE_LIMIT + 1)
    except _DAMAGED as e:
        raise ReadError(f"{raw.name} is damaged, or no gzip file") from e
    if len(unpacked) > FILE_LIMIT:
        raise ReadError(f"{raw.name} unpacks to more than {megabytes(FILE_LIMIT)} MB")
    suffix = PurePosixPath(raw.name.removesuffix(".gz")).suffix.lower()
    return Raw(raw.name, data=unpacked, suffix=suffix, table=raw.table, columns=raw.columns, url=raw.url)
