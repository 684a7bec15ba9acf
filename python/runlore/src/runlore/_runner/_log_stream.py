# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Brings growing logs to the server, by offset: a repeated request adds nothing, and an outage costs nothing."""

from __future__ import annotations

import json
import threading
import time

from .._connection import BYTES, Connection, Response, error_of
from .._errors import RunloreError
from ._diary import say
from ._log_file import LogFile
from ._server import FIRST_WAIT, LONGEST_WAIT, Server, may_pass

EVERY = 0.25  # seconds
_PIECE = 1 << 20
_BEYOND = 1 << 40  # an offset that no log has: the answer says how much the server has


class LogStream:
    """One log on its way."""

    def __init__(self, server: Server, run: str, log: LogFile, resumed: bool = False) -> None:
        """Nothing is sent yet.

        Args:
            server: where to.
            run: the run's id.
            log: the log.
            resumed: ask first what the server has.
        """
        self.log = log
        self.stopped = False
        self._server = server
        self._path = f"/runs/{run}/logs"
        self._sent = _BEYOND if resumed else 0

    @property
    def pending(self) -> bool:
        """Whether bytes wait."""
        return not self.stopped and (self._sent == _BEYOND or self._sent < self.log.size)

    def step(self) -> None:
        """Send one piece. Raises RunloreError when that was not possible."""
        piece = b"" if self._sent == _BEYOND else self.log.read(self._sent, _PIECE)
        offset = self._sent
        response = self._server.on_connection(lambda connection: self._post(connection, offset, piece))
        if response.status not in (200, 409):
            error = error_of(response)
            self.stopped = not may_pass(error) and error.status not in (401, 403, 404)
            raise error
        size = json.loads(response.body).get("size")
        if not isinstance(size, int) or (response.status == 409 and size >= offset):
            raise error_of(response)
        # a server that has its fill of a log answers a smaller size and takes nothing more
        self.stopped = response.status == 200 and size < offset + len(piece)
        self._sent = size

    def _post(self, connection: Connection, offset: int, piece: bytes) -> Response:
        query: dict[str, str | int | float | bool | None] = {"path": self.log.name, "offset": offset}
        return connection.request("POST", self._path, query, piece, {"Content-Type": BYTES})


class LogStreams:
    """Sends a run's logs from a thread of its own."""

    def __init__(self) -> None:
        self._streams: list[LogStream] = []
        self._ended = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runlore-logs", daemon=True)
        self._thread.start()

    def add(self, stream: LogStream) -> None:
        """Send one more log."""
        self._streams.append(stream)

    def drain(self, timeout: float) -> bool:
        """Wait until all bytes so far are sent; answers whether they are."""
        end = time.monotonic() + timeout
        while any(stream.pending for stream in self._streams) and time.monotonic() < end and self._thread.is_alive():
            self._wake.set()
            time.sleep(0.01)
        return not any(stream.pending for stream in self._streams)

    def close(self) -> None:
        """End the thread."""
        self._ended.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._ended.is_set():
            try:
                self._send()
                wait = FIRST_WAIT
                self._wake.wait(EVERY)
                self._wake.clear()
            except (RunloreError, OSError, ValueError) as error:
                say(f"a log waits: {error}")
                self._ended.wait(wait)
                wait = min(LONGEST_WAIT, wait * 2)

    def _send(self) -> None:
        for stream in list(self._streams):
            while stream.pending and not self._ended.is_set():
                stream.step()
