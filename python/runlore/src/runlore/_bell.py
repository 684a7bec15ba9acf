# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One thread rings, another waits to be rung.

``threading.Event`` and ``Condition`` would do, were they not written in Python: Ctrl-C in the middle of ``set()``, or a
signal handler that logs there, leaves their inner lock taken for good, and the training thread stands still. A bare
lock is taken and released in one step that nothing interrupts.
"""

from __future__ import annotations

import contextlib
import threading


class Bell:
    """Rung any number of times before it is heard, it is heard once."""

    def __init__(self) -> None:
        self._silent = threading.Lock()
        self._silent.acquire()

    def ring(self) -> None:
        """Let the one who waits go on, or the next who does."""
        with contextlib.suppress(RuntimeError):  # it was rung already
            self._silent.release()

    def wait(self, seconds: float) -> None:
        """Wait until it is rung, or for some seconds."""
        self._silent.acquire(timeout=max(0.0, seconds))
