# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Runs from their creation to deletion and back, and the name that is a tag."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from harness.mlflow import Mlflow, entries, fresh, invalid, pairs, refused

ABSENT = "RESOURCE_DOES_NOT_EXIST"
NOBODY = "0" * 32
STATUSES = ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")


def test_a_run_is_there_as_it_was_made(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    tags = entries(**{"mlflow.user": "ada", "mlflow.source.name": "train.py", "mlflow.source.type": "LOCAL", "é": "ü"})
    made = mlflow.post(
        "/runs/create",
        experiment_id=experiment,
        user_id="ada",
        run_name="first",
        start_time=1_700_000_000_123,
        tags=tags,
    )["run"]
    run = made["info"]["run_id"]
    assert re.fullmatch("[0-9a-f]{32}", run)
    assert made["info"] == {
        "run_id": run, "run_uuid": run, "run_name": "first", "experiment_id": experiment, "user_id": "ada",
        "status": "RUNNING", "start_time": 1_700_000_000_123, "lifecycle_stage": "active",
        "artifact_uri": f"mlflow-artifacts:/{experiment}/{run}/artifacts",
    }  # fmt: skip
    assert pairs(made["data"]["tags"]) == {**pairs(tags), "mlflow.runName": "first"}
    assert set(made["data"]) <= {"tags"}
    got = mlflow.get("/runs/get", run_id=run)["run"]
    assert (got["info"], got["data"]) == (made["info"], made["data"])


def test_an_empty_user_is_as_none(mlflow: Mlflow) -> None:
    for fields in ({}, {"user_id": ""}, {"user_id": "", "tags": entries(**{"mlflow.user": ""})}):
        assert mlflow.post("/runs/create", start_time=5, **fields)["run"]["info"]["user_id"] == "anonymous"
    tags = entries(**{"mlflow.user": "ada"})
    for fields in ({}, {"user_id": ""}):
        assert mlflow.post("/runs/create", start_time=5, tags=tags, **fields)["run"]["info"]["user_id"] == "ada"


def test_without_an_experiment_it_is_the_default_one(mlflow: Mlflow) -> None:
    for fields in ({}, {"experiment_id": ""}, {"experiment_id": "0"}):
        info = mlflow.post("/runs/create", start_time=5, **fields)["run"]["info"]
        assert (info["experiment_id"], info["start_time"]) == ("0", 5)
        assert info["artifact_uri"] == f"mlflow-artifacts:/0/{info['run_id']}/artifacts"


def test_a_start_that_is_not_given_is_0(mlflow: Mlflow) -> None:
    made = mlflow.post("/runs/create", experiment_id=mlflow.experiment())["run"]["info"]
    assert (made["start_time"], mlflow.info(made["run_id"])["start_time"]) == (0, 0)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"run_name": "one"}, "one"),
        ({"tags": entries(**{"mlflow.runName": "two"})}, "two"),
        ({"run_name": "three", "tags": entries(**{"mlflow.runName": "three"})}, "three"),
        ({"run_name": "", "tags": entries(**{"mlflow.runName": "four"})}, "four"),
        ({"run_name": "名 é 𝄞 <b> %2F/.."}, "名 é 𝄞 <b> %2F/.."),
    ],
)
def test_name_and_tag_are_one_thing(mlflow: Mlflow, fields: dict[str, Any], name: str) -> None:
    run = mlflow.run(**fields)
    assert (mlflow.info(run)["run_name"], mlflow.tags(run)["mlflow.runName"]) == (name, name)


def test_long_names_are_cut_at_250_characters(mlflow: Mlflow) -> None:
    whole = "名" * 250
    for given in (whole, whole + "x"):
        runs = [mlflow.run(run_name=given), mlflow.run(tags=entries(**{"mlflow.runName": given})), mlflow.run()]
        mlflow.post("/runs/update", run_id=runs[2], run_name=given)
        runs.append(mlflow.run())
        mlflow.post("/runs/set-tag", run_id=runs[3], key="mlflow.runName", value=given)
        for run in runs:
            assert (mlflow.info(run)["run_name"], mlflow.tags(run)["mlflow.runName"]) == (whole, whole)


def test_a_name_and_another_one_in_the_tag_are_refused(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    fields = {"experiment_id": experiment, "run_name": "one", "tags": entries(**{"mlflow.runName": "two"})}
    invalid(mlflow.call("POST", "/runs/create", fields))
    assert mlflow.found([experiment]) == []


def test_a_run_without_a_name_gets_one(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    names = []
    for _ in range(5):
        run = mlflow.run(experiment)
        names.append(mlflow.info(run)["run_name"])
        assert mlflow.tags(run)["mlflow.runName"] == names[-1]
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-\d+", name) for name in names), names
    assert len(set(names)) > 1


def test_a_run_is_renamed_in_every_way(mlflow: Mlflow) -> None:
    run = mlflow.run(run_name="old")

    def name() -> str:
        tag = mlflow.tags(run)["mlflow.runName"]
        assert mlflow.info(run)["run_name"] == tag
        return tag

    mlflow.post("/runs/set-tag", run_id=run, key="mlflow.runName", value="by tag")
    assert name() == "by tag"
    mlflow.post("/runs/log-batch", run_id=run, tags=entries(**{"mlflow.runName": "by batch", "other": "1"}))
    assert name() == "by batch"
    assert mlflow.post("/runs/update", run_id=run, run_name="by update")["run_info"]["run_name"] == "by update"
    assert name() == "by update"
    assert mlflow.post("/runs/update", run_id=run, run_name="")["run_info"]["run_name"] == "by update"
    mlflow.post("/runs/delete-tag", run_id=run, key="mlflow.runName")
    assert mlflow.info(run)["run_name"] == "by update"


def test_any_status_follows_any_other(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for one, other in itertools.product(STATUSES, STATUSES):
        for status in (one, other):
            info = mlflow.post("/runs/update", run_id=run, status=status)["run_info"]
            assert info["status"] == status == mlflow.info(run)["status"]


@pytest.mark.parametrize(("number", "status"), list(enumerate(STATUSES, 1)))
def test_a_status_may_be_its_number(mlflow: Mlflow, number: int, status: str) -> None:
    run = mlflow.run()
    assert mlflow.post("/runs/update", run_id=run, status=number)["run_info"]["status"] == status


@pytest.mark.parametrize("wrong", ["BOGUS", "finished", "", 0, 6, -1, 1.5, True])
def test_a_status_that_there_is_not(mlflow: Mlflow, wrong: object) -> None:
    run = mlflow.run()
    invalid(mlflow.call("POST", "/runs/update", {"run_id": run, "status": wrong, "end_time": 5}))
    info = mlflow.info(run)
    assert info["status"] == "RUNNING" and "end_time" not in info


def test_an_update_changes_what_it_names_alone(mlflow: Mlflow) -> None:
    run = mlflow.run(run_name="n", start_time=1000)
    before = mlflow.info(run)
    assert mlflow.post("/runs/update", run_id=run)["run_info"] == before
    ended = mlflow.post("/runs/update", run_id=run, end_time="2000")["run_info"]
    assert ended == {**before, "end_time": 2000} == mlflow.info(run)
    finished = mlflow.post("/runs/update", run_id=run, status="FINISHED", end_time=3000)["run_info"]
    assert finished == {**before, "status": "FINISHED", "end_time": 3000} == mlflow.info(run)
    again = mlflow.post("/runs/update", run_id=run, end_time=4000)["run_info"]
    assert again == {**before, "status": "FINISHED", "end_time": 4000} == mlflow.info(run)


def test_a_run_goes_on_after_its_end(mlflow: Mlflow) -> None:
    run = mlflow.run()
    mlflow.post("/runs/update", run_id=run, status="FINISHED", end_time=2000)
    mlflow.log(run, "late", 1.5)
    mlflow.post("/runs/log-parameter", run_id=run, key="late", value="p")
    mlflow.post("/runs/set-tag", run_id=run, key="late", value="t")
    assert (mlflow.metrics(run), mlflow.params(run)) == ({"late": 1.5}, {"late": "p"})
    assert mlflow.tags(run)["late"] == "t"
    assert mlflow.info(run)["status"] == "FINISHED"
    resumed = mlflow.post("/runs/update", run_id=run, status="RUNNING")["run_info"]
    assert resumed["status"] == "RUNNING" and "end_time" not in resumed
    assert mlflow.info(run) == resumed


WRITES: dict[str, dict[str, Any]] = {
    "/runs/update": {"status": "FINISHED"},
    "/runs/log-metric": {"key": "m", "value": 1, "timestamp": 1},
    "/runs/log-parameter": {"key": "p", "value": "1"},
    "/runs/set-tag": {"key": "t", "value": "1"},
    "/runs/delete-tag": {"key": "kept"},
    "/runs/log-batch": {"metrics": [{"key": "m", "value": 1, "timestamp": 1}]},
    "/runs/log-model": {
        "model_json": '{"artifact_path": "m", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "x"}'
    },
}


def test_a_deleted_run_is_read_and_not_written(mlflow: Mlflow) -> None:
    run = mlflow.run(tags=entries(kept="1"))
    place = f"{mlflow.info(run)['experiment_id']}/{run}/artifacts/f.txt"
    mlflow.put(place, b"bytes")
    for _ in range(2):
        assert mlflow.post("/runs/delete", run_id=run) == {}
    info = mlflow.info(run)
    assert info["lifecycle_stage"] == "deleted"
    for call, fields in WRITES.items():
        answer = mlflow.call("POST", call, {"run_id": run, **fields})
        start = f"The run {run} must be in the 'active' state. Current state is deleted."
        invalid(answer, start)
    assert mlflow.info(run) == info
    assert mlflow.tags(run)["kept"] == "1" and not mlflow.metrics(run) and not mlflow.params(run)
    assert mlflow.file(place).body == b"bytes"
    assert [file["path"] for file in mlflow.get("/artifacts/list", run_id=run)["files"]] == ["f.txt"]
    for _ in range(2):
        assert mlflow.post("/runs/restore", run_id=run) == {}
    assert mlflow.info(run) == {**info, "lifecycle_stage": "active"}
    mlflow.log(run, "m", 1)
    assert mlflow.metrics(run) == {"m": 1}


def test_a_run_that_is_not_there(mlflow: Mlflow) -> None:
    for call, fields in {**WRITES, "/runs/delete": {}, "/runs/restore": {}}.items():
        answer = mlflow.call("POST", call, {"run_id": NOBODY, **fields})
        refused(answer, ABSENT, f"Run with id={NOBODY} not found")
    for call in ("/runs/get", "/artifacts/list"):
        refused(mlflow.call("GET", call, None, {"run_id": NOBODY}), ABSENT, f"Run with id={NOBODY} not found")


def test_children_outlive_their_parent(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    parent = mlflow.run(experiment)
    child = mlflow.run(experiment, tags=entries(**{"mlflow.parentRunId": parent}))
    mlflow.post("/runs/delete", run_id=parent)
    assert mlflow.info(child)["lifecycle_stage"] == "active"
    assert mlflow.tags(child)["mlflow.parentRunId"] == parent
    assert mlflow.found([experiment], f"tags.mlflow.parentRunId = '{parent}'") == [child]


def test_a_parent_may_be_set_later_and_need_not_be_there(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    child, parent = mlflow.run(experiment), mlflow.run(experiment)
    for one in (parent, NOBODY):
        mlflow.post("/runs/set-tag", run_id=child, key="mlflow.parentRunId", value=one)
        assert mlflow.tags(child)["mlflow.parentRunId"] == one
        assert mlflow.found([experiment], f"tags.`mlflow.parentRunId` = '{one}'") == [child]


def test_a_description_is_a_tag(mlflow: Mlflow) -> None:
    text = "# notes\n" + "é" * 7000
    run = mlflow.run(tags=entries(**{"mlflow.note.content": text}))
    assert mlflow.tags(run)["mlflow.note.content"] == text
    assert mlflow.rest.get(f"/runs/{run}")["description"] == text
    mlflow.post("/runs/set-tag", run_id=run, key="mlflow.note.content", value="short")
    assert mlflow.rest.get(f"/runs/{run}")["description"] == "short"
    mlflow.post("/runs/delete-tag", run_id=run, key="mlflow.note.content")
    assert "mlflow.note.content" not in mlflow.tags(run)


BY_RUN_UUID: dict[str, dict[str, Any]] = {
    "/runs/update": {"status": "RUNNING"},
    "/runs/log-metric": {"key": "m", "value": 1, "timestamp": 1},
    "/runs/log-parameter": {"key": "p", "value": "1"},
    "/runs/set-tag": {"key": "t", "value": "1"},
}


def test_the_old_name_of_a_runs_id(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for call, fields in BY_RUN_UUID.items():
        mlflow.post(call, run_uuid=run, **fields)
        mlflow.post(call, run_uuid=run, run_id=run, **fields)
        mlflow.post(call, run_uuid=run, run_id="", **fields)
    assert mlflow.get("/runs/get", run_uuid=run)["run"]["info"]["run_id"] == run
    assert mlflow.get("/artifacts/list", run_uuid=run)["root_uri"] == mlflow.info(run)["artifact_uri"]
    points = mlflow.get("/metrics/get-history", run_uuid=run, metric_key="m")["metrics"]
    assert [point["value"] for point in points] == [1]
    assert (mlflow.params(run), mlflow.tags(run)["t"]) == ({"p": "1"}, "1")


def test_runs_of_other_origins_are_found_by_their_ids(mlflow: Mlflow) -> None:
    run = mlflow.rest.make_run(id=fresh("Native_run"), experiment=fresh(), name="ours")
    info = mlflow.info(run)
    assert (info["run_id"], info["run_name"], info["lifecycle_stage"]) == (run, "ours", "active")
    assert mlflow.found([info["experiment_id"]], f"run_id IN ('{run}')") == [run]
