"""Run ids that sort by time: ULIDs, 26 characters of Crockford's base 32 (https://github.com/ulid/spec)."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_run_id(milliseconds: int | None = None) -> str:
    """An id whose first ten characters are the time and whose other sixteen are random.

    >>> new_run_id(0)[:10]
    '0000000000'
    """
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))
