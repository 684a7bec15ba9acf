# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Figures of MLflow's protocol: the same requests of one client to our server and, beside it, to MLflow's own."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from figures import WORKLOADS, Measured, Sizes, run_workload
from report import Figure
from serving import ServerProcess

_REST = 3.0  # seconds
_SMALL = (
    ("log", "log-metric, one point", 1, 10),
    ("batch", "log-batch, 1,000 points of one key", 10, 10),
    ("batch.keys", "log-batch, 1,000 points of 1,000 keys", 10, 10),
    ("history", "get-history of 10,000 points", 20, 20),
    ("search", "runs/search, 100 of 10,000 by a metric", 15, 10),
)

FIGURES = (
    *(Figure(f"wire.{key}", title, "ms", reach) for key, title, reach, _ in _SMALL),
    Figure("wire.again", "the same batch again, of the first time", "x", 1),
    Figure("wire.writers", "16 clients x log-batch 1,000", "points/s", 300_000),
    Figure("wire.up", "a file of 1 GB up", "MB/s"),
    Figure("wire.down", "and down again", "MB/s"),
    Figure("wire.disk", "the same bytes written and flushed by one process", "MB/s"),
    Figure("wire.memory", "what the server grew by meanwhile", "MB"),
)

PEER_FIGURES = (
    *(Figure(f"mlflow.wire.{key}", f"MLflow: {title}", "ms") for key, title, _, _ in _SMALL),
    *(Figure(f"times.{key}", f"MLflow's time of ours: {title}", "times", reach) for key, title, _, reach in _SMALL),
    Figure("mlflow.wire.again", "MLflow: the same batch again, of the first time", "x"),
    Figure("mlflow.wire.writers", "MLflow: 16 clients x log-batch 1,000", "points/s"),
    *(
        Figure(f"mlflow.default.{key}", f"MLflow as it starts by default: {title}", "ms")
        for key, title, _, _ in _SMALL[:3]
    ),
)


def one_round(server: ServerProcess, sizes: Sizes) -> Measured:
    """One value of each figure of our server."""
    _fill(server, sizes.wire_runs)
    measured = {f"wire.{key}": value for key, value in _requests(server, sizes.wire_calls, sizes).items()}
    before = server.resident_mb()
    took = _wire(server, "artifact", sizes.wire_megabytes)
    return {
        **measured,
        **{f"wire.{key}": took[key] for key in ("up", "down", "disk")},
        "wire.memory": server.resident_mb() - before,
    }


def peer_round(server: ServerProcess, default: ServerProcess, ours: Measured, sizes: Sizes) -> Measured:
    """One value of each figure of MLflow's server, with one worker and as it starts by default."""
    _fill(server, sizes.wire_runs)
    theirs = _requests(server, sizes.mlflow_wire_calls, sizes)
    measured = {f"mlflow.wire.{key}": value for key, value in theirs.items()}
    for key, *_ in _SMALL:
        measured[f"times.{key}"] = theirs[key] / ours[f"wire.{key}"]
    small = _wire(default, "log", sizes.mlflow_wire_calls) | _wire(default, "batch", sizes.mlflow_wire_calls)
    return measured | {f"mlflow.default.{key}": small[key] for key, *_ in _SMALL[:3]}


def _requests(server: ServerProcess, calls: int, sizes: Sizes) -> Measured:
    os.sync()  # what was written before, by whichever server, is not to be written meanwhile
    time.sleep(_REST)
    measured = _wire(server, "log", calls * 5) | _wire(server, "batch", calls)
    again = measured.pop("batch.again") / measured["batch"]
    measured |= _wire(server, "history", sizes.wire_points, calls) | _wire(server, "search", calls)
    return {**measured, "again": again, **_wire(server, "writers", 16, calls)}


def _fill(server: ServerProcess, runs: int) -> None:
    """The runs that are searched, once a server."""
    mark = server.folder / "filled"
    if not mark.exists():
        _wire(server, "fill", runs)
        mark.touch()


def _wire(server: ServerProcess, word: str, *numbers: int) -> Measured:
    command = [
        sys.executable,
        str(WORKLOADS / "mlflow_wire.py"),
        word,
        str(server.port),
        *map(str, numbers),
    ]
    return run_workload(command, {"RUNLORE_BENCH_FOLDER": str(Path(server.folder))})
