# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a test asks of a history, whoever keeps it: the strict server of these tests, or a real one."""

from __future__ import annotations

from typing import Any, Protocol

from runlore._cells import decode_cell
from runlore._connection import Connection
from strict_server import StrictServer


class History(Protocol):
    """Stored runs."""

    def values(self, run: str, name: str) -> list[Any]:
        """The values of a scalar metric, in the order of each writer's arrival."""

    def status(self, run: str) -> str:
        """A run's status."""

    def error(self, run: str) -> dict[str, str]:
        """A failed run's error."""

    def file(self, run: str, path: str) -> bytes:
        """An artifact's bytes."""

    def runs_of(self, experiment: str) -> list[str]:
        """Ids of an experiment's runs."""


class StrictHistory:
    """The strict server's."""

    def __init__(self, server: StrictServer) -> None:
        self._server = server

    def values(self, run: str, name: str) -> list[Any]:
        return [decode_cell(cell) for cell in self._server.values(run, name)]

    def status(self, run: str) -> str:
        return (["Running", *self._server.statuses(run)])[-1]

    def error(self, run: str) -> dict[str, str]:
        found = [
            record["status"]["error"] for record in self._server.stored(run) if "error" in record.get("status", {})
        ]
        return dict(found[-1])

    def file(self, run: str, path: str) -> bytes:
        found = [record["artifact"] for record in self._server.stored(run) if "artifact" in record]
        return self._server.blobs[[artifact["sha256"] for artifact in found if artifact["path"] == path][-1]]

    def runs_of(self, experiment: str) -> list[str]:
        return [
            run
            for run in self._server.runs()
            if any(r.get("create", {}).get("experiment") == experiment for r in self._server.stored(run))
        ]


class RealHistory:
    """A real server's, through its API."""

    def __init__(self, url: str, token: str | None) -> None:
        self._connection = Connection(url, token)

    def values(self, run: str, name: str) -> list[Any]:
        page = self._connection.call("GET", f"/runs/{run}/points", {"name": name, "limit": 100_000})
        return [decode_cell(cell) for cell in page["columns"].get("", [])]

    def status(self, run: str) -> str:
        return str(self._connection.call("GET", f"/runs/{run}")["status"])

    def error(self, run: str) -> dict[str, str]:
        return dict(self._connection.call("GET", f"/runs/{run}")["error"])

    def file(self, run: str, path: str) -> bytes:
        return self._connection.request("GET", f"/runs/{run}/artifacts", {"path": path}).body

    def runs_of(self, experiment: str) -> list[str]:
        page = self._connection.call("GET", "/runs", {"experiment": experiment, "columns": "id"})
        return list(page["columns"]["id"])
