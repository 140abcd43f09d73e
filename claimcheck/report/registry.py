"""The formats of the report, by the name that `--format` takes. Each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from claimcheck.report.base import Renderer

FORMATS: dict[str, str] = {
    "text": "claimcheck.report.text",
    "json": "claimcheck.report.json",
    "html": "claimcheck.report.html",
    "markdown": "claimcheck.report.markdown",
    "csv": "claimcheck.report.csv",
    "docx": "claimcheck.report.docx",
}


def renderer(name: str) -> Renderer:
    """The format of that name; `KeyError` where there is none."""
    return cast(Renderer, import_module(FORMATS[name]))


def format_of(path: Path) -> str | None:
    """The format that a file's name asks for; None where its ending says nothing."""
    suffixes = {renderer(name).SUFFIX: name for name in FORMATS} | {".htm": "html", ".markdown": "markdown"}
    return suffixes.get(path.suffix.lower())
