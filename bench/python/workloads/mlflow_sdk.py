# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What ``sdk.py`` does, done with MLflow's own client; MLFLOW_TRACKING_URI says where it stores.

    mlflow_sdk.py log CALLS async|sync
    mlflow_sdk.py series CALLS async|sync
    mlflow_sdk.py many CALLS SERIES async|sync

Prints one JSON object.
"""

from __future__ import annotations

import json
import random
import sys
import time

import mlflow


def log(calls: int, synchronous: bool) -> dict[str, float]:
    """Microseconds of one ``log_metric``."""
    clock, took = time.perf_counter_ns, [0] * calls
    with mlflow.start_run():
        for index in range(10):
            mlflow.log_metric("warm", random.random(), step=index, synchronous=synchronous)
        for index in range(calls):
            value = random.random()
            before = clock()
            mlflow.log_metric("loss", value, step=index, synchronous=synchronous)
            took[index] = clock() - before
        mlflow.flush_async_logging()
    took.sort()
    return {"median": took[calls // 2] / 1000, "p99": took[int(calls * 0.99)] / 1000}


def series(calls: int, synchronous: bool) -> dict[str, float]:
    """Seconds that a million calls of ``log_metric`` in one series take until all is stored, from fewer."""
    values = [random.random() for _ in range(calls)]
    with mlflow.start_run():
        before = time.perf_counter()
        for index, value in enumerate(values):
            mlflow.log_metric("loss", value, step=index, synchronous=synchronous)
        mlflow.flush_async_logging()
        took = time.perf_counter() - before
    return {"seconds_a_million": took * 1e6 / calls}


def many(calls: int, series: int, synchronous: bool) -> dict[str, float]:
    """Points a second of ``log_metrics``, until all is stored."""
    names = [f"layer{index}/weight.norm" for index in range(series)]
    steps = [{name: random.random() for name in names} for _ in range(calls)]
    with mlflow.start_run():
        mlflow.log_metrics(steps[0], step=0, synchronous=True)
        before = time.perf_counter()
        for index, values in enumerate(steps):
            mlflow.log_metrics(values, step=index + 1, synchronous=synchronous)
        mlflow.flush_async_logging()
        took = time.perf_counter() - before
    return {"points_per_s": calls * series / took, "seconds": took}


if __name__ == "__main__":
    word, *numbers, mode = sys.argv[1:]
    measure = {"log": log, "series": series, "many": many}[word]
    print(json.dumps(measure(*map(int, numbers), mode == "sync")))
