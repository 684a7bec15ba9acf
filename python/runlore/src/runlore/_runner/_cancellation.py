# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Asks the server every second whether the job shall end."""

from __future__ import annotations

import threading

from .._errors import NotFound, PermissionDenied, RunloreError, Unauthenticated, WrongState
from ._diary import say
from ._job import JobKey
from ._server import Server
from ._stop import CANCELED, OVER, Stop

EVERY = 1.0  # seconds


class Cancellation:
    """The thread that asks."""

    def __init__(self, server: Server, key: JobKey, nonce: str, stop: Stop) -> None:
        """Begin to ask."""
        self._server = server
        self._key = key
        self._nonce = nonce
        self._stop = stop
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runlore-cancel", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ask no more; an answer that is on its way means nothing."""
        self._closed.set()

    def _run(self) -> None:
        while not self._closed.wait(EVERY):
            try:
                self._ask()
            except RunloreError as error:  # an outage ends nothing
                say(f"whether the job shall end is not known: {error}")
            except Exception as error:
                say(f"asking whether the job shall end failed: {type(error).__name__}: {error}")

    def _ask(self) -> None:
        try:
            job = self._server.call("GET", f"/jobs/{self._key.job}")
        except (Unauthenticated, PermissionDenied, NotFound):
            if self._is_over():
                self._stop.request(OVER)
            return
        if job.get("cancelRequested"):
            self._stop.request(CANCELED)
        elif job.get("state") == "Ended":
            self._stop.request(OVER)

    def _is_over(self) -> bool:
        """The run's token is good as long as the job lives, the job's own a little longer: it tells which it is."""
        body = {"nonce": self._nonce}
        connection = self._server.claiming()
        try:
            connection.call("POST", f"/jobs/{self._key.job}/claim", json=body)
        except (WrongState, NotFound):
            return True
        finally:
            connection.close()
        return False
