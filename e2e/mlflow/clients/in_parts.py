# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A large file up and down again, and one of which a part does not arrive."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient

mlflow.set_experiment(sys.argv[1])
client = MlflowClient()


def digest(path: str | Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


with tempfile.TemporaryDirectory() as folder, mlflow.start_run() as run:
    large, lost, small = (Path(folder) / name for name in ("large é + %.bin", "lost.bin", "small.bin"))
    for seed, (path, size) in enumerate({large: 3_000_001, lost: 3_000_001, small: 999_999}.items()):
        path.write_bytes(random.Random(seed).randbytes(size))
    mlflow.log_artifact(str(large), "deep/er")
    mlflow.log_artifact(str(small))
    try:
        mlflow.log_artifact(str(lost), "deep/er")
        error = ""
    except Exception as failure:
        error = str(failure)
    got = client.download_artifacts(run.info.run_id, "deep/er/large é + %.bin", tempfile.mkdtemp(dir=folder))
    found = {
        "run": run.info.run_id,
        "sent": [digest(large), digest(small)],
        "got": digest(got),
        "error": error,
        "listed": [entry.path for entry in client.list_artifacts(run.info.run_id, "deep/er")],
    }
print(json.dumps(found))
