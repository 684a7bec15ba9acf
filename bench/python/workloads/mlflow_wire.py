# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Requests of MLflow's protocol on keep-alive connections, the same bytes to whichever server answers at the port.

    mlflow_wire.py log PORT CALLS               log-metric of one point, again and again
    mlflow_wire.py batch PORT CALLS             log-batch of 1,000 points: one key, 1,000 keys, the first once more
    mlflow_wire.py history PORT POINTS CALLS    get-history of a whole series
    mlflow_wire.py fill PORT RUNS               runs of 10 metrics and 10 parameters in the experiment "filled"
    mlflow_wire.py search PORT CALLS            the first 100 of them by a condition on a metric, ordered by another
    mlflow_wire.py writers PORT CLIENTS CALLS   clients that each send batches of 1,000 points
    mlflow_wire.py artifact PORT MEGABYTES      one file up and down again

Prints one JSON object. A request goes out in one piece and its answer is taken in as few, so that the client costs next
to nothing.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, Callable

_HOST = "127.0.0.1"
_API = "/api/2.0/mlflow"
_BATCH = 1_000
_PIECE = 1 << 20
_HEAD = 4_096
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_BEGINNING = 1_700_000_000_000


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection((_HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def request(self, method: str, path: str, body: object = None) -> bytes:
        """A whole request as bytes."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {_HOST}:{self._port}\r\nContent-Length: {len(content)}\r\n"
        return f"{head}Content-Type: application/json\r\n\r\n".encode() + content

    def send(self, request: bytes) -> bytes:
        """Send it; the answer's body, which must be a success."""
        self._socket.sendall(request)
        status, body = self._answer()
        if status != 200:
            raise SystemExit(f"the server must answer 200 but answered {status} {body[:500]!r}")
        return body

    def _answer(self) -> tuple[int, bytes]:
        """Status and body; of one whose length is told at its beginning in a few system calls."""
        head, end, _ = self._socket.recv(_HEAD, socket.MSG_PEEK).partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or length is None:
            answer = http.client.HTTPResponse(self._socket)
            answer.begin()
            return answer.status, answer.read()
        whole = len(head) + len(end) + int(length[1])
        return int(head.split(b" ", 2)[1]), self._socket.recv(whole, socket.MSG_WAITALL)[len(head) + len(end) :]

    def call(self, method: str, call: str, body: object = None) -> Any:
        """One call of the tracking API."""
        return json.loads(self.send(self.request(method, _API + call, body)))

    def experiment(self, name: str) -> str:
        """A new experiment's id."""
        return str(self.call("POST", "/experiments/create", {"name": name})["experiment_id"])

    def run(self, experiment: str) -> str:
        """A new run's id."""
        body = {
            "experiment_id": experiment,
            "start_time": _BEGINNING,
            "run_name": "bench",
        }
        return str(self.call("POST", "/runs/create", body)["run"]["info"]["run_id"])

    def new_run(self) -> str:
        """A new run in a new experiment."""
        return self.run(self.experiment(f"bench {random.getrandbits(64):x}"))


def point(key: str, step: int) -> dict[str, object]:
    """A point as a request has it."""
    return {
        "key": key,
        "value": random.random(),
        "timestamp": _BEGINNING + step,
        "step": step,
    }


def median_ms(actions: Iterator[Callable[[], object]]) -> float:
    """Milliseconds of an action."""
    took = []
    for action in actions:
        before = time.perf_counter_ns()
        action()
        took.append((time.perf_counter_ns() - before) / 1e6)
    return statistics.median(took)


def sending(client: Client, requests: list[bytes]) -> Iterator[Callable[[], object]]:
    """Actions that send these."""
    return (partial(client.send, request) for request in requests)


def log(port: int, calls: int) -> dict[str, float]:
    """Milliseconds of ``runs/log-metric``."""
    client = Client(port)
    run = client.new_run()
    requests = [
        client.request("POST", f"{_API}/runs/log-metric", {"run_id": run, **point("loss", step)})
        for step in range(calls)
    ]
    return {"log": median_ms(sending(client, requests))}


def batch(port: int, calls: int) -> dict[str, float]:
    """Milliseconds of ``runs/log-batch``."""
    client = Client(port)
    run = client.new_run()

    def requests(keys: int) -> list[bytes]:
        bodies = (
            {
                "run_id": run,
                "metrics": [point(f"{keys} {i % keys}", number * _BATCH + i) for i in range(_BATCH)],
            }
            for number in range(calls)
        )
        return [client.request("POST", f"{_API}/runs/log-batch", body) for body in bodies]

    one, thousand = requests(1), requests(_BATCH)
    first = median_ms(sending(client, one))
    return {
        "batch": first,
        "batch.keys": median_ms(sending(client, thousand)),
        "batch.again": median_ms(sending(client, one)),
    }


def history(port: int, points: int, calls: int) -> dict[str, float]:
    """Milliseconds of ``metrics/get-history`` as clients ask for it."""
    client = Client(port)
    run = client.new_run()
    for first in range(0, points, _BATCH):
        body = {
            "run_id": run,
            "metrics": [point("loss", first + i) for i in range(_BATCH)],
        }
        client.call("POST", "/runs/log-batch", body)
    path = f"{_API}/metrics/get-history?run_id={run}&metric_key=loss&max_results=25000"
    request = client.request("GET", path)
    found = json.loads(client.send(request))["metrics"]
    if len(found) != points:
        raise SystemExit(f"the history must have {points} points but has {len(found)}")
    return {"history": median_ms(sending(client, [request] * calls))}


def fill(port: int, runs: int) -> dict[str, float]:
    """Milliseconds of a run with its values."""
    client = Client(port)
    experiment = client.experiment("filled")

    def make() -> None:
        body = {
            "run_id": client.run(experiment),
            "metrics": [point(f"metric {i}", 0) for i in range(10)],
            "params": [{"key": f"param {i}", "value": repr(random.random())} for i in range(10)],
        }
        client.call("POST", "/runs/log-batch", body)

    return {"fill": median_ms(make for _ in range(runs))}


def search(port: int, calls: int) -> dict[str, float]:
    """Milliseconds of ``runs/search``; each asks for another bound, so that no answer is one kept from before."""
    client = Client(port)
    found = client.call("GET", "/experiments/get-by-name?experiment_name=filled")
    experiment = found["experiment"]["experiment_id"]
    requests = []
    for _ in range(calls + 5):
        body = {
            "experiment_ids": [experiment],
            "filter": f"metrics.`metric 1` > {random.uniform(0.2, 0.4):.6f}",
            "order_by": ["metrics.`metric 2` DESC"],
            "max_results": 100,
        }
        requests.append(client.request("POST", f"{_API}/runs/search", body))
    for request in requests[:5]:
        if len(json.loads(client.send(request))["runs"]) != 100:
            raise SystemExit("the search must find 100 runs")
    return {"search": median_ms(sending(client, requests[5:]))}


def writers(port: int, clients: int, calls: int) -> dict[str, float]:
    """Points a second of clients that write to runs of their own, from the first byte to the last answer."""
    work: list[tuple[Client, list[bytes]]] = []
    for _ in range(clients):
        client = Client(port)
        run = client.new_run()
        bodies = (
            {
                "run_id": run,
                "metrics": [point("loss", number * _BATCH + i) for i in range(_BATCH)],
            }
            for number in range(calls)
        )
        work.append(
            (
                client,
                [client.request("POST", f"{_API}/runs/log-batch", body) for body in bodies],
            )
        )
    together = threading.Barrier(clients + 1)
    faults: list[BaseException] = []

    def write(client: Client, requests: list[bytes]) -> None:
        together.wait()
        try:
            for request in requests:
                client.send(request)
        except BaseException as fault:  # noqa: BLE001 - told below, in the thread that can end the program
            faults.append(fault)
        together.wait()

    for client, requests in work:
        threading.Thread(target=write, args=(client, requests), daemon=True).start()
    together.wait()
    before = time.perf_counter()
    together.wait()
    took = time.perf_counter() - before
    if faults:
        raise SystemExit(f"every batch must be taken but: {faults[0]}")
    return {"writers": clients * calls * _BATCH / took}


def artifact(port: int, megabytes: int) -> dict[str, float]:
    """Megabytes a second of a file's way up and down, and of the same bytes to this disk and flushed."""
    client = Client(port)
    experiment = client.experiment(f"bench {random.getrandbits(64):x}")
    path = f"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{client.run(experiment)}/artifacts/large.bin"
    pieces = [random.randbytes(_PIECE) for _ in range(16)]
    count = megabytes * 1_000_000 // _PIECE
    digest = hashlib.sha256()
    for i in range(count):
        digest.update(pieces[i % 16])
    size = count * _PIECE

    before = time.perf_counter()
    connection = http.client.HTTPConnection(_HOST, port)
    connection.putrequest("PUT", path)
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    for i in range(count):
        connection.send(pieces[i % 16])
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"the server must take the file but answered {answer.status} {answer.read()[:500]!r}")
    answer.read()
    up = time.perf_counter() - before

    before = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    found = bytearray(_PIECE)
    arrived, came = 0, hashlib.sha256()
    spent_hashing = 0.0
    while got := answer.readinto(found):
        arrived += got
        mark = time.perf_counter()
        came.update(memoryview(found)[:got])
        spent_hashing += time.perf_counter() - mark
    down = time.perf_counter() - before - spent_hashing
    if arrived != size or came.digest() != digest.digest():
        raise SystemExit(f"the file must come back as it was but {arrived} of {size} bytes came, or others")

    with tempfile.TemporaryFile(dir=os.environ.get("RUNLORE_BENCH_FOLDER")) as plain:
        before = time.perf_counter()
        for i in range(count):
            plain.write(pieces[i % 16])
        plain.flush()
        os.fsync(plain.fileno())
        disk = time.perf_counter() - before
    return {"up": size / 1e6 / up, "down": size / 1e6 / down, "disk": size / 1e6 / disk}


if __name__ == "__main__":
    words: dict[str, Callable[..., dict[str, float]]] = {
        "log": log,
        "batch": batch,
        "history": history,
        "fill": fill,
        "search": search,
        "writers": writers,
        "artifact": artifact,
    }
    print(json.dumps(words[sys.argv[1]](*map(int, sys.argv[2:]))))
