# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A submitted run from its claim to its end, executed by the real archive in a process of its own."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Callable

import pytest

from job_server import JobServer, Runner, eventually
from runlore._runner._main import main

Launch = Callable[..., Runner]

TRAIN = """
import os, sys
import runlore
from azureml.logging import get_azureml_logger
import mylib

print("training with", sys.argv[1:], flush=True)
run = runlore.current_run()
run.log("loss", 0.5)
get_azureml_logger().log("Accuracy", mylib.ACCURACY)
with open("outputs/model.txt", "w") as file:
    file.write("weights")
with open("logs/train.log", "w") as file:
    file.write("epoch 1")
"""


def test_a_run_goes_from_its_claim_to_completed(jobs: JobServer, launch: Launch) -> None:
    snapshot = jobs.keep_snapshot({"train.py": TRAIN, "mylib.py": "ACCURACY = 0.95\n"})
    jobs.submit("r1", snapshot, arguments=["0.5"])
    runner = launch("r1")
    assert runner.wait() == 0, runner.text()
    assert jobs.statuses("r1") == ["Running", "Finalizing", "Completed"]
    assert jobs.log("r1") == b"training with ['0.5']\n"
    assert jobs.values("r1", "loss") == [0.5]
    assert jobs.values("r1", "Accuracy") == [0.95]
    assert jobs.artifacts("r1") == {"outputs/model.txt": b"weights", "logs/train.log": b"epoch 1"}
    assert jobs.properties("r1")["runlore.exitCode"] == "0"
    assert jobs.jobs["r1"]["state"] == "Ended"
    assert not list((runner.work.parents[1] / "spool").iterdir())


def test_the_process_knows_its_run_and_no_secret_of_the_runner(jobs: JobServer, launch: Launch) -> None:
    text = "import json, os; json.dump(dict(os.environ), open('outputs/env', 'w'))"
    own = {"K": "v w", "AZUREML_RUN_ID": "another", "PYTHONPATH": "lib"}
    jobs.submit("r1", jobs.keep_snapshot({"src/train.py": text}), script="src/train.py", environmentVariables=own)
    runner = launch("r1")
    assert runner.wait() == 0, runner.text()
    known = json.loads(jobs.artifacts("r1")["outputs/env"])
    home = str(runner.work.parents[1])
    expected = {
        "K": "v w",
        "RUNLORE_URL": jobs.url,
        "RUNLORE_TOKEN": "rl_run_r1",
        "RUNLORE_HOME": home,
        "RUNLORE_SPOOL": f"{home}/spool",
        "AZUREML_RUN_ID": "r1",
        "AZUREML_ROOT_RUN_ID": "r1",
        "AZUREML_RUN_TOKEN": "rl_run_r1",
        "AZUREML_ARM_PROJECT_NAME": "iris",
        "AZUREML_EXPERIMENT_ID": "7",
        "AZUREML_RUN_HISTORY_SERVICE_ENDPOINT": jobs.url,
        "AZUREML_SERVICE_ENDPOINT": jobs.url,
        "AZUREML_TARGET_TYPE": "local",
        "AZUREML_FRAMEWORK": "Python",
        "AZUREML_NODE_COUNT": "1",
        "AZUREML_SCRIPT_DIRECTORY_NAME": "src",
        "AZUREML_DRIVERLOG_PATH": "azureml-logs/70_driver_log.txt",
        "MLFLOW_TRACKING_URI": jobs.url,
        "MLFLOW_TRACKING_TOKEN": "rl_run_r1",
        "MLFLOW_RUN_ID": "r1",
        "MLFLOW_EXPERIMENT_ID": "7",
        "MLFLOW_EXPERIMENT_NAME": "iris",
        "PYTHONUNBUFFERED": "1",
    }
    assert {name: known.get(name) for name in expected} == expected
    assert known["PYTHONPATH"].endswith("runlore-runner.pyz:lib")
    assert int(known["AZUREML_RUN_TOKEN_EXPIRY"]) > time.time() + 2_000_000
    assert "RUNLORE_JOB_TOKEN" not in known and "RUNLORE_JOB" not in known
    assert "rl_job_" not in json.dumps(known)
    assert {token[:14] for token in jobs.tokens} == {"Bearer rl_job_", "Bearer rl_run_"}
    assert "rl_job_" not in runner.text() and "rl_run_" not in runner.text()


def test_an_untracked_script_logs_to_nothing(jobs: JobServer, launch: Launch) -> None:
    text = "import runlore\nfrom azureml.logging import get_azureml_logger\n"
    text += "get_azureml_logger().log('a', 1)\nprint(runlore.current_run())"
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text}), tracked=False)
    assert launch("r1").wait() == 0
    assert jobs.log("r1") == b"None\n"
    assert jobs.values("r1", "a") == []
    assert jobs.end("r1")["to"] == "Completed"


def test_what_is_printed_is_there_within_a_second_and_watched_files_soon(jobs: JobServer, launch: Launch) -> None:
    text = """
import os, time
print(time.time(), flush=True)
open("tb/events", "w").write("1")
while os.path.exists("wait"):
    time.sleep(0.02)
open("outputs/last", "w").write("kept")
"""
    snapshot = jobs.keep_snapshot({"train.py": text, "wait": ""})
    jobs.submit("r1", snapshot, watched=["tb", "../up", "outputs"], collectOutputs=False)
    runner = launch("r1")
    eventually(lambda: jobs.log("r1"))
    assert time.time() - float(jobs.log("r1")) < 1.0
    eventually(lambda: jobs.artifacts("r1").get("tb/events") == b"1")
    (runner.project / "wait").unlink()
    assert runner.wait() == 0
    assert jobs.artifacts("r1") == {"tb/events": b"1", "outputs/last": b"kept"}
    (warning,) = jobs.warnings("r1")
    assert warning.startswith("the folder '../up' is not watched: artifact path must not have")


@pytest.mark.parametrize("missing", ["RUNLORE_URL", "RUNLORE_JOB", "RUNLORE_JOB_TOKEN"])
def test_a_runner_without_its_job_says_what_it_needs(
    home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in ("RUNLORE_URL", "RUNLORE_JOB", "RUNLORE_JOB_TOKEN"):
        monkeypatch.setenv(name, "x")
    monkeypatch.delenv(missing)
    assert main(["r1"]) == 1
    assert f"but {missing} is not set" in capfd.readouterr().err
    assert not (home / "data").exists()
