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
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "eml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".jsonld": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".xml": "wire",
    ".nitf": "wire",
    ".rss": "feed",
    ".atom": "feed",
    ".zip": "archive",
    ".gz": "gz",
}

#: The modules whose first text is the article, whatever else hangs on it (attachments, reviews of claims).
SINGLE = frozenset({"html", "eml"})

#: How files begin that no suffix is needed for.
MAGIC = ((b"%PDF-", "pdf"), (b"\x1f\x8b", "gz"))


def module_for(raw: Raw) -> str:
    """The reader by the suffix of the name; by the first bytes where the suffix says nothing."""
    suffix = raw.suffix if raw.suffix is not None else PurePath(raw.name).suffix.lower() if raw.path else ""
    return READERS.get(suffix) or sniff(raw.head())


def reader_for(raw: Raw) -> Reader:
    return load(module_for(raw))


def load(module: str) -> Reader:
    return cast(Reader, importlib.import_module(f"claimcheck.read.{module}"))


def sniff(head: bytes) -> str:
    """The module for bytes that begin so; `text` where nothing tells."""
    for magic, module in MAGIC:
        if head.startswith(magic):
            return module
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:15].lower().startswith((b"<!doctype html", b"<html", b"<head")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start.lower() else "wire"
    if start.startswith(b"WEBVTT"):
        return "subtitles"
    if start.startswith(b"{"):
        line, newline, _ = start.partition(b"\n")
        try:
            return "jsonl" if isinstance(json.loads(line), dict) else "text"
        except ValueError:
            # A first object longer than the piece at hand still begins as one: {"key": …
            return "jsonl" if not newline and start[1:].lstrip().startswith(b'"') else "text"
    return "text"
