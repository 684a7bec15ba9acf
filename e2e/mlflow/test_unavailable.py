# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Servers that cannot answer now: what they say lets MLflow's clients come again, and nothing is stored by half."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
from typing import Any
from urllib.parse import urlsplit

from harness.mlflow import JSON, PROXY, TRACKING, Mlflow, accepted, refused
from harness.processes import wait_until
from harness.product import Sandbox
from harness.rest import Answer

BATCH = f"{TRACKING}/runs/log-batch"
ROUND = {"metrics": [{"key": "m", "value": step, "timestamp": step, "step": step} for step in range(1000)]}


class Connection:
    """A request that is sent piece by piece, and an answer that stays where it is until it is read."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._place = place.netloc
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(30)
        self._socket.connect((place.hostname, place.port))

    def request(self, method: str, target: str, body: bytes = b"") -> bytes:
        head = f"{method} {target} HTTP/1.1\r\nHost: {self._place}\r\nContent-Type: application/json\r\n"
        return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body

    def send(self, part: bytes) -> None:
        self._socket.sendall(part)

    def status(self) -> int:
        """Of the answer, which is not read yet."""
        return int(self._socket.recv(12, socket.MSG_PEEK | socket.MSG_WAITALL)[9:])

    def read(self) -> Answer:
        answer = http.client.HTTPResponse(self._socket)
        answer.begin()
        return Answer(answer.status, dict(answer.headers.items()), answer.read())


def come_again(answer: Answer, code: str) -> str:
    """The message of what is refused for now."""
    assert int(answer.headers["Retry-After"]) > 0
    return refused(answer, code)


def padded(fields: dict[str, Any], size: int) -> bytes:
    return json.dumps({**fields, "unknown": "x" * size}).encode()


def test_requests_that_fill_the_memory_are_told_to_come_again(sandbox: Sandbox) -> None:
    """Bodies and answers have a quarter of the heap together; what needs little of it is answered all the same."""
    mlflow = Mlflow(sandbox.serve(RUNLORE_JAVA_OPTIONS="-Xmx128m").rest)
    experiment, key, count = mlflow.experiment(), "k" * 250, 24_000
    large, run = mlflow.run(experiment), mlflow.run(experiment)
    model = mlflow.post("/logged-models", experiment_id=experiment)["model"]["info"]["model_id"]
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    for first in range(0, count, 1000):
        metrics = [{"key": key, "value": n, "timestamp": n, "step": n} for n in range(first, first + 1000)]
        mlflow.post("/runs/log-batch", run_id=large, metrics=metrics)
    unread: list[Connection] = []
    while not unread or unread[-1].status() == 200:
        assert len(unread) < 50, "answers that nobody reads take no memory"
        unread.append(Connection(mlflow.rest.url))
        target = f"{TRACKING}/metrics/get-history?run_id={large}&metric_key={key}"
        unread[-1].send(unread[-1].request("GET", target))
    come_again(unread.pop().read(), "REQUEST_LIMIT_EXCEEDED")
    for method, call, fields in (
        ("POST", "/runs/log-batch", {"run_id": run, **ROUND}),
        ("POST", "/runs/search", {"experiment_ids": [experiment]}),
        ("PATCH", f"/logged-models/{model}/tags", {"tags": [{"key": "k", "value": "v"}]}),
        ("POST", f"{PROXY}/mpu/create/{root}", {"path": "f"}),
    ):
        answer = mlflow.send(method, call, padded(fields, 1_000_000), None, JSON)
        message = come_again(answer, "REQUEST_LIMIT_EXCEEDED")
        assert "MiB" in message and "send again" in message
    assert mlflow.metrics(run) == {}
    mlflow.put(f"{root}/f", bytes(1_000_000))
    for one in unread:
        assert [point["value"] for point in accepted(one.read())["metrics"]] == list(range(count))
    body = padded({"run_id": run, **ROUND}, 1_000_000)
    wait_until(
        "the memory is given back", lambda: mlflow.send("POST", "/runs/log-batch", body, None, JSON).status == 200
    )
    assert len(mlflow.history(run, "m")) == 1000


def test_a_server_that_stops_ends_what_it_began_and_refuses_what_comes(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    mlflow = Mlflow(server.rest)
    run = mlflow.run()
    begun, late = Connection(server.url), Connection(server.url)
    first = begun.request("POST", BATCH, padded({"run_id": run, **ROUND}, 0))
    second = late.request("POST", BATCH, padded({"run_id": run, "tags": [{"key": "late", "value": "1"}]}, 0))
    begun.send(first[:1000])
    late.send(second[:20])
    wait_until("the first is under way", lambda: under_way(mlflow) == 2)
    server.process.signal(signal.SIGTERM)
    wait_until("nobody new is let in", lambda: is_closed(mlflow))
    late.send(second[20:])
    assert "ask again" in come_again(late.read(), "TEMPORARILY_UNAVAILABLE")
    begun.send(first[1000:])
    assert accepted(begun.read()) == {}
    server.process.wait(30)
    mlflow = Mlflow(sandbox.serve().rest)
    assert len(mlflow.history(run, "m")) == 1000 and mlflow.own_tags(run) == {}


def under_way(mlflow: Mlflow) -> int:
    """How many requests are being answered, with the one that asks."""
    found = re.search(rb"^runlore_http_requests_under_way (\d+)", mlflow.rest.send("GET", "/metrics").body, re.M)
    assert found
    return int(found[1])


def is_closed(mlflow: Mlflow) -> bool:
    try:
        mlflow.send("GET", "/version")
    except OSError:
        return True
    return False
