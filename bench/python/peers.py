# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""MLflow beside us, with its own server on SQLite: the same loop through its own client, in the same rounds."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from figures import WORKLOADS, Measured, Sizes, run_workload
from report import Figure
from serving import ServerProcess, free_port

VERSION = "3.17.2"
CACHE = Path(__file__).resolve().parents[1] / "target" / "peers" / f"mlflow-{VERSION}"

FIGURES = (
    Figure("mlflow.log.median", f"MLflow {VERSION} log_metric, asynchronous", "us"),
    Figure("mlflow.log.p99", "99 of 100 calls", "us"),
    Figure("mlflow.log_sync.median", f"MLflow {VERSION} log_metric, stored when it returns", "us"),
    Figure("mlflow.log_sync.p99", "99 of 100 calls", "us"),
    Figure("mlflow.many", f"MLflow {VERSION}, 200 series, client to disk", "points/s"),
)


def install() -> str:
    """Make the environment when it is not there; answers why there is none, or nothing."""
    python = CACHE / "bin" / "python"
    if not (CACHE / "complete").exists():
        print(f"bench: installing mlflow {VERSION} into {CACHE}", file=sys.stderr)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"mlflow=={VERSION}"]
        for command in ([sys.executable, "-m", "venv", str(CACHE)], pip):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                lines = (done.stderr or done.stdout).strip().splitlines()
                return f"MLflow {VERSION} could not be installed: {lines[-1] if lines else 'no reason given'}"
        (CACHE / "complete").touch()
    return ""


@contextlib.contextmanager
def mlflow_server(folder: Path) -> Iterator[ServerProcess]:
    """MLflow's server as its documentation starts it, with SQLite, one worker and no telemetry."""
    folder.mkdir(parents=True)
    port = free_port()
    command = [str(CACHE / "bin" / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder)]
    environment = {
        "PATH": f"{CACHE / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        # its seven job processes poll, and would take part in our rounds
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    server = ServerProcess(command, port, folder, environment)
    try:
        yield server
    finally:
        server.stop()


def one_round(server: ServerProcess, sizes: Sizes, only: Sequence[str]) -> Measured:
    """One value of each of the peer's figures."""
    measured: Measured = {}
    if not only or "log" in only:
        for key, mode in (("mlflow.log", "async"), ("mlflow.log_sync", "sync")):
            took = _mlflow(server, "log", str(sizes.mlflow_calls), mode)
            measured |= {f"{key}.median": took["median"], f"{key}.p99": took["p99"]}
    if not only or "many" in only:
        took = _mlflow(server, "many", str(sizes.mlflow_many_calls), "200", "async")
        measured["mlflow.many"] = took["points_per_s"]
    return measured


def _mlflow(server: ServerProcess, *arguments: str) -> Measured:
    environment = {"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{server.port}", "MLFLOW_DISABLE_TELEMETRY": "true"}
    return run_workload([str(CACHE / "bin" / "python"), str(WORKLOADS / "mlflow_sdk.py"), *arguments], environment)
