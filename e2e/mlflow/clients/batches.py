# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Logs batches to one run until a file named `stop` is there; notes what it sends, and what was confirmed."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from mlflow.entities import Metric, Param, RunTag

import mlflow
from mlflow import MlflowClient

BATCH = 25
run, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
client = MlflowClient()


def note(kind: str, batches: int) -> None:
    file = os.open(folder / f"{name}.{kind}", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, json.dumps({"batches": batches}).encode() + b"\n")
    os.close(file)


number = 0
while not (folder / "stop").exists():
    steps = range(number * BATCH, (number + 1) * BATCH)
    metrics = [Metric(name, step / 8, 1_700_000_000_000 + step, step) for step in steps]
    note("sent", number + 1)
    while True:
        try:
            client.log_batch(run, metrics, [Param(f"{name}-{number}", "p")], [RunTag(f"{name}-{number}", "t")])
            break
        except mlflow.MlflowException as error:
            assert error.error_code not in ("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST"), error
            time.sleep(0.1)  # the server is away for longer than the client tries
    number += 1
    note("confirmed", number)
print(json.dumps(number))
