# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Loads what the sender's thread needs, and keeps forks out meanwhile.

A module that a thread is just loading stays locked for ever in a child that is forked at that moment: the child has not
that thread, and whoever wants the module there waits for it.
"""

from __future__ import annotations

import contextlib
import threading

_MODULES = ("encodings.idna", "gzip", "hashlib", "ipaddress", "json", "random", "shutil", "urllib.request")
_OURS = ("._connection", "._manifest")
_PATIENCE = 10.0  # seconds that a fork waits at most

_lock = threading.Lock()
_taken = False


def load() -> None:
    """Load every module that the way to a server needs, down to the one that knows host names."""
    with _lock:
        from importlib import import_module

        for name in (*_MODULES, *_OURS):
            with contextlib.suppress(ImportError):  # some Pythons lack some, and whoever needs it says so
                import_module(name, __package__)


def before_fork() -> None:
    """Wait until nothing is being loaded."""
    global _taken
    _taken = _lock.acquire(timeout=_PATIENCE)


def after_fork() -> None:
    """In the parent and in the child: go on."""
    global _taken
    if _taken:
        _taken = False
        _lock.release()
