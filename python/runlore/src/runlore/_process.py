# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the process has one of: its sender, the list of its runs, and the hooks for fork and exit."""

from __future__ import annotations

import atexit
import contextlib
import os
import time
from typing import TYPE_CHECKING

from . import _ending, _loading
from ._notices import warn
from ._sender import Sender
from ._spool import forget_held

if TYPE_CHECKING:
    from ._run import Run

EXIT_SECONDS = 10.0

_runs: list[Run] = []
_sender = Sender()
_hooked = False


def sender() -> Sender:
    """The sender of this process."""
    return _sender


def register(run: Run) -> None:
    """See to a run until it has ended: at fork, and at the end of the process."""
    global _hooked
    if not _hooked:
        _hooked = True
        atexit.register(_at_exit)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=_loading.before_fork, after_in_parent=_loading.after_fork, after_in_child=_after_fork
            )
    if run not in _runs:
        _runs.append(run)


def forget(run: Run) -> None:
    """A run has ended and all of it is delivered."""
    with contextlib.suppress(ValueError):
        _runs.remove(run)


def runs() -> list[Run]:
    """The runs of this process that are not over, oldest first."""
    return list(_runs)


def _after_fork() -> None:
    """The child has none of the parent's threads, and its locks may be held by nobody: everything is made new."""
    global _sender
    _loading.after_fork()
    forget_held()
    told = _sender.outage.told
    _sender = Sender()
    _sender.outage.told = told  # one process has said it for all
    for run in _runs:
        run._forked()


def _at_exit() -> None:
    """End what this process has to end, and wait a little for the server."""
    deadline = time.monotonic() + EXIT_SECONDS
    failure = _ending.failure()
    for run in reversed(runs()):
        try:
            run._exit(failure)
        except Exception as error:  # the next run must end as well, and the exit code is the script's
            warn(f"run {run.id} could not be ended: {type(error).__name__}: {error}")
    waiting = [sending for run in runs() if (sending := run._recording.sending) is not None]
    delivered = _sender.drain(waiting, max(0.0, deadline - time.monotonic()), patient=False)
    for run in runs():
        if delivered:
            run._recording.deliver_dead(deadline)
        run._recording.leave()
    if delivered:
        _sender.drain_dead(deadline)
    _ending.keep_interrupt()
