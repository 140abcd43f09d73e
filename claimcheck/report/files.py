"""Reports into files: written whole or not at all, and never over one another."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from claimcheck.errors import OutputError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a report, replacing what was there only once all of it is on disk. Raises OutputError."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if path.is_dir():
        raise OutputError(f"{path} is a folder: --output takes a file for one article")
    try:
        path = path.resolve()  # a link stays one: what it points to is replaced
        if path.exists() and not path.is_file():  # /dev/stdout, a named pipe
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, _mode(path))
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise OutputError(f"{path} cannot be written: {e.strerror or e}") from e


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def file_names(articles: Iterable[str], suffix: str, taken: Iterable[str] = ()) -> list[str]:
    """A name for the report on each article: its own, numbered where two would be the same, or one is taken.

    >>> file_names(["a/draft.md", "b/draft.txt", "-"], ".html")
    ['draft.html', 'draft-2.html', 'stdin.html']
    """
    taken = {name.casefold() for name in taken}
    names = []
    for article in articles:
        stem = "stdin" if article == "-" else Path(article).stem
        stem = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:80] or "report"
        name, count = stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.casefold())
        names.append(name + suffix)
    return names
