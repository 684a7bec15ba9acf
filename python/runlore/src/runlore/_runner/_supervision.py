# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What happens while a process of the run lives: its output is drained, and it ends when there is a reason to."""

from __future__ import annotations

import os
import signal
import threading
import time

from ._log_file import LogFile
from ._process_group import GRACE, ProcessGroup
from ._stop import Stop

TICK = 0.05  # seconds
_PIPE_BYTES = 1 << 16
_LEFTOVER_GRACE = 2.0  # seconds that the rest of a group has after its leader's end
_ESCAPED_GRACE = 2.0  # seconds that a process outside the group may go on to hold the pipe


class Pump:
    """Moves a process's output into a log, whatever happens to the log: a process must never wait for us."""

    def __init__(self, group: ProcessGroup, log: LogFile) -> None:
        self._source = os.dup(group.output)
        self._log = log
        self._thread = threading.Thread(target=self._run, name="runlore-output", daemon=True)
        self._thread.start()

    def join(self, timeout: float) -> None:
        """Wait for the output's end."""
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            while data := os.read(self._source, _PIPE_BYTES):
                self._log.append(data)
        finally:
            os.close(self._source)


def supervise(group: ProcessGroup, log: LogFile, stop: Stop) -> int:
    """Stay with a started process until its whole group is gone.

    Args:
        group: the process.
        log: takes its output.
        stop: why it may have to end early.

    Returns:
        The leader's exit code, negative for a signal.
    """
    pump = Pump(group, log)
    group.close()
    while not group.has_ended():
        if stop.wait(TICK):
            _end(group)
    _end_leftovers(group, pump)
    return group.reap()


def _end(group: ProcessGroup) -> None:
    group.signal(signal.SIGTERM)
    end = time.monotonic() + GRACE
    while not group.has_ended():
        if time.monotonic() > end:
            group.signal(signal.SIGKILL)
        time.sleep(TICK)


def _end_leftovers(group: ProcessGroup, pump: Pump) -> None:
    """The leader is gone but not reaped: what is in its group now, it left behind."""
    group.signal(signal.SIGTERM)
    pump.join(_LEFTOVER_GRACE)
    group.signal(signal.SIGKILL)
    pump.join(_ESCAPED_GRACE)
