# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Searches, and pages of a client over 2,500 runs and 60,000 points."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mlflow.entities import Metric, Param, RunTag, ViewType

import mlflow
from mlflow import MlflowClient

RUNS, POINTS = 2500, 60_000
client = MlflowClient()
experiment = client.create_experiment(sys.argv[1])
few = client.create_experiment(sys.argv[1] + " few")


def make(number: int) -> str:
    run = client.create_run(experiment, start_time=1_700_000_000_000 + number, run_name=f"run {number}")
    client.log_batch(
        run.info.run_id,
        metrics=[Metric("acc", number / RUNS, 1, 0)],
        params=[Param("layers", str(number % 5))],
        tags=[RunTag("team", "red" if number % 3 else "blue")],
    )
    client.update_run(run.info.run_id, status="FINISHED" if number % 2 else "FAILED")
    return str(run.info.run_id)


def all_pages(size: int, filter: str = "", order: list[str] | None = None) -> tuple[list[str], int]:
    names: list[str] = []
    token: Any = None
    pages = 0
    while True:
        page = client.search_runs([experiment], filter, ViewType.ACTIVE_ONLY, size, order, token)
        names += [run.info.run_name for run in page]
        pages += 1
        token = page.token
        if not token:
            return names, pages


def numbers(names: list[str]) -> list[int]:
    return [int(name.split()[1]) for name in names]


with ThreadPoolExecutor(8) as pool:
    ids = list(pool.map(make, range(RUNS)))

long = client.create_run(few).info.run_id
for at in range(0, POINTS, 1000):
    client.log_batch(long, metrics=[Metric("m", float(n), n, n) for n in range(at, at + 1000)])
history = client.get_metric_history(long, "m")

mlflow.set_experiment(sys.argv[1])
frame = mlflow.search_runs(filter_string="metrics.acc >= 0.5 AND params.layers = '3'", order_by=["metrics.acc ASC"])
newest, pages = all_pages(1000)
best, _ = all_pages(300, "tags.team = 'blue' and status = 'FINISHED'", ["metrics.acc DESC"])
chosen = client.search_runs([experiment], f"run_id IN ('{ids[7]}', '{ids[1999]}')")
print(
    json.dumps(
        {
            "pages": pages,
            "newest": numbers(newest),
            "fluent": numbers(list(mlflow.search_runs(max_results=RUNS)["tags.mlflow.runName"])),
            "frame": numbers(list(frame["tags.mlflow.runName"])),
            "columns": sorted(frame.columns),
            "best": numbers(best),
            "chosen": sorted(run.data.metrics["acc"] * RUNS for run in chosen),
            "several": len(client.search_runs([experiment, few], max_results=5000)),
            "experiments": [
                found.name
                for found in client.search_experiments(filter_string=f"name LIKE '{sys.argv[1]}%'", order_by=["name"])
            ],
            "history": [len(history), all(point.value == point.step == n for n, point in enumerate(history))],
        }
    )
)
