# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Where the spool is: on a local file system, as a network one is slow to write and its locks cannot be trusted."""

from __future__ import annotations

import logging
import os
import stat
import sys
import tempfile

from ._places import data_folder

_log = logging.getLogger("runlore")

_NETWORK = {
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "fuse.ceph", "fuse.glusterfs", "fuse.s3fs", "fuse.sshfs", "gfs2",
    "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "panfs", "smb3", "smbfs",
}  # fmt: skip


def spool_folder() -> str:
    """`RUNLORE_SPOOL`, else `<data>/spool`, else on a network file system a private folder of the local temp folder.

    The folder may not exist, except the private one, which is made. Logs a warning when it is not `<data>/spool`.
    """
    named = os.environ.get("RUNLORE_SPOOL")
    if named:
        return named
    usual = os.path.join(data_folder(), "spool")
    if not on_network(usual):
        return usual
    local = _temp_spool()
    if not _is_private(local):
        _log.warning("%s is on a network file system, and %s is not ours alone; the spool stays there", usual, local)
        return usual
    _log.warning("%s is on a network file system; the spool is in %s, so sync it from this machine", usual, local)
    return local


def spool_folders() -> list[str]:
    """Every folder that exists and may hold spools, for the one who sends what others left."""
    folders = [os.environ.get("RUNLORE_SPOOL") or "", os.path.join(data_folder(), "spool")]
    if os.path.isdir(_temp_spool()) and _is_private(_temp_spool()):
        folders.append(_temp_spool())
    return [folder for folder in dict.fromkeys(folders) if folder and os.path.isdir(folder)]


def on_network(path: str, mounts: str = "/proc/self/mountinfo") -> bool:
    """Whether a path, which may not exist yet, is on a network file system (known on Linux, and for UNC paths)."""
    path = os.path.realpath(path)
    if sys.platform == "win32":
        return path.startswith("\\\\")
    try:
        with open(mounts, encoding="utf-8", errors="surrogateescape") as file:
            return _type_at(path, file.read().splitlines()) in _NETWORK
    except OSError:
        return False


def _type_at(path: str, lines: list[str]) -> str:
    """The file system type of the deepest mount above a path; of equal ones the last, which hides the others."""
    deepest, found = "", ""
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = _unescaped(fields[4])
        inside = point == "/" or path == point or path.startswith(point + "/")
        if inside and len(point) >= len(deepest):
            deepest, found = point, right.split(" ", 1)[0]
    return found


def _unescaped(text: str) -> str:
    for escape, character in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        text = text.replace(escape, character)
    return text


def _temp_spool() -> str:
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return os.path.join(tempfile.gettempdir(), f"runlore-spool-{user}")


def _is_private(folder: str) -> bool:
    """Make the folder if need be; false when somebody else made it, may write into it, or put a link there."""
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    if sys.platform == "win32":
        return True
    facts = os.lstat(folder)
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o077
