# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""scikit-learn's automatic logging: one fit, and a search over a grid."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

import mlflow
from mlflow import MlflowClient

mlflow.set_experiment(sys.argv[1])
client = MlflowClient()
X, y = load_iris(return_X_y=True, as_frame=True)


def files(run: str, folder: str | None = None) -> list[str]:
    found: list[str] = []
    for entry in client.list_artifacts(run, folder):
        found += files(run, entry.path) if entry.is_dir else [entry.path]
    return sorted(found)


def shown(run: str) -> dict[str, Any]:
    found = client.get_run(run)
    return {
        "id": run,
        "status": found.info.status,
        "params": found.data.params,
        "metrics": found.data.metrics,
        "tags": {
            key: value for key, value in found.data.tags.items() if key.startswith(("estimator", "mlflow.parent"))
        },
        "files": files(run),
        "datasets": [entry.dataset.name for entry in found.inputs.dataset_inputs],
    }


mlflow.sklearn.autolog(max_tuning_runs=None)
with mlflow.start_run() as one:
    model = LogisticRegression(C=0.5, max_iter=300).fit(X, y)
    score = model.score(X, y)
with mlflow.start_run() as grid:
    search = GridSearchCV(LogisticRegression(max_iter=300), {"C": [0.1, 1.0, 10.0]}, cv=3).fit(X, y)
mlflow.sklearn.autolog(disable=True)

loaded = mlflow.sklearn.load_model(f"runs:/{one.info.run_id}/model")
children = client.search_runs(
    [one.info.experiment_id], f"tags.mlflow.parentRunId = '{grid.info.run_id}'", order_by=["params.C"]
)
print(
    json.dumps(
        {
            "fit": shown(one.info.run_id),
            "score": score,
            "same": bool(np.array_equal(loaded.predict(X), model.predict(X))),
            "grid": shown(grid.info.run_id),
            "best": [search.best_params_, float(search.best_score_)],
            "children": [[child.data.params["C"], child.data.metrics["mean_test_score"]] for child in children],
            "scores": list(map(float, search.cv_results_["mean_test_score"])),
        }
    )
)
