# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Where a writer's records wait: a file of the spool, or memory while the spool cannot be written.

A segment holds whole lines of consecutive records. Only its writer appends; ``size`` and ``count`` speak of complete
lines, so a reader that stays below ``size`` never sees half a record.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re

SEGMENT_BYTES = 8 << 20
_NUMBER = re.compile(rb'\{"n":(\d+)[,}]')


class Segment:
    """Consecutive records, the first of which has number ``first``; ``size`` bytes and ``count`` lines are complete."""

    def __init__(self, index: int, first: int) -> None:
        self.index = index
        self.first = first
        self.size = 0
        self.count = 0

    @property
    def end(self) -> int:
        """The number of the record that would follow."""
        return self.first + self.count

    def append(self, line: bytes, lines: int = 1) -> None:
        """Add whole lines, all or none; raises OSError."""
        raise NotImplementedError

    def read(self, offset: int, limit: int) -> bytes:
        """Bytes from ``offset``, at most ``limit`` and never beyond ``size``."""
        raise NotImplementedError

    def close(self) -> None:
        """End appending."""

    def discard(self) -> None:
        """Remove the segment: all its records are acknowledged."""


class MemorySegment(Segment):
    """Records that no disk took; gone when the process ends."""

    def __init__(self, index: int, first: int) -> None:
        super().__init__(index, first)
        self._bytes = bytearray()

    def append(self, line: bytes, lines: int = 1) -> None:
        """Add whole lines."""
        self._bytes += line
        self.size += len(line)
        self.count += lines

    def read(self, offset: int, limit: int) -> bytes:
        """Bytes from ``offset``."""
        return bytes(self._bytes[offset : min(offset + limit, self.size)])


class FileSegment(Segment):
    """Records in one file of the spool."""

    def __init__(self, path: str, index: int, first: int) -> None:
        super().__init__(index, first)
        self.path = path
        self._descriptor = -1
        self.unsynced = False

    @classmethod
    def create(cls, path: str, index: int, first: int) -> FileSegment:
        """A new, empty file, in the place of one that an interrupt left empty; raises OSError."""
        segment = cls(path, index, first)
        segment._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _BINARY, 0o600)
        return segment

    @classmethod
    def load(cls, path: str, index: int, expected: int) -> FileSegment:
        """A dead writer's file. A last line without its end was never logged and is left out.

        Args:
            path: the file.
            index: its place among the segments.
            expected: number of its first record when its first line does not say.
        """
        with open(path, "rb") as file:
            data = file.read()
        number = _NUMBER.match(data)
        segment = cls(path, index, int(number[1]) if number else expected)
        segment.size = data.rfind(b"\n") + 1
        segment.count = data.count(b"\n")
        return segment

    def append(self, line: bytes, lines: int = 1) -> None:
        """Write whole lines with one system call."""
        size, count = self.size, self.count
        try:
            if os.write(self._descriptor, line) == len(line):
                self.size = size + len(line)
                self.count = count + lines
                self.unsynced = True
                return
        except BaseException:  # Ctrl-C may arrive between the write and the count of it
            self._settle(size, count, len(line), lines)
            raise
        self._settle(size, count, len(line), lines)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.path)

    def _settle(self, size: int, count: int, added: int, lines: int) -> None:
        """Make the counts say what the file holds: the lines whole, or not at all."""
        whole = os.fstat(self._descriptor).st_size >= size + added
        if not whole:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, size)
        self.size = size + added if whole else size
        self.count = count + lines if whole else count

    def read(self, offset: int, limit: int) -> bytes:
        """Bytes from ``offset``."""
        with open(self.path, "rb") as file:
            file.seek(offset)
            return file.read(max(0, min(limit, self.size - offset)))

    def duplicate(self) -> int:
        """Another descriptor of the file, for the one who syncs it while the writer goes on; -1 when it is closed."""
        return os.dup(self._descriptor) if self._descriptor >= 0 else -1

    def close(self) -> None:
        """Close the file; safe to repeat."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def discard(self) -> None:
        """Close and delete the file."""
        self.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)


_BINARY = getattr(os, "O_BINARY", 0)
