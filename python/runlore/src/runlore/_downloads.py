# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Brings a run's files here, never outside the folder that was asked for, whatever the server answers.

Names are checked before the first byte is written, headers name nothing, links are not followed, the bytes must have
the digest that the run recorded, and a file appears under its name only when it is whole. Nothing is ever unpickled.
"""

from __future__ import annotations

import hashlib
import logging
import os
import uuid
from typing import Any, BinaryIO

from ._artifact_paths import artifact_path, checked_answers
from ._connection import Connection
from ._errors import NotFound, UnsafeAnswer
from ._pages import items, run_path, unexpected

_log = logging.getLogger("runlore")


def files(connection: Connection, run_id: str) -> list[str]:
    """The paths of all files of a run, in the order in which they came.

    Raises:
        NotFound: there is no such run.
    """
    return [item["path"] for item in _artifacts(connection, run_id, None)]


def download(connection: Connection, run_id: str, name: str, to: str = ".") -> str:
    """Write a file or a folder of a run to this machine and return where it is.

    Args:
        connection: the server.
        run_id: the run.
        name: the file's path in the run, or that of a folder.
        to: for a file its new path, or an existing folder to put it into; for a folder the one to put it into, with
            its own name. Files that are there are replaced.

    Raises:
        NotFound: the run has no such file or folder, or an import brought the file's name without its bytes.
        UnsafeAnswer: the server's answer would write outside the folder, over a file of its own, or other bytes.
    """
    path, to = artifact_path(name), os.fspath(to)
    found = _artifacts(connection, run_id, path)
    for item in found:
        if item["path"] == path:
            return _file(connection, run_id, item, to)
    below = [item for item in found if item["path"].startswith(f"{path}/")]
    if below:
        return _folder(connection, run_id, path, below, to)
    raise NotFound(404, "NOT_FOUND", f"run {run_id} has no file or folder {name!r}; its files() lists what it has")


def _artifacts(connection: Connection, run_id: str, prefix: str | None) -> list[dict[str, Any]]:
    found = list(items(connection, run_path(run_id, "/artifacts"), {"prefix": prefix, "limit": 1000}))
    if not all(isinstance(item.get("path"), str) for item in found):
        raise unexpected(connection, "a file without a path")
    return found


def _file(connection: Connection, run_id: str, item: dict[str, Any], to: str) -> str:
    path: str = item["path"]
    if "sha256" not in item:
        raise NotFound(404, "NOT_FOUND", f"the bytes of {path!r} did not come with the import of run {run_id}")
    if os.path.isdir(to) or to.endswith(("/", os.sep)):
        (name,) = checked_answers([path.rpartition("/")[2]])
        to = os.path.join(to, name)
    os.makedirs(os.path.dirname(os.path.abspath(to)), exist_ok=True)
    _write(connection, run_id, item, to)
    return to


def _folder(connection: Connection, run_id: str, path: str, below: list[dict[str, Any]], to: str) -> str:
    base = path.rpartition("/")[0]
    names = checked_answers(item["path"][len(base) + 1 if base else 0 :] for item in below)
    for name, item in zip(names, below):
        if "sha256" not in item:
            _log.warning("%r is left out: its bytes did not come with the import of run %s", item["path"], run_id)
            continue
        target = os.path.join(to, *name.split("/"))
        _make_folder(to, os.path.dirname(target))
        _write(connection, run_id, item, target)
    return os.path.join(to, path.rpartition("/")[2])


def _make_folder(root: str, folder: str) -> None:
    """Make a folder below the root, and refuse one that a link leads out of it."""
    os.makedirs(root, exist_ok=True)
    inside = os.path.realpath(root)
    # what exists of the path is resolved before anything is made, so that nothing is made behind a link
    place = os.path.realpath(folder)
    if place != inside and os.path.commonpath([inside, place]) != inside:
        raise UnsafeAnswer(f"{folder!r} leads out of {root!r} by a link; remove the link or choose another folder")
    os.makedirs(folder, exist_ok=True)


def _write(connection: Connection, run_id: str, item: dict[str, Any], target: str) -> None:
    """Write to a new file beside the target, check it, and put it in the target's place."""
    part = os.path.join(os.path.dirname(target), f".runlore-{uuid.uuid4().hex}.part")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(part, flags, 0o666), "wb") as file:
            checked = _Checked(file, item)
            connection.download(run_path(run_id, "/artifacts"), {"path": item["path"]}, checked)
            checked.finish()
        os.replace(part, target)
    except BaseException:
        if os.path.lexists(part):
            os.unlink(part)
        raise


class _Checked:
    """A file that takes only the bytes that the run recorded."""

    def __init__(self, file: BinaryIO, item: dict[str, Any]) -> None:
        self._file = file
        self._item = item
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> int:
        """Take the next bytes.

        Raises:
            UnsafeAnswer: they are more than the file has.
        """
        self._size += len(chunk)
        size = self._item.get("size")
        if isinstance(size, int) and self._size > size:
            raise UnsafeAnswer(
                f"the server sends more than the {size} bytes of {self._item['path']!r}; read no further"
            )
        self._digest.update(chunk)
        return self._file.write(chunk)

    def finish(self) -> None:
        """Check that the file is whole.

        Raises:
            UnsafeAnswer: it is not the one that the run recorded.
        """
        digest = self._digest.hexdigest()
        if digest != self._item["sha256"]:
            raise UnsafeAnswer(
                f"{self._item['path']!r} must have the SHA-256 {self._item['sha256']} but came with {digest}; "
                "nothing was kept, try again"
            )
