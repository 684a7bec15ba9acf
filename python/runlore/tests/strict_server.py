# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A small server that takes records exactly as the contract says, and refuses everything else.

It keeps what it stored by run and writer, and can be told to answer the next requests in another way.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Optional, Union
from urllib.parse import parse_qs, urlsplit

LONGEST_BODY = 16 << 20
Content = Union[dict[str, Any], bytes]
Answer = tuple[int, Content]
Script = Callable[[str, str, dict[str, str], bytes], Optional[Answer]]


class StrictServer:
    """The server, its stored records, and a script that may answer instead of it."""

    def __init__(self, port: int = 0) -> None:
        self.records: dict[tuple[str, str], dict[int, dict[str, Any]]] = {}
        self.next: dict[tuple[str, str], int] = {}
        self.gaps: list[tuple[str, str, int, int]] = []
        self.blobs: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.encodings: list[str] = []
        self.script: Script | None = None
        self.longest_body = LONGEST_BODY
        self.connections: list[socket.socket] = []
        self.lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and hang up; what is stored stays."""
        self._http.shutdown()
        self._http.server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def again(self) -> StrictServer:
        """The same server, started again on the same port."""
        other = StrictServer(self.port)
        other.records, other.next, other.blobs, other.gaps = self.records, self.next, self.blobs, self.gaps
        return other

    def stored(self, run: str) -> list[dict[str, Any]]:
        """A run's records, writer by writer, in their order."""
        with self.lock:
            return [
                record
                for (run_id, _), records in self.records.items()
                if run_id == run
                for _, record in sorted(records.items())
            ]

    def values(self, run: str, name: str) -> list[Any]:
        """The scalar cells of a metric."""
        return [record["v"] for record in self.stored(run) if record.get("m") == name and "v" in record]

    def statuses(self, run: str) -> list[str]:
        """The statuses that a run was set to."""
        return [record["status"]["to"] for record in self.stored(run) if "status" in record]

    def runs(self) -> list[str]:
        """Ids of all runs."""
        with self.lock:
            return list(dict.fromkeys(run for run, _ in self.records))

    def answer(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        """What the contract says to one request."""
        if self.script is not None and (scripted := self.script(method, path, query, body)) is not None:
            return scripted
        parts = path.split("/")
        if len(parts) == 6 and parts[5] == "records" and method == "POST":
            return self._append(parts[4], query, headers, body)
        if len(parts) == 6 and parts[5] == "heartbeat" and method == "POST":
            return 200, {"status": "Running", "revision": 1}
        if len(parts) == 5 and parts[3] == "blobs":
            return self._blob(method, parts[4], body)
        return problem(404, "ENDPOINT_NOT_FOUND", f"no route {method} {path}")

    def _append(self, run: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        if headers["Content-Type"] != "application/x-ndjson; format=1":
            return problem(415, "UNSUPPORTED_MEDIA", headers["Content-Type"])
        if headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        if len(body) > self.longest_body:
            return problem(413, "TOO_LARGE", f"{len(body)} bytes")
        key, first = (run, query["writer"]), int(query["first"])
        with self.lock:
            after = self.next.get(key, 0)
            if first > after:
                if query.get("gap") != "true":
                    return problem(409, "WRONG_STATE", f"the next record is {after}", nextRecord=after)
                self.gaps.append((*key, after, first))
                self.next[key] = after = first
            return self._store(key, first, after, body[: body.rfind(b"\n") + 1].splitlines())

    def _store(self, key: tuple[str, str], first: int, after: int, lines: list[bytes]) -> Answer:
        rejected: list[dict[str, Any]] = []
        for number, line in enumerate(lines, first):
            if number < after:
                continue
            record, reason = read_record(number, line)
            missing = self._missing(record)
            if missing:
                return problem(409, "WRONG_STATE", "unknown blob", missingBlobs=missing, nextRecord=number)
            if reason:
                rejected.append({"n": number, "code": "INVALID_ARGUMENT", "detail": reason})
            else:
                self.records.setdefault(key, {})[number] = record
            self.next[key] = number + 1
        return 200, {"nextRecord": self.next.get(key, 0), "revision": 1, "rejected": rejected}

    def _missing(self, record: dict[str, Any]) -> list[str]:
        """The blobs that a record needs and this server lacks: a snapshot's files once its manifest is there."""
        named = record.get("artifact") or record.get("snapshot")
        if not named or named["sha256"] not in self.blobs:
            return [named["sha256"]] if named else []
        if "snapshot" not in record:
            return []
        return self.lacking(self.blobs[named["sha256"]])

    def lacking(self, manifest: bytes) -> list[str]:
        """The files of a manifest that are not here."""
        return sorted({line.split(" ")[1] for line in manifest.decode().split("\n")[:-1]} - self.blobs.keys())

    def sources(self, run: str) -> dict[str, bytes] | None:
        """The files of a run's snapshot: the implicit one until the first explicit one, which stays."""
        records = [record["snapshot"] for record in self.stored(run) if "snapshot" in record]
        explicit = [record for record in records if "implicit" not in record]
        if not records:
            return None
        manifest = self.blobs[(explicit or records[-1:])[0]["sha256"]].decode()
        return {line.split(" ", 3)[3]: self.blobs[line.split(" ")[1]] for line in manifest.split("\n")[:-1]}

    def _blob(self, method: str, sha256: str, body: bytes) -> Answer:
        if method == "HEAD":
            return (200 if sha256 in self.blobs else 404), {}
        if hashlib.sha256(body).hexdigest() != sha256:
            return problem(400, "INVALID_ARGUMENT", "the bytes have another SHA-256")
        self.blobs[sha256] = body
        return 201, {}


def read_record(number: int, line: bytes) -> tuple[dict[str, Any], str]:
    """A record, and why it is rejected, or an empty text."""
    try:
        record = json.loads(line)
    except ValueError:
        return {}, "not JSON"
    if record.get("n") != number:
        return {}, f"n must be {number} but is {record.get('n')}"
    if not isinstance(record.get("t"), int):
        return {}, "t must be milliseconds"
    name = record.get("m", "")
    if len(name) > 250:
        return {}, f"metric name must be 1-250 characters but has {len(name)}; shorten it"
    return record, ""


def problem(status: int, code: str, detail: str, **more: Any) -> Answer:
    """An error's answer."""
    return status, {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code, **more}


def _handler(server: StrictServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            server.connections.append(self.request)
            super().setup()

        def _serve(self) -> None:
            body = self._body()
            url = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(url.query).items()}
            server.requests.append((self.command, url.path, query))
            server.encodings.append(self.headers.get("Content-Encoding", ""))
            status, content = server.answer(self.command, url.path, query, self.headers, body)
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            if self.command == "HEAD":
                data = b""
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in ({} if isinstance(content, bytes) else content.get("headers", {})).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _serve

        def log_message(self, *_: object) -> None:
            return

    return Handler
