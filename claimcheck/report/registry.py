"""The formats of the report, by the name that `--format` takes. Each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from claimcheck.report.base import Renderer

FORMATS: dict[str, str] = {
    "text": "claimcheck.report.text",
    "json": "claimcheck.report.json",
}


def renderer(name: str) -> Renderer:
    """The format of that name; `KeyError` where there is none."""
    return cast(Renderer, import_module(FORMATS[name]))
