# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The end that log() sees: numbers the records of one process and puts them on its spool.

One lock orders threads. A record is on the spool, in the operating system's hands, when ``append`` returns. When the
spool cannot be written, records wait in memory (64 MiB), then the newest are dropped and counted.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import BinaryIO, Callable

from ._backlog import Backlog
from ._notices import warn
from ._segments import SEGMENT_BYTES, FileSegment, MemorySegment, Segment
from ._spool import SpoolFolder, copy_hashed

MEMORY_BYTES = 64 << 20
MEMORY_SEGMENT_BYTES = 1 << 20
RECORD_BYTES = 15 << 20  # a request holds 16 MiB
_WAKE_BYTES = 1 << 20
_BRISK_BYTES = 1 << 20
_LOCKS_LEAK = sys.version_info < (3, 10)
_frame = sys._getframe


class Writer:
    """One process's records of one run. Opens its spool with its first record."""

    def __init__(self, run_id: str, root: str, url: str | None, opening: Callable[[], Sequence[str]]) -> None:
        """Nothing is opened yet.

        Args:
            run_id: the run.
            root: the spool's folder.
            url: the only server that may get the records, None for any.
            opening: makes the bodies of the first records.
        """
        import uuid

        self.id = str(uuid.uuid4())
        self.run_id = run_id
        self.root = root
        self.url = url
        self.opening = opening
        self.backlog = Backlog()
        self.folder: SpoolFolder | None = None
        self.wake: Callable[[], None] = _nobody
        self.successor: Callable[[str, int], None] | None = None  # takes what comes after the end
        self.dropped = 0  # since the last `dropped` record
        self._begun = False
        self._inside: FrameType | None = None  # the call that puts a record, or that an interrupt ended
        self._deferred: list[tuple[str, int]] = []
        self._segment: Segment | None = None
        self._room = 0  # bytes that the segment may hold
        self._wake_at = _WAKE_BYTES
        self._brisk_below = 0  # size of the segment below which a record of usual length just follows the last
        self._elsewhere: dict[str, str] = {}
        self._full = False
        self._told_full = False  # a disk that is full again and again is told of once

    @property
    def is_open(self) -> bool:
        """Whether its opening records are on the spool, and it has not ended."""
        return self._begun and self.successor is None

    def open(self) -> None:
        """Put the opening records on the spool, when they are not there yet."""
        if self._begun:  # without the lock: what is not taken, Ctrl-C cannot leave behind
            return
        with self.backlog.lock:
            if self._begun or _is_below(self._inside):
                return
            self._inside = _frame()
            try:
                self._begin()
            finally:
                self._inside = None

    def append(self, body: str, time_ms: int = -1) -> None:
        """Put one record on the spool.

        Args:
            body: the record's JSON members after ``n`` and ``t``, in valid Unicode.
            time_ms: the record's time, the clock's when negative.
        """
        if time_ms < 0:
            time_ms = int(time.time() * 1000)
        if _LOCKS_LEAK:
            self.release_leaked_lock()
        with self.backlog.lock:
            if self.successor is not None:
                self.successor(body, time_ms)
                return
            if self._inside is not None and _is_below(self._inside):
                # a signal handler or a finalizer logs in the middle of this very method
                self._deferred.append((body, time_ms))
                return
            self._inside = _frame()
            try:
                segment = self._segment
                if segment is None or segment.size >= self._brisk_below or len(body) > _BRISK_BYTES:
                    self._put(body, time_ms)
                else:
                    try:
                        segment.append(f'{{"n":{segment.first + segment.count},"t":{time_ms},{body}}}\n'.encode())
                    except OSError:
                        self._put(body, time_ms)
            finally:
                self._inside = None
            if self._deferred:
                self._put_deferred()

    def release_leaked_lock(self) -> None:
        """Give the lock up when this thread holds it though none of its calls is inside any more.

        Before Python 3.10, Ctrl-C may arrive between the end of a `with` block and the release of its lock.
        """
        lock = self.backlog.lock
        if lock._is_owned() and not _is_within(_LOCKING):  # type: ignore[attr-defined]
            while lock._is_owned():  # type: ignore[attr-defined]
                lock.release()

    def _put_deferred(self) -> None:
        try:
            body, time_ms = self._deferred.pop(0)
        except IndexError:  # another handler came in between and put it
            return
        self.append(body, time_ms)

    def _begin(self) -> None:
        """The opening records; those that are there already were put before an interrupt."""
        for body in self.opening()[self.backlog.end :]:
            self._put_next(body, int(time.time() * 1000))
        self._begun = True

    def _put(self, body: str, time_ms: int) -> None:
        """Put one record with all that may have to happen on that occasion."""
        if not self._begun:
            self._begin()
        if self._full and not self._has_room():
            return
        self._put_next(body, time_ms)

    def _put_next(self, body: str, time_ms: int) -> None:
        segment = self._segment
        if segment is None or segment.size >= self._room:
            segment = self._grow()
        line = f'{{"n":{segment.end},"t":{time_ms},{body}}}\n'.encode()
        if len(line) > RECORD_BYTES:
            line = self._refused(segment.end, time_ms, len(line))
        try:
            segment.append(line)
        except OSError as error:
            segment = self._fall_back(error)
            segment.append(line)
        if segment.size >= self._wake_at:
            self._wake_at = segment.size + _WAKE_BYTES
            self.wake()
        self._brisk_below = 0 if self._full else min(self._room, self._wake_at)

    def _grow(self) -> Segment:
        """The next segment."""
        try:
            if self._full:
                raise OSError("the spool was full a moment ago")
            segment = self._new_file()
        except OSError as error:
            return self._fall_back(error)
        self._use(segment, SEGMENT_BYTES)
        return segment

    def _new_file(self) -> FileSegment:
        return self._open_folder().new_segment(self._next_index(), self.backlog.end)

    def _open_folder(self) -> SpoolFolder:
        if self.folder is None:
            self.folder = SpoolFolder.create(self.root, self.run_id, self.id, self.url)
        return self.folder

    def _use(self, segment: Segment, room: int) -> None:
        if segment not in self.backlog.segments:
            self.backlog.segments.append(segment)
        self._segment, self._room, self._wake_at = segment, room, segment.size + _WAKE_BYTES
        self._brisk_below = 0

    def _next_index(self) -> int:
        return self._segment.index + 1 if self._segment else 0

    def _fall_back(self, error: OSError) -> Segment:
        """Go on in memory."""
        self._full = True
        if not self._told_full:
            self._told_full = True
            warn(
                f"the spool of run {self.run_id} cannot be written ({error}); records wait in memory, at most "
                f"{MEMORY_BYTES >> 20} MiB, and are lost if this process ends before they are sent"
            )
        segment = MemorySegment(self._next_index(), self.backlog.end)
        self._use(segment, MEMORY_SEGMENT_BYTES)
        return segment

    def _has_room(self) -> bool:
        """Whether memory takes one more; a record that it does not take is counted."""
        held = sum(segment.size for segment in self.backlog.segments if isinstance(segment, MemorySegment))
        if held >= MEMORY_BYTES:
            if self.dropped == 0:
                warn(
                    f"more than {MEMORY_BYTES >> 20} MiB wait in memory; "
                    f"the newest records of run {self.run_id} are dropped"
                )
            self.dropped += 1
            return False
        if self.dropped:
            dropped, self.dropped = self.dropped, 0
            self._put_next(f'"dropped":{dropped}', int(time.time() * 1000))
        return True

    def _refused(self, number: int, time_ms: int, size: int) -> bytes:
        text = f"record {number} must be at most {RECORD_BYTES} bytes but has {size}; it was not kept: log it in parts"
        warn(f"run {self.run_id}: {text}")
        return f'{{"n":{number},"t":{time_ms},"warning":"{text}"}}\n'.encode()

    def tend(self) -> None:
        """What must happen about once a second: sync to the disk, and move records from memory back to the spool."""
        self.sync()
        while self._full and self._move_to_disk():
            pass

    def sync(self) -> None:
        """Flush the spool's files to the disk, outside the lock so that nobody waits for it."""
        with self.backlog.lock:
            written = [s for s in self.backlog.segments if isinstance(s, FileSegment) and s.unsynced]
            descriptors = [s.duplicate() for s in written]
            for segment in written:
                segment.unsynced = False
                if segment is not self._segment:
                    segment.close()
        for descriptor in filter(_open, descriptors):
            with contextlib.suppress(OSError):  # a full disk says so at the next write as well
                os.fsync(descriptor)
            os.close(descriptor)

    def _move_to_disk(self) -> bool:
        """Write the oldest records that wait in memory; answers whether there may be more."""
        with self.backlog.lock:
            if _is_below(self._inside):
                return False
            waiting = [s for s in self.backlog.segments if isinstance(s, MemorySegment)]
            if not waiting:
                self._full = False
                return False
            segment = waiting[0]
            file = self._copy_to_disk(segment)
            if file is None:
                return False
            self.backlog.segments[self.backlog.segments.index(segment)] = file
            if segment is self._segment:
                self._use(file, SEGMENT_BYTES)
            else:
                file.close()
            return True

    def _copy_to_disk(self, segment: MemorySegment) -> FileSegment | None:
        try:
            file = self._open_folder().new_segment(segment.index, segment.first)
        except OSError:
            return None
        try:
            file.append(segment.read(0, segment.size), segment.count)
        except OSError:
            file.discard()
            return None
        return file

    def keep_file(self, source: str) -> tuple[str, int]:
        """Keep a file's bytes until they are sent; answers (SHA-256 in hex, size). Raises OSError if unreadable."""
        with open(source, "rb") as file:
            if (kept := self._keep_on_spool(file)) is not None:
                return kept
            file.seek(0)
            sha256, size = copy_hashed(file, os.devnull)
        self._elsewhere[sha256] = os.path.abspath(source)
        warn(f"{source} does not fit on the spool; it is sent from where it is, so leave it there until the run ends")
        return sha256, size

    def keep_bytes(self, body: bytes) -> tuple[str, int]:
        """Keep bytes until they are sent; answers (SHA-256 in hex, size). Raises OSError if no disk takes them."""
        return self.keep_stream(io.BytesIO(body))

    def keep_stream(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep what a stream holds from where it stands; answers (SHA-256 in hex, size).

        Raises OSError if no disk takes it, or if it fails and cannot be read again.
        """
        start = _position(stream)
        self.open()
        if self.folder is not None:
            try:
                return self.folder.keep_file(stream)
            except OSError:
                if start is None:
                    raise
                stream.seek(start)
        return self._keep_in_temporary(stream)

    def _keep_in_temporary(self, stream: BinaryIO) -> tuple[str, int]:
        import tempfile

        descriptor, path = tempfile.mkstemp(prefix="runlore-")
        os.close(descriptor)
        try:
            sha256, size = copy_hashed(stream, path)
        except BaseException:
            os.unlink(path)
            raise
        self._elsewhere[sha256] = path
        return sha256, size

    def _keep_on_spool(self, file: BinaryIO) -> tuple[str, int] | None:
        self.open()
        folder = self.folder
        if folder is None:
            return None
        with contextlib.suppress(OSError):
            return folder.keep_file(file)
        return None

    def find_file(self, sha256: str) -> str | None:
        """Path of kept bytes, or None."""
        kept = self.folder.find_file(sha256) if self.folder else None
        return kept or self._elsewhere.get(sha256)

    def drop_file(self, sha256: str) -> None:
        """Forget kept bytes; the server has them."""
        self._elsewhere.pop(sha256, None)
        if self.folder:
            self.folder.drop_file(sha256)

    def close(self, successor: Callable[[str, int], None], *, pending: bool) -> bool:
        """End the writer: a spool without pending records goes, another stays for whoever adopts it.

        Args:
            successor: takes the body and time of what is appended from now on.
            pending: whether to end also when records wait.

        Returns:
            Whether it ended.
        """
        self.sync()
        with self.backlog.lock:
            waiting = self.backlog.pending > 0
            if self.successor is not None or (waiting and not pending):
                return self.successor is not None
            self.successor = successor
            for segment in self.backlog.segments:
                segment.close()
            if self.folder is not None:
                if waiting:
                    self.folder.close()
                else:
                    self.folder.remove()
            return True

    def abandon(self) -> None:
        """In a forked child: close what belongs to the parent, and touch nothing of it."""
        for segment in self.backlog.segments:
            segment.close()
        if self.folder:
            self.folder.abandon()


def _is_below(frame: FrameType | None) -> bool:
    """Whether a call is still running below this one: a flag alone may be left behind by Ctrl-C."""
    below: FrameType | None = _frame(1)
    while frame is not None and below is not None:
        if below is frame:
            return True
        below = below.f_back
    return False


def _is_within(files: frozenset[str]) -> bool:
    """Whether a call of these files is running below the caller's own caller."""
    below: FrameType | None = _frame(3)
    while below is not None and below.f_code.co_filename not in files:
        below = below.f_back
    return below is not None


def _position(stream: BinaryIO) -> int | None:
    """Where a stream stands, None when it cannot come back there."""
    try:
        return stream.tell() if stream.seekable() else None
    except (AttributeError, OSError):  # something with `read` and little more
        return None


_LOCKING = frozenset({__file__, Backlog.read.__code__.co_filename})


def _nobody() -> None:
    """The writer's sender before there is one."""


def _open(descriptor: int) -> bool:
    return descriptor >= 0
