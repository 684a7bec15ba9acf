# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Points of any kind from seeds, read before and after they are packed, when some came late, and after a restart."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from harness.extent import FULL
from harness.mlflow import JSON, Mlflow, accepted
from harness.points import Model, Point, differences, requests, spelled
from harness.processes import wait_until
from harness.product import Sandbox
from harness.session import is_packed

SEEDS = range(40) if FULL else range(3)
POINTS = 2500
BULK = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
INTERVAL = "/metrics/get-history-bulk-interval"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox whose server may be started again."""
    sandbox = Sandbox(tmp_path_factory.mktemp("points"))
    sandbox.serve()
    yield sandbox
    sandbox.close()


def send(mlflow: Mlflow, run: str, points: list[Point], chance: random.Random) -> None:
    metrics = spelled(points, chance)
    is_one = len(points) == 1 and chance.random() < 0.7
    body = f'{{"run_id": "{run}", "metrics": [{", ".join(metrics)}]}}'
    if is_one:
        body = f'{{"run_id": "{run}", {metrics[0][1:]}'
    call = "/runs/log-metric" if is_one else "/runs/log-batch"
    assert accepted(mlflow.send("POST", call, body.encode(), None, JSON)) == {}


def wrong_histories(mlflow: Mlflow, run: str, model: Model) -> Iterator[tuple[str, Any]]:
    for key in model.keys:
        points = model.points(key)
        whole = mlflow.get("/metrics/get-history", run_id=run, metric_key=key)["metrics"]
        yield f"history of {key}", differences(whole, points)
        size, pages = max(1, len(points) // 3), []
        token: dict[str, str] = {}
        while True:
            page = mlflow.get("/metrics/get-history", run_id=run, metric_key=key, max_results=size, **token)
            pages += page["metrics"]
            if "next_page_token" not in page:
                break
            token = {"page_token": page["next_page_token"]}
        yield f"pages of {key}", None if pages == whole else (len(pages), len(whole))
        bulk = mlflow.get(BULK, run_id=[run], metric_key=key)["metrics"]
        yield f"bulk of {key}", differences(bulk, points)
        interval = mlflow.get(INTERVAL, run_ids=[run], metric_key=key)["metrics"]
        yield f"interval of {key}", differences(interval, points, by_step=True)
        part = mlflow.get(INTERVAL, run_ids=[run], metric_key=key, start_step=-7, end_step=100)["metrics"]
        within = [point for point in points if -7 <= point.step <= 100]
        yield f"interval of {key} from -7 to 100", differences(part, within, by_step=True)


def wrong_latest(mlflow: Mlflow, run: str, model: Model) -> Iterator[tuple[str, Any]]:
    experiment = mlflow.info(run)["experiment_id"]
    metrics = {metric["key"]: metric for metric in mlflow.data(run)["metrics"]}
    yield "keys", None if sorted(metrics) == model.keys else sorted(metrics)
    found = mlflow.post("/runs/search", experiment_ids=[experiment], filter=f"run_id = '{run}'")["runs"]
    yield "the run as found", None if found[0]["data"]["metrics"] == mlflow.data(run)["metrics"] else found[0]["data"]
    for key in model.keys:
        latest, shown = model.latest(key), metrics[key]
        told = (repr(shown["value"]), shown["timestamp"], shown["step"])
        expected = [(repr(point.shown), point.timestamp, point.step) for point in latest]
        yield f"latest of {key}", None if told in expected else (told, expected)
        is_nan, value = shown["value"] == "NaN", max(point.rank for point in latest)
        exact = f"> 1e308 AND metrics.`{key}` >= {shown['value']}" if math.isinf(value) and value > 0 else (
            f"< -1e308 AND metrics.`{key}` <= {shown['value']}" if math.isinf(value) else f"= {value!r}"
        )  # fmt: skip
        for condition, finds in ((exact, not is_nan), ("!= 0.123", True), ("= 0", value == 0 and not is_nan)):
            ids = mlflow.found([experiment], f"metrics.`{key}` {condition}")
            yield f"{key} {condition}", None if (run in ids) == finds else (ids, shown)


def check(mlflow: Mlflow, run: str, model: Model, when: str) -> None:
    parts = (*wrong_histories(mlflow, run, model), *wrong_latest(mlflow, run, model))
    assert {what: wrong for what, wrong in parts if wrong is not None} == {}, when


@pytest.mark.parametrize("seed", SEEDS)
def test_points_are_a_set_in_order_whatever_they_are(own: Sandbox, seed: int) -> None:
    mlflow, chance, model = Mlflow(own.server.rest), random.Random(f"sending {seed}"), Model()
    run = mlflow.run()
    sent = list(requests(seed, POINTS))
    late = [points for points in sent if len(points) <= 50 and chance.random() < 0.3]
    for points in sent:
        if points not in late:
            send(mlflow, run, points, chance)
            model.add(points)
    check(mlflow, run, model, f"seed {seed}, as written")

    mlflow.post("/runs/update", run_id=run, status="FINISHED")
    wait_until("the run's points are packed", lambda: is_packed(own.data, run), timeout=60)
    check(mlflow, run, model, f"seed {seed}, packed")

    for points in (*late, *sent[:5]):
        send(mlflow, run, points, chance)
        model.add(points)
    check(mlflow, run, model, f"seed {seed}, with late ones")

    own.server.kill() if seed % 2 else own.server.stop()
    check(Mlflow(own.serve().rest), run, model, f"seed {seed}, after a restart")
