# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Brings a snapshot into the work folder. The server is not believed: every name and every byte is checked again."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from .._artifact_paths import broken_rule
from .._connection import BYTES, Connection, error_of
from .._errors import UnsafeAnswer
from ._server import Server
from ._stop import Stop

PATIENCE = 3600.0  # seconds that a server may be away
MOST_FILES = 100_000
MOST_BYTES = 10 << 30
_THREADS = 4
_LINE = re.compile(r"([fx]) ([0-9a-f]{64}) (0|[1-9]\d{0,15}) (.+)")


class SourceFile(NamedTuple):
    """One line of a manifest."""

    path: str
    executable: bool
    sha256: str
    size: int


def check_out(server: Server, snapshot: str, folder: str, stop: Stop) -> int:
    """Write a snapshot's files below a new folder; answers how many there are.

    Raises:
        UnsafeAnswer: the manifest or a file is not what its hash says, or a name would leave the folder.
        ServerError: the server does not have it.
        OSError: the disk does not take it, or the server stayed away.
        Stopped: the job has to end.
    """
    files = read_manifest(snapshot, server.patiently(lambda c: _manifest(c, snapshot), stop, PATIENCE))
    twins: dict[tuple[str, int], list[SourceFile]] = {}
    for file in files:
        os.makedirs(os.path.dirname(_place(folder, file)), exist_ok=True)
        twins.setdefault((file.sha256, file.size), []).append(file)
    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(lambda same: _bring(server, folder, same, stop), twins.values()):
            pass
    return len(files)


def read_manifest(snapshot: str, text: bytes) -> list[SourceFile]:
    """The files of a snapshot.

    Raises:
        UnsafeAnswer: it is not the snapshot's manifest, or cannot be laid out in a folder.
    """
    if hashlib.sha256(text).hexdigest()[:40] != snapshot:
        raise UnsafeAnswer(f"the manifest that came is not the one of snapshot {snapshot}; nothing was written")
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError as error:
        raise UnsafeAnswer(f"snapshot {snapshot} is not in UTF-8 ({error}); nothing was written") from error
    if lines.pop() != "":
        raise UnsafeAnswer(f"snapshot {snapshot} ends in the middle of a line; nothing was written")
    if len(lines) > MOST_FILES:
        raise UnsafeAnswer(f"snapshot {snapshot} has {len(lines)} files, more than {MOST_FILES}; nothing was written")
    files = [_file(snapshot, number, line) for number, line in enumerate(lines, 1)]
    if (size := sum(file.size for file in files)) > MOST_BYTES:
        raise UnsafeAnswer(f"snapshot {snapshot} has {size} bytes, more than {MOST_BYTES}; nothing was written")
    _check_apart(snapshot, [file.path for file in files])
    return files


def _file(snapshot: str, number: int, line: str) -> SourceFile:
    match = _LINE.fullmatch(line)
    broken = broken_rule(match[4]) if match else "cannot be read"
    if match is None or broken:
        raise UnsafeAnswer(f"line {number} of snapshot {snapshot} {broken}: {line[:200]!r}; nothing was written")
    if ".git" in match[4].lower().split("/"):
        raise UnsafeAnswer(f"line {number} of snapshot {snapshot} reaches into .git; nothing was written")
    return SourceFile(match[4], match[1] == "x", match[2], int(match[3]))


def _check_apart(snapshot: str, paths: list[str]) -> None:
    taken = set(paths)
    if len(taken) < len(paths):
        raise UnsafeAnswer(f"snapshot {snapshot} names a file twice; nothing was written")
    for path in paths:
        for end in (index for index, character in enumerate(path) if character == "/"):
            if path[:end] in taken:
                raise UnsafeAnswer(f"snapshot {snapshot} has {path[:end]!r} as file and as folder; nothing was written")


def _manifest(connection: Connection, snapshot: str) -> bytes:
    response = connection.request("GET", f"/snapshots/{snapshot}", headers={"Accept": BYTES})
    if response.status != 200:
        raise error_of(response)
    return response.body


def _bring(server: Server, folder: str, files: list[SourceFile], stop: Stop) -> None:
    """Download one blob and put it where it belongs, maybe more than once."""
    first = files[0]
    place = _place(folder, first)
    server.patiently(lambda connection: _download(connection, first, place), stop, PATIENCE)
    for other in files[1:]:
        with open(place, "rb") as source, _created(_place(folder, other), other) as target:
            shutil.copyfileobj(source, target)


def _download(connection: Connection, file: SourceFile, place: str) -> None:
    try:
        with _created(place, file) as target:
            checked = _Checked(target, file)
            connection.download(f"/blobs/{file.sha256}", None, checked)
            checked.finish()
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(place)
        raise


def _created(place: str, file: SourceFile) -> BinaryIO:
    """A new file, never one that is there, nor what a link points at."""
    mode = 0o755 if file.executable else 0o644
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")


def _place(folder: str, file: SourceFile) -> str:
    return os.path.join(folder, *file.path.split("/"))


class _Checked:
    """Passes bytes on to a file as long as they can be the ones that were promised."""

    def __init__(self, target: BinaryIO, file: SourceFile) -> None:
        self._target = target
        self._file = file
        self._digest = hashlib.sha256()
        self._left = file.size

    def write(self, chunk: bytes, /) -> None:
        """Take the next bytes."""
        self._left -= len(chunk)
        if self._left < 0:
            raise self._wrong("more bytes came")
        self._digest.update(chunk)
        self._target.write(chunk)

    def finish(self) -> None:
        """All came."""
        if self._left or self._digest.hexdigest() != self._file.sha256:
            raise self._wrong("other bytes came")

    def _wrong(self, what: str) -> UnsafeAnswer:
        file = self._file
        return UnsafeAnswer(f"{file.path!r} must have {file.size} bytes with SHA-256 {file.sha256} but {what}")
