# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a run was made from: data sets, and the old way of naming a model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.mlflow import Mlflow, entries, fresh, invalid, refused
from harness.product import Sandbox

CALL = "/runs/log-inputs"
HISTORY = "mlflow.log-model.history"


def dataset(name: str = "iris", digest: str = "d1", **more: object) -> dict[str, Any]:
    return {"name": name, "digest": digest, "source_type": "local", "source": '{"uri": "iris.csv"}', **more}


def datasets(mlflow: Mlflow, run: str) -> list[dict[str, Any]]:
    inputs: dict[str, Any] = mlflow.get("/runs/get", run_id=run)["run"].get("inputs", {})
    found: list[dict[str, Any]] = inputs.get("dataset_inputs", [])
    return found


def context(name: str) -> list[dict[str, str]]:
    return entries(**{"mlflow.data.context": name})


def test_a_data_set_is_there_as_it_was_logged(mlflow: Mlflow) -> None:
    run = mlflow.run()
    whole = dataset(schema='{"mlflow_colspec": []}', profile='{"num_rows": 150}')
    assert mlflow.post(CALL, run_id=run, datasets=[{"tags": context("train"), "dataset": whole}]) == {}
    assert datasets(mlflow, run) == [{"tags": context("train"), "dataset": whole}]
    bare = mlflow.run()
    mlflow.post(CALL, run_id=bare, datasets=[{"dataset": dataset("bare")}])
    assert [(found["dataset"], found.get("tags", [])) for found in datasets(mlflow, bare)] == [(dataset("bare"), [])]


def test_everybody_sees_the_data_sets_of_a_run(shared: Sandbox, mlflow: Mlflow) -> None:
    name = fresh("used")
    run = mlflow.run(mlflow.experiment(name))
    whole = dataset("iris é", schema='{"mlflow_colspec": []}', profile='{"num_rows": 150}')
    tags = [*context("train"), *entries(owner="ada")]
    mlflow.post(CALL, run_id=run, datasets=[{"tags": tags, "dataset": whole}, {"dataset": dataset("wine", "d2")}])
    assert mlflow.rest.get(f"/runs/{run}/datasets")["items"] == [
        {
            "name": "iris é", "digest": "d1", "sourceType": "local", "source": '{"uri": "iris.csv"}',
            "schema": '{"mlflow_colspec": []}', "profile": '{"num_rows": 150}', "context": "train",
            "tags": {"owner": "ada"},
        },
        {"name": "wine", "digest": "d2", "sourceType": "local", "source": '{"uri": "iris.csv"}', "tags": {}},
    ]  # fmt: skip
    for filter, found in {
        'datasets.name = "iris é"': [run], 'datasets.context = "train"': [run], 'datasets.digest in ("d2")': [run],
        'datasets.name = "iris"': [], 'datasets.context = "eval"': [],
    }.items():  # fmt: skip
        rows = json.loads(shared.cli("history", "list", "--filter", f'experiment = "{name}" and {filter}').ok().out)
        assert [row["run_id"] for row in rows] == found, filter


def test_runs_of_ours_use_no_data_sets_but_those_that_mlflow_logs_to_them(mlflow: Mlflow) -> None:
    run = mlflow.rest.make_run(experiment=fresh("ours"))
    assert (datasets(mlflow, run), mlflow.rest.get(f"/runs/{run}/datasets")) == ([], {"items": []})
    mlflow.post(CALL, run_id=run, datasets=[{"tags": context("train"), "dataset": dataset()}])
    assert datasets(mlflow, run) == [{"tags": context("train"), "dataset": dataset()}]


def test_a_data_set_and_its_link_are_stored_once(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    one, two = mlflow.run(experiment), mlflow.run(experiment)
    mlflow.post(CALL, run_id=one, datasets=[{"tags": context("train"), "dataset": dataset(profile="first")}])
    mlflow.post(CALL, run_id=one, datasets=[{"tags": context("test"), "dataset": dataset(profile="second")}])
    mlflow.post(CALL, run_id=two, datasets=[{"tags": context("eval"), "dataset": dataset(profile="third")}])
    first = dataset(profile="first")
    assert datasets(mlflow, one) == [{"tags": context("train"), "dataset": first}]
    assert datasets(mlflow, two) == [{"tags": context("eval"), "dataset": first}]
    mlflow.post(CALL, run_id=one, datasets=[{"dataset": dataset(digest="d2")}, {"dataset": dataset(name="wine")}])
    assert sorted((found["dataset"]["name"], found["dataset"]["digest"]) for found in datasets(mlflow, one)) == [
        ("iris", "d1"), ("iris", "d2"), ("wine", "d1"),
    ]  # fmt: skip


SIZES = {"name": 500, "digest": 36, "source": 65_535, "schema": 1_048_575}


@pytest.mark.parametrize("field", SIZES)
def test_parts_of_a_data_set_have_a_length(mlflow: Mlflow, field: str) -> None:
    run, most = mlflow.run(), SIZES[field]
    long = {**dataset(), field: "x" * (most + 1)}
    invalid(mlflow.call("POST", CALL, {"run_id": run, "datasets": [{"dataset": long}]}))
    assert datasets(mlflow, run) == []
    longest = {**dataset(), field: "x" * most}
    mlflow.post(CALL, run_id=run, datasets=[{"dataset": longest}])
    assert datasets(mlflow, run)[0]["dataset"] == longest


def test_tags_of_an_input_have_a_length(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for wrong in ({"key": "k" * 256, "value": "v"}, {"key": "k", "value": "v" * 501}):
        invalid(mlflow.call("POST", CALL, {"run_id": run, "datasets": [{"tags": [wrong], "dataset": dataset()}]}))
    longest = [{"key": "k" * 255, "value": "v" * 500}]
    mlflow.post(CALL, run_id=run, datasets=[{"tags": longest, "dataset": dataset()}])
    assert datasets(mlflow, run) == [{"tags": longest, "dataset": dataset()}]


@pytest.mark.parametrize("field", ["name", "digest", "source_type", "source"])
def test_parts_that_a_data_set_needs(mlflow: Mlflow, field: str) -> None:
    run = mlflow.run()
    for wrong in ({**dataset(), field: ""}, {key: value for key, value in dataset().items() if key != field}):
        invalid(
            mlflow.call("POST", CALL, {"run_id": run, "datasets": [{"dataset": dataset("ok")}, {"dataset": wrong}]})
        )
    assert datasets(mlflow, run) == []
    invalid(mlflow.call("POST", CALL, {"run_id": run, "datasets": [{"tags": []}]}))


def test_a_deleted_run_or_none_takes_no_inputs(mlflow: Mlflow) -> None:
    run = mlflow.run()
    mlflow.post("/runs/delete", run_id=run)
    answer = mlflow.call("POST", CALL, {"run_id": run, "datasets": [{"dataset": dataset()}]})
    invalid(answer, f"The run {run} must be in the 'active' state. Current state is deleted.")
    answer = mlflow.call("POST", CALL, {"run_id": "0" * 32, "datasets": [{"dataset": dataset()}]})
    refused(answer, "RESOURCE_DOES_NOT_EXIST", f"Run with id={'0' * 32} not found")


def test_runs_are_found_by_their_data_sets(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    runs = {letter: mlflow.run(experiment, start_time=number) for number, letter in enumerate("abc")}
    for letter, name, digest, use in (
        ("a", "iris", "d1", "train"),
        ("a", "Wine", "d2", "test"),
        ("b", "Iris", "d1", "test"),
    ):
        one = {"tags": context(use), "dataset": dataset(name, digest)}
        mlflow.post(CALL, run_id=runs[letter], datasets=[one])
    for filter, found in {
        "dataset.name = 'iris'": "a",
        "datasets.name != 'iris'": "ba",
        "dataset.name ILIKE 'IRIS'": "ba",
        "dataset.name LIKE 'W%'": "a",
        "dataset.digest = 'd1'": "ba",
        "dataset.digest IN ('d1', 'd2')": "ba",
        "dataset.name NOT IN ('iris', 'Wine')": "b",
        "dataset.context = 'test'": "ba",
        "dataset.context = 'train'": "a",
        "dataset.name = 'iris' AND dataset.context = 'test'": "a",
        "dataset.name = 'none'": "",
    }.items():
        assert mlflow.found([experiment], filter) == [runs[letter] for letter in found], filter
    for wrong in (
        "dataset.name = 5",
        "dataset.bogus = 'a'",
        "dataset.name > 'a'",
        "dataset.name IN ()",
        "dataset.name IS NULL",
    ):
        invalid(mlflow.call("POST", "/runs/search", {"experiment_ids": [experiment], "filter": wrong}))
    page = mlflow.post("/runs/search", experiment_ids=[experiment], filter="dataset.context = 'train'")
    assert page["runs"][0]["inputs"] == mlflow.get("/runs/get", run_id=runs["a"])["run"]["inputs"]


def test_data_sets_of_experiments_are_summed_up(mlflow: Mlflow) -> None:
    one, two = mlflow.experiment(), mlflow.experiment()
    for experiment, name, use in (
        (one, "iris", "train"),
        (one, "iris", "train"),
        (one, "wine", "test"),
        (two, "iris", "train"),
    ):
        mlflow.post(CALL, run_id=mlflow.run(experiment), datasets=[{"tags": context(use), "dataset": dataset(name)}])
    for base in ("", "/ajax-api/2.0/mlflow"):
        found = mlflow.post(f"{base}/experiments/search-datasets", experiment_ids=[one, two])["dataset_summaries"]
        assert sorted(
            (item["experiment_id"], item["name"], item["digest"], item["context"]) for item in found
        ) == sorted([(one, "iris", "d1", "train"), (one, "wine", "d1", "test"), (two, "iris", "d1", "train")])
    for wrong in ([], [str(number) for number in range(21)]):
        invalid(mlflow.call("POST", "/experiments/search-datasets", {"experiment_ids": wrong}))


def test_an_old_clients_model_is_a_tag(mlflow: Mlflow) -> None:
    run = mlflow.run()
    models = [
        {
            "artifact_path": f"m{n}",
            "flavors": {"python_function": {}},
            "utc_time_created": "2026-01-01 00:00:00",
            "run_id": run,
        }
        for n in range(2)
    ]
    for model in models:
        assert mlflow.post("/runs/log-model", run_id=run, model_json=json.dumps(model)) == {}
    history = json.loads(mlflow.tags(run)[HISTORY])
    assert [{key: entry[key] for key in models[0]} for entry in history] == models


def old_model(run: str, **more: object) -> dict[str, Any]:
    return {"artifact_path": "m", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": run, **more}


def test_an_old_clients_model_that_is_told_again_is_listed_once(mlflow: Mlflow) -> None:
    run = mlflow.run()
    one, two = old_model(run, model_uuid="1", size=1.5), old_model(run, model_uuid="2")
    for model in (one, one, two, one, dict(reversed(one.items()))):
        assert mlflow.post("/runs/log-model", run_id=run, model_json=json.dumps(model)) == {}
    assert json.loads(mlflow.tags(run)[HISTORY]) == [one, two]


def test_the_list_of_an_old_clients_models_has_8000_characters_and_the_oldest_go(mlflow: Mlflow) -> None:
    run = mlflow.run()
    models = [old_model(run, number=number, padding="x" * 3_000) for number in range(3)]
    for model in models:
        mlflow.post("/runs/log-model", run_id=run, model_json=json.dumps(model))
    assert json.loads(mlflow.tags(run)[HISTORY]) == models[1:]
    room = 8_000 - len(json.dumps([old_model(run, padding="")], separators=(",", ":")))
    longest, longer = (old_model(run, padding="x" * (room + more)) for more in (0, 1))
    message = invalid(mlflow.call("POST", "/runs/log-model", {"run_id": run, "model_json": json.dumps(longer)}))
    assert "maximum length of 8000" in message
    assert json.loads(mlflow.tags(run)[HISTORY]) == models[1:]
    mlflow.post("/runs/log-model", run_id=run, model_json=json.dumps(longest))
    assert json.loads(mlflow.tags(run)[HISTORY]) == [longest] and len(mlflow.tags(run)[HISTORY]) == 8_000


@pytest.mark.parametrize("field", ["artifact_path", "flavors", "utc_time_created", "run_id"])
def test_an_old_clients_model_is_whole(mlflow: Mlflow, field: str) -> None:
    run = mlflow.run()
    model = old_model(run)
    del model[field]
    for wrong in (json.dumps(model), "{", "[]", "5", '"x"', ""):
        invalid(mlflow.call("POST", "/runs/log-model", {"run_id": run, "model_json": wrong}))
    assert HISTORY not in mlflow.tags(run)
