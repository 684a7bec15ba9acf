# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Waits for the end of a run and shows its log meanwhile."""

from __future__ import annotations

import codecs
import re
import sys
import time

from ._connection import Connection, error_of
from ._errors import ConnectionFailed, RateLimited, Unavailable
from ._pages import items, run_path, unexpected

ENDED = ("Completed", "Failed", "Canceled")

_PAUSE = 1.0  # seconds between two looks
_PATIENCE = 60.0  # seconds that a server may be away
_NUMBERED = re.compile(r"azureml-logs/(\d+)")


def wait(connection: Connection, run_id: str, show_output: bool = False, timeout: float | None = None) -> str:
    """Wait until a run has ended and return its status; a server that restarts meanwhile is waited for.

    Args:
        connection: the server.
        run_id: the run.
        show_output: print the script's output as it grows.
        timeout: seconds, or None to wait for ever.

    Raises:
        TimeoutError: the run goes on.
        NotFound: there is no such run.
        ConnectionFailed: the server has been away for a minute.
    """
    end = None if timeout is None else time.monotonic() + timeout
    log = _Log(connection, run_id) if show_output else None
    last_answer = time.monotonic()
    while True:
        try:
            status = _status(connection, run_id)
            if log is not None:
                log.show()
            if status in ENDED:
                return status
            last_answer = time.monotonic()
        except (ConnectionFailed, Unavailable, RateLimited):
            if time.monotonic() - last_answer > _PATIENCE:
                raise
        if end is not None and time.monotonic() >= end:
            raise TimeoutError(f"run {run_id} has not ended within {timeout} seconds; it goes on")
        time.sleep(_PAUSE if end is None else max(0.0, min(_PAUSE, end - time.monotonic())))


def _status(connection: Connection, run_id: str) -> str:
    run = connection.call("GET", run_path(run_id))
    if not isinstance(run, dict) or not isinstance(run.get("status"), str):
        raise unexpected(connection, "a run without a status")
    return str(run["status"])


class _Log:
    """The log of a run's script, printed from where it was left."""

    def __init__(self, connection: Connection, run_id: str) -> None:
        self._connection = connection
        self._path = run_path(run_id, "/logs")
        self._name: str | None = None
        self._shown = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def show(self) -> None:
        """Print what is new."""
        self._name = self._name or self._find()
        while self._name is not None:
            response = self._connection.request("GET", self._path, {"path": self._name, "from": self._shown})
            if response.status != 200:
                raise error_of(response)
            if not response.body:
                return
            self._shown += len(response.body)
            sys.stdout.write(self._decoder.decode(response.body))
            sys.stdout.flush()

    def _find(self) -> str | None:
        """The log with the highest number, which is the script's own; None while there is none."""
        names = [str(item.get("path")) for item in items(self._connection, self._path, {})]
        names = [name for name in names if _NUMBERED.match(name)]
        return max(names, key=_number, default=None)


def _number(name: str) -> int:
    match = _NUMBERED.match(name)
    return int(match[1]) if match else 0
