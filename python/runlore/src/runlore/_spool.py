# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One writer's folder of the spool: ``<spool>/<run id>/<writer>/``.

    spool.json          {"format": 1} and "url" when the records may go to that server only
    000000.ndjson ...   segments, deleted whole once acknowledged
    files/<sha256>      bytes to send before the record that names them
    lock                held while the writer lives; see _locks.py

spool.json is written after the lock is taken, and a folder without one is nobody's: so a writer that is just opening
its folder is never taken for a dead one.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from collections.abc import Iterator
from typing import BinaryIO

from ._backlog import Backlog
from ._locks import try_lock
from ._segments import FileSegment, Segment

FORMAT = 1
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,255}")
_WRITER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEGMENT = re.compile(r"(\d{6,})\.ndjson")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COPY_BYTES = 1 << 20

# A record lock does not keep its own process out, so the process remembers which folders it holds.
_held: set[str] = set()
_held_lock = threading.Lock()


class SpoolFolder:
    """A writer's folder, with its lock held by this process until ``close``."""

    def __init__(self, path: str, lock: int, url: str | None) -> None:
        self.path = path
        self.url = url
        self._lock = lock

    @property
    def run_id(self) -> str:
        """The run that the records belong to."""
        return os.path.basename(os.path.dirname(self.path))

    @property
    def writer(self) -> str:
        """The writer that numbered them."""
        return os.path.basename(self.path)

    @classmethod
    def create(cls, root: str, run_id: str, writer: str, url: str | None) -> SpoolFolder:
        """A new writer's folder; raises OSError."""
        path = os.path.join(root, run_id, writer)
        # one by one: makedirs gives its mode to the last folder only, and the first may be the data folder
        os.makedirs(os.path.dirname(root) or os.curdir, mode=0o700, exist_ok=True)
        os.makedirs(root, mode=0o700, exist_ok=True)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.mkdir(path, 0o700)
        lock = _locked(os.path.join(path, "lock"))
        try:
            _write_json(os.path.join(path, "spool.json"), {"format": FORMAT, **({"url": url} if url else {})})
        except OSError:
            os.close(lock)
            _remove(path)
            raise
        with _held_lock:
            _held.add(path)
        return cls(path, lock, url)

    @classmethod
    def adopt(cls, path: str) -> SpoolFolder | None:
        """The folder of a dead writer; None when it lives, is held by this process already, or cannot be read."""
        with _held_lock:
            if path in _held or not os.path.isfile(os.path.join(path, "spool.json")):
                return None
            try:
                lock = _locked(os.path.join(path, "lock"))
            except OSError:
                return None
            _held.add(path)
        try:
            settings = _read_json(os.path.join(path, "spool.json"))
            if settings.get("format") != FORMAT:
                raise ValueError("a spool of a later version")
        except (OSError, ValueError):
            _release(path, lock)
            return None
        url = settings.get("url")
        return cls(path, lock, url if isinstance(url, str) else None)

    def backlog(self) -> Backlog:
        """All records of a dead writer."""
        segments: list[Segment] = []
        found = [(int(match[1]), match[0]) for match in map(_SEGMENT.fullmatch, os.listdir(self.path)) if match]
        for index, name in sorted(found):
            expected = segments[-1].end if segments else 0
            segments.append(FileSegment.load(os.path.join(self.path, name), index, expected))
        return Backlog(segments)

    def new_segment(self, index: int, first: int) -> FileSegment:
        """The next file to write; raises OSError."""
        return FileSegment.create(os.path.join(self.path, f"{index:06}.ndjson"), index, first)

    def keep_file(self, source: BinaryIO) -> tuple[str, int]:
        """Copy an open file into ``files/``; answers (SHA-256 in hex, size). Raises OSError and keeps nothing then.

        It is a copy, not a hard link: scripts write the next checkpoint over the last one, in place.
        """
        folder = os.path.join(self.path, "files")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        part = os.path.join(folder, f".{threading.get_ident()}.part")
        try:
            sha256, size = copy_hashed(source, part)
            os.replace(part, os.path.join(folder, sha256))
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(part)
            raise
        return sha256, size

    def find_file(self, sha256: str) -> str | None:
        """Path of the kept bytes, or None."""
        path = os.path.join(self.path, "files", sha256)
        return path if os.path.isfile(path) else None

    def drop_file(self, sha256: str) -> None:
        """Delete kept bytes; the server has them."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self.path, "files", sha256))

    def files(self) -> list[str]:
        """SHA-256 of all kept bytes."""
        try:
            return [name for name in os.listdir(os.path.join(self.path, "files")) if _SHA256.fullmatch(name)]
        except OSError:
            return []

    def abandon(self) -> None:
        """In a forked child: close what was inherited. The parent keeps its lock, which a child never has."""
        os.close(self._lock)

    def close(self) -> None:
        """Give the lock up; the records stay for the next who adopts them."""
        _release(self.path, self._lock)

    def remove(self) -> None:
        """Delete the folder, and the run's when it was the last. Everything in it is acknowledged."""
        _remove(self.path)
        with contextlib.suppress(OSError):
            os.rmdir(os.path.dirname(self.path))
        _release(self.path, self._lock)


def folders(root: str, run_id: str | None = None) -> Iterator[str]:
    """Paths of all writers' folders below a spool, or of one run's, oldest writer first in each run."""
    for run in [run_id] if run_id else _names(root, _RUN_ID):
        paths = [os.path.join(root, run, writer) for writer in _names(os.path.join(root, run), _WRITER)]
        yield from sorted(paths, key=_age)


def forget_held() -> None:
    """In a forked child: the parent's locks are not this process's."""
    global _held_lock
    _held_lock = threading.Lock()
    _held.clear()


def copy_hashed(source: BinaryIO, target: str) -> tuple[str, int]:
    """Copy an open file and hash what was copied; answers (SHA-256 in hex, size)."""
    import hashlib

    digest, size = hashlib.sha256(), 0
    with open(target, "wb") as writer:
        while block := source.read(_COPY_BYTES):
            digest.update(block)
            writer.write(block)
            size += len(block)
    return digest.hexdigest(), size


def _remove(path: str) -> None:
    import shutil

    shutil.rmtree(path, ignore_errors=True)


def _locked(path: str) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if try_lock(descriptor):
        return descriptor
    os.close(descriptor)
    raise BlockingIOError(f"{path} is locked by another process")


def _release(path: str, lock: int) -> None:
    with _held_lock:
        if path in _held:
            _held.discard(path)
            os.close(lock)


def _names(folder: str, pattern: re.Pattern[str]) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if pattern.fullmatch(name))
    except OSError:
        return []


def _age(path: str) -> float:
    try:
        return os.stat(os.path.join(path, "spool.json")).st_mtime
    except OSError:
        return 0.0


def _write_json(path: str, value: dict[str, object]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)


def _read_json(path: str) -> dict[str, object]:
    with open(path, encoding="utf-8") as file:
        value = json.load(file)
    if not isinstance(value, dict):
        raise ValueError(f"{path} must hold a JSON object")
    return value
