# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The lock on byte 0 of a file that says "its owner lives": taken, or only asked about.

POSIX record locks belong to the process: a forked child does not inherit them, and closing any descriptor of the file
gives them up. So a process opens a file that it locks once, and keeps it open. Java's ``tryLock(0, 1, false)`` sees the
same lock. A server must find the lock free when it starts, so asking does not take it even for a moment.
"""

from __future__ import annotations

import errno
import os
import struct
import sys

# struct flock: type, whence, start, length, pid on Linux; start, length, pid, type, whence on macOS
_LAYOUTS = {"linux": ("hhqqi", 0), "darwin": ("qqihh", 3)}


def try_lock(descriptor: int) -> bool:
    """Take the lock of an open file, or say that another process holds it. Raises OSError where files have no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def is_locked(path: str) -> bool:
    """True when the file exists and another process holds a lock on its first byte."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _windows_lock(descriptor) if sys.platform == "win32" else _posix_lock(descriptor)
    finally:
        os.close(descriptor)


def _posix_lock(descriptor: int) -> bool:
    import fcntl

    if sys.platform not in _LAYOUTS:
        return _posix_try(descriptor)
    layout, type_index = _LAYOUTS[sys.platform]
    numbers = [0] * 5
    numbers[type_index] = fcntl.F_WRLCK
    if sys.platform == "darwin":
        numbers[1] = 1
    else:
        numbers[3] = 1
    answer = struct.unpack(layout, fcntl.fcntl(descriptor, fcntl.F_GETLK, struct.pack(layout, *numbers)))
    return bool(answer[type_index] != fcntl.F_UNLCK)


def _posix_try(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, 0)
    except OSError:
        return True
    return False


def _windows_lock(descriptor: int) -> bool:
    import msvcrt

    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return True
    msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    return False
