# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A submitted script: it names no server and no run, and logs to the one that it was submitted as."""

from __future__ import annotations

import json
import os

import mlflow

for step in range(3):
    mlflow.log_metric("loss", 1 / (step + 1), step=step)
run = mlflow.active_run()
mlflow.log_param("lr", 0.1)
mlflow.set_tag("team", "red")
mlflow.log_text("kept", "notes/note é.txt")
with mlflow.start_run(nested=True, run_name="child") as child:
    mlflow.log_metric("of child", 7)
print(json.dumps([run.info.run_id, child.info.run_id, run.info.experiment_id, os.environ["MLFLOW_EXPERIMENT_NAME"]]))
