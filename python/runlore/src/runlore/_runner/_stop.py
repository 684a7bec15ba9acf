# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Whether the job has to end before its process does, and why. The first reason counts."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType
from typing import NamedTuple


class Reason(NamedTuple):
    """Why a job has to end.

    Attributes:
        text: for people.
        code: of the run's error, None when the end is what was asked for and no error.
        reports: false when the run is over already, so that nothing is left to say about it.
    """

    text: str
    code: str | None = None
    reports: bool = True


CANCELED = Reason("it was canceled")
OVER = Reason("its job is over", reports=False)


class Stopped(Exception):
    """Work was left because the job has to end."""


class Stop:
    """A flag that threads and signal handlers raise."""

    def __init__(self) -> None:
        self.reason: Reason | None = None
        self._event = threading.Event()
        self._deadline = float("inf")
        self._too_long: Reason | None = None

    def request(self, reason: Reason) -> None:
        """End the job, for this reason when it is the first."""
        self.reason = self.reason or reason
        self._event.set()

    def limit(self, seconds: float) -> None:
        """End the job so many seconds from now, by a clock that nobody moves."""
        self._deadline = time.monotonic() + seconds
        self._too_long = Reason(f"the run took longer than its {seconds:g} seconds", "MaxDurationExceeded")

    def check(self) -> None:
        """Raise Stopped when the job has to end."""
        if self.is_requested():
            raise Stopped(self.reason.text if self.reason else "")

    def is_requested(self) -> bool:
        """Whether the job has to end."""
        if self._too_long is not None and time.monotonic() >= self._deadline:
            self.request(self._too_long)
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; answers whether the job has to end."""
        self._event.wait(max(0.0, min(seconds, self._deadline - time.monotonic())))
        return self.is_requested()

    def heed_signals(self) -> None:
        """Take SIGTERM and SIGINT as the wish to end the job."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self.request(Reason(f"the runner was ended by {signal.Signals(number).name}", "RunnerEnded"))
