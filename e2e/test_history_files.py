# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A run's results and files, by the command line and by the API: the same, and kept."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from harness.folders import OCTETS, sha256
from harness.lying_server import Lie, LyingServer, run_facts
from harness.product import Sandbox
from harness.rest import Rest
from harness.submissions import DRIVER_LOG, Project, TrackedRun

RATES = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28]
FILES = {"outputs/model.pkl": b"\x80\x04model", "outputs/roc é.png": b"\x89PNG\r\n", "outputs/deep/notes.txt": b""}


@pytest.fixture(scope="module")
def eight(rest: Rest) -> list[str]:
    """Eight runs of one experiment as a script with eight rates leaves them."""
    runs = []
    for rate in RATES:
        run = rest.make_run(experiment="eight", script="iris_sklearn.py", arguments=[str(rate)])
        rest.append_new(run, {"m": "Regularization Rate", "v": rate}, {"m": "Accuracy", "v": 1 - rate / 2})
        rest.append_new(run, {"m": "fold", "l": [1, 2.5, 3]}, {"m": "confusion", "c": {"a": [1, 2], "b": ["x", None]}})
        for path, body in FILES.items():
            rest.send("PUT", f"/api/v1/runs/{run}/artifacts", {"path": path}, body + str(rate).encode(), OCTETS).ok()
        rest.call("POST", f"/runs/{run}/complete").ok()
        runs.append(run)
    return runs


def test_w26_the_details_of_run_7_are_the_same_in_the_command_line_and_the_api(
    shared: Sandbox, rest: Rest, eight: list[str]
) -> None:
    run = eight[6]
    told = shared.cli_json("history", "info", "-r", run)
    facts = rest.get(f"/runs/{run}")
    assert (told["run_id"], told["run_number"], told["script_name"], told["status"]) == (
        run,
        facts["number"],
        "iris_sklearn.py",
        "Completed",
    )
    assert facts["number"] == 7
    assert (told["Regularization Rate"], told["Accuracy"]) == (0.64, 0.68)
    assert sorted(told["attachments"].split(", ")) == sorted(rest.artifacts(run)) == sorted(FILES)
    for name in rest.names(run):
        points = shared.cli_json("run", "points", run, name)
        rows = rest.rows(run, name)
        assert [{key: point[key] for key in point if key not in ("time", "step")} for point in points] == [
            {(column or "value"): cells[row] for column, cells in rows.items()}
            for row in range(len(next(iter(rows.values()))))
        ]
    listed = shared.cli_json("history", "list", "--filter", 'experiment = "eight"')
    assert [entry["run_id"] for entry in listed] == eight[::-1]
    assert [entry["Accuracy"] for entry in listed] == [1 - rate / 2 for rate in RATES[::-1]]


def test_w27_every_file_is_downloaded_as_it_was(shared: Sandbox, rest: Rest, eight: list[str]) -> None:
    run = eight[6]
    kept = {path: sha256(body + b"0.64") for path, body in FILES.items()}
    assert rest.artifacts(run) == kept
    shared.cli("history", "download", "-r", run, "-d", "whole").ok()
    assert {path: sha256((shared.work / "whole" / path).read_bytes()) for path in FILES} == kept
    for path, body in FILES.items():
        shared.cli("history", "download", "-r", run, "--artifact", path, "-d", "single").ok()
        assert (shared.work / "single" / path).read_bytes() == body + b"0.64"
        assert rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path}).body == body + b"0.64"


def test_w28_the_work_folder_may_go(shared: Sandbox, rest: Rest) -> None:
    project = Project(shared, "w28")
    code = "open('outputs/a.bin', 'wb').write(bytes(range(256)) * 100); open('logs/b.txt', 'w').write('b'); print('hi')"
    project.write("train.py", code)
    run = project.submit("train.py")
    run.end()
    shutil.rmtree(shared.data / "jobs" / run.id)
    shutil.rmtree(project.folder)
    shared.cli("history", "download", "-r", run.id, "-d", "w28 back").ok()
    back = shared.work / "w28 back"
    assert (back / "outputs/a.bin").read_bytes() == bytes(range(256)) * 100
    assert ((back / "logs/b.txt").read_text(), (back / DRIVER_LOG).read_text()) == ("b", "hi\n")
    assert sorted(rest.artifacts(run.id)) == [DRIVER_LOG, "logs/b.txt", "outputs/a.bin"]


def test_w37_the_six_commands_work(shared: Sandbox, eight: list[str]) -> None:
    six = [
        ["list"],
        ["last"],
        ["info", "-r", eight[6]],
        ["compare", eight[0], eight[6]],
        ["download", "-r", eight[6], "-d", "six"],
        ["promote", "-r", eight[6], "-ap", "outputs/model.pkl", "-n", "six"],
    ]
    told = {words[0]: shared.cli_json("history", *words) for words in six}
    assert eight[6] in [entry["run_id"] for entry in told["list"]]
    assert told["info"]["run_id"] == eight[6]
    assert told["compare"]["Accuracy"] == [0.995, 0.68]
    assert (shared.work / "six/outputs/model.pkl").read_bytes() == b"\x80\x04model0.64"
    assert told["promote"]["assetId"] == "six:1"


@pytest.mark.parametrize(
    "path", ["../evil", "/tmp/evil", "a/../../evil", "..\\evil", "a\\b", "C:/evil", "a/./b", "a//b", "", "x\x00y", "."]
)
def test_a_server_that_names_files_outside_the_folder_writes_nothing(sandbox: Sandbox, path: str) -> None:
    """Attack row 24."""
    lying = LyingServer()
    lying.say("/runs/r", run_facts("r"))
    item = {"path": path, "sha256": sha256(b"x"), "size": 1, "created": "2026-05-04T09:30:00.000000Z"}
    lying.say("/runs/r/artifacts", {"items": [item]})
    outcome = sandbox.cli("history", "download", "-r", "r", "-d", "to/here", "--url", lying.url)
    lying.close()
    assert outcome.code != 0 and "Exception" not in outcome.err
    assert [found for found in sandbox.work.rglob("*") if found.is_file()] == []
    assert not (sandbox.folder / "evil").exists() and not Path("/tmp/evil").exists()


def test_a_files_name_never_comes_from_a_header_and_other_bytes_are_refused(sandbox: Sandbox) -> None:
    """Attack row 26."""
    lying = LyingServer()
    lying.say("/runs/r", run_facts("r"))
    lying.say("/models:version", {})
    item = {"path": "a.txt", "sha256": sha256(b"x"), "size": 1, "created": "2026-05-04T09:30:00.000000Z"}
    lying.say("/runs/r/artifacts", {"items": [item]})
    one = TrackedRun(Rest(lying.url), "r")
    header = {"Content-Type": "application/octet-stream", "Content-Disposition": 'attachment; filename="../../evil"'}
    whole = json.dumps({"items": [item]}).encode()

    def either(body: bytes) -> None:
        """The list without a path in the query, the bytes with one."""

        def write(handler: object) -> None:
            asked = lying.asked[-1]
            handler.wfile.write(body if "path=" in asked else whole)  # type: ignore[attr-defined]

        lying.lies[f"/api/v1/runs/{one.id}/artifacts"] = Lie(write, header)

    either(b"x")
    good = sandbox.cli("history", "download", "-r", "r", "-d", "good", "--url", lying.url)
    either(b"y")
    bad = sandbox.cli("history", "download", "-r", "r", "-d", "bad", "--url", lying.url)
    lying.close()
    assert (good.code, (sandbox.work / "good/a.txt").read_bytes()) == (0, b"x")
    assert bad.code != 0 and hashlib.sha256(b"x").hexdigest()[:8] in bad.err
    assert [path.name for path in sandbox.folder.rglob("*") if path.is_file() and path.name in ("evil", "a.txt")] == [
        "a.txt"
    ]
