# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Runs and experiments deleted and restored."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from mlflow.entities import ViewType

import mlflow
from mlflow import MlflowClient

client = MlflowClient()
experiment = client.create_experiment(sys.argv[1])
one, two = (client.create_run(experiment, run_name=name).info.run_id for name in ("one", "two"))


def code(action: Callable[[], object]) -> str:
    try:
        action()
    except mlflow.MlflowException as error:
        return str(error.error_code)
    return ""


def found(view: int) -> list[str]:
    return sorted(run.info.run_name for run in client.search_runs([experiment], run_view_type=view))


steps = []


def note(what: str) -> None:
    stages = [client.get_run(run).info.lifecycle_stage for run in (one, two)]
    own = client.get_experiment(experiment).lifecycle_stage
    steps.append([what, own, *stages, found(ViewType.ACTIVE_ONLY), found(ViewType.DELETED_ONLY)])


note("made")
client.delete_run(one)
client.delete_run(one)
note("one deleted")
refused = [
    code(lambda: client.log_metric(one, "m", 1)),
    code(lambda: client.log_param(one, "p", 1)),
    code(lambda: client.set_tag(one, "t", 1)),
]
client.restore_run(one)
client.log_metric(one, "m", 1)
note("one restored")
client.delete_run(one)
client.delete_experiment(experiment)
note("all deleted")
refused.append(code(lambda: client.create_run(experiment)))
refused.append(code(lambda: client.create_experiment(sys.argv[1])))
refused.append(code(lambda: client.delete_experiment(experiment)))
refused.append(code(lambda: mlflow.set_experiment(sys.argv[1])))
client.restore_experiment(experiment)
note("all restored")
refused.append(code(lambda: client.restore_experiment(experiment)))
client.rename_experiment(experiment, sys.argv[1] + " renamed")
print(
    json.dumps(
        {
            "steps": steps,
            "refused": refused,
            "name": client.get_experiment(experiment).name,
            "absent": client.get_experiment_by_name(sys.argv[1]) is None,
            "unknown": code(lambda: client.get_run("0" * 32)),
        }
    )
)
