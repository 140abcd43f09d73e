"""Which reader serves which suffix, and how to tell the format of what has none."""

from __future__ import annotations

import importlib
import json
from pathlib import PurePath
from typing import cast

from claimcheck.read.base import Reader
from claimcheck.read.raw import Raw

#: Modules by name, imported when first used: a text needs no HTML parser.
READERS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def reader_for(raw: Raw) -> Reader:
    """The reader by the suffix of the name; by the first bytes where the suffix says nothing."""
    module = READERS.get(PurePath(raw.name).suffix.lower()) if raw.path else None
    return load(module or sniff(raw.head()))


def load(module: str) -> Reader:
    return cast(Reader, importlib.import_module(f"claimcheck.read.{module}"))


def sniff(head: bytes) -> str:
    """The module for bytes that begin so: `html`, `jsonl` or `text`."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:15].lower().startswith((b"<!doctype html", b"<html", b"<head")):
        return "html"
    if start.startswith(b"{"):
        line, newline, _ = start.partition(b"\n")
        try:
            return "jsonl" if isinstance(json.loads(line), dict) else "text"
        except ValueError:
            # A first object longer than the piece at hand still begins as one: {"key": …
            return "jsonl" if not newline and start[1:].lstrip().startswith(b'"') else "text"
    return "text"
