# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One history: runs that MLflow's clients made as everybody sees them, and runs of others as MLflow's clients do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from harness.clients import VERSIONS, Client
from harness.extent import FULL
from harness.mlflow import Mlflow, entries, fresh, pairs
from harness.product import Sandbox
from harness.rest import Rest, same

FROM_OURS = {
    "NotStarted": "SCHEDULED", "Unapproved": "SCHEDULED", "Queued": "SCHEDULED", "Preparing": "SCHEDULED",
    "Provisioning": "SCHEDULED", "Starting": "SCHEDULED", "Running": "RUNNING", "Finalizing": "RUNNING",
    "CancelRequested": "RUNNING", "NotResponding": "RUNNING", "Pausing": "RUNNING", "Paused": "RUNNING",
    "Completed": "FINISHED", "Failed": "FAILED", "Canceled": "KILLED",
}  # fmt: skip
FROM_THEIRS = {
    "SCHEDULED": "Queued", "RUNNING": "Running", "FINISHED": "Completed", "FAILED": "Failed", "KILLED": "Canceled",
}  # fmt: skip


@pytest.mark.parametrize("status", FROM_THEIRS)
def test_a_status_of_theirs_is_ours(mlflow: Mlflow, status: str) -> None:
    experiment = mlflow.experiment()
    run = mlflow.run(experiment, start_time=1_700_000_000_000)
    mlflow.post("/runs/update", run_id=run, status=status, end_time=1_700_000_060_000)
    facts = mlflow.rest.get(f"/runs/{run}")
    assert facts["status"] == FROM_THEIRS[status]
    if status in ("FINISHED", "FAILED", "KILLED"):
        assert facts["ended"].startswith("2023-11-14T22:14:20")
    else:
        assert "ended" not in facts
    found = mlflow.rest.get("/runs", filter=f'id = "{run}" and status = "{FROM_THEIRS[status]}"', columns="id")
    assert found["columns"]["id"] == [run]
    assert mlflow.found([experiment], f"status = '{status}'") == [run]


def test_a_status_of_ours_is_theirs(mlflow: Mlflow) -> None:
    name = fresh()
    runs = {}
    for status in FROM_OURS:
        run = mlflow.rest.make_run(experiment=name, status="NotStarted")
        before = ("Running",) if FROM_OURS[status] == "RUNNING" else ()
        mlflow.rest.append_new(run, *({"status": {"to": step}} for step in (*before, status)))
        assert mlflow.rest.get(f"/runs/{run}")["status"] == status
        runs[run] = status
    assert {run: mlflow.info(run)["status"] for run in runs} == {run: FROM_OURS[runs[run]] for run in runs}
    experiment = mlflow.get("/experiments/get-by-name", experiment_name=name)["experiment"]["experiment_id"]
    for shown in FROM_THEIRS:
        own = {run for run, status in runs.items() if FROM_OURS[status] == shown}
        assert set(mlflow.found([experiment], f"status = '{shown}'")) == own
        assert set(mlflow.found([experiment], f"status != '{shown}'")) == runs.keys() - own
        assert set(mlflow.found([experiment], f"status LIKE '{shown[:2]}%'")) == own
    unknown = mlflow.rest.call("POST", "/runs", {"experiment": name, "status": "Bogus"}).json()["detail"]
    assert set(re.findall(r"\w+", unknown[unknown.index("[") :])) == FROM_OURS.keys(), "a status that is not here"


def test_facts_of_theirs_are_ours(mlflow: Mlflow) -> None:
    name = fresh("mapped")
    experiment = mlflow.experiment(name)
    parent = mlflow.run(experiment)
    tags = {
        "mlflow.user": "ada", "mlflow.source.name": "train.py", "mlflow.parentRunId": parent, "team": "red",
        "mlflow.note.content": "what *it* is",
    }  # fmt: skip
    run = mlflow.run(experiment, run_name="first", tags=entries(**tags), start_time=1_700_000_000_123)
    mlflow.post("/runs/log-batch", run_id=run, params=entries(lr="0.1"))
    facts = mlflow.rest.get(f"/runs/{run}")
    assert (facts["experiment"]["name"], facts["user"]["name"]) == (name, "ada")
    assert {key: facts[key] for key in ("name", "script", "parent", "description")} == {
        "name": "first", "script": "train.py", "parent": parent, "description": "what *it* is",
    }  # fmt: skip
    assert facts["started"].startswith("2023-11-14T22:13:20.123")
    assert facts["tags"]["team"] == "red" and facts["params"] == {"lr": "0.1"}
    assert not {"mlflow.runName", "mlflow.note.content", "mlflow.parentRunId"} & facts["tags"].keys()


def test_facts_of_ours_are_theirs(mlflow: Mlflow) -> None:
    rest, name = mlflow.rest, fresh("native")
    parent = rest.make_run(experiment=name)
    run = rest.make_run(
        experiment=name, name="first", script="train.py", user="ada", parent=parent, description="so",
        tags={"team": "red", "bare": None}, params={"lr": 0.1, "layers": 3, "flag": True},
    )  # fmt: skip
    rest.append_new(run, {"m": "loss", "v": 0.5, "s": 3}, {"m": "loss", "v": 0.25})
    info, data = mlflow.info(run), mlflow.data(run)
    assert (info["run_name"], info["user_id"], info["lifecycle_stage"]) == ("first", "ada", "active")
    tags = pairs(data["tags"])
    assert tags | {
        "mlflow.runName": "first", "mlflow.user": "ada", "mlflow.source.name": "train.py", "team": "red", "bare": "",
        "mlflow.parentRunId": parent, "mlflow.note.content": "so",
    } == tags  # fmt: skip
    assert pairs(data["params"]) == {"lr": "0.1", "layers": "3", "flag": "true"}
    assert mlflow.metrics(run) == {"loss": 0.5}
    assert sorted(value for value, _, _ in mlflow.history(run, "loss")) == [0.25, 0.5]
    for filter in (
        "params.lr = '0.1'", "tags.team = 'red'", "tags.mlflow.user = 'ada'", "tags.`mlflow.source.name` = 'train.py'",
        f"tags.mlflow.parentRunId = '{parent}'", "tags.mlflow.note.content = 'so'", "run_name = 'first'",
        "user_id = 'ada'",
    ):  # fmt: skip
        assert mlflow.found([info["experiment_id"]], filter) == [run], filter
    mlflow.post("/runs/log-parameter", run_id=run, key="lr", value="0.1")
    mlflow.post("/runs/set-tag", run_id=run, key="mlflow.runName", value="renamed")
    assert rest.get(f"/runs/{run}")["name"] == "renamed"


def test_archived_is_deleted(mlflow: Mlflow, shared: Sandbox) -> None:
    name = fresh("archived")
    run = mlflow.rest.make_run(experiment=name)
    experiment = mlflow.info(run)["experiment_id"]
    mlflow.rest.call("POST", f"/runs/{run}/archive").ok()
    assert mlflow.info(run)["lifecycle_stage"] == "deleted"
    assert mlflow.found([experiment], run_view_type="DELETED_ONLY") == [run]
    mlflow.post("/runs/restore", run_id=run)
    assert mlflow.rest.get("/runs", filter=f'id = "{run}"', columns="id")["columns"]["id"] == [run]
    mlflow.post("/runs/delete", run_id=run)
    assert mlflow.rest.get("/runs", filter=f'id = "{run}"', columns="id")["columns"]["id"] == []
    assert run not in shared.cli("history", "list").ok().out


# ---- one run of each kind of client

NATIVE = """
    import runlore, sys
    with runlore.start_run(sys.argv[1], name="same", tags={"team": "red"}) as run:
        run.param("lr", 0.1)
        for step, value in enumerate((0.5, 0.25, 0.125)):
            run.log("loss", value, step=step)
        run.log("Accuracy", 0.75)
    print(repr(run.id))
"""
LOGGER = """
    from azureml.logging import get_azureml_logger
    logger = get_azureml_logger()
    for value in (0.5, 0.25, 0.125):
        logger.log("loss", value)
    logger.log("Accuracy", 0.75).wait()
"""


OF_EACH = {  # what differs from run to run, and what only some clients tell
    "run_id", "run_number", "created_utc", "start_time_utc", "end_time_utc", "duration", "script_name",
    "heartbeat_enabled", "properties",
}  # fmt: skip
BOTH = (  # filters that find all of them
    "metrics.loss < 0.2 and metrics.loss.min = 0.125", 'params.lr = "0.1"', "params.lr = 0.1", 'tags.team = "red"',
    'status = "Completed" and name = "same"', "metrics.Accuracy >= 0.75 and metrics.loss.count = 3", 'user = "ada"',
)  # fmt: skip
NEITHER = (
    "metrics.loss < 0.125", "params.lr > 0.1", 'tags.team = "Red"', 'status != "Completed"',
    "metrics.loss.count != 3", 'user != "ada"',
)  # fmt: skip


def by_rest(mlflow: Mlflow) -> Callable[[str], str]:
    """What the package sends, sent by hand."""

    def make(name: str) -> str:
        experiment = mlflow.get("/experiments/get-by-name", experiment_name=name)["experiment"]["experiment_id"]
        run = mlflow.run(experiment, run_name="same", user_id="ada", tags=entries(team="red"))
        mlflow.post("/runs/log-parameter", run_id=run, key="lr", value="0.1")
        for step, value in enumerate((0.5, 0.25, 0.125)):
            mlflow.log(run, "loss", value, 1_700_000_000_000 + step, step)
        mlflow.log(run, "Accuracy", 0.75, 1_700_000_000_000, 0)
        mlflow.post("/runs/update", run_id=run, status="FINISHED", end_time=1_700_000_001_000)
        return run

    return make


def by_logger(shared: Sandbox, rest: Rest, name: str) -> str:
    """A run as whoever submits a script makes it, to which the script logs."""
    run = rest.make_run(experiment=name, name="same", user="ada", tags={"team": "red"}, params={"lr": 0.1})
    shared.script(LOGGER, AZUREML_RUN_ID=run).ok()
    rest.call("POST", f"/runs/{run}/complete").ok()
    return run


def shown(shared: Sandbox, experiment: str, filter: str = 'name = "same"') -> dict[str, dict[str, Any]]:
    """What the command line lists, by the runs' ids."""
    both = f'experiment = "{experiment}" and {filter}'
    listed = shared.cli("history", "list", "--all", "--filter", both, "-o", "json").ok().out
    return {row["run_id"]: row for row in json.loads(listed)}


def test_the_same_values_show_the_same_whoever_logged_them(shared: Sandbox, mlflow: Mlflow) -> None:
    rest, name = mlflow.rest, fresh("same")
    runs = {
        "runlore": str(shared.result(NATIVE, name, USER="ada", LOGNAME="ada")),
        "azureml": by_logger(shared, rest, name),
    }
    runs["mlflow"] = by_rest(mlflow)(name)
    if FULL:
        runs |= {
            version: Client(version, shared).run("same_values.py", name, USER="ada", LOGNAME="ada")
            for version in VERSIONS
        }
    rows = shown(shared, name)
    assert rows.keys() == set(runs.values())
    first, *others = ({key: row[key] for key in row.keys() - OF_EACH} for row in rows.values())
    assert all(same(other, first) for other in others), rows
    assert (first["Accuracy"], first["loss"], first["status"], first["attachments"]) == (0.75, 0.125, "Completed", "")
    in_table = shared.cli("history", "list", "--all", "-o", "table", "--filter", f'experiment = "{name}"').ok().out
    head, _, *lines = in_table.splitlines()
    assert head.split()[:4] == ["Accuracy", "loss", "Duration", "Run_id"] and head.split()[-1] == "Status"
    assert {(*cells[:2], cells[-1]) for cells in map(str.split, lines)} == {("0.75", "0.125", "Completed")}
    assert {cells[3] for cells in map(str.split, lines)} == set(runs.values())
    for filters, found in ((BOTH, set(runs.values())), (NEITHER, set[str]())):
        for filter in filters:
            assert shown(shared, name, filter).keys() == found, filter
    experiment = mlflow.info(runs["mlflow"])["experiment_id"]
    for filter in (
        "metrics.loss < 0.2", "params.lr = '0.1'", "tags.team = 'red'", "status = 'FINISHED' AND run_name = 'same'",
    ):  # fmt: skip
        assert set(mlflow.found([experiment], filter)) == set(runs.values()), filter
    for run in runs.values():
        assert same(rest.series(run, "loss"), [0.5, 0.25, 0.125])
        # A logger without steps may log all of them in one millisecond, and then values decide.
        assert sorted(value for value, _, _ in mlflow.history(run, "loss")) == [0.125, 0.25, 0.5]
        assert mlflow.metrics(run) | {"loss": 0.125, "Accuracy": 0.75} == mlflow.metrics(run)
        assert mlflow.params(run) == {"lr": "0.1"}
