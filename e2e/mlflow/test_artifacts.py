# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Files through the artifact proxy: up, down, in parts, listed and deleted, under every name that a file may have."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pytest

from harness.mlflow import JSON, OCTETS, PROXY, Mlflow, accepted, invalid, refused
from harness.rest import Answer

ABSENT = "RESOURCE_DOES_NOT_EXIST"


class Place(NamedTuple):
    """A run and the path of its files below the proxy."""

    run: str
    root: str


@pytest.fixture
def place(mlflow: Mlflow) -> Place:
    run = mlflow.run()
    uri = mlflow.info(run)["artifact_uri"]
    assert uri.startswith("mlflow-artifacts:/")
    return Place(run, uri.removeprefix("mlflow-artifacts:/"))


def headers(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


NAMES = [
    "plain.txt",
    "with space.txt",
    " leading and trailing ",
    "a+b.txt",
    "100%.txt",
    "%2e%2e.txt",
    "%25%2B%20.txt",
    "images/key%step%0%timestamp%1700000000000%6f.png",
    "précision 正則化 𝄞.txt",
    "e\u0301.txt",
    "quote'\".txt",
    "semi;colon&amp=?#.txt",
    "~tilde,comma!(brackets)[x]{y}.txt",
    "12:30:05.txt",
    "...",
    "..hidden",
    ".dot/.file",
    "deep/er/and/deeper/file",
    "CON",
    "MLmodel",
    "no-suffix",
    "<script>.html",
    "@x=y$z*^|`.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_survive(mlflow: Mlflow, place: Place, name: str) -> None:
    body = name.encode() * 3
    mlflow.put(f"{place.root}/{name}", body)
    answer = mlflow.file(f"{place.root}/{name}")
    assert (answer.status, answer.body) == (200, body)
    folder, _, base = name.rpartition("/")
    entry = {"path": base, "is_dir": False, "file_size": len(body)}
    assert mlflow.listed(f"{place.root}/{folder}" if folder else place.root) == [entry]
    assert mlflow.get("/artifacts/list", run_id=place.run, path=folder)["files"] == [{**entry, "path": name}]
    assert list(mlflow.rest.artifacts(place.run)) == [name]
    whole = mlflow.send("GET", f"{PROXY}/artifacts/{quote(f'{place.root}/{name}', safe='')}")
    assert whole.body == body or whole.status in (400, 404), "slashes are encoded as well"


OWN_KINDS = ("application/json", "application/yaml", "text/csv", "text/markdown", "text/x-python")


def test_a_file_comes_back_with_headers_that_run_nothing(mlflow: Mlflow, place: Place) -> None:
    for name, kind in {
        "page.html": "text/html", "notes.md": "text/plain", "MLmodel": "text/plain", "data.json": "text/plain",
        "conda.yaml": "text/plain", "table.csv": "text/plain", "train.py": "text/plain", "plot.png": "image/png",
        "model.pkl": "application/octet-stream",
    }.items():  # fmt: skip
        mlflow.put(f"{place.root}/{name}", b"bytes")
        found = headers(mlflow.file(f"{place.root}/{name}"))
        assert found["content-type"].partition(";")[0] in (kind, "application/octet-stream", *OWN_KINDS)
        assert found["content-disposition"].startswith("attachment")
        assert name in found["content-disposition"]
        assert found["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("size", [0, 1, 65_536, 3_000_001])
def test_sizes(mlflow: Mlflow, place: Place, size: int) -> None:
    body = random.Random(size).randbytes(size)
    mlflow.put(f"{place.root}/f.bin", body)
    answer = mlflow.file(f"{place.root}/f.bin")
    assert (answer.status, answer.body, headers(answer)["content-length"]) == (200, body, str(size))
    assert mlflow.listed(place.root) == [{"path": "f.bin", "is_dir": False, "file_size": size}]
    assert mlflow.rest.artifacts(place.run) == {"f.bin": hashlib.sha256(body).hexdigest()}


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "image/png; charset=x", "application/json", "multipart/form-data", "é"]
)
def test_any_content_type_is_bytes(mlflow: Mlflow, place: Place, kind: str | None) -> None:
    sent = {} if kind is None else {"Content-Type": kind.encode("utf-8").decode("latin-1")}
    answer = mlflow.send("PUT", f"{PROXY}/artifacts/{place.root}/f", b'{"a": 1}', None, sent)
    assert accepted(answer) == {}
    assert mlflow.file(f"{place.root}/f").body == b'{"a": 1}'


def test_a_body_in_chunks(mlflow: Mlflow, place: Place) -> None:
    url = urlsplit(mlflow.rest.url)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=30)
    parts = [bytes([n]) * 10_000 for n in range(50)]
    token = {"Authorization": f"Bearer {mlflow.rest.token}"}
    connection.request("PUT", f"{PROXY}/artifacts/{place.root}/f", iter(parts), token, encode_chunked=True)
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())) == (200, {})
    connection.close()
    assert mlflow.file(f"{place.root}/f").body == b"".join(parts)


def test_a_file_is_replaced_and_uploaded_twice(mlflow: Mlflow, place: Place) -> None:
    for body in (b"first", b"second", b"second"):
        mlflow.put(f"{place.root}/f", body)
        assert mlflow.file(f"{place.root}/f").body == body
    assert mlflow.listed(place.root) == [{"path": "f", "is_dir": False, "file_size": 6}]


RANGES = {
    "bytes=0-3": (206, b"0123", "bytes 0-3/10"),
    "bytes=4-": (206, b"456789", "bytes 4-9/10"),
    "bytes=-3": (206, b"789", "bytes 7-9/10"),
    "bytes=8-100": (206, b"89", "bytes 8-9/10"),
    "bytes=10-": (416, None, "bytes */10"),
}


@pytest.mark.parametrize("asked", RANGES)
def test_ranges(mlflow: Mlflow, place: Place, asked: str) -> None:
    mlflow.put(f"{place.root}/f", b"0123456789")
    answer = mlflow.send("GET", f"{PROXY}/artifacts/{place.root}/f", None, None, {"Range": asked})
    status, body, shown = RANGES[asked]
    assert (answer.status, headers(answer)["content-range"]) == (status, shown)
    assert body is None or answer.body == body
    assert headers(mlflow.file(f"{place.root}/f"))["accept-ranges"] == "bytes"


def test_folders_are_listed_by_base_names(mlflow: Mlflow, place: Place) -> None:
    files = {"a.txt": 1, "sub/b.txt": 2, "sub/deep/c.txt": 3, "sub/deep/d.txt": 4, "other/e.txt": 5, "sub.txt": 6}
    for name, size in files.items():
        mlflow.put(f"{place.root}/{name}", b"x" * size)
    root = [("a.txt", False, 1), ("other", True, None), ("sub", True, None), ("sub.txt", False, 6)]
    sub = [("b.txt", False, 2), ("deep", True, None)]

    def shown(listed: list[dict[str, Any]]) -> list[tuple[str, bool, int | None]]:
        return sorted((file["path"], file["is_dir"], file.get("file_size")) for file in listed)

    assert shown(mlflow.listed(place.root)) == root == shown(mlflow.listed(place.root + "/"))
    assert shown(mlflow.listed(f"{place.root}/sub")) == sub
    assert shown(mlflow.listed(f"{place.root}/sub/deep")) == [("c.txt", False, 3), ("d.txt", False, 4)]
    for nothing in ("a.txt", "sub/b.txt", "none", "sub/de", "su"):
        answer = mlflow.send("GET", f"{PROXY}/artifacts", None, {"path": f"{place.root}/{nothing}"})
        assert accepted(answer) == {}, nothing
    own = mlflow.get("/artifacts/list", run_id=place.run)
    assert own["root_uri"] == mlflow.info(place.run)["artifact_uri"]
    assert shown(own["files"]) == root
    own = mlflow.get("/artifacts/list", run_id=place.run, path="sub")
    assert shown(own["files"]) == [(f"sub/{name}", *rest) for name, *rest in sub]
    for nothing in ("a.txt", "none"):
        assert "files" not in mlflow.get("/artifacts/list", run_id=place.run, path=nothing)


def test_the_levels_above_runs_are_folders(mlflow: Mlflow, place: Place) -> None:
    mlflow.put(f"{place.root}/f.txt")
    experiment, run, _ = place.root.split("/")
    assert {"path": experiment, "is_dir": True} in mlflow.listed()
    assert {"path": run, "is_dir": True} in mlflow.listed(experiment)
    assert mlflow.listed(f"{experiment}/{run}") == [{"path": "artifacts", "is_dir": True}]
    assert mlflow.listed("999999999") == [] == mlflow.listed(f"{experiment}/{'0' * 32}")


def test_what_is_not_there(mlflow: Mlflow, place: Place) -> None:
    mlflow.put(f"{place.root}/sub/f.txt")
    experiment = place.root.split("/")[0]
    for path in (
        f"{place.root}/none", f"{place.root}/sub", f"{place.root}/sub/f.txt/x", f"{experiment}/{'0' * 32}/artifacts/f",
        "999999999/x/artifacts/f", f"{experiment}/{place.run}/elsewhere/f", f"{place.root}/SUB/f.txt", "x",
    ):  # fmt: skip
        answer = mlflow.file(path)
        assert answer.status in (400, 404), path
        refused(answer, ABSENT if answer.status == 404 else "INVALID_PARAMETER_VALUE")


def test_nothing_is_uploaded_to_a_place_that_there_is_not(mlflow: Mlflow, place: Place) -> None:
    experiment = place.root.split("/")[0]
    for path in (
        f"{experiment}/{'0' * 32}/artifacts/f", "999999999/x/artifacts/f", f"{experiment}/{place.run}/elsewhere/f",
        f"{experiment}/f", "f", f"0/{place.run}/artifacts/f", place.root,
    ):  # fmt: skip
        answer = mlflow.send("PUT", f"{PROXY}/artifacts/{path}", b"x", None, OCTETS)
        assert answer.status in (400, 404) and answer.json()["error_code"] in ("INVALID_PARAMETER_VALUE", ABSENT), path
    assert mlflow.rest.artifacts(place.run) == {}


def test_a_file_or_a_folder_is_deleted_once_or_twice(mlflow: Mlflow, place: Place) -> None:
    for name in ("a", "sub/b", "sub/deep/c", "subway"):
        mlflow.put(f"{place.root}/{name}")
    for _ in range(2):
        assert accepted(mlflow.send("DELETE", f"{PROXY}/artifacts/{place.root}/a")) == {}
        refused(mlflow.file(f"{place.root}/a"), ABSENT)
    for _ in range(2):
        assert accepted(mlflow.send("DELETE", f"{PROXY}/artifacts/{place.root}/sub")) == {}
        assert list(mlflow.rest.artifacts(place.run)) == ["subway"]
    assert accepted(mlflow.send("DELETE", f"{PROXY}/artifacts/{place.root}")) == {}
    assert mlflow.rest.artifacts(place.run) == {} and mlflow.listed(place.root) == []


BAD = [
    "..", "../x", "a/../b", "a/..", "%2e%2e/x", "a/%2e%2e/%2e%2e/x", "a%2f..%2fb", ".%2e/x", "./a", "a/./b", "a//b",
    "a%00b", "a%5cb", "..%5c..%5cx", "a%0ab", "a%1fb", "%ff%fe", "%zz", "a/%",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD)
@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
def test_paths_that_are_no_names(mlflow: Mlflow, place: Place, method: str, path: str) -> None:
    mlflow.put(f"{place.root}/kept", b"kept")
    body = b"x" if method == "PUT" else None
    answer = mlflow.send(method, f"{PROXY}/artifacts/{place.root}/{path}", body, None, OCTETS)
    invalid(answer)
    assert mlflow.rest.artifacts(place.run) == {"kept": hashlib.sha256(b"kept").hexdigest()}


@pytest.mark.parametrize("path", ["..", "../x", "a/../..", "/etc", "a//b", "a\0b", "..\\x", "a\\b", "%2e%2e", "./a"])
def test_folders_that_are_no_names(mlflow: Mlflow, place: Place, path: str) -> None:
    own = mlflow.call("GET", "/artifacts/list", None, {"run_id": place.run, "path": path})
    if path == "%2e%2e":
        assert own.status in (200, 400)
        assert own.status == 400 or "files" not in accepted(own)
    else:
        invalid(own, "Invalid path")
        invalid(mlflow.send("GET", f"{PROXY}/artifacts", None, {"path": f"{place.root}/{path}"}))


# ---- in parts

MPU = f"{PROXY}/mpu"


def create(mlflow: Mlflow, folder: str, name: str, parts: int) -> dict[str, Any]:
    answer = mlflow.call("POST", f"{MPU}/create/{folder}", {"path": name, "num_parts": parts})
    made: dict[str, Any] = accepted(answer)
    assert [credential["part_number"] for credential in made["credentials"]] == list(range(1, parts + 1))
    return made


def upload(mlflow: Mlflow, made: dict[str, Any], bodies: list[bytes]) -> list[dict[str, Any]]:
    """What `complete` wants to know of the parts, uploaded with the last one first."""
    parts = []
    for credential, body in reversed(list(zip(made["credentials"], bodies, strict=True))):
        url = urlsplit(credential["url"])
        assert f"{url.scheme}://{url.netloc}" == mlflow.rest.url
        target = url.path + (f"?{url.query}" if url.query else "")
        sent = dict(credential.get("headers", {}))
        answer = mlflow.rest.send("PUT", target, None, body, {**OCTETS, **sent})
        assert answer.status == 200, answer
        etag = headers(answer)["etag"]
        parts.append({"part_number": credential["part_number"], "etag": etag, "url": credential["url"]})
    return parts[::-1]


def test_a_file_in_parts(mlflow: Mlflow, place: Place) -> None:
    bodies = [random.Random(n).randbytes(100_000 + n) for n in range(4)]
    made = create(mlflow, f"{place.root}/sub", "/home/ada/local folder/big file.bin", 4)
    parts = upload(mlflow, made, bodies)
    assert mlflow.rest.artifacts(place.run) == {}
    body = {"path": "/home/ada/local folder/big file.bin", "upload_id": made.get("upload_id", ""), "parts": parts}
    for _ in range(2):  # a client that did not hear the answer asks again
        assert accepted(mlflow.call("POST", f"{MPU}/complete/{place.root}/sub", body)) == {}
        assert mlflow.rest.artifacts(place.run) == {"sub/big file.bin": hashlib.sha256(b"".join(bodies)).hexdigest()}
    assert mlflow.file(f"{place.root}/sub/big file.bin").body == b"".join(bodies)


def test_parts_are_joined_by_their_numbers(mlflow: Mlflow, place: Place) -> None:
    made = create(mlflow, place.root, "f", 3)
    parts = upload(mlflow, made, [b"one", b"two", b"three"])
    body = {"path": "f", "upload_id": made.get("upload_id", ""), "parts": parts[::-1]}
    accepted(mlflow.call("POST", f"{MPU}/complete/{place.root}", body))
    assert mlflow.file(f"{place.root}/f").body == b"onetwothree"


def test_an_upload_is_given_up(mlflow: Mlflow, place: Place) -> None:
    made = create(mlflow, place.root, "f", 2)
    upload(mlflow, made, [b"one", b"two"])
    body = {"path": "f", "upload_id": made.get("upload_id", "")}
    for _ in range(2):
        assert accepted(mlflow.call("POST", f"{MPU}/abort/{place.root}", body)) == {}
    assert mlflow.rest.artifacts(place.run) == {}


def test_parts_that_nobody_uploaded(mlflow: Mlflow, place: Place) -> None:
    made = create(mlflow, place.root, "f", 2)
    parts = upload(mlflow, made, [b"one", b"two"])
    for etag in (hashlib.sha256(b"never sent").hexdigest(), "x", "", "../../etc/passwd", "é" * 64):
        wrong = [parts[0], {**parts[1], "etag": etag}]
        body = {"path": "f", "upload_id": made.get("upload_id", ""), "parts": wrong}
        answer = mlflow.call("POST", f"{MPU}/complete/{place.root}", body)
        assert answer.status in (400, 404) and answer.json()["error_code"] in ("INVALID_PARAMETER_VALUE", ABSENT)
    assert mlflow.rest.artifacts(place.run) == {}


@pytest.mark.parametrize("step", ["create", "complete", "abort"])
def test_parts_go_to_a_run_and_nowhere_else(mlflow: Mlflow, place: Place, step: str) -> None:
    body = {"path": "f", "num_parts": 1, "upload_id": "x", "parts": []}
    for folder in ("999999999/x/artifacts", f"{place.root}/%2e%2e/x", f"{place.root}/../../x", "f"):
        answer = mlflow.call("POST", f"{MPU}/{step}/{folder}", body)
        assert answer.status in (400, 404) and "error_code" in answer.json(), (folder, answer)
    for number in (0, -1, 10**9, "x") if step == "create" else ():
        invalid(mlflow.call("POST", f"{MPU}/create/{place.root}", {"path": "f", "num_parts": number}))


def test_there_are_no_presigned_addresses(mlflow: Mlflow, place: Place) -> None:
    mlflow.put(f"{place.root}/f")
    refused(mlflow.send("GET", f"{PROXY}/presigned/{place.root}/f"), "NOT_IMPLEMENTED")
    body = {"run_id": place.run, "path": "f"}
    refused(mlflow.call("POST", "/artifacts/presigned-upload-url", body), "NOT_IMPLEMENTED")


# ---- other ways to the same files


def test_the_ways_of_the_web_interface(mlflow: Mlflow, place: Place) -> None:
    mlflow.put(f"{place.root}/sub/a b.txt", b"bytes")
    answer = mlflow.send("GET", "/get-artifact", None, {"run_id": place.run, "path": "sub/a b.txt"})
    assert (answer.status, answer.body) == (200, b"bytes")
    assert headers(answer)["content-disposition"].startswith("attachment")
    missing = mlflow.send("GET", "/get-artifact", None, {"run_id": place.run, "path": "none"})
    refused(missing, ABSENT)
    for path in ("../x", "/etc/passwd", "a/../../x"):
        invalid(mlflow.send("GET", "/get-artifact", None, {"run_id": place.run, "path": path}))
    query = {"run_uuid": place.run, "path": "up/loaded.txt"}
    sent = mlflow.send("POST", "/ajax-api/2.0/mlflow/upload-artifact", b"from the browser", query, OCTETS)
    assert sent.status == 200
    assert mlflow.file(f"{place.root}/up/loaded.txt").body == b"from the browser"
    most = bytes(10 * 1024 * 1024)
    accepted(mlflow.send("POST", "/ajax-api/2.0/mlflow/upload-artifact", most, {**query, "path": "most"}, OCTETS))
    assert mlflow.file(f"{place.root}/most").body == most
    large = mlflow.send("POST", "/ajax-api/2.0/mlflow/upload-artifact", bytes(10 * 1024 * 1024 + 1), query, OCTETS)
    assert large.status in (400, 413) and large.json()["error_code"] == "INVALID_PARAMETER_VALUE"
    assert mlflow.file(f"{place.root}/up/loaded.txt").body == b"from the browser"


def test_files_of_ours_are_theirs(mlflow: Mlflow, tmp_path: Path) -> None:
    run = mlflow.rest.make_run(experiment="files of both")
    body = b"from the other side"
    sha256 = hashlib.sha256(body).hexdigest()
    assert mlflow.rest.send("PUT", f"/api/v1/blobs/{sha256}", None, body, OCTETS).status in (200, 201)
    mlflow.rest.append_new(run, {"artifact": {"path": "outputs/a b.txt", "sha256": sha256, "size": len(body)}})
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    assert mlflow.file(f"{root}/outputs/a b.txt").body == body
    assert mlflow.listed(f"{root}/outputs") == [{"path": "a b.txt", "is_dir": False, "file_size": len(body)}]
    mlflow.put(f"{root}/outputs/theirs.txt", b"theirs")
    answer = mlflow.rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": "outputs/theirs.txt"})
    assert answer.body == b"theirs"


def test_the_ajax_twin_has_the_same_files(mlflow: Mlflow, place: Place) -> None:
    twin = "/ajax-api/2.0/mlflow-artifacts/artifacts"
    assert accepted(mlflow.send("PUT", f"{twin}/{place.root}/f%20g", b"twin", None, JSON)) == {}
    assert mlflow.send("GET", f"{twin}/{place.root}/f%20g").body == b"twin" == mlflow.file(f"{place.root}/f g").body
    assert accepted(mlflow.send("GET", twin, None, {"path": place.root}))["files"][0]["path"] == "f g"
    assert accepted(mlflow.send("DELETE", f"{twin}/{place.root}/f%20g")) == {}
    assert mlflow.listed(place.root) == []
