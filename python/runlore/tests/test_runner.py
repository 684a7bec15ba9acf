# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A submitted run from its claim to its end, executed by the real archive in a process of its own."""

from __future__ import annotations

from typing import Callable

from job_server import JobServer, Runner

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
    snapshot = jobs.snapshot({"train.py": TRAIN, "mylib.py": "ACCURACY = 0.95\n"})
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
