# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Experiments: made, found, renamed, tagged, deleted and restored."""

from __future__ import annotations

import time

import pytest

from harness.mlflow import Mlflow, entries, fresh, invalid, pairs, refused, too_long

TAKEN = "RESOURCE_ALREADY_EXISTS"
ABSENT = "RESOURCE_DOES_NOT_EXIST"
NOBODY = "999999999"


def test_an_experiment_is_there_as_it_was_made(mlflow: Mlflow) -> None:
    name, before = fresh("größe 正則化 'so' \"so\" %"), time.time() * 1000
    made = mlflow.experiment(name, tags=entries(team="red", empty=""))
    assert made.isdecimal()
    experiment = mlflow.get("/experiments/get", experiment_id=made)["experiment"]
    assert experiment.pop("creation_time") == pytest.approx(before, abs=60_000)
    assert experiment.pop("last_update_time") == pytest.approx(before, abs=60_000)
    assert pairs(experiment.pop("tags")) == {"team": "red", "empty": ""}
    assert experiment == {
        "experiment_id": made, "name": name, "artifact_location": f"mlflow-artifacts:/{made}",
        "lifecycle_stage": "active",
    }  # fmt: skip
    assert mlflow.get("/experiments/get-by-name", experiment_name=name) == mlflow.get(
        "/experiments/get", experiment_id=made
    )


def test_the_default_experiment_is_there_from_the_start(mlflow: Mlflow) -> None:
    for answer in (
        mlflow.get("/experiments/get", experiment_id="0"),
        mlflow.get("/experiments/get-by-name", experiment_name="Default"),
    ):
        experiment = answer["experiment"]
        assert (experiment["experiment_id"], experiment["name"], experiment["artifact_location"]) == (
            "0", "Default", "mlflow-artifacts:/0",
        )  # fmt: skip


def test_experiments_that_are_not_there(mlflow: Mlflow) -> None:
    get = mlflow.call("GET", "/experiments/get", None, {"experiment_id": NOBODY})
    refused(get, ABSENT, f"No Experiment with id={NOBODY} exists")
    name = fresh("not there")
    by_name = mlflow.call("GET", "/experiments/get-by-name", None, {"experiment_name": name})
    refused(by_name, ABSENT, f"Could not find experiment with name '{name}'")
    for call, fields in {
        "/experiments/update": {"new_name": fresh()},
        "/experiments/delete": {},
        "/experiments/restore": {},
        "/experiments/set-experiment-tag": {"key": "k", "value": "v"},
        "/experiments/delete-experiment-tag": {"key": "k"},
        "/runs/create": {"start_time": 1},
    }.items():
        answer = mlflow.call("POST", call, {"experiment_id": NOBODY, **fields})
        refused(answer, ABSENT, f"No Experiment with id={NOBODY} exists")


@pytest.mark.parametrize("odd", ["abc", "-1", "1.5", "99999999999999999999", "0x1", "../0"])
def test_an_id_that_is_no_number_is_an_error_of_the_caller(mlflow: Mlflow, odd: str) -> None:
    answer = mlflow.call("GET", "/experiments/get", None, {"experiment_id": odd})
    assert answer.json()["error_code"] in ("INVALID_PARAMETER_VALUE", ABSENT)
    assert answer.status in (400, 404)


def test_a_name_is_taken_also_by_a_deleted_experiment(mlflow: Mlflow) -> None:
    name = fresh()
    made = mlflow.experiment(name)
    for _ in range(2):
        answer = mlflow.call("POST", "/experiments/create", {"name": name})
        refused(answer, TAKEN, f"Experiment(name={name}) already exists.")
        other = mlflow.experiment()
        refused(mlflow.call("POST", "/experiments/update", {"experiment_id": other, "new_name": name}), TAKEN)
        mlflow.call("POST", "/experiments/delete", {"experiment_id": made})


def test_names_have_1_to_500_characters(mlflow: Mlflow) -> None:
    longest = fresh("é").ljust(500, "x")
    assert mlflow.get("/experiments/get", experiment_id=mlflow.experiment(longest))["experiment"]["name"] == longest
    too_long(mlflow.call("POST", "/experiments/create", {"name": longest + "x"}), 500)
    invalid(mlflow.call("POST", "/experiments/create", {"name": ""}), "Missing value for required parameter 'name'")
    made = mlflow.experiment()
    too_long(mlflow.call("POST", "/experiments/update", {"experiment_id": made, "new_name": longest + "x"}), 500)


def test_tags_have_keys_of_250_and_values_of_5000_characters(mlflow: Mlflow) -> None:
    key, value = "k" * 250, "é" * 5000
    made = mlflow.experiment(tags=entries(**{key: value}))
    assert mlflow.post("/experiments/set-experiment-tag", experiment_id=made, key="b" * 250, value=value) == {}
    tags = pairs(mlflow.get("/experiments/get", experiment_id=made)["experiment"]["tags"])
    assert tags == {key: value, "b" * 250: value}
    for wrong in ({"key": "k" * 251, "value": "v"}, {"key": "k", "value": "v" * 5001}):
        name = fresh()
        invalid(mlflow.call("POST", "/experiments/create", {"name": name, "tags": [wrong]}))
        refused(mlflow.call("GET", "/experiments/get-by-name", None, {"experiment_name": name}), ABSENT)
        invalid(mlflow.call("POST", "/experiments/set-experiment-tag", {"experiment_id": made, **wrong}))
    assert pairs(mlflow.get("/experiments/get", experiment_id=made)["experiment"]["tags"]) == tags


def test_a_tag_is_set_again_and_deleted_once(mlflow: Mlflow) -> None:
    made = mlflow.experiment(tags=entries(a="1"))
    for value in ("2", "3"):
        mlflow.post("/experiments/set-experiment-tag", experiment_id=made, key="b", value=value)
    mlflow.post("/experiments/set-experiment-tag", experiment_id=made, key="bare")
    tags = mlflow.get("/experiments/get", experiment_id=made)["experiment"]["tags"]
    assert pairs(tags) == {"a": "1", "b": "3", "bare": ""}
    assert mlflow.post("/experiments/delete-experiment-tag", experiment_id=made, key="b") == {}
    again = mlflow.call("POST", "/experiments/delete-experiment-tag", {"experiment_id": made, "key": "b"})
    refused(again, ABSENT)
    tags = mlflow.get("/experiments/get", experiment_id=made)["experiment"]["tags"]
    assert pairs(tags) == {"a": "1", "bare": ""}


def test_an_experiment_is_renamed(mlflow: Mlflow) -> None:
    name, other = fresh(), fresh()
    made = mlflow.experiment(name)
    assert mlflow.post("/experiments/update", experiment_id=made, new_name=other) == {}
    assert mlflow.get("/experiments/get-by-name", experiment_name=other)["experiment"]["experiment_id"] == made
    refused(mlflow.call("GET", "/experiments/get-by-name", None, {"experiment_name": name}), ABSENT)
    assert mlflow.experiment(name) != made


def test_a_deleted_experiment_takes_its_runs_along_and_brings_all_back(mlflow: Mlflow) -> None:
    made = mlflow.experiment()
    runs = [mlflow.run(made) for _ in range(3)]
    mlflow.post("/runs/delete", run_id=runs[0])
    updated = mlflow.get("/experiments/get", experiment_id=made)["experiment"]["last_update_time"]
    time.sleep(0.01)
    assert mlflow.post("/experiments/delete", experiment_id=made) == {}
    deleted = mlflow.get("/experiments/get", experiment_id=made)["experiment"]
    assert deleted["lifecycle_stage"] == "deleted" and deleted["last_update_time"] > updated
    by_name = mlflow.get("/experiments/get-by-name", experiment_name=deleted["name"])
    assert by_name["experiment"] == deleted
    assert [mlflow.info(run)["lifecycle_stage"] for run in runs] == ["deleted"] * 3
    refused(mlflow.call("POST", "/experiments/delete", {"experiment_id": made}), ABSENT)
    time.sleep(0.01)
    assert mlflow.post("/experiments/restore", experiment_id=made) == {}
    restored = mlflow.get("/experiments/get", experiment_id=made)["experiment"]
    assert restored["lifecycle_stage"] == "active"
    assert restored["last_update_time"] > deleted["last_update_time"]
    assert [mlflow.info(run)["lifecycle_stage"] for run in runs] == ["active"] * 3
    refused(mlflow.call("POST", "/experiments/restore", {"experiment_id": made}), ABSENT)


def test_a_deleted_experiment_takes_nothing(mlflow: Mlflow) -> None:
    made = mlflow.experiment(tags=entries(k="v"))
    mlflow.post("/experiments/delete", experiment_id=made)
    for call, fields in {
        "/experiments/update": {"new_name": fresh()},
        "/experiments/set-experiment-tag": {"key": "k", "value": "w"},
        "/runs/create": {"start_time": 1},
    }.items():
        answer = mlflow.call("POST", call, {"experiment_id": made, **fields})
        invalid(answer, f"The experiment {made} must be in the 'active' state.")
    assert pairs(mlflow.get("/experiments/get", experiment_id=made)["experiment"]["tags"]) == {"k": "v"}


@pytest.mark.parametrize(
    "place",
    [
        "/etc",
        "file:///etc",
        "s3://bucket/folder",
        "mlflow-artifacts:/999999999",
        "mlflow-artifacts:/0/../../etc",
        "mlflow-artifacts://elsewhere.example/0",
        "http:///#/../../../../etc/",
        "http://host/x?/../../../../",
        "dbfs:/x;params",
        "runs:/abc/model",
        "x" * 2049,
    ],
)
def test_the_server_alone_says_where_artifacts_lie(mlflow: Mlflow, place: str) -> None:
    """Attack rows 8 and 9."""
    name = fresh()
    invalid(mlflow.call("POST", "/experiments/create", {"name": name, "artifact_location": place}))
    refused(mlflow.call("GET", "/experiments/get-by-name", None, {"experiment_name": name}), ABSENT)


def test_the_same_names_are_other_experiments_when_case_differs(mlflow: Mlflow) -> None:
    name = fresh("Case")
    assert mlflow.experiment(name) != mlflow.experiment(name.upper())
