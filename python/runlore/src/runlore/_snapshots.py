# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Puts the state of a folder on a run's spool: the files, the manifest that names them, and the record of both.

The files lie on the spool under their SHA-256 until the server has taken the record; it asks for those that it lacks.
"""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, BinaryIO, Callable, cast

from . import _records
from ._errors import InvalidArgument, RunloreError, WrongState
from ._folder import Folder, Found, OutOfTime
from ._manifest import Entry, manifest_of, snapshot_id
from ._notices import warn
from ._places import data_folder

if TYPE_CHECKING:
    from ._recording import Recording

IMPLICIT_SECONDS = 2.0
_NAMED = 10

Keep = Callable[[BinaryIO], "tuple[str, int]"]


def take(recording: Recording, path: str) -> str:
    """Keep a folder's files with a run; answers the snapshot's id.

    Raises:
        InvalidArgument: it is no folder, or too large.
        WrongState: a file cannot be read, or keeps changing.
    """
    return _take(recording, path, float("inf"), implicit=False)


def try_to_take(recording: Recording, path: str) -> None:
    """The same on the way to something else: it takes two seconds at most, and whatever hinders it is one warning."""
    try:
        _take(recording, path, time.monotonic() + IMPLICIT_SECONDS, implicit=True)
        return
    except OutOfTime:
        reason = f"{path!r} takes longer than {IMPLICIT_SECONDS:g} seconds; call take_snapshot() to wait for it"
    except RunloreError as error:
        reason = str(error)
    _tell(recording, f"the sources were not kept: {reason}")


def folder_of(path: str, without: tuple[str, ...] = (), until: float = float("inf")) -> Folder:
    """The folder of sources, within the limits of a snapshot.

    Raises:
        InvalidArgument: it is no folder, or too large.
        WrongState: a part of it cannot be read.
    """
    if not os.path.isdir(path):
        raise InvalidArgument(f"a snapshot needs a folder but {path!r} is none; check the path")
    try:
        folder = Folder(path, (data_folder(), *without), until)
    except OSError as error:
        raise _unreadable(path, str(error)) from error
    folder.check_size()
    return folder


def entries(folder: Folder, keep: Keep, until: float = float("inf")) -> list[Entry]:
    """The files of a folder as a manifest names them.

    Args:
        folder: the folder.
        keep: takes an open file and answers its SHA-256 in hex and its size.
        until: when to give up, on the monotonic clock.

    Raises:
        WrongState: a file cannot be read, or keeps changing.
    """
    return [_entry(file, keep, until) for file in folder.files]


def left_out(folder: Folder) -> list[str]:
    """What a reader should know of the files that a snapshot lacks, in sentences."""
    told = []
    if folder.secrets:
        told.append(f"left out of the snapshot, as their names look like secrets: {_listed(folder.secrets)}")
    if folder.unnameable:
        told.append(f"left out of the snapshot, as it cannot hold such names: {_listed(folder.unnameable)}")
    return told


def _take(recording: Recording, path: str, until: float, *, implicit: bool) -> str:
    recording.begin()  # from now on it is known where the spool is
    folder = folder_of(path, (recording.root,), until)
    manifest = manifest_of(entries(folder, recording.keep_stream, until))
    try:
        sha256, size = recording.keep_bytes(manifest)
    except OSError as error:
        raise _unreadable(path, str(error)) from error
    recording.append(_records.snapshot(sha256, size, implicit))
    for text in left_out(folder):
        _tell(recording, text)
    return snapshot_id(manifest)


def _entry(file: Found, keep: Keep, until: float) -> Entry:
    """One file, read once more when it changed meanwhile."""
    reason = ""
    for _ in range(2):
        try:
            with open(file.place, "rb") as opened:
                before = os.fstat(opened.fileno())
                sha256, size = keep(cast(BinaryIO, _Timed(opened, until)))
                if _mark(before) == _mark(os.fstat(opened.fileno())) and size == before.st_size:
                    return Entry(file.path, bool(before.st_mode & stat.S_IXUSR), sha256, size)
                reason = "it changes while it is read"
        except OSError as error:
            reason = str(error)
    raise _unreadable(file.place, reason)


class _Timed:
    """A file that is read no longer when the time is over."""

    def __init__(self, file: BinaryIO, until: float) -> None:
        self._file = file
        self._until = until

    def read(self, size: int = -1) -> bytes:
        if time.monotonic() > self._until:
            raise OutOfTime
        return self._file.read(size)


def _mark(facts: os.stat_result) -> tuple[int, int, int]:
    return (facts.st_mtime_ns, facts.st_size, facts.st_mode)


def _unreadable(place: str, reason: str) -> WrongState:
    return WrongState(
        409, "WRONG_STATE", f"{place!r} cannot be kept in a snapshot: {reason}; take it again, or name it in .amlignore"
    )


def _listed(paths: list[str]) -> str:
    more = len(paths) - _NAMED
    return ", ".join(paths[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _tell(recording: Recording, text: str) -> None:
    warn(f"run {recording.run_id}: {text}")
    recording.append(_records.warning(text))
