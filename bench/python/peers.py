# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Peers beside us, each through its own client, in the same rounds.

MLflow has its own server on SQLite; Aim and trackio write to folders.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from figures import WORKLOADS, Measured, Sizes, run_workload
from report import Figure
from serving import ServerProcess, free_port

VERSION = "3.17.2"
FOLDERS = Path(__file__).resolve().parents[1] / "target" / "peers"
CACHE = FOLDERS / f"mlflow-{VERSION}"

FIGURES = (
    Figure("mlflow.log.median", f"MLflow {VERSION} log_metric, asynchronous", "us"),
    Figure("mlflow.log.p99", "99 of 100 calls", "us"),
    Figure("mlflow.log_sync.median", f"MLflow {VERSION} log_metric, stored when it returns", "us"),
    Figure("mlflow.log_sync.p99", "99 of 100 calls", "us"),
    Figure("mlflow.many", f"MLflow {VERSION}, 200 series, client to disk", "points/s"),
    Figure("mlflow.series", f"MLflow {VERSION}, a million log_metric of one series", "s"),
    Figure("aim.series", "Aim, a million track of one series", "s"),
    Figure("aim.bytes", "Aim's folder", "bytes/point"),
    Figure("trackio.series", "trackio, a million log of one series", "s"),
    Figure("trackio.bytes", "trackio's folder", "bytes/point"),
)


def install(package: str, version: str = "") -> str:
    """Make a peer's environment when it is not there; answers why there is none, or nothing."""
    folder = FOLDERS / (f"{package}-{version}" if version else package)
    if not (folder / "complete").exists():
        print(f"bench: installing {package} into {folder}", file=sys.stderr)
        wanted = f"{package}=={version}" if version else package
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted]
        for command in ([sys.executable, "-m", "venv", str(folder)], pip):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                lines = (done.stderr or done.stdout).strip().splitlines()
                return f"{package} could not be installed: {lines[-1] if lines else 'no reason given'}"
        (folder / "complete").touch()
    return ""


def install_all() -> list[str]:
    """Make all environments; answers why some are not there."""
    return [reason for reason in (install("mlflow", VERSION), install("aim"), install("trackio")) if reason]


@contextlib.contextmanager
def mlflow_server(folder: Path, workers: int | None = 1) -> Iterator[ServerProcess]:
    """MLflow's server as its documentation starts it, with SQLite and no telemetry.

    Args:
        folder: where it stores.
        workers: how many processes answer; None leaves that to it.
    """
    folder.mkdir(parents=True)
    port = free_port()
    command = [str(CACHE / "bin" / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers)] if workers else []
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
    if not only or "series" in only:
        took = _mlflow(server, "series", str(sizes.mlflow_series_calls), "async")
        measured["mlflow.series"] = took["seconds_a_million"]
        for package in ("aim", "trackio"):
            measured |= _folder_peer(package, server.folder, sizes.mlflow_series_calls)
    return measured


def _folder_peer(package: str, within: Path, calls: int) -> Measured:
    """A peer without a server, when it is installed."""
    if not (FOLDERS / package / "complete").exists():
        return {}
    with tempfile.TemporaryDirectory(dir=within) as folder:
        place = Path(folder) / "data"
        command = [
            str(FOLDERS / package / "bin" / "python"),
            str(WORKLOADS / f"{package}_sdk.py"),
            str(place),
            str(calls),
        ]
        took = run_workload(command, {"TRACKIO_DIR": str(place), "AIM_UI_TELEMETRY_ENABLED": "0"})
    return {f"{package}.series": took["seconds_a_million"], f"{package}.bytes": took["bytes_a_point"]}


def _mlflow(server: ServerProcess, *arguments: str) -> Measured:
    environment = {"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{server.port}", "MLFLOW_DISABLE_TELEMETRY": "true"}
    return run_workload([str(CACHE / "bin" / "python"), str(WORKLOADS / "mlflow_sdk.py"), *arguments], environment)
