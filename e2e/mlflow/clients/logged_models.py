# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Models that runs of version 3 log, measure and use; found by filters and in orders."""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow import MlflowClient

FRAME = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [2.0, 4.0, 6.0]})
MODEL = LinearRegression().fit(FRAME[["x"]], FRAME["y"])
experiment = mlflow.set_experiment(sys.argv[1]).experiment_id
client = MlflowClient()
train, test = (mlflow.data.from_pandas(FRAME, name=name) for name in ("train", "test"))

ids = {}
with mlflow.start_run() as maker:
    for letter, depth, accuracy in (("a", 1, 0.5), ("b", 2, 0.75), ("c", 3, None)):
        model = mlflow.initialize_logged_model(
            name=f"model-{letter}", params={"depth": str(depth)}, tags={"team": "red"}, model_type="tree"
        )
        ids[letter] = model.model_id
        if accuracy:
            mlflow.log_metric("acc", accuracy / 2, step=1, model_id=model.model_id, dataset=test)
            mlflow.log_metric("acc", accuracy, step=2, model_id=model.model_id, dataset=test)
        mlflow.finalize_logged_model(model.model_id, "FAILED" if letter == "c" else "READY")
    logged = mlflow.sklearn.log_model(
        MODEL, name="fitted", params={"depth": 9}, tags={"team": "blue"}, model_type="linear", step=7
    )
    ids["d"] = logged.model_id
    mlflow.log_metrics({"acc": 1.0, "mse": 0.0}, step=3, model_id=logged.model_id, dataset=train)
with mlflow.start_run() as judge:
    mlflow.log_input(test, context="eval", model=mlflow.entities.LoggedModelInput(model_id=logged.model_id))
    mlflow.log_metric("acc", 0.875, step=4, model_id=logged.model_id, dataset=test)
mlflow.set_logged_model_tags(ids["a"], {"team": "green", "stage": "old"})
mlflow.delete_logged_model_tag(ids["a"], "stage")


def found(filter: str = "", **more: Any) -> str:
    models = mlflow.search_logged_models([experiment], filter, output_format="list", **more)
    return "".join(letter for model in models for letter, own in ids.items() if own == model.model_id)


def by(field: str, ascending: bool, **more: str) -> list[dict[str, Any]]:
    return [{"field_name": field, "ascending": ascending, **more}]


fitted = mlflow.get_logged_model(ids["d"])
made, used = client.get_run(maker.info.run_id), client.get_run(judge.info.run_id)
print(
    json.dumps(
        {
            "maker": maker.info.run_id,
            "judge": judge.info.run_id,
            "ids": ids,
            "fitted": [fitted.name, fitted.model_type, str(fitted.status), fitted.params, fitted.source_run_id],
            "tags": {letter: mlflow.get_logged_model(own).tags.get("team") for letter, own in ids.items()},
            "metrics": sorted(
                [point.key, point.value, point.step, point.dataset_name, point.run_id] for point in fitted.metrics
            ),
            "outputs": [[output.model_id, output.step] for output in made.outputs.model_outputs],
            "inputs": [model.model_id for model in used.inputs.model_inputs],
            "filters": {filter: found(filter) for filter in json.loads(sys.argv[2])},
            "orders": {
                "acc": found(order_by=by("metrics.acc", True)),
                "acc of test": found(order_by=by("metrics.acc", False, dataset_name="test")),
                "name": found(order_by=by("name", False)),
                "newest": found(order_by=by("creation_timestamp", False)),
                "best": found(order_by=by("metrics.acc", False), max_results=1),
            },
            "of train": found("metrics.acc > 0", datasets=[{"dataset_name": "train"}]),
            "frame": sorted(mlflow.search_logged_models([experiment], "params.depth = '9'")["name"]),
            "predicted": [
                round(float(y), 9) for y in mlflow.sklearn.load_model(logged.model_uri).predict(FRAME[["x"]])
            ],
        }
    )
)
