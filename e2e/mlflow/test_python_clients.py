# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The `mlflow` package of two generations: what its scripts log is what they read, value for value."""

from __future__ import annotations

import hashlib
import math
from typing import Any

import pytest

from harness.clients import VERSIONS, Client
from harness.extent import full
from harness.mlflow import Mlflow, fresh
from harness.product import Sandbox
from harness.rest import same

pytestmark = full
LARGEST = 1.7976931348623157e308


@pytest.fixture(scope="module", params=VERSIONS)
def client(request: pytest.FixtureRequest, shared: Sandbox) -> Client:
    return Client(request.param, shared)


def own(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if not key.startswith("mlflow.")}


def test_a_script_logs_everything(client: Client, mlflow: Mlflow) -> None:
    name = fresh("everything é")
    found = client.run("log_everything.py", name, USER="ada", LOGNAME="ada")
    assert found["experiment"] == [name, {"team": "red"}]
    first, run = found["first"], found["id"]
    assert {key: first[key] for key in ("name", "status", "stage", "user", "ended")} == {
        "name": "first", "status": "FAILED", "stage": "active", "user": "ada", "ended": True,
    }  # fmt: skip
    assert first["params"] == {
        "lr": "0.1", "long": "é" * 5000, "x": "1", **{f"p{k}": str(k) for k in range(150)},
    }  # fmt: skip
    metrics = first["metrics"]
    assert math.isnan(metrics.pop("nan"))
    assert metrics == {
        "loss": 0.2, "late": 1.0, "inf": LARGEST, "-inf": -LARGEST, "val/acc top 5": 0.5, "resumed": 1,
        **{f"m{k}": float(k) for k in range(1500)},
    }  # fmt: skip
    assert own(first["tags"]) == {"made": "here", "phase": "second", "a": "1", "b": "None", "c": "é 正 \n"}
    assert (first["tags"]["mlflow.runName"], first["tags"]["mlflow.note.content"]) == ("first", "what *it* is")
    assert first["tags"]["mlflow.source.name"].endswith("log_everything.py")
    assert [(dataset, tags) for dataset, _, tags in first["datasets"]] == [
        ("frame", {"mlflow.data.context": "training"})
    ]
    assert (found["running"], found["changed"], found["failed"]) == ("RUNNING", "INVALID_PARAMETER_VALUE", "FAILED")
    child, facts = found["child"]
    assert (facts["status"], facts["metrics"], facts["tags"]["mlflow.parentRunId"]) == (
        "FINISHED",
        {"of child": 7},
        run,
    )
    histories = found["histories"]
    assert math.isnan(histories.pop("nan")[0][0])
    assert histories == {
        "loss": [[1 / (step + 1), step] for step in range(5)], "late": [[1, 5], [2, 4]], "inf": [[LARGEST, 0]],
        "-inf": [[-LARGEST, 0]], "m1499": [[1499, 3]], "none": [],
    }  # fmt: skip
    plain = [name for name in found["files"] if not name.startswith("images/white")]
    assert plain == [
        "data.json", "data.yaml", "images/black.png", "notes/read me.txt", "plots/line.png", "table.json",
    ]  # fmt: skip
    assert len(found["files"]) == len(plain) + 2
    assert (found["text"], found["table"]["x"]) == ("text é", [1, 2, 3, 4])
    assert found["table"]["y"] == pytest.approx([0.1, 0.2, 0.3, 0.4])  # pandas is a bit off in the last place
    check_native(mlflow, run, child)


def check_native(mlflow: Mlflow, run: str, child: str) -> None:
    """The same run as everybody else sees it."""
    facts = mlflow.rest.get(f"/runs/{run}")
    assert {key: facts[key] for key in ("name", "status", "description")} == {
        "name": "first", "status": "Failed", "description": "what *it* is",
    }  # fmt: skip
    assert facts["user"]["name"] == "ada"
    assert mlflow.rest.get(f"/runs/{child}")["parent"] == run
    assert same(mlflow.rest.series(run, "loss"), [1 / (step + 1) for step in range(5)])
    assert mlflow.rest.series(run, "inf") == [math.inf]
    assert mlflow.rest.artifacts(run)["notes/read me.txt"] == hashlib.sha256("text é".encode()).hexdigest()


def test_logging_in_the_background_loses_nothing(client: Client) -> None:
    found = client.run("in_the_background.py", fresh("async"))
    assert found["points"] == [[step, step / 8] for step in range(3000)]
    assert found["params"] == {f"p{k}": str(k) for k in range(20)}
    assert found["tags"] == {f"t{k}": str(k) for k in range(20)}
    assert {"system/cpu_utilization_percentage", "system/system_memory_usage_megabytes"} <= found["system"].keys()
    assert found["system"]["system/system_memory_usage_megabytes"] > 0
    assert found["samples"] >= 2


def test_scikit_learn_logs_by_itself(client: Client, mlflow: Mlflow) -> None:
    found = client.run("autolog.py", fresh("autolog"))
    fit, grid = found["fit"], found["grid"]
    assert (fit["status"], fit["params"]["C"], fit["params"]["max_iter"]) == ("FINISHED", "0.5", "300")
    assert fit["metrics"]["training_accuracy_score"] == found["score"] == fit["metrics"]["training_score"]
    assert fit["tags"]["estimator_name"] == "LogisticRegression"
    assert fit["datasets"] == ["dataset"] == grid["datasets"]
    assert {"estimator.html", "training_confusion_matrix.png"} <= set(fit["files"])
    assert found["same"], "the model that was loaded predicts as the one that was fitted"
    best, score = found["best"]
    assert (grid["params"]["best_C"], grid["metrics"]["best_cv_score"]) == (str(best["C"]), score)
    assert "cv_results.csv" in grid["files"]
    assert found["children"] == [[str(c), score] for c, score in zip((0.1, 1.0, 10.0), found["scores"], strict=True)]
    assert {mlflow.rest.get(f"/runs/{run['id']}")["status"] for run in (fit, grid)} == {"Completed"}


def test_a_model_is_loaded_in_every_way(client: Client, shared: Sandbox) -> None:
    name = fresh("model")
    found = client.run("registry.py", name)
    one, three = found["expected"]["1"], found["expected"]["3"]
    assert (found["by run"], found["by alias"], found["by version"]) == (three, three, [one, three])
    assert found["by model"] == ([one, three] if client.major > 2 else [three, three])
    assert [found["again"], found["two"], found["left"]] == ["3", "2", ["1", "2"]]
    assert found["versions"] == [[str(number), found["run"], "READY"] for number in (1, 2, 3)]
    assert found["one"] == ["the first", {"quality": "good"}, [], "None"]
    assert found["found"] == [{"team": "red"}, {"champion": "2"}]
    assert (found["models"], found["signature"]) == ([name], "True")
    assert name in shared.cli("model", "list").ok().out


def test_2500_runs_and_60000_points_page_by_page(client: Client) -> None:
    name = fresh("many")
    found: dict[str, Any] = client.run("find.py", name)
    assert found["newest"] == found["fluent"] == list(range(2499, -1, -1))
    assert found["pages"] == 3
    assert found["frame"] == [number for number in range(1250, 2500) if number % 5 == 3]
    assert {"metrics.acc", "params.layers", "tags.team", "run_id", "status"} <= set(found["columns"])
    assert found["best"] == [number for number in range(2499, -1, -1) if number % 3 == 0 and number % 2]
    assert found["chosen"] == [7, 1999]
    assert found["several"] == 2501
    assert found["experiments"] == [name, name + " few"]
    assert found["history"] == [60_000, True]


def test_files_of_every_name_go_up_and_come_down(client: Client, mlflow: Mlflow) -> None:
    found = client.run("files.py", fresh("files"))
    assert len(found["sent"]) == 15
    assert found["got"] == found["sent"]
    assert found["single"] and found["text"]
    assert set(found["listed"]) == {f"all of it/{name}" for name in found["sent"]} | {"one + more/100% sure.txt"}
    assert found["listed"]["all of it/large.bin"] == 51_200_000 and found["listed"]["all of it/empty"] == 0
    stored = mlflow.rest.artifacts(found["run"])
    assert {name: stored[f"all of it/{name}"] for name in found["sent"]} == found["sent"]


def test_runs_and_experiments_go_and_come_back(client: Client) -> None:
    name = fresh("restored")
    found = client.run("delete_and_restore.py", name)
    assert found["steps"] == [
        ["made", "active", "active", "active", ["one", "two"], []],
        ["one deleted", "active", "deleted", "active", ["two"], ["one"]],
        ["one restored", "active", "active", "active", ["one", "two"], []],
        ["all deleted", "deleted", "deleted", "deleted", [], ["one", "two"]],
        ["all restored", "active", "active", "active", ["one", "two"], []],
    ]
    refused, taken, absent = "INVALID_PARAMETER_VALUE", "RESOURCE_ALREADY_EXISTS", "RESOURCE_DOES_NOT_EXIST"
    assert found["refused"] == [refused, refused, refused, refused, taken, absent, refused, absent]
    assert (found["name"], found["absent"], found["unknown"]) == (name + " renamed", True, absent)
