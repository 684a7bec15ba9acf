# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A log of the run on this machine's disk: as many bytes as a run's log may have, the rest only counted."""

from __future__ import annotations

import os

LIMIT = 64 << 20  # bytes; a server keeps no more of a log
_ROOM = LIMIT - 512  # for what the log says about its own end
_FULL = b"\n[a log has at most 64 MiB: what follows is only counted]\n"


class LogFile:
    """Takes the bytes of a log. One thread appends, others read."""

    def __init__(self, path: str, name: str) -> None:
        """Go on with the file, which may be there.

        Args:
            path: the file.
            name: the log's path in the run.

        Raises:
            OSError: the file cannot be opened.
        """
        self.path = path
        self.name = name
        self.trouble: str | None = None  # why bytes were lost
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._size = os.fstat(self._file).st_size
        self._lost = 0
        self._full = self._size >= _ROOM
        self.uncounted = 0  # bytes beyond the limit

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._size

    def append(self, data: bytes) -> None:
        """Put bytes at the end. A disk that is full loses them, and the log says how many."""
        if self._full:
            self.uncounted += len(data)
            return
        if self._lost and not self._put(f"\n[{self._lost} bytes were lost: {self.trouble}]\n".encode()):
            self._lost += len(data)
            return
        self._lost = 0
        room = max(0, _ROOM - self._size)
        if not self._put(data[:room]):
            self._lost = len(data)
        elif len(data) > room:
            self._full = True
            self.uncounted = len(data) - room
            self._put(_FULL)

    def end(self) -> None:
        """Nothing more comes."""
        if self.uncounted:
            self._put(f"[{self.uncounted} bytes are not here]\n".encode())
        elif self._lost:
            self._put(f"\n[{self._lost} bytes were lost: {self.trouble}]\n".encode())

    def read(self, offset: int, most: int) -> bytes:
        """Bytes from an offset; fewer, or none, at the end."""
        return os.pread(self._file, most, offset)

    def tail(self, most: int) -> bytes:
        """The last bytes."""
        return self.read(max(0, self._size - most), most)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _put(self, data: bytes) -> bool:
        """Write all or nothing; answers whether it was all."""
        try:
            written = 0
            while written < len(data):
                written += os.write(self._file, data[written:])
        except OSError as error:
            self.trouble = error.strerror or str(error)
            os.ftruncate(self._file, self._size)
            return False
        self._size += len(data)
        return True
