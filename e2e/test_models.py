# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Models: promoted files, their links, and what comes back through them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.folders import OCTETS, sha256, tree
from harness.lying_server import Lie, LyingServer
from harness.product import Sandbox
from harness.rest import Rest
from harness.submissions import Project

FILES = {"outputs/model.pkl": b"\x80\x04weights", "outputs/model/é.json": b"{}", "outputs/model/deep/w.bin": b"12"}


@pytest.fixture
def project(shared: Sandbox, request: pytest.FixtureRequest) -> Iterator[Project]:
    name: str = request.node.name
    yield Project(shared, name.partition("[")[0].removeprefix("test_")[:40])


@pytest.fixture
def run(rest: Rest) -> str:
    """A run with files."""
    made = rest.make_run(experiment="models")
    for path, body in FILES.items():
        rest.send("PUT", f"/api/v1/runs/{made}/artifacts", {"path": path}, body, OCTETS).ok()
    rest.call("POST", f"/runs/{made}/complete").ok()
    return made


def test_a_file_is_promoted_linked_and_downloaded(project: Project, rest: Rest, run: str) -> None:
    project.cli("init", "-e", "models").ok()
    below = project.write("src/deep/x.py", "").parent
    promote = ["history", "promote", "-r", run, "-ap", "outputs/model.pkl", "-n", "one"]
    sandbox = project.sandbox
    told = [json.loads(sandbox.start(*promote, folder=below).wait().ok().out) for _ in range(2)]
    assert [made["assetId"] for made in told] == ["one:1", "one:2"]
    link = project.folder / "assets" / "one.link"
    version = rest.get("/models:version", name="one")
    assert told[1].pop("linkFile") == str(link)
    assert (
        json.loads(link.read_text())
        == told[1]
        == {
            "assetId": "one:2",
            "name": "one",
            "version": 2,
            "runId": run,
            "artifactPath": "outputs/model.pkl",
            "sha256": sha256(FILES["outputs/model.pkl"]),
            "createdUtc": version["created"],
        }
    )
    assert project.cli("asset", "download", "-l", "assets/one.link", "-d", "serving").ok().err == ""
    assert tree(project.folder / "serving") == {"model.pkl": (False, FILES["outputs/model.pkl"])}
    again = project.cli("asset", "download", "-l", "assets/one.link", "-d", "serving")
    assert again.code == 5 and "--overwrite" in again.err
    (project.folder / "serving" / "model.pkl").write_bytes(b"old")
    project.cli("asset", "download", "-l", "assets/one.link", "-d", "serving", "--overwrite").ok()
    assert (project.folder / "serving" / "model.pkl").read_bytes() == FILES["outputs/model.pkl"]


def test_a_folder_is_one_version_of_all_its_files(project: Project, rest: Rest, run: str) -> None:
    project.cli("history", "promote", "-r", run, "-ap", "outputs/model", "-n", "folder").ok()
    version = rest.get("/models:version", name="folder")
    below = {path: body for path, body in FILES.items() if path.startswith("outputs/model/")}
    assert {item["path"]: (item["sha256"], item["size"]) for item in version["files"]} == {
        path: (sha256(body), len(body)) for path, body in below.items()
    }
    project.cli("asset", "download", "-l", "assets/folder.link", "-d", "to").ok()
    assert tree(project.folder / "to") == {path.removeprefix("outputs/"): (False, body) for path, body in below.items()}
    missing = project.cli("history", "promote", "-r", run, "-ap", "outputs/none", "-n", "folder")
    assert missing.code == 3 and all(path in missing.err for path in FILES)
    assert rest.get("/models", name="folder")["items"][0]["lastVersion"] == 1


def test_models_are_listed_shown_and_tagged_as_the_api_has_them(project: Project, rest: Rest, run: str) -> None:
    for path in ("outputs/model.pkl", "outputs/model"):
        words = ["-n", "shown", "--description", f"of {path}", "--tag", "by=anna"]
        project.cli("history", "promote", "-r", run, "-ap", path, *words).ok()
    project.cli("model", "tag", "shown", "team=flowers", "bare", "old=1").ok()
    assert json.loads(project.cli("model", "tag", "shown", "--remove", "old").ok().out) == {
        "team": "flowers",
        "bare": None,
    }
    project.cli("model", "tag", "shown", "--version", "1", "stage=production").ok()
    shown = json.loads(project.cli("model", "show", "shown").ok().out)
    versions = shown.pop("versions")
    assert [shown] == rest.get("/models", name="shown")["items"]
    assert versions == rest.get("/models:versions", name="shown")["items"]
    by_number = {version["version"]: version for version in versions}
    assert by_number[1]["tags"] == {"by": "anna", "stage": "production"}
    assert (by_number[2]["description"], by_number[2]["tags"]) == ("of outputs/model", {"by": "anna"})
    assert json.loads(project.cli("model", "show", "shown", "--version", "1").ok().out) == by_number[1]
    listed = json.loads(project.cli("model", "list").ok().out)
    assert listed == rest.get("/models")["items"] and "shown" in [model["name"] for model in listed]
    table = project.cli("model", "show", "shown", "-o", "table").ok().out.splitlines()
    assert table[0].split() == ["Version", "Run", "Artifact", "Files", "Bytes", "Created", "Aliases"]
    assert sorted(line.split()[:5] for line in table[2:]) == [
        ["1", run, "outputs/model.pkl", "1", "9"],
        ["2", run, "outputs/model", "2", "4"],
    ]


def test_a_name_is_never_a_path(project: Project, rest: Rest, run: str) -> None:
    """Attack row 13."""
    for name in ("../../evil", "/tmp/evil", "..", "CON"):
        before = {path for path in project.sandbox.folder.rglob("*") if "data" not in path.parts}
        made = json.loads(project.cli("history", "promote", "-r", run, "-ap", "outputs/model.pkl", "-n", name).ok().out)
        assert rest.get("/models:version", name=name)["name"] == name
        link = Path(made["linkFile"])
        after = {path for path in project.sandbox.folder.rglob("*") if "data" not in path.parts}
        assert after - before <= {project.folder / "assets", link} and link.parent == project.folder / "assets"
        assert not Path("/tmp/evil").exists() and json.loads(link.read_text())["name"] == name
    project.cli("asset", "download", "-l", link, "-d", "to").ok()
    assert tree(project.folder / "to") == {"model.pkl": (False, FILES["outputs/model.pkl"])}


def test_a_version_outlives_its_runs_file_and_its_run(project: Project, rest: Rest, run: str) -> None:
    project.cli("history", "promote", "-r", run, "-ap", "outputs", "-n", "kept").ok()
    rest.send("PUT", f"/api/v1/runs/{run}/artifacts", {"path": "outputs/model.pkl"}, b"newer", OCTETS).ok()
    project.cli("purge", run, "--yes").ok()
    assert rest.send("GET", f"/api/v1/runs/{run}").status == 404
    assert rest.send("GET", f"/api/v1/blobs/{sha256(b'newer')}").status in (200, 404), "it goes within a minute"
    project.cli("asset", "download", "-l", "assets/kept.link", "-d", "to").ok()
    assert tree(project.folder / "to") == {path: (False, body) for path, body in FILES.items()}


def version_of(files: list[dict[str, Any]], path: str) -> dict[str, Any]:
    time = "2026-05-04T09:30:00Z"
    return {
        "name": "m",
        "version": 1,
        "run": "r",
        "artifactPath": path,
        "files": files,
        "tags": {},
        "created": time,
        "updated": time,
    }


@pytest.mark.parametrize(
    ("promoted", "file"),
    [
        ("outputs", "outputs/../../evil"),
        ("outputs", "../evil"),
        ("outputs", "/tmp/evil"),
        ("outputs", "other/evil"),
        ("outputs", "outputs\\evil"),
        ("..", "../evil"),
        ("/tmp", "/tmp/evil"),
    ],
)
def test_a_server_cannot_make_a_download_leave_its_folder(sandbox: Sandbox, promoted: str, file: str) -> None:
    """Attack row 24: the link file agrees with the server, as one made by the attacker would."""
    lying = LyingServer()
    lying.say("/models:version", version_of([{"path": file, "sha256": sha256(b"x"), "size": 1}], promoted))
    lying.lies["/api/v1/models:file"] = Lie(b"x", {**OCTETS, "Content-Disposition": 'attachment; filename="../evil"'})
    link = {
        "assetId": "m:1",
        "name": "m",
        "version": 1,
        "runId": "r",
        "artifactPath": promoted,
        "sha256": sha256(b"x"),
        "createdUtc": "2026-05-04T09:30:00Z",
    }
    (sandbox.work / "m.link").write_text(json.dumps(link))
    before = tree(sandbox.work)
    refused = sandbox.cli("asset", "download", "-l", "m.link", "-d", "to", "--url", lying.url)
    lying.close()
    assert refused.code in (1, 2) and "Exception" not in refused.err
    assert tree(sandbox.work) == before
    assert not (sandbox.folder / "evil").exists() and not Path("/tmp/evil").exists()


def test_another_version_under_the_links_name_is_refused(project: Project, rest: Rest, run: str) -> None:
    project.cli("history", "promote", "-r", run, "-ap", "outputs/model.pkl", "-n", "swapped").ok()
    link = project.folder / "assets" / "swapped.link"
    told = json.loads(link.read_text())
    for field, value in (("sha256", sha256(b"other")), ("runId", "other")):
        link.write_text(json.dumps({**told, field: value}))
        refused = project.cli("asset", "download", "-l", link, "-d", "to")
        assert refused.code == 5 and "name the server that made the link with --url" in refused.err
    for text in ("[]", json.dumps({**told, "version": "1"}), json.dumps(told)[:-1], "{" * 70_000):
        link.write_text(text)
        refused = project.cli("asset", "download", "-l", link, "-d", "to")
        assert refused.code == 2 and "promote again" in refused.err and "Exception" not in refused.err
    assert not (project.folder / "to").exists()
