# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The run that other clients make with the same values."""

from __future__ import annotations

import json
import sys

import mlflow

mlflow.set_experiment(sys.argv[1])
with mlflow.start_run(run_name="same", tags={"team": "red"}) as run:
    mlflow.log_param("lr", 0.1)
    for step, value in enumerate((0.5, 0.25, 0.125)):
        mlflow.log_metric("loss", value, step=step)
    mlflow.log_metric("Accuracy", 0.75)
print(json.dumps(run.info.run_id))
