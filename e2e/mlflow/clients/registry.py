# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A model logged, loaded, registered, and loaded by name with a version and with an alias."""

from __future__ import annotations

import json
import sys

import numpy as np
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow import MlflowClient

NAME = sys.argv[1]
mlflow.set_experiment(NAME)
client = MlflowClient()
X = np.arange(12.0).reshape(6, 2)
y = X @ [2.0, -1.0] + 0.5


def predictions(uri: str) -> list[float]:
    return [round(float(value), 9) for value in mlflow.pyfunc.load_model(uri).predict(X)]


models = {}
with mlflow.start_run() as run:
    mlflow.log_metric("mse", 0.25)
    for factor in (1, 3):
        model = LinearRegression().fit(X, factor * y)
        where = {"name": "model"} if mlflow.__version__ >= "3" else {"artifact_path": "model"}
        logged = mlflow.sklearn.log_model(
            model, **where, registered_model_name=NAME, signature=infer_signature(X, y), input_example=X[:2]
        )
        models[factor] = logged.model_uri

client.update_model_version(NAME, "1", description="the first")
client.set_model_version_tag(NAME, "1", "quality", "good")
client.set_registered_model_tag(NAME, "team", "red")
client.set_registered_model_alias(NAME, "champion", "1")
client.set_registered_model_alias(NAME, "champion", "2")
again = mlflow.register_model(models[1], NAME)
one, found = client.get_model_version(NAME, "1"), client.get_registered_model(NAME)
versions = client.search_model_versions(f"name = '{NAME}'", order_by=["version_number ASC"])
client.delete_model_version(NAME, "3")
print(
    json.dumps(
        {
            "run": run.info.run_id,
            "expected": {factor: [round(float(factor * value), 9) for value in y] for factor in (1, 3)},
            "by run": predictions(f"runs:/{run.info.run_id}/model"),
            "by model": [predictions(uri) for uri in models.values()],
            "by version": [predictions(f"models:/{NAME}/{number}") for number in (1, 2)],
            "by alias": predictions(f"models:/{NAME}@champion"),
            "again": again.version,
            "versions": [[version.version, version.run_id, version.status] for version in versions],
            "one": [one.description, one.tags, one.aliases, one.current_stage],
            "two": client.get_model_version_by_alias(NAME, "champion").version,
            "found": [found.tags, found.aliases],
            "models": [model.name for model in client.search_registered_models(f"name LIKE '{NAME}%'")],
            "left": sorted(version.version for version in client.search_model_versions(f"name = '{NAME}'")),
            "signature": str(mlflow.models.get_model_info(f"models:/{NAME}/1").signature is not None),
        }
    )
)
