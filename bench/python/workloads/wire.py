# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Requests on keep-alive connections with bodies that were made before, so that the client costs next to nothing.

    wire.py ingest PORT WRITERS BODIES LINES VALUES   writers that each send bodies of lines, VALUES points a line
    wire.py create PORT RUNS                          one request that makes a run with 15 values, again and again

Every answer comes after the commit that made it durable. Prints one JSON object.
"""

from __future__ import annotations

import json
import random
import resource
import socket
import sys
import threading
import time
import uuid

_HOST = "127.0.0.1"
_VALUES = 15


class Line:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection((_HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer = self._socket.makefile("rb")

    def request(self, path: str, body: bytes) -> bytes:
        """The whole request as bytes."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {_HOST}:{self._port}\r\n"
            f"Content-Type: application/x-ndjson; format=1\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def send(self, request: bytes) -> dict[str, object]:
        """Send it and wait for its answer's JSON, which must be a success without rejections."""
        self._socket.sendall(request)
        status = self._answer.readline()
        length = 0
        while (header := self._answer.readline()) not in (b"\r\n", b""):
            if header.lower().startswith(b"content-length:"):
                length = int(header[15:])
        body = self._answer.read(length)
        if b" 200 " not in status:
            raise SystemExit(f"the server must answer 200 but answered {status!r} {body!r}")
        answer: dict[str, object] = json.loads(body)
        if answer["rejected"]:
            raise SystemExit(f"the server must take every record but rejected {answer['rejected']}")
        return answer


def path_of(run: str, writer: str, first: int) -> str:
    """Where a writer's records go."""
    return f"/api/v1/runs/{run}/records?writer={writer}&first={first}"


def creation(run: str) -> str:
    """The first record of every writer."""
    return json.dumps({"n": 0, "t": now(), "create": {"id": run, "experiment": "bench"}}) + "\n"


def now() -> int:
    """The clock in milliseconds."""
    return int(time.time() * 1000)


def line_of(number: int, values: int) -> str:
    """A record of one point, or of one point each in several series."""
    if values == 1:
        return f'{{"n":{number},"t":{now()},"m":"loss","v":{random.random()!r},"s":{number}}}\n'
    cells = ",".join(f'"layer{index}/weight.norm":{random.random()!r}' for index in range(values))
    return f'{{"n":{number},"t":{now()},"vs":{{{cells}}},"s":{number}}}\n'


def requests_of(line: Line, bodies: int, lines: int, values: int) -> list[bytes]:
    """All that one writer will send, after its run was made."""
    run, writer = f"bench-{uuid.uuid4().hex}", str(uuid.uuid4())
    line.send(line.request(path_of(run, writer, 0), creation(run).encode()))
    requests, number = [], 1
    for _ in range(bodies):
        body = "".join(line_of(number + index, values) for index in range(lines)).encode()
        requests.append(line.request(path_of(run, writer, number), body))
        number += lines
    return requests


def ingest(port: int, writers: int, bodies: int, lines: int, values: int) -> dict[str, float]:
    """Points a second from the first byte sent to the last answer."""
    connections = [Line(port) for _ in range(writers)]
    work = [requests_of(line, bodies, lines, values) for line in connections]
    together = threading.Barrier(writers + 1)

    def write(line: Line, requests: list[bytes]) -> None:
        together.wait()
        for request in requests:
            line.send(request)
        together.wait()

    for line, requests in zip(connections, work):
        threading.Thread(target=write, args=(line, requests), daemon=True).start()
    together.wait()
    cpu, before = cpu_seconds(), time.perf_counter()
    together.wait()
    took = time.perf_counter() - before
    points = writers * bodies * lines * values
    return {"points_per_s": points / took, "client_cpu_s": cpu_seconds() - cpu, "seconds": took}


def create(port: int, runs: int) -> dict[str, float]:
    """Milliseconds of a request that makes a run and logs 15 values to it."""
    line = Line(port)
    requests = []
    for _ in range(runs):
        run = f"bench-{uuid.uuid4().hex}"
        values = "".join(
            f'{{"n":{index + 1},"t":{now()},"m":"metric {index}","v":{random.random()!r}}}\n'
            for index in range(_VALUES)
        )
        requests.append(line.request(path_of(run, str(uuid.uuid4()), 0), (creation(run) + values).encode()))
    took = []
    for request in requests:
        before = time.perf_counter_ns()
        line.send(request)
        took.append((time.perf_counter_ns() - before) / 1e6)
    took.sort()
    return {"median": took[len(took) // 2], "p99": took[int(len(took) * 0.99)]}


def cpu_seconds() -> float:
    """What this process has used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    word, numbers = sys.argv[1], [int(text) for text in sys.argv[2:]]
    print(json.dumps(ingest(*numbers) if word == "ingest" else create(*numbers)))
