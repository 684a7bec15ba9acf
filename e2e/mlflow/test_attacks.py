# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Inputs that broke tools like this one, over MLflow's paths: nothing outside is read, written, asked or run."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.mlflow import JSON, OCTETS, PROXY, Mlflow, accepted, fresh, invalid, refused
from harness.product import Sandbox

CANARY = b"the canary lives"


@pytest.fixture(scope="module")
def canary(shared: Sandbox) -> Iterator[Path]:
    """A file beside the data folder, that nothing may touch or show."""
    file = shared.folder / "canary"
    file.write_bytes(CANARY)
    yield file
    assert file.read_bytes() == CANARY


def raw(mlflow: Mlflow, method: str, target: str, body: bytes = b"") -> bytes:
    """A request whose target nobody has put right; the whole answer."""
    place = urlsplit(mlflow.rest.url)
    head = f"{method} {target} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(body)}\r\n"
    head += "Connection: close\r\n\r\n"
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=20) as connection:
        connection.sendall(head.encode() + body)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def harmless(answer: bytes, shared: Sandbox) -> int:
    """The status, when an answer shows nothing of the machine."""
    assert answer.startswith(b"HTTP/1.1 ")
    for secret in (CANARY, str(shared.folder).encode(), b"root:x:0", b"Exception", b"\tat "):
        assert secret not in answer, answer[:500]
    return int(answer[9:12])


UP = [
    "../../canary", "a/%2e%2e/%2e%2e/%2e%2e/canary", "..%2f..%2f..%2fcanary", "%2e%2e%2f%2e%2e%2fcanary", "/etc/passwd",
    "%2fetc%2fpasswd", "..%5c..%5ccanary", "....//....//canary", "..;/..;/canary", "%252e%252e%252fcanary",
    "a/../../../../canary", "%c0%ae%c0%ae/canary", "file:///etc/passwd", "%00/canary", "a%00.txt", ".%2e/canary",
]  # fmt: skip


@pytest.mark.parametrize("path", UP)
def test_paths_that_climb(mlflow: Mlflow, shared: Sandbox, canary: Path, path: str) -> None:
    """Attack row 14, and each form of a path that another reads differently."""
    run = mlflow.run()
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    for place in (root, root.split("/")[0], ""):
        target = f"{PROXY}/artifacts/{place}/{path}" if place else f"{PROXY}/artifacts/{path}"
        for method, body in (("PUT", b"x"), ("GET", b""), ("DELETE", b"")):
            status = harmless(raw(mlflow, method, target, body), shared)
            assert status < 500 and (status != 200 or place == root), (method, target, status)
        for target in (
            f"/get-artifact?run_id={run}&path={path}",
            f"/api/2.0/mlflow/artifacts/list?run_id={run}&path={path}",
            f"{PROXY}/artifacts?path={place}/{path}",
            f"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}&path={path}",
        ):
            method = "POST" if "upload" in target else "GET"
            assert harmless(raw(mlflow, method, target, b"x" if method == "POST" else b""), shared) < 500
        for step in ("create", "complete", "abort"):
            assert harmless(raw(mlflow, "POST", f"{PROXY}/mpu/{step}/{place}/{path}", b"{}"), shared) < 500
    assert canary.read_bytes() == CANARY
    assert sorted(path.name for path in shared.folder.iterdir()) == ["canary", "data", "home", "tmp", "work"]


def test_only_names_reach_the_disk_as_sums(mlflow: Mlflow, shared: Sandbox) -> None:
    """Attack row 13."""
    run, name = mlflow.run(), fresh("name-on-disk")
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    mlflow.put(f"{root}/{name}/CON", name.encode())
    assert not [path for path in shared.data.rglob("*") if name in str(path) or path.name == "CON"]


class Trap:
    """A port of this machine that nobody may ask anything; it never answers."""

    def __init__(self) -> None:
        self.asked = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self._socket.accept()
            except OSError:
                return
            self.asked += 1

    def close(self) -> None:
        self._socket.close()


NAMED_ONLY = ("s3", "s3a", "gs", "abfss", "wasbs", "hdfs", "dbfs")  # kept as they are told, for the client to open


def test_no_place_that_a_client_names_is_ever_asked(mlflow: Mlflow) -> None:
    """Attack row 36."""
    trap = Trap()
    run, name = mlflow.run(), fresh("trapped")
    mlflow.post("/registered-models/create", name=name)
    own = urlsplit(mlflow.rest.url).netloc
    for place in (trap.place, f"user:secret@{trap.place}", own, "169.254.169.254", "[::ffff:127.0.0.1]", "2130706433"):
        for scheme in (*NAMED_ONLY, "http", "https", "mlflow-artifacts", "ftp", "gopher", "file", "jdbc:sqlite"):
            uri = f"{scheme}://{place}/x"
            began = time.monotonic()
            invalid(mlflow.call("POST", "/experiments/create", {"name": fresh(), "artifact_location": uri}))
            invalid(mlflow.call("POST", "/runs/create", {"experiment_id": uri, "tags": [{"key": "a", "value": uri}]}))
            mlflow.post("/runs/set-tag", run_id=run, key="mlflow.source.name", value=uri)
            dataset = {"name": "d", "digest": "1", "source_type": scheme, "source": uri}
            mlflow.post("/runs/log-inputs", run_id=run, datasets=[{"dataset": dataset}])
            made = mlflow.call("POST", "/model-versions/create", {"name": name, "source": uri, "run_link": uri})
            if scheme in NAMED_ONLY:
                opened_by_nobody(mlflow, name, accepted(made)["model_version"]["version"], uri)
            else:
                invalid(made)
            assert time.monotonic() - began < 5
    assert trap.asked == 0
    trap.close()


def opened_by_nobody(mlflow: Mlflow, name: str, version: str, uri: str) -> None:
    """What asks for the files of such a version gets the place's name, or hears that there are none here."""
    which = {"name": name, "version": version}
    assert mlflow.get("/model-versions/get", **which)["model_version"]["source"] == uri
    assert mlflow.get("/model-versions/get-download-uri", **which) == {"artifact_uri": uri}
    folder = base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")
    assert mlflow.listed(f"registry/{folder}/{version}") == []
    for answer in (
        mlflow.call("GET", "/model-versions/get-artifact", None, {**which, "path": "MLmodel"}),
        mlflow.file(f"registry/{folder}/{version}/MLmodel"),
    ):
        refused(answer, "RESOURCE_DOES_NOT_EXIST")
    again = mlflow.post("/model-versions/create", name=name, source=f"models:/{name}/{version}")["model_version"]
    assert mlflow.get("/model-versions/get-download-uri", name=name, version=again["version"])["artifact_uri"]


DAMAGE = [
    "metrics.x > 1; DROP TABLE run",
    "metrics.`a\"b'c` > 1",
    "params.a LIKE '%_\\%'",
    "params.a = '' OR 1=1 --'",
    "tags.`x') --` = 'a'",
    '"{0.__class__}".format_map(run)',
    "run.__class__ = 'a'",
    "attributes.__dict__ = 'a'",
    "params.a = ${jndi:ldap://x}",
    "run_id IN (SELECT id FROM run)",
    "params.a LIKE '(a+)+$'",
]


@pytest.mark.parametrize("filter", DAMAGE)
def test_filters_are_only_ever_a_language(mlflow: Mlflow, filter: str) -> None:
    """Attack rows 46 and 47."""
    experiment = mlflow.experiment()
    run = mlflow.run(experiment)
    for path, fields in (
        ("/runs/search", {"experiment_ids": [experiment]}),
        ("/experiments/search", {"max_results": 5}),
        ("/logged-models/search", {"experiment_ids": [experiment]}),
        ("/registered-models/search", {}),
    ):
        began = time.monotonic()
        answer = mlflow.call("POST", path, {**fields, "filter": filter})
        if answer.status != 200:
            invalid(answer)
        assert time.monotonic() - began < 10
    assert mlflow.found([experiment]) == [run]


def test_questions_of_any_size_have_an_end(mlflow: Mlflow) -> None:
    """Attack rows 35, 48 and 49."""
    experiment = mlflow.experiment()
    run = mlflow.run(experiment)
    mlflow.log(run, "m", 1)
    for path, fields in (
        ("/runs/search", {"experiment_ids": [experiment], "filter": "(" * 10_000}),
        ("/runs/search", {"experiment_ids": [experiment], "filter": "metrics.a = 1 OR " * 100_000}),
        ("/runs/search", {"experiment_ids": [experiment], "filter": "params.a LIKE '" + "%" * 50_000 + "a'"}),
        ("/runs/search", {"experiment_ids": [experiment], "order_by": [f"metrics.m{k}" for k in range(10_000)]}),
        ("/runs/search", {"experiment_ids": [experiment], "max_results": 10**9}),
        ("/runs/search", {"experiment_ids": [experiment], "max_results": -1}),
        ("/runs/search", {"experiment_ids": [experiment], "page_token": "A" * 100_000}),
    ):
        began = time.monotonic()
        invalid(mlflow.call("POST", path, fields))
        assert time.monotonic() - began < 10
    many = {"experiment_ids": [experiment, *(str(10**6 + k) for k in range(20_000))]}
    assert mlflow.call("POST", "/runs/search", many).status in (200, 400)
    for path, query in (
        ("/metrics/get-history-bulk-interval", {"run_ids": [run] * 1000, "metric_key": "m"}),
        ("/ajax-api/2.0/mlflow/metrics/get-history-bulk", {"run_id": [run] * 1000, "metric_key": "m"}),
    ):
        answer = mlflow.call("GET", path, None, query)
        assert answer.status in (400, 413, 414, 431)
    assert mlflow.metrics(run) == {"m": 1}


@pytest.mark.parametrize("key", ["\0", "\ud800", "k" * 1_000_000, "a\rb", "\u202e"])
def test_texts_that_engines_cannot_hold(mlflow: Mlflow, key: str) -> None:
    run = mlflow.run()
    for path, fields in (
        ("/runs/set-tag", {"run_id": run, "key": key, "value": "v"}),
        ("/runs/log-metric", {"run_id": run, "key": key, "value": 1, "timestamp": 1}),
        ("/runs/log-parameter", {"run_id": run, "key": key, "value": "v"}),
    ):
        assert mlflow.call("POST", path, fields).status == 400
    for path, fields in (
        ("/experiments/create", {"name": "x\0"}),
        ("/experiments/create", {"name": "1" * 1_000_000}),
        ("/runs/create", {"run_name": "a\0b", "experiment_id": "0"}),
        ("/runs/set-tag", {"run_id": run, "key": "t", "value": "a\0b"}),
    ):
        answer = mlflow.call("POST", path, fields)
        assert answer.status in (200, 400) and (answer.status == 200 or invalid(answer))


def test_numbers_and_depths_of_json(mlflow: Mlflow) -> None:
    run = mlflow.run()
    whole = '{"run_id": "%s", "key": "m", "value": %s, "timestamp": 1}'
    for value in ("1e999999", "9" * 2_000_000, "[" * 100_000, '{"a":' * 50_000, "-" + "1" * 500_000 + "e-1"):
        body = (whole % (run, value)).encode()
        answer = mlflow.send("POST", "/runs/log-metric", body, None, JSON)
        assert answer.status in (200, 400, 413)
        if answer.status != 200:
            assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"
    twice = f'{{"run_id": "{run}", "run_id": "{"0" * 32}", "key": "k", "value": "v"}}'
    assert mlflow.send("POST", "/runs/set-tag", twice.encode(), None, JSON).status in (200, 400, 404)


def test_no_header_or_name_changes_what_is_meant(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for headers in ({"X-HTTP-Method-Override": "DELETE"}, {"X-MLFLOW-WORKSPACE": "../other"}, {"User-Agent": "\t"}):
        assert mlflow.send("GET", "/runs/get", None, {"run_id": run}, headers).status == 200
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    answer = mlflow.send("PUT", f"{PROXY}/artifacts/{root}/a%0d%0aSet-Cookie:%20x=1", b"x", None, OCTETS)
    invalid(answer)
    mlflow.put(f'{root}/quote".html', b"<script>alert(1)</script>")
    found = {name.lower(): value for name, value in mlflow.file(f'{root}/quote".html').headers.items()}
    assert found["content-disposition"].startswith("attachment") and found["x-content-type-options"] == "nosniff"


def test_parts_of_an_upload_belong_to_its_run(mlflow: Mlflow) -> None:
    """Attack row 53: a part's address opens no other place, and a part of one upload makes no file of another run."""
    one, two = (mlflow.info(mlflow.run())["artifact_uri"].removeprefix("mlflow-artifacts:/") for _ in range(2))
    made = mlflow.post(f"{PROXY}/mpu/create/{one}", path="f", num_parts=1)
    url = urlsplit(made["credentials"][0]["url"])
    target = url.path + (f"?{url.query}" if url.query else "")
    for other in (f"{two}/../x", two, f"{one}/sub"):
        answer = mlflow.rest.send("PUT", target.replace(one, other), None, b"x", OCTETS)
        assert 400 <= answer.status < 500, other
    for other in (target.replace("/f?", "/g?"), target.replace("upload_id=", "upload_id=0")):
        invalid(mlflow.rest.send("PUT", other, None, b"x", OCTETS))
    part = mlflow.rest.send("PUT", target, None, b"x", OCTETS)
    assert part.status == 200
    done = {"upload_id": made["upload_id"], "parts": [{"part_number": 1, "etag": part.headers["ETag"]}]}
    for step in ("complete", "abort"):
        for folder, name in ((two, "f"), (one, "g"), (f"{one}/sub", "f")):
            answer = mlflow.call("POST", f"{PROXY}/mpu/{step}/{folder}", {"path": name, **done})
            assert "it is not the upload of this file" in invalid(answer)
    assert mlflow.listed(one) == mlflow.listed(two) == []
