"""Who writes the store: a note beside it, so that whoever waits in vain can be told."""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path


def note_path(path: Path) -> Path:
    return path.with_name(path.name + "-writer")


def sign(path: Path) -> None:
    """Leave a note that this process writes the store. That it cannot be left is no reason not to write."""
    note = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat("T", "minutes"),
    }
    with suppress(Exception):  # getpass raises what it likes where the user has no name
        note["user"] = getpass.getuser()
    with suppress(OSError):
        note_path(path).write_text(json.dumps(note), encoding="utf-8")


def unsign(path: Path) -> None:
    """Take the note away, if it is this process's own."""
    if _read(path).get("pid") == os.getpid():
        with suppress(OSError):
            note_path(path).unlink()


def who(path: Path) -> str | None:
    """Who signed last and still runs, as a person is told: "process 4711 of mira on desk3, since 14:05"."""
    note = _read(path)
    pid, host = note.get("pid"), note.get("host")
    if not isinstance(pid, int) or pid == os.getpid() or (host == socket.gethostname() and not runs(pid)):
        return None
    user = f" of {note['user']}" if note.get("user") else ""
    return f"process {pid}{user} on {host}, since {str(note.get('since'))[11:16]}"


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(note_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def runs(pid: int) -> bool:
    """Whether there is such a process on this machine, whoever's it is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it runs, but is another user's
    return True
