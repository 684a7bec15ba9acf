# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A server that says what a test tells it to: what a client meets that was led to the wrong one."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from harness.folders import manifest

OCTETS = "application/octet-stream"


class Lie(NamedTuple):
    body: bytes | Callable[[BaseHTTPRequestHandler], None]
    headers: Mapping[str, str] = {"Content-Type": OCTETS}
    status: int = 200


class LyingServer:
    """Answers paths (without their queries) as told; everything else is not found."""

    def __init__(self) -> None:
        self.lies: dict[str, Lie] = {}
        self.asked: list[str] = []
        lying = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                lying.asked.append(self.path)
                lie = lying.lies.get(self.path.partition("?")[0], Lie(b"{}", {"Content-Type": "application/json"}, 404))
                self.send_response(lie.status)
                for name, value in lie.headers.items():
                    self.send_header(name, value)
                if callable(lie.body):
                    self.send_header("Connection", "close")
                    self.end_headers()
                    self.close_connection = True
                    lie.body(self)
                else:
                    self.send_header("Content-Length", str(len(lie.body)))
                    self.end_headers()
                    self.wfile.write(lie.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def say(self, path: str, value: object) -> None:
        """Answer a path with JSON."""
        self.lies["/api/v1" + path] = Lie(json.dumps(value).encode(), {"Content-Type": "application/json"})

    def serve_run(self, text: bytes, run: str = "r") -> str:
        """A run whose snapshot is this text, under the id that such a text has."""
        snapshot = hashlib.sha256(text).hexdigest()[:40]
        self.say(f"/runs/{run}", run_facts(run, snapshot=snapshot))
        self.lies[f"/api/v1/snapshots/{snapshot}"] = Lie(text)
        return snapshot

    def serve_files(self, files: dict[str, bytes]) -> None:
        """A run with a snapshot of these files."""
        self.serve_run(manifest(files))
        for body in files.values():
            self.lies[f"/api/v1/blobs/{hashlib.sha256(body).hexdigest()}"] = Lie(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def run_facts(run: str, **more: Any) -> dict[str, Any]:
    """A run as the API tells it."""
    time = "2026-05-04T09:30:00.000000Z"
    experiment = {"id": "1", "uuid": "ce92d0a9-3e2c-4d51-85de-93ef22249ce1", "name": "iris"}
    facts = {
        "id": run,
        "number": 1,
        "experiment": experiment,
        "status": "Completed",
        "target": "local",
        "user": {"id": "e9fafe06-b0e4-4154-8374-aae34f9977b2"},
        "created": time,
        "heartbeat": False,
        "archived": False,
        "revision": 1,
        "children": 0,
        "arguments": [],
        "tags": {},
        "properties": {},
        "params": {},
        "warnings": [],
        "writers": [],
    }
    return {**facts, **more}
