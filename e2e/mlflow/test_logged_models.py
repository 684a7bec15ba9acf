# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Logged models: made, filled, found and deleted."""

from __future__ import annotations

import re
import time
from typing import Any, NamedTuple

import pytest

from harness.mlflow import Mlflow, entries, fresh, invalid, pairs, refused

MODELS = "/logged-models"
SEARCH = "/logged-models/search"
ABSENT = "RESOURCE_DOES_NOT_EXIST"
NOBODY = "m-" + "0" * 32


def create(mlflow: Mlflow, experiment: str, **fields: object) -> dict[str, Any]:
    model: dict[str, Any] = mlflow.post(MODELS, experiment_id=experiment, **fields)["model"]
    return model


def read(mlflow: Mlflow, model: str) -> dict[str, Any]:
    found: dict[str, Any] = mlflow.get(f"{MODELS}/{model}")["model"]
    return found


def test_a_model_is_there_as_it_was_made(mlflow: Mlflow) -> None:
    experiment, before = mlflow.experiment(), time.time() * 1000
    run = mlflow.run(experiment)
    made = create(
        mlflow, experiment, name="my model", model_type="sklearn", source_run_id=run,
        params=entries(depth="3", empty=""), tags=entries(team="red"),
    )  # fmt: skip
    info = made["info"]
    model = info["model_id"]
    assert re.fullmatch("m-[0-9a-f]{32}", model)
    for key in ("creation_timestamp_ms", "last_updated_timestamp_ms"):
        assert info.pop(key) == pytest.approx(before, abs=60_000)
    assert pairs(info.pop("tags")) == {"team": "red"}
    assert info == {
        "model_id": model, "experiment_id": experiment, "name": "my model", "model_type": "sklearn",
        "artifact_uri": f"mlflow-artifacts:/{experiment}/models/{model}/artifacts", "source_run_id": run,
        "status": "LOGGED_MODEL_PENDING",
    }  # fmt: skip
    assert pairs(made["data"]["params"]) == {"depth": "3", "empty": ""}
    found = read(mlflow, model)
    for key in ("creation_timestamp_ms", "last_updated_timestamp_ms"):
        found["info"].pop(key)
    assert pairs(found["info"].pop("tags")) == {"team": "red"}
    assert found["info"] == info
    assert pairs(found["data"]["params"]) == {"depth": "3", "empty": ""}


def test_a_model_without_a_name_gets_one(mlflow: Mlflow) -> None:
    assert create(mlflow, mlflow.experiment())["info"]["name"]


@pytest.mark.parametrize("name", ["a/b", "a:b", "a.b", "a%b", 'a"b', "a'b"])
def test_names_that_are_refused(mlflow: Mlflow, name: str) -> None:
    invalid(mlflow.call("POST", MODELS, {"experiment_id": mlflow.experiment(), "name": name}))


@pytest.mark.parametrize(
    "status", [("LOGGED_MODEL_READY", 2), ("LOGGED_MODEL_UPLOAD_FAILED", 3), ("LOGGED_MODEL_PENDING", 1)]
)
def test_a_status_is_set_by_name_or_number(mlflow: Mlflow, status: tuple[str, int]) -> None:
    model = create(mlflow, mlflow.experiment())["info"]["model_id"]
    for given in status:
        changed = mlflow.patch(f"{MODELS}/{model}", model_id=model, status=given)["model"]["info"]["status"]
        assert changed == status[0] == read(mlflow, model)["info"]["status"]
    for wrong in ("READY", "BOGUS", 0, 9, [], True):
        invalid(mlflow.call("PATCH", f"{MODELS}/{model}", {"model_id": model, "status": wrong}))
    assert read(mlflow, model)["info"]["status"] == status[0]


def test_a_deleted_model_is_read_on_request(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    model = create(mlflow, experiment)["info"]["model_id"]
    assert mlflow.delete(f"{MODELS}/{model}") == {}
    refused(mlflow.call("GET", f"{MODELS}/{model}"), ABSENT)
    for allowed in ("true", "True"):
        assert mlflow.get(f"{MODELS}/{model}", allow_deleted=allowed)["model"]["info"]["model_id"] == model
    refused(mlflow.call("GET", f"{MODELS}/{model}", None, {"allow_deleted": "false"}), ABSENT)
    assert mlflow.post(SEARCH, experiment_ids=[experiment]) == {}


def test_a_model_that_is_not_there(mlflow: Mlflow) -> None:
    path = f"{MODELS}/{NOBODY}"
    for answer in (
        mlflow.call("GET", path),
        mlflow.call("PATCH", path, {"model_id": NOBODY, "status": "LOGGED_MODEL_READY"}),
        mlflow.call("DELETE", path),
        mlflow.call("PATCH", f"{path}/tags", {"tags": entries(a="b")}),
        mlflow.call("DELETE", f"{path}/tags/a"),
        mlflow.call("POST", f"{path}/params", {"params": entries(a="b")}),
        mlflow.call("GET", f"{path}/artifacts/directories"),
    ):
        refused(answer, ABSENT)
    answer = mlflow.call("POST", MODELS, {"experiment_id": "999999999"})
    refused(answer, ABSENT, "No Experiment with id=999999999 exists")


def test_tags_are_set_again_and_deleted_once(mlflow: Mlflow) -> None:
    model = create(mlflow, mlflow.experiment(), tags=entries(a="1"))["info"]["model_id"]
    mlflow.patch(f"{MODELS}/{model}/tags", tags=entries(a="2", b="3", **{"mlflow.modelVersions": '[{"name": "x"}]'}))
    expected = {"a": "2", "b": "3", "mlflow.modelVersions": '[{"name": "x"}]'}
    assert pairs(read(mlflow, model)["info"]["tags"]) == expected
    assert mlflow.delete(f"{MODELS}/{model}/tags/mlflow.modelVersions") == {}
    refused(mlflow.call("DELETE", f"{MODELS}/{model}/tags/mlflow.modelVersions"), ABSENT)
    assert pairs(read(mlflow, model)["info"]["tags"]) == {"a": "2", "b": "3"}


def test_parameters_are_added(mlflow: Mlflow) -> None:
    model = create(mlflow, mlflow.experiment(), params=entries(a="1"))["info"]["model_id"]
    more = {f"p{k}": str(k) for k in range(100)}
    mlflow.post(f"{MODELS}/{model}/params", params=entries(**more))
    assert pairs(read(mlflow, model)["data"]["params"]) == {"a": "1", **more}


def test_points_that_name_a_model_are_its_metrics(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    run = mlflow.run(experiment)
    model = create(mlflow, experiment, source_run_id=run)["info"]["model_id"]
    for value, step in ((0.5, 1), (0.75, 2)):
        mlflow.post(
            "/runs/log-metric", run_id=run, key="acc", value=value, timestamp=step, step=step, model_id=model,
            dataset_name="iris", dataset_digest="d1",
        )  # fmt: skip
    points = [{"key": "loss", "value": 3, "timestamp": 9, "step": 4, "model_id": model}]
    mlflow.post("/runs/log-batch", run_id=run, metrics=points)
    metrics = {metric["key"]: metric for metric in read(mlflow, model)["data"]["metrics"]}
    assert {key: (metric["value"], metric["timestamp"], metric["step"]) for key, metric in metrics.items()} == {
        "acc": (0.75, 2, 2), "loss": (3, 9, 4),
    }  # fmt: skip
    assert {metric["run_id"] for metric in metrics.values()} == {run}
    assert (metrics["acc"]["dataset_name"], metrics["acc"]["dataset_digest"]) == ("iris", "d1")
    assert mlflow.metrics(run) == {"acc": 0.75, "loss": 3}


def test_files_of_a_model(mlflow: Mlflow) -> None:
    model = create(mlflow, mlflow.experiment())["info"]
    root = model["artifact_uri"].removeprefix("mlflow-artifacts:/")
    for name in ("MLmodel", "data/weights 1%.bin"):
        mlflow.put(f"{root}/{name}", name.encode())
        assert mlflow.file(f"{root}/{name}").body == name.encode()
    assert sorted(file["path"] for file in mlflow.listed(root)) == ["MLmodel", "data"]
    path = f"{MODELS}/{model['model_id']}/artifacts/directories"
    page = mlflow.get(path)
    assert page["root_uri"] == model["artifact_uri"]
    assert sorted((file["path"], file["is_dir"]) for file in page["files"]) == [("MLmodel", False), ("data", True)]
    page = mlflow.get(path, artifact_directory_path="data")
    assert [(file["path"], file["file_size"]) for file in page["files"]] == [("data/weights 1%.bin", 19)]
    invalid(mlflow.call("GET", path, None, {"artifact_directory_path": "../x"}))
    files = f"/ajax-api/2.0/mlflow/logged-models/{model['model_id']}/artifacts/files"
    answer = mlflow.send("GET", files, None, {"artifact_file_path": "data/weights 1%.bin"})
    assert (answer.status, answer.body) == (200, b"data/weights 1%.bin")


def test_what_a_run_made_and_used(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    run = mlflow.run(experiment)
    one, two = (create(mlflow, experiment)["info"]["model_id"] for _ in range(2))
    for _ in range(2):
        assert mlflow.post("/runs/outputs", run_id=run, models=[{"model_id": one, "step": 7}]) == {}
    mlflow.post("/runs/log-inputs", run_id=run, models=[{"model_id": two}])
    got = mlflow.get("/runs/get", run_id=run)["run"]
    assert got["outputs"] == {"model_outputs": [{"model_id": one, "step": 7}]}
    assert got["inputs"]["model_inputs"] == [{"model_id": two}]
    page = mlflow.post("/runs/search", experiment_ids=[experiment])
    assert page["runs"][0].get("outputs") == got["outputs"]


# ---- search


class Made(NamedTuple):
    mlflow: Mlflow
    experiment: str
    ids: dict[str, str]

    def find(self, filter: str = "", **more: Any) -> str:
        letters = {model: letter for letter, model in self.ids.items()}
        pages = self.mlflow.pages(SEARCH, experiment_ids=[self.experiment], filter=filter, **more)
        return "".join(letters[model["info"]["model_id"]] for page in pages for model in page.get("models", []))


@pytest.fixture(scope="module")
def made(mlflow: Mlflow) -> Made:
    experiment = mlflow.experiment()
    run = mlflow.run(experiment)
    ids = {}
    for letter, acc in (("a", 0.5), ("b", 0.75), ("c", None), ("d", 1.0)):
        model = create(
            mlflow, experiment, name=f"model-{letter}", model_type="sklearn" if letter in "ab" else "torch",
            params=entries(lr=f"0.{ord(letter) - 96}"), tags=entries(team="red" if letter != "b" else "Red"),
        )["info"]["model_id"]  # fmt: skip
        ids[letter] = model
        if acc is not None:
            point = {"key": "acc", "value": acc, "timestamp": 1, "model_id": model}
            mlflow.post("/runs/log-metric", run_id=run, **point, dataset_name="iris", dataset_digest=letter)
        time.sleep(0.002)
    mlflow.patch(f"{MODELS}/{ids['a']}", model_id=ids["a"], status="LOGGED_MODEL_READY")
    return Made(mlflow, experiment, ids)


FOUND = {
    "": "dcba",
    "name = 'model-a'": "a",
    "attributes.name = 'model-a'": "a",
    "name != 'model-a'": "dcb",
    "name LIKE 'model-%'": "dcba",
    "name ILIKE 'MODEL-B'": "b",
    "name IN ('model-a', 'model-d')": "da",
    "name NOT IN ('model-a', 'model-d')": "cb",
    "attributes.model_type = 'torch'": "dc",
    "status = 'READY'": "a",
    "creation_timestamp > 0": "dcba",
    "metrics.acc > 0.5": "db",
    "metrics.acc != 0.5": "db",
    "metrics.acc >= 0.5 AND params.lr = '0.1'": "a",
    "params.lr = '0.3'": "c",
    "params.lr LIKE '0._'": "dcba",
    "tags.team = 'red'": "dca",
    "tags.team ILIKE 'red' AND metrics.acc < 1": "ba",
}


@pytest.mark.parametrize("filter", FOUND)
def test_filters_find(made: Made, filter: str) -> None:
    assert made.find(filter) == FOUND[filter]


@pytest.mark.parametrize(
    "filter",
    [
        "metric.acc > 1", "tag.team = 'a'", "param.lr = '1'", "nothing = 'a'", "name = 'a' OR name = 'b'", "name > 'a'",
        "metrics.acc = 'x'", "metrics.acc LIKE 'x'", "(name = 'a')", "name = 5", "name", "name = 'a'; DROP",
        "bogus.x = 'a'",
    ],
)  # fmt: skip
def test_filters_that_are_refused(made: Made, filter: str) -> None:
    invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "filter": filter}))


def test_orders(made: Made) -> None:
    for order, found in (
        ([{"field_name": "metrics.acc"}], "abdc"),
        ([{"field_name": "metrics.acc", "ascending": False}], "dbac"),
        ([{"field_name": "name", "ascending": "false"}], "dcba"),
        ([{"field_name": "attributes.name", "ascending": True}], "abcd"),
        ([{"field_name": "creation_timestamp"}], "abcd"),
        ([{"field_name": "model_type"}, {"field_name": "name"}], "abcd"),
    ):
        assert made.find(order_by=order) == found, order
    one = {"field_name": "metrics.acc", "ascending": False, "dataset_name": "iris", "dataset_digest": "b"}
    assert made.find(order_by=[one])[0] == "b"
    for wrong in (
        {"field_name": "nothing"},
        {"ascending": True},
        "name",
    ):
        invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "order_by": [wrong]}))


def test_conditions_on_metrics_may_ask_for_a_dataset(made: Made) -> None:
    assert made.find("metrics.acc > 0.1", datasets=[{"dataset_name": "iris"}]) == "dba"
    assert made.find("metrics.acc > 0.1", datasets=[{"dataset_name": "iris", "dataset_digest": "b"}]) == "b"
    assert made.find("metrics.acc > 0.1", datasets=[{"dataset_name": "none"}]) == ""
    answer = made.mlflow.call(
        "POST", SEARCH, {"experiment_ids": [made.experiment], "datasets": [{"dataset_digest": "b"}]}
    )
    invalid(answer)


def test_pages_join_and_belong_to_their_question(made: Made) -> None:
    order = [{"field_name": "metrics.acc"}]
    for size in (1, 2, 3, 4):
        assert made.find(order_by=order, max_results=size) == "abdc"
    question: dict[str, Any] = {"experiment_ids": [made.experiment], "filter": "", "max_results": 2, "order_by": order}
    token = made.mlflow.post(SEARCH, **question)["next_page_token"]
    other = made.mlflow.experiment()
    for change in ({"filter": "name != 'x'"}, {"order_by": []}, {"experiment_ids": [other]}):
        invalid(made.mlflow.call("POST", SEARCH, {**question, **change, "page_token": token}))
    for forged in ("x", "!!!", "e30=", "é", "a" * 4000):
        invalid(made.mlflow.call("POST", SEARCH, {**question, "page_token": forged}))
    for wrong in (0, -1, 10**9, "x"):
        invalid(made.mlflow.call("POST", SEARCH, {**question, "max_results": wrong}))


def test_a_search_needs_experiments(mlflow: Mlflow) -> None:
    invalid(mlflow.call("POST", SEARCH, {"filter": ""}), "Missing value for required parameter 'experiment_ids'")
    assert mlflow.post(SEARCH, experiment_ids=[mlflow.experiment(fresh())]) == {}
