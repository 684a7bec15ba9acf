# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The records that the server has not acknowledged yet, in order, and how far they were read."""

from __future__ import annotations

import threading

from ._segments import Segment


class Batch:
    """Whole lines of consecutive records: ``count`` lines from number ``first``."""

    __slots__ = ("count", "data", "first")

    def __init__(self, first: int, data: bytes) -> None:
        self.first = first
        self.data = data
        self.count = data.count(b"\n")

    @property
    def end(self) -> int:
        """The number of the record after the last."""
        return self.first + self.count


class Backlog:
    """Segments in order and a cursor before the first record that is not acknowledged.

    Safe between the writer's threads and the sender: ``lock`` is the writer's own and guards the counts of the last
    segment; reading from disk happens outside it. It is reentrant because a signal handler may log while its thread
    is inside.
    """

    def __init__(self, segments: list[Segment] | None = None) -> None:
        self.lock = threading.RLock()
        self.segments: list[Segment] = segments or []
        self.next = self.segments[0].first if self.segments else 0
        self._offset = 0  # of record `next` in its segment
        self._read_to = (-1, 0)  # a record number and its offset, known from the last read

    @property
    def end(self) -> int:
        """The number that the next record will get."""
        return self.segments[-1].end if self.segments else self.next

    @property
    def pending(self) -> int:
        """How many records wait."""
        return max(0, self.end - self.next)

    def read(self, limit: int) -> Batch | None:
        """The next whole lines, at most ``limit`` bytes unless one line alone is longer; None when nothing waits."""
        with self.lock:
            segment = self._current()
            if segment is None:
                return None
            offset, available = self._offset, segment.size - self._offset
        data = segment.read(offset, min(limit, available))
        end = data.rfind(b"\n") + 1
        while not end and len(data) < available:
            data = segment.read(offset, min(2 * len(data) + 1, available))
            end = data.find(b"\n") + 1
        batch = Batch(self.next, data[:end])
        self._read_to = (batch.end, offset + len(batch.data))
        return batch

    def acknowledge(self, number: int) -> None:
        """All records below ``number`` are stored: whole segments of them are deleted, but the one being written."""
        with self.lock:
            if number == self._read_to[0]:
                self.next, self._offset = self._read_to
            else:
                self.seek(min(number, self.end))
            while len(self.segments) > 1 and self.segments[0].end <= self.next:
                self.segments.pop(0).discard()

    def seek(self, number: int) -> int:
        """Read on from a record, or from the oldest that is still here; answers which."""
        with self.lock:
            if not self.segments:
                return self.next
            self.next = max(number, self.segments[0].first)
            segment = next((s for s in self.segments if self.next < s.end), self.segments[-1])
            self.next = max(self.next, segment.first)
            self._offset = _offset_of(segment, self.next - segment.first)
            return self.next

    def _current(self) -> Segment | None:
        """The segment of the next record, when there is such a record; a hole in a dead spool is passed over."""
        for segment in self.segments:
            if self.next < segment.end:
                if self.next <= segment.first:
                    self.next, self._offset = segment.first, 0
                return segment
        return None


def _offset_of(segment: Segment, lines: int) -> int:
    """Where the line after so many lines begins."""
    if lines >= segment.count:
        return segment.size
    data = segment.read(0, segment.size)
    offset = 0
    for _ in range(lines):
        offset = data.index(b"\n", offset) + 1
    return offset
