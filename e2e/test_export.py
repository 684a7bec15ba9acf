# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Runs from one server to another: everything comes back as it was, and nothing that is hostile comes in."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.extent import full
from harness.product import Sandbox
from harness.rest import NDJSON, Rest, same

SCRIPT = """
    import math, os, runlore
    with open("data.txt", "w") as file: file.write("input")
    parent = runlore.start_run("深 experiment", name="parent", tags={"a": "x"})
    parent.take_snapshot(".")
    numbers = (0.5, math.nan, math.inf, -math.inf, -0.0, 2**53 + 1, 2**63 - 1, -(2**63))
    for value in (*numbers, "text", "", "NaN", None, True):
        parent.log("values", value)
    for step in range(12000):
        parent.log("loss", 1 / (step + 1), step=step)
    parent.log_list("list", [1, 2.5, "x", None])
    parent.log_row("row", a=1, b="é")
    parent.log_row("row", b="only b")
    parent.log_table("table", {"c": [1, 2], "d": [0.1, float("nan")]})
    parent.log("n" * 250, 1)
    parent.log("中文" * 125, 2)
    chart = {"schema_type": "predictions", "schema_version": "v1", "data": {"bin_averages": [0.25, 0.75]}}
    parent.log_predictions("predictions", chart)
    with open("picture.png", "wb") as file: file.write(bytes.fromhex("89504e470d0a1a0a") + bytes(2000))
    parent.log_image("picture", path="picture.png")
    parent.param("lr", 0.1); parent.param("layers", 3); parent.param("none", None)
    parent.set_property("p", "v")
    parent.tag("bare"); parent.tag("été", "été")
    with open("model.bin", "wb") as file: file.write(os.urandom(300000))
    parent.upload("model.bin", "out/model.bin"); parent.upload("model.bin", "out/same.bin"); parent.upload("data.txt")
    child = parent.child("child")
    child.log("x", 1)
    child.fail("ValueError: boom")
    parent.flush()
    if os.fork() == 0:
        parent.log("of the fork", 7)
        parent.flush()
        os._exit(0)
    os.wait()
    parent.complete()
    print(repr((parent.id, child.id)))
    """


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Sandbox]:
    """Another user with a server of its own."""
    sandbox = Sandbox(tmp_path / "other")
    sandbox.serve()
    yield sandbox
    sandbox.close()


@pytest.fixture
def runs(sandbox: Sandbox) -> tuple[str, str]:
    """A run that has something of everything, and its child."""
    sandbox.serve()
    parent, child = sandbox.result(SCRIPT)
    return parent, child


def everything(rest: Rest, run: str) -> dict[str, Any]:
    """All that the API tells of a run, as values."""
    facts = rest.get(f"/runs/{run}")
    facts["experiment"].pop("id")  # a number that each server gives by itself
    metrics = [item for page in rest.pages(f"/runs/{run}/metrics", limit=1000) for item in page["items"]]
    artifacts = [item for page in rest.pages(f"/runs/{run}/artifacts", limit=1000) for item in page["items"]]
    return {
        "facts": facts,
        "metrics": metrics,
        "points": {m["name"]: rest.pages(f"/runs/{run}/points", name=m["name"], limit=5000) for m in metrics},
        "artifacts": artifacts,
        "files": {item["path"]: file(rest, run, item["path"]) for item in artifacts},
        "snapshot": snapshot(rest, facts.get("snapshot")),
    }


def file(rest: Rest, run: str, path: str) -> str:
    answer = rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path})
    assert answer.status == 200
    return hashlib.sha256(answer.body).hexdigest()


def snapshot(rest: Rest, name: str | None) -> Any:
    if name is None:
        return None
    items = rest.get(f"/snapshots/{name}")["items"]
    return [(i, rest.send("GET", f"/api/v1/snapshots/{name}/files", {"path": i["path"]}).body) for i in items]


def without_page_tokens(tree: Any) -> Any:
    """Tokens name log rows, which may be cut otherwise."""
    if isinstance(tree, dict):
        return {key: without_page_tokens(value) for key, value in tree.items() if key != "nextPageToken"}
    return [without_page_tokens(item) for item in tree] if isinstance(tree, list) else tree


def content(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_runs_come_back_identical_by_value_on_another_server(
    sandbox: Sandbox, other: Sandbox, runs: tuple[str, str], tmp_path: Path
) -> None:
    archive = tmp_path / "deux runs.zip"
    told = sandbox.cli("export", runs[0], archive).ok().out
    assert told.startswith("2 runs with ")
    assert sorted(tmp_path.glob("*.part")) == []

    outcome = other.cli_json("import", archive, "-o", "json")
    assert outcome == {"created": 2, "present": 0}

    for run in runs:
        here, there = everything(sandbox.server.rest, run), everything(other.server.rest, run)
        assert same(without_page_tokens(there), without_page_tokens(here))
    for verb in (["history", "list"], ["history", "info", "-r", runs[0]], ["history", "info", "-r", runs[1]]):
        assert other.cli_json(*verb, "-o", "json") == sandbox.cli_json(*verb, "-o", "json")

    again = tmp_path / "again.zip"
    other.cli("export", runs[0], again).ok()
    assert content(again) == content(archive)


@full
def test_an_import_changes_nothing_when_it_is_repeated_and_refuses_what_differs(
    sandbox: Sandbox, other: Sandbox, runs: tuple[str, str], tmp_path: Path
) -> None:
    archive = tmp_path / "runs.zip"
    sandbox.cli("export", runs[1], runs[0], archive).ok()
    for expected in ({"created": 2, "present": 0}, {"created": 0, "present": 2}):
        assert other.cli_json("import", archive, "-o", "json") == expected
    assert sandbox.cli_json("import", archive, "-o", "json") == {"created": 0, "present": 2}

    other.cli("run", "tag", runs[0], "a=changed").ok()
    before = other.server.rest.get(f"/runs/{runs[0]}")
    refused = other.cli("import", archive)
    assert refused.code == 5
    assert f"run '{runs[0]}' is there already and differs in: tags" in refused.err
    assert other.server.rest.get(f"/runs/{runs[0]}") == before


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(
    sandbox: Sandbox, runs: tuple[str, str], tmp_path: Path
) -> None:
    archive = tmp_path / "runs.zip"
    archive.write_text("mine")
    refused = sandbox.cli("export", runs[1], archive)
    assert (refused.code, archive.read_text()) == (5, "mine")
    sandbox.cli("export", runs[1], archive, "--overwrite").ok()
    assert json.loads(content(archive)["export.json"]) == {"format": 1, "runs": [runs[1]]}


def test_a_run_that_goes_on_is_not_exported(sandbox: Sandbox, tmp_path: Path) -> None:
    run = sandbox.serve().rest.make_run(experiment="iris")
    refused = sandbox.cli("export", run, tmp_path / "live.zip")
    assert refused.code == 5
    assert f"run '{run}' must be over to be exported but is Running" in refused.err
    assert not list(tmp_path.glob("*.zip"))


@full
def test_a_number_that_is_taken_becomes_the_next_one(
    sandbox: Sandbox, other: Sandbox, runs: tuple[str, str], tmp_path: Path
) -> None:
    archive = tmp_path / "runs.zip"
    sandbox.cli("export", runs[0], archive).ok()
    other.server.rest.make_run(experiment="深 experiment")
    outcome = other.cli("import", archive).ok()
    assert f"run '{runs[0]}' has the number " in outcome.err
    numbers = [other.server.rest.get(f"/runs/{run}")["number"] for run in runs]
    assert sorted(numbers) == [2, 3]


@full
def test_an_import_that_a_killed_server_broke_off_goes_on(sandbox: Sandbox, other: Sandbox, tmp_path: Path) -> None:
    rest = sandbox.serve().rest
    run = rest.make_run(experiment="iris")
    for name in "abc":
        rest.append_new(run, *({"m": name, "v": value} for value in (0.5, "x", None)))
    rest.call("POST", f"/runs/{run}/complete").ok()
    archive = tmp_path / "run.zip"
    sandbox.cli("export", run, archive).ok()
    parts = content(archive)
    records = parts[f"runs/{run}/records.ndjson"]
    lines = records.splitlines(keepends=True)
    query = {"sha256": hashlib.sha256(records).hexdigest(), "records": len(lines)}

    def put() -> Any:
        body, form = parts[f"runs/{run}/run.json"], {"Content-Type": "application/json"}
        return other.server.rest.send("PUT", f"/api/v1/imports/{run}", query, body, form).json()

    assert put()["nextRecord"] == 0
    first, form = {"sha256": query["sha256"], "first": 0}, {"Content-Type": NDJSON}
    other.server.rest.send("POST", f"/api/v1/imports/{run}/records", first, lines[0], form).ok()
    other.server.kill()
    other.serve()
    assert put()["nextRecord"] == 1
    assert other.server.rest.send("GET", f"/api/v1/runs/{run}").status == 404

    assert other.cli_json("import", archive, "-o", "json") == {"created": 1, "present": 0}
    assert same(everything(other.server.rest, run), everything(rest, run))


@full
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_files_are_refused_and_bring_nothing_in(
    sandbox: Sandbox, other: Sandbox, runs: tuple[str, str], tmp_path: Path
) -> None:
    archive = tmp_path / "runs.zip"
    sandbox.cli("export", runs[0], archive).ok()
    parts = content(archive)
    blob = next(name for name in parts if name.startswith("blobs/"))
    hostile: dict[str, list[tuple[str, bytes]]] = {
        "other bytes": [*((n, b) for n, b in parts.items() if n != blob), (blob, b"evil")],
        "a lacking blob": [(n, b) for n, b in parts.items() if n != blob],
        "a way out": [*parts.items(), ("../../escaped", b"x")],
        "a name twice": [*parts.items(), (blob, parts[blob])],
        "a later format": [("export.json", b'{"format": 2, "runs": ["a"]}')],
    }
    for name, entries in hostile.items():
        bad = tmp_path / "hostile.zip"
        with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as zipped:
            for entry, data in entries:
                zipped.writestr(entry, data)
        refused = other.cli("import", bad)
        assert refused.code == 2, name
        assert "must be what 'runlore export' wrote but has" in refused.err or "but lacks" in refused.err, name
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:-1000])
    assert other.cli("import", tmp_path / "cut.zip").code == 2
    assert other.server.rest.get("/runs", columns="id")["columns"]["id"] == []
    assert not list(tmp_path.rglob("escaped"))
