"""Is a file on a drive of another machine? SQLite's log (WAL) needs memory that all its users share."""

from __future__ import annotations

from pathlib import Path

#: As Linux names them. Folders shared with a virtual machine (9p, virtiofs) are the machine's own and not among them.
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "afs", "ncpfs", "fuse.sshfs", "ceph", "lustre"})

_MOUNTS = Path("/proc/self/mounts")


def is_network(path: Path, mounts: str | None = None) -> bool:
    """Whether `path` is on a network drive, as far as the system tells. `mounts` is its table of mounts."""
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(errors="replace")
        except OSError:
            return False  # no Linux: it does not tell
    target, longest, kind = str(path.resolve()), -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].encode().decode("unicode_escape")  # "\040" is a blank
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:
            longest, kind = len(point), fields[2]
    return kind in NETWORK
