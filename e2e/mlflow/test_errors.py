# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What is answered where nothing is: quickly, as JSON, with a code that clients know. And the probes."""

from __future__ import annotations

import base64
import json
import re
import time

import pytest

from harness.mlflow import JSON, PROXY, Mlflow, accepted, invalid, refused
from harness.product import Sandbox
from harness.rest import Rest

NOWHERE = [
    ("POST", "/api/3.0/mlflow/traces"),
    ("GET", "/api/3.0/mlflow/traces/tr-1"),
    ("POST", "/api/2.0/mlflow/traces"),
    ("POST", "/api/2.0/mlflow/traces/search"),
    ("POST", "/api/3.0/mlflow/traces/tr-1/assessments"),
    ("POST", "/api/3.0/mlflow/scorers/register"),
    ("GET", "/api/3.0/mlflow/scorers/list"),
    ("POST", "/api/3.0/mlflow/issues/search"),
    ("POST", "/api/3.0/mlflow/datasets/create"),
    ("GET", "/api/3.0/mlflow/gateway/endpoints"),
    ("POST", "/api/3.0/mlflow/prompt-optimization/jobs"),
    ("POST", "/api/2.0/mlflow/registered-models/rename"),
    ("DELETE", "/api/2.0/mlflow/registered-models/delete"),
    ("POST", "/api/2.0/mlflow/registered-models/get-latest-versions"),
    ("GET", "/api/2.0/mlflow/registered-models/get-latest-versions"),
    ("POST", "/api/2.0/mlflow/model-versions/transition-stage"),
    ("POST", "/ajax-api/2.0/mlflow/model-versions/transition-stage"),
    ("POST", "/api/2.0/mlflow/webhooks"),
    ("GET", "/api/2.0/mlflow/webhooks"),
    ("GET", "/api/3.0/mlflow/workspaces"),
    ("POST", "/api/2.0/mlflow/users/create"),
    ("GET", "/api/2.0/mlflow/experiments/permissions/get"),
    ("POST", "/ajax-api/3.0/mlflow/ui-telemetry"),
    ("GET", "/api/2.0/mlflow/nothing"),
    ("GET", "/api/2.0/mlflow/"),
    ("GET", "/api/2.0/mlflow"),
    ("GET", "/api/2.0/nothing"),
    ("DELETE", "/api/2.0/mlflow/nothing/at/all"),
    ("PATCH", "/ajax-api/2.0/mlflow/nothing"),
    ("PUT", "/api/2.0/mlflow-artifacts/nothing"),
]


@pytest.mark.parametrize(("method", "path"), NOWHERE)
def test_what_is_not_built_is_said_so_at_once(mlflow: Mlflow, method: str, path: str) -> None:
    began = time.monotonic()
    answer = mlflow.send(method, path, None if method == "GET" else b"{}", None, {} if method == "GET" else JSON)
    refused(answer, "ENDPOINT_NOT_FOUND")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/runs/get"),
        ("GET", "/runs/create"),
        ("GET", "/runs/log-batch"),
        ("PUT", "/runs/create"),
        ("DELETE", "/runs/get"),
        ("PATCH", "/experiments/search"),
        ("GET", "/model-versions/update"),
    ],
)
def test_another_method_is_no_such_call(mlflow: Mlflow, method: str, path: str) -> None:
    answer = mlflow.send(method, path, None if method == "GET" else b"{}", None, JSON)
    assert answer.status in (404, 405)
    assert answer.json()["error_code"] == "ENDPOINT_NOT_FOUND"


def test_paths_below_other_roots_are_ours_to_name(mlflow: Mlflow) -> None:
    for method, path in (("POST", "/graphql"), ("POST", "/v1/traces")):
        answer = mlflow.rest.send(method, path, None, b"{}", JSON)
        assert answer.status == 404 and isinstance(answer.json(), dict)


def test_health_and_version(mlflow: Mlflow) -> None:
    health = mlflow.rest.send("GET", "/health")
    assert (health.status, health.body) == (200, b"OK")
    version = mlflow.rest.send("GET", "/version")
    assert version.status == 200 and re.fullmatch(rb"\d+\.\d+\.\d+(\.?\w+)?", version.body)
    for base in ("/api", "/ajax-api"):
        answer = mlflow.send("GET", f"{base}/3.0/mlflow/server-info")
        if answer.status != 404:
            assert accepted(answer)["workspaces_enabled"] is False
        else:
            refused(answer, "ENDPOINT_NOT_FOUND")


def test_a_body_beyond_the_limit_is_refused_and_the_server_goes_on(mlflow: Mlflow) -> None:
    run = mlflow.run()
    tags = [{"key": "t", "value": "x" * 17 * 1024 * 1024}]
    try:
        answer = mlflow.call("POST", "/runs/log-batch", {"run_id": run, "tags": tags})
        assert answer.status in (400, 413) and answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"
    except (BrokenPipeError, ConnectionResetError):
        pass  # refused by its length before it was read
    assert not mlflow.own_tags(run)


def test_errors_show_no_internals(mlflow: Mlflow) -> None:
    for text in ("<img src=x onerror=alert(1)>", "${jndi:ldap://x}", "\u202e\x1b[31m", "x" * 100_000, "'\"\\"):
        for answer in (
            mlflow.call("GET", "/runs/get", None, {"run_id": text[:2000]}),
            mlflow.call("POST", "/runs/log-metric", {"run_id": text, "key": "m", "value": 1, "timestamp": 1}),
            mlflow.call("POST", "/runs/search", {"experiment_ids": [text], "filter": text}),
            mlflow.call("POST", "/runs/update", {"run_id": "0" * 32, "status": text}),
        ):
            assert answer.status in (400, 404), answer
            error = answer.json()
            assert error["error_code"] in ("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST")
            assert len(error["message"]) < 5000
            assert not re.search(r"\bat [\w.]+\(|Exception|/home/|/tmp/", error["message"]), error["message"]


def test_answers_are_marked_as_data(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for answer in (
        mlflow.call("GET", "/runs/get", None, {"run_id": run}),
        mlflow.call("GET", "/runs/get", None, {"run_id": "0" * 32}),
        mlflow.send("GET", "/api/2.0/mlflow/nothing"),
    ):
        named = {name.lower(): value for name, value in answer.headers.items()}
        assert named["content-type"].startswith("application/json") and named["x-content-type-options"] == "nosniff"


def test_answers_are_plain_json_without_null(mlflow: Mlflow) -> None:
    run = mlflow.run(start_time=0)
    mlflow.log(run, "m", "NaN")
    text = mlflow.call("GET", "/runs/get", None, {"run_id": run}).body.decode()
    assert "null" not in text and '"NaN"' in text
    assert json.loads(text)["run"]["info"]["start_time"] == 0


def test_with_a_token_nothing_is_open_and_either_form_of_it_opens_all(sandbox: Sandbox) -> None:
    server = sandbox.serve("--auth", "token")
    closed, opened = Mlflow(Rest(server.url)), Mlflow(Rest(server.url))
    token = str(server.rest.token)
    for method, path in (
        ("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0"), ("POST", "/ajax-api/2.0/mlflow/runs/search"),
        ("GET", f"{PROXY}/artifacts"), ("PUT", f"{PROXY}/artifacts/0/x/artifacts/f"),
        ("GET", "/get-artifact?run_id=x&path=y"), ("POST", f"{PROXY}/mpu/create/x"),
        ("DELETE", "/api/2.0/mlflow/logged-models/m-1"), ("GET", "/api/2.0/mlflow/nothing"),
    ):  # fmt: skip
        for wrong in (
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": "Basic " + base64.b64encode(b"a:b").decode()},
        ):
            answer = closed.send(method, path, None if method == "GET" else b"{}", None, {**JSON, **wrong})
            assert answer.status == 401, (method, path, answer)
            if "/mlflow" in path:
                assert answer.json()["error_code"] == "UNAUTHENTICATED"
    for right in (f"Bearer {token}", "Basic " + base64.b64encode(f"anyone:{token}".encode()).decode()):
        answer = opened.send("GET", "/experiments/get", None, {"experiment_id": "0"}, {"Authorization": right})
        assert accepted(answer)["experiment"]["name"] == "Default"


def test_hosts_and_origins_are_checked_here_too(mlflow: Mlflow) -> None:
    for headers in ({"Host": "attacker.example"}, {"Origin": "https://attacker.example"}, {"Origin": "null"}):
        answer = mlflow.send("POST", "/experiments/search", b'{"max_results": 1}', None, {**JSON, **headers})
        refused(answer, "PERMISSION_DENIED")


def test_a_query_with_odd_keys_is_fine(mlflow: Mlflow) -> None:
    run = mlflow.run()
    query = f"run_id={run}&x=%ff%fe&&=&a=b=c&run%5Fuuid={run}&y"
    answer = mlflow.send("GET", f"/runs/get?{query}")
    assert answer.status in (200, 400)
    if answer.status == 400:
        invalid(answer)
