# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The contract's examples in `spec/examples`, replayed against the packaged server: what goes in comes out."""

from __future__ import annotations

import gzip
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from harness.examples import differences
from harness.product import ROOT, Server
from harness.rest import NDJSON, Answer, Rest, same, value_of

EXAMPLES = sorted((ROOT / "spec" / "examples").glob("*.json"))
RECORDS = ROOT / "spec" / "examples" / "records"
ACCEPTED = json.loads((RECORDS / "accepted.json").read_text("utf-8"))
REJECTED = json.loads((RECORDS / "rejected.json").read_text("utf-8"))
LINES = (RECORDS / "accepted.ndjson").read_bytes().split(b"\n")[:-1]
BLOB = b"test"  # the bytes of the artifact that the examples name
MANIFEST = ACCEPTED[40]["reads"]["snapshot"]["manifest"]  # an empty folder's


def cell(text: str) -> Any:
    """The Python value of a typed text such as `int64:3`."""
    kind, _, value = text.partition(":")
    types: dict[str, Any] = {"float64": float, "int64": int, "bool": "true".__eq__, "text": str, "none": lambda _: None}
    return types[kind](value)


def expected_rows() -> dict[str, dict[str, list[Any]]]:
    """Every metric's columns, as all accepted records together make them."""
    found: dict[str, dict[str, list[Any]]] = {}

    def add(metric: str, columns: dict[str, list[str]]) -> None:
        table = found.setdefault(metric, {})
        for name, cells in columns.items():
            table.setdefault(name, []).extend(map(cell, cells))

    for example in ACCEPTED:
        reads = example["reads"]
        if "rows" in reads:
            add(reads["rows"]["metric"], reads["rows"]["columns"])
        for name, value in reads.get("values", {}).get("values", {}).items():
            add(name, {"": [value]})
    return found


def expected_steps(metric: str) -> list[float | None]:
    steps = []
    for example in ACCEPTED:
        reads = example["reads"]
        if reads.get("rows", {}).get("metric") == metric:
            rows = max(map(len, reads["rows"]["columns"].values()))
            steps += [reads["rows"].get("step")] * rows
        if metric in reads.get("values", {}).get("values", {}):
            steps.append(reads["values"].get("step"))
    return steps


def replay(rest: Rest, cuts: list[int], compressed: bool = False) -> str:
    """Send all accepted records to a new run, cut into requests at these places; answers the run."""
    run, writer = f"examples-{uuid.uuid4()}", str(uuid.uuid4())
    for sha256, blob in (ACCEPTED[35]["reads"]["artifact"]["sha256"], BLOB), (MANIFEST, b""):
        rest.send("PUT", f"/api/v1/blobs/{sha256}", None, blob, {"Content-Type": "application/octet-stream"}).ok()
    headers = {"Content-Type": NDJSON, **({"Content-Encoding": "gzip"} if compressed else {})}
    rejected = []
    for first, end in zip([0, *cuts], [*cuts, len(LINES)], strict=True):
        body = b"".join(line + b"\n" for line in LINES[first:end])
        body = gzip.compress(body) if compressed else body
        query = {"writer": writer, "first": first}
        answer = rest.send("POST", f"/api/v1/runs/{run}/records", query, body, headers).ok()
        assert answer["nextRecord"] == end
        rejected += answer["rejected"]
    assert [(entry["n"], entry.get("m")) for entry in rejected] == [
        (example["n"], name) for example in ACCEPTED for name in example["reads"].get("values", {}).get("refused", [])
    ]
    return run


@pytest.mark.parametrize(
    ("cuts", "compressed"), [([], False), ([], True), (list(range(1, 40)), False), ([7, 22, 23], True)]
)
def test_accepted_records_are_read_back_by_value(rest: Rest, cuts: list[int], compressed: bool) -> None:
    run = replay(rest, cuts, compressed)
    for metric, columns in expected_rows().items():
        assert same(rest.rows(run, metric), columns), metric
        assert rest.get(f"/runs/{run}/points", name=metric)["s"] == expected_steps(metric)
    assert set(rest.names(run)) == expected_rows().keys()
    kinds = {item["name"]: item["kind"] for item in rest.get(f"/runs/{run}/metrics")["items"]}
    for example in ACCEPTED:
        if rows := example["reads"].get("rows"):
            assert kinds[rows["metric"]] == rows["kind"]


def test_accepted_records_make_the_run_that_they_say(rest: Rest) -> None:
    run = replay(rest, [])
    facts = rest.get(f"/runs/{run}")
    create = ACCEPTED[0]["reads"]["create"]
    for key in ("name", "script", "arguments", "target", "host", "heartbeat"):
        assert facts[key] == create[key]
    assert facts["experiment"]["name"] == create["experiment"]
    assert facts["user"]["name"] == create["user"]
    assert facts["tags"] == {"team": "speech", "selected": None, "a": "1", "b": "2"}
    assert facts["properties"] == {"git.branch": "main", "git.commit": "c0ffee"}
    params = {"lr": 0.1, "layers": 3, "batch": 32, "optimizer": "adam", "shuffle": True}
    assert same({name: value_of(value) for name, value in facts["params"].items()}, params)
    assert rest.artifacts(run)["outputs/model.pkl"] == ACCEPTED[35]["reads"]["artifact"]["sha256"]
    assert facts["snapshot"] == MANIFEST[:40]
    [writer] = facts["writers"]
    assert (writer["nextRecord"], writer["dropped"], writer["gaps"]) == (42, 3, [])
    assert {key: writer[key] for key in create["writer"]} == create["writer"]
    assert "the plot was not saved" in [warning["text"] for warning in facts["warnings"]]


def test_rejected_records_are_rejected_each_for_itself(rest: Rest) -> None:
    run = rest.make_run(experiment="rejected")
    lines = (RECORDS / "rejected.ndjson").read_bytes().split(b"\n")[:-1]
    answer = rest.append(run, str(uuid.uuid4()), 0, lines).ok()
    assert answer["nextRecord"] == len(lines)
    told = {entry["n"]: entry["detail"] for entry in answer["rejected"]}
    assert {n: about["about"] for n, about in enumerate(REJECTED) if n not in told} == {}
    assert all(told.values())
    assert rest.names(run) == []
    assert rest.get(f"/runs/{run}")["tags"] == {}
    assert len(rest.get(f"/runs/{run}")["warnings"]) == len(lines)


def exchange(rest: Rest, request: dict[str, Any]) -> Answer:
    """Send one request of an example."""
    assert rest.token
    headers = dict(request.get("headers", {}))
    if "body" in request:
        headers["Content-Type"] = "application/json"
    if request.get("token"):
        headers["Authorization"] = f"Bearer {rest.token}"
    text = json.dumps(request["body"], ensure_ascii=False) if "body" in request else request.get("text", "")
    plain = Rest(rest.url)  # a token goes along only where the example says so
    return plain.send(request["method"], request["path"], None, text.encode() or None, headers)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_is_answered_as_it_says(server: Server, file: Path) -> None:
    requests = json.loads(file.read_text("utf-8"))["requests"]
    assert requests
    for number, request in enumerate(requests, 1):
        answer = exchange(server.rest, request)
        where = f"{number} {request['method']} {request['path']}"
        expect = request["expect"]
        assert answer.status == expect["status"], f"{where}: {answer.body!r}"
        headers = {name.lower(): value for name, value in answer.headers.items()}
        wanted = {name.lower(): value for name, value in expect.get("headers", {}).items()}
        assert list(differences(f"{where} headers", headers, wanted)) == []
        if "json" in headers.get("content-type", "") and request["method"] != "HEAD":
            assert list(differences(where, answer.json(), expect.get("body", {}))) == []
        else:
            assert "body" not in expect, where


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ({"a": 1}, {"a": 2}), ({}, {"a": None}), ([1, 2], [1]), ([], {}), (None, {}), (True, 1), ("1", 1),
        (None, "<text>"), ("", "<text>"), ("5", "<number>"), (False, "<number>"),
        ("2026-01-01", "<time>"), (None, "<uuid>"),
    ],
)  # fmt: skip
def test_the_replay_sees_what_differs(actual: Any, expected: Any) -> None:
    assert len(list(differences("answer", {"items": [actual]}, {"items": [expected]}))) == 1
