# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Server-sent events, read by a thread as they come."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from typing import Any
from urllib.parse import urlsplit

from harness.rest import Rest


class Events:
    """All events of a server from now on; they end with the connection."""

    def __init__(self, rest: Rest) -> None:
        place = urlsplit(rest.url)
        self._connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=120)
        self._connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {rest.token}"})
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200
        self._heard: list[tuple[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        kind = ""
        with contextlib.suppress(OSError, http.client.HTTPException):  # the server has ended
            for raw in self._answer:
                name, _, value = raw.decode().rstrip("\n").partition(":")
                if name == "event":
                    kind = value.strip()
                elif name == "data":
                    self._heard.append((kind, json.loads(value)))

    def statuses(self, run: str) -> list[str]:
        """The statuses that were told of a run, each once in its order."""
        told = [data["status"] for kind, data in list(self._heard) if kind == "run" and data["run"] == run]
        return list(dict.fromkeys(told))

    def tell(self, run: str, status: str) -> bool:
        """Whether a status of a run was told."""
        return status in self.statuses(run)
