# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Projects: folders whose runs belong together."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.folders import tree
from harness.product import Sandbox
from harness.rest import Rest
from harness.submissions import DRIVER_LOG, Project, TrackedRun, path_with_python, submission

WRITTEN = [
    "aml_config/project.json",
    "aml_config/local.runconfig",
    "aml_config/local.compute",
    "aml_config/docker-python.runconfig",
    "aml_config/docker-python.compute",
    "aml_config/docker-spark.runconfig",
    "aml_config/docker-spark.compute",
    "aml_config/conda_dependencies.yml",
    "aml_config/spark_dependencies.yml",
    ".gitignore",
]


@pytest.fixture
def project(shared: Sandbox, request: pytest.FixtureRequest) -> Iterator[Project]:
    name: str = request.node.name
    yield Project(shared, name.removeprefix("test_")[:40])


def registered(rest: Rest, folder: Path) -> dict[str, Any]:
    projects = [item for page in rest.pages("/projects", limit=1000) for item in page["items"]]
    [found] = [item for item in projects if item["root"] == str(folder.resolve())]
    return dict(found)


def test_w3_one_command_makes_an_empty_folder_a_project_without_a_server(sandbox: Sandbox) -> None:
    project = Project(sandbox, "iris")
    outcome = project.cli("init").ok()
    assert outcome.err == ""
    assert outcome.out.splitlines() == [
        f"{project.folder} is a project; its runs belong to experiment 'iris'",
        *(f"  wrote {name}" for name in WRITTEN),
    ]
    assert not sandbox.data.exists(), "no server, and nothing of one"
    files = tree(project.folder)
    assert sorted(files) == sorted(WRITTEN)
    text = {name: (project.folder / name).read_text() for name in WRITTEN}
    assert json.loads(text["aml_config/project.json"]) == {"experiment": "iris"}
    settings = {name: keys_of(text[f"aml_config/{name}"]) for name in ("local.runconfig", "docker-spark.runconfig")}
    assert settings["local.runconfig"]["Framework"] == "Python"
    assert settings["local.runconfig"]["Target"] == "local"
    assert settings["local.runconfig"]["CondaDependenciesFile"] == "aml_config/conda_dependencies.yml"
    assert settings["docker-spark.runconfig"]["Framework"] == "PySpark"
    assert "ArgumentVector:\n  - $file\n" in text["aml_config/local.runconfig"]
    assert keys_of(text["aml_config/local.compute"])["type"] == "local"
    assert "outputs/" in text[".gitignore"].splitlines()


def keys_of(text: str) -> dict[str, str]:
    """The plain keys of a YAML file that is one mapping."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def test_init_keeps_what_is_there_and_says_so(project: Project) -> None:
    project.write("aml_config/local.runconfig", "ArgumentVector: [mine.py]\n")
    project.write(".gitignore", "mine\n")
    before = tree(project.folder)
    said = project.cli("init", "-e", "Iris flowers").ok().out.splitlines()
    assert said[0].endswith("is a project; its runs belong to experiment 'Iris flowers'")
    assert said[-2:] == ["  kept  aml_config/local.runconfig, which was there", "  kept  .gitignore, which was there"]
    after = tree(project.folder)
    assert {name: after[name] for name in before} == before
    assert project.cli("init").ok().out.count("  wrote ") == 0
    refused = project.cli("init", "-e", "other")
    assert (refused.code, refused.out) == (5, "")
    assert "is a project of experiment 'Iris flowers' already; change aml_config/project.json" in refused.err
    assert tree(project.folder) == after


def test_w12_a_script_of_a_registered_project_is_found_read_and_launched(project: Project, rest: Rest) -> None:
    """What the page with its box for arguments asks of the API."""
    script = b"import sys\nprint(sys.argv[1:])\n"
    project.write("train.py", script)
    project.write(".env", "PASSWORD=x\n")
    (project.folder / "link.py").symlink_to("/etc/passwd")
    project.cli("init", "-e", "w12").ok()
    facts = registered(rest, project.folder)
    assert facts["experiment"] == "w12"

    place = f"/projects/{facts['id']}/files"
    scripts = [item["path"] for item in rest.get(place)["items"] if item["path"].endswith(".py")]
    assert scripts == ["train.py"]
    answer = rest.send("GET", f"/api/v1{place}", {"path": "train.py"})
    assert (answer.status, answer.body) == (200, script)
    for path, status in ((".env", 404), ("link.py", 404), ("../../data/token", 400), ("/etc/passwd", 400)):
        refused = rest.send("GET", f"/api/v1{place}", {"path": path})
        assert (refused.status, b"PASSWORD" in refused.body) == (status, False)
    assert Rest(rest.url).send("GET", f"/api/v1{place}").status == 401

    earlier = project.submit("-c", "local", "train.py", "0.1")
    earlier.end()
    snapshot = earlier.facts()["snapshot"]
    body = submission(snapshot, "0.5", home=project.sandbox.home, run={"experiment": "w12"})
    launched = rest.call("POST", "/submissions", body).ok()["run"]["id"]
    run = earlier._replace(id=launched)
    told = run.end()
    assert (told["arguments"], told["number"], told["experiment"]["name"]) == (["0.5"], 2, "w12")
    assert run.log(DRIVER_LOG).decode() == "['0.5']\n"
    assert project.cli("history", "last", "--query", "run_id", "-o", "tsv").ok().out.strip() == launched
    assert Rest(rest.url).call("POST", "/submissions", body).status == 401, "attack row 80"


ECHO = """
    import json, os, sys
    print(json.dumps({"arguments": sys.argv[1:], "files": sorted(os.listdir("."))}))
    """
HOSTILE = ["0.5", "a b", "$(touch canary)", "; touch canary", "`id`", "--token", "s3cret", "-c", "", "é\n\"'\\", "*"]


def test_a_script_of_a_project_runs_with_exactly_its_arguments_and_is_repeated(project: Project, rest: Rest) -> None:
    project.cli("init", "-e", "launched").ok()
    project.write("echo.py", ECHO)
    project.write("id_rsa", "hunter2")
    project.write("old.py", "1")
    chosen = rest.call("PUT", "/projects", {"root": str(project.folder), "experiment": "launched"}).ok()
    body = {"script": "echo.py", "arguments": HOSTILE, "name": "by hand", "interpreter": sys.executable}
    run = TrackedRun(rest, rest.call("POST", f"/projects/{chosen['id']}/runs", body).ok()["run"]["id"])
    facts = run.end()
    seen = json.loads(run.first_line())
    assert seen["arguments"] == HOSTILE
    assert {"echo.py", "old.py"} <= set(seen["files"])
    assert "id_rsa" not in seen["files"]
    assert (facts["name"], facts["experiment"]["name"], facts["arguments"][6]) == ("by hand", "launched", "***")
    assert [warning["text"] for warning in facts["warnings"]] == [
        "the snapshot leaves out files whose names look like secrets: id_rsa"
    ]
    assert not (project.folder / "canary").exists()

    project.write("echo.py", "raise SystemExit('another script')")
    again = TrackedRun(rest, rest.call("POST", f"/runs/{run.id}/repeat", {}).ok()["run"]["id"])
    assert again.end()["properties"]["runlore.repeats"] == run.id
    assert json.loads(again.first_line())["arguments"] == HOSTILE
    other = rest.call("POST", f"/runs/{run.id}/repeat", {"arguments": ["x y"]}).ok()["run"]["id"]
    TrackedRun(rest, other).end()
    assert json.loads(TrackedRun(rest, other).first_line())["arguments"] == ["x y"]


def test_submitting_registers_a_project_that_was_made_without_a_server(sandbox: Sandbox) -> None:
    project = Project(sandbox, "offline")
    project.cli("init", "-e", "offline").ok()
    project.write("train.py", "print(1)")
    rest = sandbox.serve().rest
    assert rest.get("/projects")["items"] == []
    project.submit("train.py").end()
    assert registered(rest, project.folder)["experiment"] == "offline"


def test_below_a_projects_root_the_whole_project_is_submitted(project: Project, rest: Rest) -> None:
    project.cli("init", "-e", "whole").ok()
    project.write("src/deep/train.py", "print(open('data.txt').read())")
    project.write("data.txt", "of the root")
    below: dict[str, Any] = {"folder": project.folder / "src" / "deep", "PATH": path_with_python(), "PYTHONPATH": None}
    outcome = project.sandbox.cli("submit", "--async", "train.py", **below).ok()
    run = TrackedRun(rest, outcome.out.strip().rpartition("RunId: ")[2])
    facts = run.end()
    assert (facts["script"], facts["experiment"]["name"], run.lines) == (
        "src/deep/train.py",
        "whole",
        ["of the root"],
    )
    kept = rest.get(f"/snapshots/{facts['snapshot']}", limit=1000)["items"]
    assert [item["path"] for item in kept] == sorted([*WRITTEN, "data.txt", "src/deep/train.py"])


def test_history_is_the_projects_unless_all_is_asked_for(project: Project, rest: Rest) -> None:
    project.cli("init", "-e", "scope of two").ok()
    own, other = rest.make_run(experiment="scope of two"), rest.make_run(experiment="scope of others")
    listed = project.cli("history", "list", "--query", "[].run_id", "-o", "tsv").ok().out.split()
    assert listed == [own]
    assert project.cli("history", "last", "--all", "--query", "run_id", "-o", "tsv").ok().out.strip() == other
