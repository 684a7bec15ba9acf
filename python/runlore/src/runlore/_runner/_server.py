# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The job's server, found again when it was restarted."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from typing import Any, Callable, TypeVar

from .._connection import Connection
from .._errors import ConnectionFailed, RateLimited, ServerError, Unavailable
from .._places import live_server
from ._job import JobKey
from ._stop import Stop

FIRST_WAIT = 0.25  # seconds
LONGEST_WAIT = 5.0
T = TypeVar("T")


class Server:
    """The server at ``RUNLORE_URL``; when that was this machine's own server, also where it is after a restart."""

    def __init__(self, key: JobKey) -> None:
        """Nothing is opened yet."""
        live = live_server()
        self.url = self.first_url = key.url.rstrip("/")
        self.is_local = live is not None and live.url == self.url
        if self.is_local:
            self._tell_sdk()
        self._claim_token = self._token = key.token
        self._connection = Connection(self.url, self._token)

    def admit(self, token: str) -> None:
        """Go on with another token."""
        self._token = token
        self._connection = Connection(self.url, token)

    def connection(self) -> Connection:
        """The connection to where the server is, as far as known."""
        return self._connection

    def claiming(self) -> Connection:
        """A connection of its own with the token that the job is claimed with."""
        return Connection(self.url, self._claim_token)

    def look_again(self) -> bool:
        """Look where the server is; answers whether it moved."""
        live = live_server() if self.is_local else None
        if live is None or live.url == self.url:
            return False
        self.url = live.url
        self._tell_sdk()
        self._connection = Connection(self.url, self._token)
        return True

    def _tell_sdk(self) -> None:
        """The SDK in this process, and in those that it starts, follows the server as we do."""
        os.environ["RUNLORE_URL"] = os.environ["RUNLORE_LOCAL_URL"] = self.url

    def call(self, method: str, path: str, json: Mapping[str, Any] | None = None) -> Any:
        """As ``Connection.call``; one that nobody answers is sent once more when the server turns out to have moved."""
        return self.on_connection(lambda connection: connection.call(method, path, json=json))

    def on_connection(self, action: Callable[[Connection], T]) -> T:
        """Do something with the connection, once more when the server turns out to have moved."""
        try:
            return action(self._connection)
        except ConnectionFailed:
            if not self.look_again():
                raise
        return action(self._connection)

    def patiently(self, action: Callable[[Connection], T], stop: Stop, patience: float) -> T:
        """Do something with the connection, again and again while the server is away or busy.

        Args:
            action: may be repeated without harm.
            stop: ends the waiting.
            patience: seconds to try at most.

        Raises:
            ServerError: the server refuses for good.
            ConnectionFailed: the patience is over.
            Stopped: there was a reason to stop meanwhile.
        """
        end, wait = time.monotonic() + patience, FIRST_WAIT
        while True:
            stop.check()
            try:
                return self.on_connection(action)
            except (ConnectionFailed, ServerError) as error:
                if not may_pass(error) or time.monotonic() + wait > end:
                    raise
            stop.wait(wait * random.uniform(0.5, 1.0))
            wait = min(LONGEST_WAIT, wait * 2)


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed later."""
    if isinstance(error, ServerError):
        return isinstance(error, (RateLimited, Unavailable)) or error.status >= 500
    return isinstance(error, ConnectionFailed)
