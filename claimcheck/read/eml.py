"""EML: a message as it arrives: subject, sender, date, the body, and each attachment that can be read."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import PurePath
from typing import Any, cast

from claimcheck.errors import ReadError
from claimcheck.read.base import Item, Unreadable
from claimcheck.read.dates import iso_date
from claimcheck.read.raw import Raw
from claimcheck.records import Reference

FILE_LIMIT = 50_000_000


def read(raw: Raw) -> Iterator[Item]:
    from claimcheck.read.registry import READERS

    message = cast(
        EmailMessage, email.message_from_bytes(raw.read(FILE_LIMIT, "a message"), policy=email.policy.default)
    )
    if not message.keys():
        raise ReadError(f"{raw.name} is not a message: it has no headers")
    sender, address = parseaddr(_header(message, "From") or "")
    known: dict[str, Any] = {
        "title": _header(message, "Subject"),
        "publisher": sender or address or None,
        "published": iso_date(_header(message, "Date") or ""),
    }
    identity = (_header(message, "Message-ID") or "").strip("<> ") or None
    count = 0
    if text := _body(message, raw.name):
        count += 1
        yield Reference(text=text, id=identity, url=raw.url, **known)
    for part in message.iter_attachments():
        name = part.get_filename() or ""
        suffix = PurePath(name).suffix.lower()
        if suffix not in READERS or READERS[suffix] in ("archive", "gz", "eml"):
            continue
        where = f"{raw.name}, {PurePath(name).name}"
        try:
            for item in _attached(where, suffix, part):
                count += 1
                if not isinstance(item, Reference):
                    yield item
                    continue
                lacking = {key: value for key, value in known.items() if value and not getattr(item, key)}
                yield replace(item, **lacking)
        except ReadError as e:
            count += 1
            yield Unreadable(where, str(e).removeprefix(where).lstrip(": "))
    if not count:
        raise ReadError(f"{raw.name}: this message holds no text")


def _attached(where: str, suffix: str, part: EmailMessage) -> Iterator[Item]:
    from claimcheck.read.registry import reader_for

    data = part.get_payload(decode=True)
    raw = Raw(where, data=data if isinstance(data, bytes) else b"", suffix=suffix)
    return reader_for(raw).read(raw)


def _body(message: EmailMessage, name: str) -> str | None:
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        if part is None:
            continue
        try:
            content = part.get_content()
        except (LookupError, KeyError, ValueError):  # an encoding that nobody knows
            payload = part.get_payload(decode=True)
            content = payload.decode("latin-1") if isinstance(payload, bytes) else ""
        text = content if kind == "plain" else _from_html(content, name)
        if text and text.strip():
            return text.replace("\r\n", "\n").replace("\0", "").strip("\n") + "\n"
    return None


def _from_html(content: str, name: str) -> str | None:
    from claimcheck.read.html import read as read_html

    try:
        item = next(read_html(Raw(name, data=content.encode("utf-8", "replace"))))
    except ReadError:
        return None
    return item.text if isinstance(item, Reference) else None


def _header(message: EmailMessage, name: str) -> str | None:
    """A header's text; None for one that is absent or too broken to be parsed."""
    try:
        found = message[name]
    except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
        return None
    text = " ".join(str(found).encode("utf-8", "replace").decode().replace("\0", "").split()) if found else ""
    return text or None
