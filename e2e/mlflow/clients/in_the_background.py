# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Asynchronous logging and system metrics."""

from __future__ import annotations

import json
import sys
import time

import mlflow
from mlflow import MlflowClient

COUNT = 3000

mlflow.set_experiment(sys.argv[1])
client = MlflowClient()

with mlflow.start_run() as run:
    for step in range(COUNT):
        last = mlflow.log_metric("async", step / 8, step=step, synchronous=False)
    mlflow.log_params({f"p{k}": k for k in range(20)}, synchronous=False)
    mlflow.set_tags({f"t{k}": k for k in range(20)}, synchronous=False)
    last.wait()
    mlflow.flush_async_logging()
points = client.get_metric_history(run.info.run_id, "async")

mlflow.set_system_metrics_sampling_interval(1)
mlflow.set_system_metrics_samples_before_logging(1)
with mlflow.start_run(log_system_metrics=True) as measured:
    time.sleep(4)
system = client.get_run(measured.info.run_id).data.metrics

found = client.get_run(run.info.run_id).data
print(
    json.dumps(
        {
            "points": sorted([point.step, point.value] for point in points),
            "params": found.params,
            "tags": {key: value for key, value in found.tags.items() if not key.startswith("mlflow.")},
            "system": {key: value for key, value in system.items() if key.startswith("system/")},
            "samples": len(client.get_metric_history(measured.info.run_id, "system/cpu_utilization_percentage")),
        }
    )
)
