# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Whether another process holds the lock on byte 0 of a file, asked without taking the lock.

A server must find the lock free when it starts, so a question that takes the lock for a moment could stop it.
"""

from __future__ import annotations

import os
import struct
import sys

# struct flock: type, whence, start, length, pid on Linux; start, length, pid, type, whence on macOS
_LAYOUTS = {"linux": ("hhqqi", 0), "darwin": ("qqihh", 3)}


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
