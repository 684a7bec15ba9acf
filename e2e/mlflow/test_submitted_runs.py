# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""MLflow inside submitted scripts: what they log without naming a server or a run lands in their run."""

from __future__ import annotations

import json

import pytest

from harness.clients import ALONE, SCRIPTS, VERSIONS, interpreter
from harness.extent import full
from harness.mlflow import JSON, Mlflow, accepted, entries, pairs, refused
from harness.processes import wait_until
from harness.product import Sandbox
from harness.rest import Rest, same
from harness.submissions import submit

# What the package does, with nothing but the standard library and what the runner sets.
SCRIPT = """
    import json, os, time, urllib.request, urllib.error
    run = os.environ["MLFLOW_RUN_ID"]
    def call(path, **fields):
        request = urllib.request.Request(
            os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow" + path, json.dumps(fields).encode(),
            {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]},
        )
        try:
            return json.load(urllib.request.urlopen(request))
        except urllib.error.HTTPError as error:
            return json.load(error)["error_code"]
    def get(path):
        token = {"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]}
        request = urllib.request.Request(os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow" + path, None, token)
        return json.load(urllib.request.urlopen(request))
    # The runner says that a script runs without holding it up until the server knows.
    end = time.monotonic() + 30
    while (info := get("/runs/get?run_id=" + run)["run"]["info"])["status"] != "RUNNING":
        assert time.monotonic() < end, info
        time.sleep(0.02)
    assert info["experiment_id"] == os.environ["MLFLOW_EXPERIMENT_ID"], info
    name = get("/experiments/get?experiment_id=" + info["experiment_id"])["experiment"]["name"]
    assert name == os.environ["MLFLOW_EXPERIMENT_NAME"], name
    for step in range(3):
        assert call("/runs/log-metric", run_id=run, key="loss", value=1 / (step + 1), timestamp=step, step=step) == {}
    assert call("/runs/log-parameter", run_id=run, key="lr", value="0.1") == {}
    assert call("/runs/set-tag", run_id=run, key="team", value="red") == {}
    # What ends a run of the package: the run goes on, as its runner ends it.
    assert call("/runs/update", run_id=run, status="FINISHED", end_time=1)["run_info"]["run_id"] == run
    print(get("/runs/get?run_id=" + run)["run"]["info"]["status"])
    def child_of(parent):
        tags = [{"key": "mlflow.parentRunId", "value": parent}]
        return call("/runs/create", experiment_id=info["experiment_id"], start_time=1, tags=tags)
    child = child_of(run)["run"]["info"]["run_id"]
    below = child_of(child)["run"]["info"]["run_id"]
    for one in (child, below):
        assert call("/runs/log-metric", run_id=one, key="loss", value=2, timestamp=1) == {}
        model = call("/logged-models", experiment_id=info["experiment_id"], name="net", source_run_id=one)["model"]
        outputs = [{"model_id": model["info"]["model_id"], "step": 0}]
        assert call("/runs/outputs", run_id=one, models=outputs) == {}
    print(json.dumps([child, below]))
    other = os.environ.get("OTHER_RUN")
    if other:
        print(call("/runs/log-metric", run_id=other, key="loss", value=1, timestamp=1))
        print(call("/runs/delete", run_id=other))
        print(call("/experiments/create", name="of a script"))
        print(child_of(other))
        print(call("/runs/create", experiment_id=info["experiment_id"], start_time=1))
        print(call("/logged-models", experiment_id=info["experiment_id"], name="net", source_run_id=other))
        print(call("/registered-models/create", name="of a script"))
"""


@pytest.mark.parametrize("flags", [(), ("--auth", "token")], ids=["open", "token"])
def test_a_script_logs_to_its_run(sandbox: Sandbox, flags: tuple[str, ...]) -> None:
    mlflow = Mlflow(sandbox.serve(*flags).rest)
    other = mlflow.run()
    variables = {"OTHER_RUN": other} if flags else {}
    run = submit(sandbox, SCRIPT, environmentVariables=variables)
    facts = run.end()
    assert (facts["params"], facts["tags"]["team"]) == ({"lr": "0.1"}, "red")
    assert same(mlflow.rest.series(run.id, "loss"), [1.0, 1 / 2, 1 / 3])
    lines = run.log().decode().splitlines()
    assert lines[0] == "RUNNING", "the runner alone ends what it executes"
    assert lines[2:] == (["PERMISSION_DENIED"] * 7 if flags else [])
    child, below = json.loads(lines[1])
    assert [mlflow.rest.get(f"/runs/{one}")["parent"] for one in (child, below)] == [run.id, child]
    assert mlflow.metrics(child) == mlflow.metrics(below) == {"loss": 2}
    assert mlflow.info(run.id)["status"] == "FINISHED"
    assert mlflow.metrics(run.id)["loss"] == 1 / 3
    assert mlflow.info(other)["lifecycle_stage"] == "active" and mlflow.metrics(other) == {}


def test_a_runs_token_ends_with_the_run(sandbox: Sandbox) -> None:
    mlflow = Mlflow(sandbox.serve("--auth", "token").rest)
    code = "import os\nprint(os.environ['MLFLOW_TRACKING_TOKEN'])\n"
    run = submit(sandbox, code)
    run.end()
    wait_until("its runner has gone", lambda: run.has_job("Ended"))
    late = Mlflow(Rest(sandbox.server.url, run.log().decode().strip()))
    answer = late.call("POST", "/runs/log-batch", {"run_id": run.id, "tags": entries(a="b")})
    refused(answer, "UNAUTHENTICATED")
    assert "a" not in mlflow.tags(run.id)
    assert accepted(mlflow.send("GET", "/runs/get", None, {"run_id": run.id}, JSON))


@full
@pytest.mark.parametrize("version", VERSIONS)
def test_the_package_logs_to_the_run_that_it_was_submitted_as(shared: Sandbox, mlflow: Mlflow, version: str) -> None:
    code = (SCRIPTS / "in_a_run.py").read_text()
    run = submit(shared, code, interpreter=str(interpreter(version)), environmentVariables=ALONE)
    facts = run.end(timeout=180)
    own, child, experiment, name = json.loads(next(line for line in run.lines if line.startswith('["')))
    assert own == run.id and name == "submitted"
    assert experiment == mlflow.info(run.id)["experiment_id"]
    assert (facts["params"], facts["tags"]["team"], facts["status"]) == ({"lr": "0.1"}, "red", "Completed")
    assert same(mlflow.rest.series(run.id, "loss"), [1.0, 1 / 2, 1 / 3])
    assert mlflow.rest.artifacts(run.id)["notes/note é.txt"]
    found = mlflow.rest.get(f"/runs/{child}")
    assert (found["parent"], found["name"], found["status"]) == (run.id, "child", "Completed")
    assert mlflow.metrics(child) == {"of child": 7}


@full
@pytest.mark.parametrize("version", VERSIONS)
def test_the_package_logs_with_the_runs_token(sandbox: Sandbox, version: str) -> None:
    mlflow = Mlflow(sandbox.serve("--auth", "token").rest)
    code = """
        import mlflow
        with mlflow.start_run() as run:
            mlflow.log_metric("loss", 0.5, step=3)
            mlflow.log_params({"lr": 0.1})
            mlflow.log_text("kept", "note.txt")
        print(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/note.txt"))
    """
    run = submit(sandbox, code, interpreter=str(interpreter(version)), environmentVariables=ALONE)
    assert run.end(timeout=180)["params"] == {"lr": "0.1"}
    assert run.log().decode().splitlines()[-1] == "kept"
    assert mlflow.history(run.id, "loss")[0][0] == 0.5


@full
@pytest.mark.parametrize("version", VERSIONS)
def test_a_search_over_a_grid_logs_children_and_models_with_the_runs_token(sandbox: Sandbox, version: str) -> None:
    mlflow = Mlflow(sandbox.serve("--auth", "token").rest)
    code = """
        import json
        import mlflow
        from sklearn.datasets import load_iris
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GridSearchCV
        X, y = load_iris(return_X_y=True, as_frame=True)
        with mlflow.start_run() as run:
            mlflow.set_experiment(mlflow.get_experiment(run.info.experiment_id).name)
            mlflow.sklearn.autolog(max_tuning_runs=None)
            GridSearchCV(LogisticRegression(max_iter=300), {"C": [0.1, 1.0]}, cv=2).fit(X, y)
            mlflow.sklearn.autolog(disable=True)
            with mlflow.start_run(nested=True) as child:
                made = mlflow.sklearn.log_model(LogisticRegression(max_iter=300).fit(X, y), "net")
        loaded = mlflow.sklearn.load_model(made.model_uri)
        print(json.dumps([child.info.run_id, int(loaded.predict(X.iloc[:1])[0])]))
    """
    run = submit(sandbox, code, interpreter=str(interpreter(version)), environmentVariables=ALONE)
    run.end(timeout=300)
    child, predicted = json.loads(run.log().decode().splitlines()[-1])
    assert predicted == 0
    wanted = {
        "experiment_ids": [mlflow.info(run.id)["experiment_id"]],
        "filter": f"tags.mlflow.parentRunId = '{run.id}'",
    }
    children = mlflow.post("/runs/search", **wanted)["runs"]
    assert {"0.1", "1.0"} <= {pairs(found["data"].get("params", [])).get("C") for found in children}
    assert child in {found["info"]["run_id"] for found in children}
