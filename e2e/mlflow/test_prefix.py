# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The protocol behind a path, as a proxy sends it that keeps the path; the server asks for a token there as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from harness.mlflow import JSON, OCTETS, PROXY, TRACKING, Mlflow, accepted, refused
from harness.mlflow_calls import CALLS, Call, Things, ask, make_things, values_of
from harness.product import Sandbox
from harness.rest import Rest

PREFIX = "/a/tracking"


class Server(NamedTuple):
    behind: Mlflow
    root: Mlflow
    things: Things


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    sandbox = Sandbox(tmp_path_factory.mktemp("prefixed"))
    rest = sandbox.serve("--path-prefix", PREFIX, "--auth", "token").rest
    behind = Mlflow(rest, PREFIX)
    yield Server(behind, Mlflow(rest), make_things(behind))
    sandbox.close()


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_call_is_answered_there_and_at_the_root(both: Server, call: Call) -> None:
    for mlflow in (both.behind, both.root):
        answer = ask(mlflow, call, both.things, values_of(call, both.things))
        assert answer.status == 200 or not call.is_repeatable, answer
        assert answer.json().get("error_code") != "ENDPOINT_NOT_FOUND", answer


@pytest.mark.parametrize("api", ["/api", "/ajax-api"])
def test_files_go_up_and_down_and_away(both: Server, api: str) -> None:
    files, place = f"{api}/2.0/mlflow-artifacts/artifacts", both.things["place"]
    for name, sent in {"plain": "plain", "é +%20 #?.bin": "%C3%A9%20%2B%2520%20%23%3F.bin", "a/b c": "a/b%20c"}.items():
        assert accepted(both.behind.send("PUT", f"{files}/{place}/{sent}", name.encode(), None, OCTETS)) == {}
        for mlflow in (both.behind, both.root):
            assert mlflow.send("GET", f"{files}/{place}/{sent}").body == name.encode()
            query = {"run_id": both.things["run"], "path": name}
            assert mlflow.send("GET", "/get-artifact", None, query).body == name.encode()
        folder, _, last = f"{place}/{name}".rpartition("/")
        listed = accepted(both.behind.send("GET", files, None, {"path": folder}))["files"]
        assert {"path": last, "is_dir": False, "file_size": len(name.encode())} in listed
        part = both.behind.send("GET", f"{files}/{place}/{sent}", None, None, {"Range": "bytes=1-2"})
        assert (part.status, part.body) == (206, name.encode()[1:3])
        assert accepted(both.behind.send("DELETE", f"{files}/{place}/{sent}")) == {}
        refused(both.root.send("GET", f"{files}/{place}/{sent}"), "RESOURCE_DOES_NOT_EXIST")


@pytest.mark.parametrize("api", ["/api", "/ajax-api"])
def test_parts_are_sent_to_where_the_upload_began(both: Server, api: str) -> None:
    place, rest = both.things["place"], both.behind.rest
    calls = f"{api}/2.0/mlflow-artifacts/mpu"
    for mlflow, prefix in ((both.behind, PREFIX), (both.root, "")):
        made = accepted(
            mlflow.call("POST", f"{calls}/create/{place}/a%20b", {"path": "/home/x/é %.bin", "num_parts": 2})
        )
        parts = []
        for credential, body in zip(made["credentials"], (b"one", b"two"), strict=True):
            url = urlsplit(credential["url"])
            assert f"{url.scheme}://{url.netloc}" == rest.url
            assert url.path == f"{prefix}{calls}/part/{place}/a%20b/%C3%A9%20%25.bin"
            sent = Rest(rest.url).send("PUT", f"{url.path}?{url.query}", None, body, credential["headers"])
            parts.append({"part_number": credential["part_number"], "etag": sent.headers["ETag"]})
        upload = {"path": "/home/x/é %.bin", "upload_id": made["upload_id"]}
        assert accepted(mlflow.call("POST", f"{calls}/complete/{place}/a%20b", {**upload, "parts": parts})) == {}
        assert both.root.file(f"{place}/a b/é %.bin").body == b"onetwo"
        assert accepted(both.behind.send("DELETE", f"{PROXY}/artifacts/{place}/a%20b")) == {}
        assert accepted(mlflow.call("POST", f"{calls}/abort/{place}/a%20b", upload)) == {}


def test_behind_a_proxy_that_speaks_tls_parts_are_sent_by_tls(both: Server) -> None:
    asked = {**JSON, "X-Forwarded-Proto": "https"}
    place = both.things["place"]
    made = accepted(both.behind.send("POST", f"{PROXY}/mpu/create/{place}", b'{"path": "f"}', None, asked))
    expected = both.behind.rest.url.replace("http:", "https:") + f"{PREFIX}{PROXY}/mpu/part/{place}/f?"
    assert [one["url"].startswith(expected) for one in made["credentials"]] == [True]


def test_what_is_there_and_what_is_not(both: Server) -> None:
    rest = both.behind.rest
    assert rest.send("GET", f"{PREFIX}/health").body == b"OK"
    assert rest.send("GET", f"{PREFIX}/version").body == rest.send("GET", "/version").body
    refused(both.behind.call("GET", "/nothing"), "ENDPOINT_NOT_FOUND")
    refused(both.behind.call("POST", "/api/3.0/mlflow/traces", {}), "ENDPOINT_NOT_FOUND")
    search = f"{TRACKING}/experiments/get?experiment_id=0"
    for elsewhere in (f"/a{search}", f"{PREFIX}x{search}", f"{PREFIX}{PREFIX}{search}", f"/A/tracking{search}"):
        assert rest.send("GET", elsewhere).status == 404, elsewhere
    for of_ours in ("/api/v1/runs", "/"):
        assert rest.send("GET", PREFIX + of_ours).status == 404, of_ours


def test_nothing_is_open_there_without_the_token(both: Server) -> None:
    closed, place = Mlflow(Rest(both.behind.rest.url), PREFIX), both.things["place"]
    both.behind.put(f"{place}/f", b"x")
    files = both.root.rest.artifacts(both.things["run"])
    for method, path in (
        ("GET", "/experiments/get?experiment_id=0"), ("POST", "/runs/search"), ("GET", f"{PROXY}/artifacts"),
        ("PUT", f"{PROXY}/artifacts/{place}/f"), ("DELETE", f"{PROXY}/artifacts/{place}/f"), ("GET", "/nothing"),
        ("PUT", f"{PROXY}/mpu/part/{place}/f?upload_id=x&part_number=1"), ("POST", f"{PROXY}/mpu/create/{place}"),
        ("PATCH", f"/logged-models/{both.things['model']}"), ("DELETE", f"/logged-models/{both.things['model']}"),
    ):  # fmt: skip
        refused(closed.send(method, path, None if method == "GET" else b"{}", None, JSON), "UNAUTHENTICATED")
    assert both.root.rest.artifacts(both.things["run"]) == files
