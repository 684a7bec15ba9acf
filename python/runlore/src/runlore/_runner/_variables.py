# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The environment of the user's process: what it had where the run was submitted, and what ties it to the run."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

import runlore

from ._interpreter import Interpreter
from ._job import Job
from ._server import Server
from ._work_folder import DRIVER_LOG, WorkFolder

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
RESOURCE_GROUP = WORKSPACE = "default"
_OWN = ("RUNLORE_JOB", "RUNLORE_JOB_TOKEN", "RUNLORE_TOKEN", "PYTHONHOME")


def variables(
    job: Job, server: Server, work: WorkFolder, interpreter: Interpreter | None, outside: Mapping[str, str]
) -> dict[str, str]:
    """All variables of the user's process.

    Args:
        job: the job.
        server: its server.
        work: its folder.
        interpreter: what the process runs on, None when a command decides.
        outside: the runner's own environment.
    """
    configuration = job.configuration
    known = {name: value for name, value in outside.items() if name not in _OWN}
    known.update(job.surroundings)
    if interpreter is not None:
        known.update(interpreter.activation(known))
    known.setdefault("PYTHONUNBUFFERED", "1")
    known.update(configuration.variables)
    known["PYTHONPATH"] = os.pathsep.join(filter(None, (package_place(), known.get("PYTHONPATH"))))
    if configuration.tracked:
        known.update(_run_variables(job, server, work))
    return known


def package_place() -> str:
    """Where this very package is imported from: the runner's zip archive, or a folder."""
    return os.path.dirname(os.path.dirname(os.path.abspath(runlore.__file__)))


def _run_variables(job: Job, server: Server, work: WorkFolder) -> dict[str, str]:
    configuration, run = job.configuration, job.run
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{RESOURCE_GROUP}"
    workspace = f"{group}/providers/Microsoft.MachineLearningServices/workspaces/{WORKSPACE}"
    return {
        "RUNLORE_URL": server.url,
        **({"RUNLORE_LOCAL_URL": server.url} if server.is_local else {}),
        "RUNLORE_TOKEN": job.token,
        "RUNLORE_HOME": work.home,
        "RUNLORE_SPOOL": os.environ.get("RUNLORE_SPOOL") or os.path.join(work.home, "spool"),
        "AZUREML_RUN_ID": run,
        "AZUREML_ROOT_RUN_ID": run,
        "AZUREML_RUN_TOKEN": job.token,
        "AZUREML_RUN_TOKEN_EXPIRY": str(int(time.time() + configuration.max_seconds)),
        "AZUREML_ARM_SUBSCRIPTION": SUBSCRIPTION,
        "AZUREML_ARM_RESOURCEGROUP": RESOURCE_GROUP,
        "AZUREML_ARM_WORKSPACE_NAME": WORKSPACE,
        "AZUREML_ARM_PROJECT_NAME": job.experiment,
        "AZUREML_EXPERIMENT_ID": job.experiment_id,
        "AZUREML_WORKSPACE_SCOPE": workspace,
        "AZUREML_EXPERIMENT_SCOPE": f"{workspace}/experiments/{job.experiment}",
        "AZUREML_RUN_HISTORY_SERVICE_ENDPOINT": server.url,
        "AZUREML_SERVICE_ENDPOINT": server.url,
        "AZUREML_TARGET_TYPE": configuration.target,
        "AZUREML_FRAMEWORK": configuration.framework,
        "AZUREML_NODE_COUNT": "1",
        "AZUREML_SCRIPT_DIRECTORY_NAME": os.path.dirname(configuration.script or "") or ".",
        "AZUREML_DRIVERLOG_PATH": DRIVER_LOG,
        "MLFLOW_TRACKING_URI": server.url,
        "MLFLOW_TRACKING_TOKEN": job.token,
        "MLFLOW_RUN_ID": run,
        "MLFLOW_EXPERIMENT_ID": job.experiment_id,
        "MLFLOW_EXPERIMENT_NAME": job.experiment,
    }
