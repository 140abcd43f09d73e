from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimcheck.errors import StoreError
from claimcheck.store import drive, writer
from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared

HOLD = """
import sys
from claimcheck.store.references import ReferenceStore
with ReferenceStore({path!r}) as store:
    store.retract("nobody")
    store._connection.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_who_waits_in_vain_is_told_for_whom(path: Path) -> None:
    ReferenceStore(path).close()
    code = HOLD.format(path=str(path))
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        held = pytest.raises(StoreError, match=rf"in use by process {other.pid} ")
        with ReferenceStore(path, patience=0.2) as store, held:
            store.write([prepared("The ferry was late.", id="a")])
        other.communicate(b"\n")
    assert not writer.note_path(path).exists()


def test_a_note_of_one_that_no_longer_runs_says_nothing(path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    writer.sign(path)
    note = json.loads(writer.note_path(path).read_text())
    assert note["pid"] == os.getpid()
    writer.note_path(path).write_text(json.dumps(note | {"pid": gone.pid}))
    assert writer.who(path) is None
    writer.note_path(path).write_text("broken")
    assert writer.who(path) is None


MOUNTS = """/dev/sda1 / ext4 rw 0 0
desk:/share /mnt/news\\040room nfs4 rw 0 0
//host/share /mnt/smb cifs rw 0 0
/dev/sdb1 /mnt/smb/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/refs.db", False),
        ("/mnt/news room/refs.db", True),
        ("/mnt/smb/a/refs.db", True),
        ("/mnt/smb/local/refs.db", False),
        ("/mnt/smbx/refs.db", False),
    ],
)
def test_network_drives(path: str, network: bool) -> None:
    assert drive.is_network(Path(path), MOUNTS) is network


def test_nothing_is_written_on_a_network_drive(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ReferenceStore(path) as store:
        store.write([prepared("The ferry was late.", id="a")])
    monkeypatch.setattr("claimcheck.store.connection.is_network", lambda _: True)
    with pytest.raises(StoreError, match="on a network drive"):
        ReferenceStore(path)
    with pytest.raises(StoreError, match="on a network drive"):
        ReferenceStore(path.with_name("new.db"))
    with ReferenceStore(path, readonly=True) as store:
        assert len(store.list()) == 1
