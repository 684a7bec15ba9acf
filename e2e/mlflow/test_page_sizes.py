# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How much one answer has when nothing is said of it, and at most: each limit from both of its sides."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from harness.mlflow import Mlflow, fresh, invalid
from harness.product import Sandbox

BULK = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
INTERVAL = "/metrics/get-history-bulk-interval"


def many(make: Callable[[int], object], count: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(count)))


def points(mlflow: Mlflow, run: str, first: int, count: int) -> None:
    for at in range(first, first + count, 1000):
        steps = range(at, min(at + 1000, first + count))
        metrics = [{"key": "m", "value": step, "timestamp": step, "step": step} for step in steps]
        mlflow.post("/runs/log-batch", run_id=run, metrics=metrics)


def test_histories_of_many_runs_are_cut_at_25000_points(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    one, two = sorted(mlflow.run(experiment) for _ in range(2))
    points(mlflow, one, 0, 20_000)
    points(mlflow, two, 0, 5_000)

    def told(**more: object) -> list[tuple[str, int]]:
        answered = mlflow.get(BULK, run_id=[two, one], metric_key="m", **more)["metrics"]
        return [(point["run_id"], point["step"]) for point in answered]

    whole = [*((one, step) for step in range(20_000)), *((two, step) for step in range(5_000))]
    assert told() == whole
    points(mlflow, two, 5_000, 1)
    for more in ({}, {"max_results": 25_000}, {"max_results": 25_001}, {"max_results": 10**9}):
        assert told(**more) == whole, more
    assert told(max_results=24_999) == whole[:-1]
    for wrong in (0, -1, "x"):
        invalid(mlflow.call("GET", BULK, None, {"run_id": [one], "metric_key": "m", "max_results": wrong}))
    hundred = [f"{number:032x}" for number in range(99)]
    assert mlflow.get(BULK, run_id=[*hundred, two], metric_key="m", max_results=1)["metrics"][0]["run_id"] == two
    invalid(mlflow.call("GET", BULK, None, {"run_id": [*hundred, one, two], "metric_key": "m"}))


def test_an_interval_has_2500_steps_when_nothing_is_said(mlflow: Mlflow) -> None:
    run = mlflow.run()
    points(mlflow, run, 0, 2500)

    def told(**more: object) -> list[int]:
        return [point["step"] for point in mlflow.get(INTERVAL, run_ids=[run], metric_key="m", **more)["metrics"]]

    assert told() == told(max_results=2500) == list(range(2500))
    points(mlflow, run, 2500, 1)
    assert len(told()) in (2500, 2501) and told() == told(max_results=2500)
    points(mlflow, run, 2501, 2499)
    assert told() == told(max_results=2500) == [*range(0, 5000, 2), 4999]
    assert told(start_step=100, end_step=2599) == list(range(100, 2600))
    invalid(mlflow.call("GET", INTERVAL, None, {"run_ids": [run], "metric_key": "m", "max_results": 2501}))


def counts(mlflow: Mlflow, call: str, family: str, query: dict[str, Any]) -> list[int]:
    """How many each page has."""
    return [len(page.get(family, [])) for page in mlflow.pages(call, **query)]


def test_a_page_of_experiments_has_1000(sandbox: Sandbox) -> None:
    mlflow, stem = Mlflow(sandbox.serve().rest), fresh("page")
    query = {"filter": f"name LIKE '{stem}%'"}
    many(lambda number: mlflow.experiment(f"{stem} {number}"), 1000)
    assert counts(mlflow, "/experiments/search", "experiments", query) == [1000]
    mlflow.experiment(f"{stem} more")
    assert counts(mlflow, "/experiments/search", "experiments", query) == [1000, 1]
    assert counts(mlflow, "/experiments/search", "experiments", {**query, "max_results": 50_000}) == [1001]
    assert len(mlflow.get("/experiments/search", **query)["experiments"]) == 1000


def test_a_page_of_registered_models_has_100_and_at_most_1000(mlflow: Mlflow) -> None:
    stem, call, family = fresh("page"), "/registered-models/search", "registered_models"
    query = {"filter": f"name LIKE '{stem}%'"}
    many(lambda number: mlflow.post("/registered-models/create", name=f"{stem} {number}"), 100)
    assert counts(mlflow, call, family, query) == [100]
    mlflow.post("/registered-models/create", name=f"{stem} more")
    assert counts(mlflow, call, family, query) == [100, 1]
    assert counts(mlflow, call, family, {**query, "max_results": 1000}) == [101]
    assert len(mlflow.get(call, **query)["registered_models"]) == 100
    invalid(mlflow.call("POST", call, {**query, "max_results": 1001}))


def test_a_page_of_logged_models_has_100_and_at_most_1000(mlflow: Mlflow) -> None:
    experiment, call = mlflow.experiment(), "/logged-models/search"
    query = {"experiment_ids": [experiment]}
    many(lambda number: mlflow.post("/logged-models", experiment_id=experiment, name=f"m{number}"), 100)
    assert counts(mlflow, call, "models", query) == [100]
    mlflow.post("/logged-models", experiment_id=experiment, name="more")
    assert counts(mlflow, call, "models", query) == [100, 1]
    assert counts(mlflow, call, "models", {**query, "max_results": 1000}) == [101]
    for wrong in (0, -1, 1001, "x"):
        invalid(mlflow.call("POST", call, {**query, "max_results": wrong}))


def test_versions_come_in_one_page(mlflow: Mlflow) -> None:
    name = fresh("page")
    mlflow.post("/registered-models/create", name=name)
    many(lambda number: mlflow.post("/model-versions/create", name=name, source=f"s3://b/{number}"), 150)
    page = mlflow.get("/model-versions/search", filter=f"name = '{name}'")
    assert [version["version"] for version in page["model_versions"]] == [str(number) for number in range(150, 0, -1)]
    assert "next_page_token" not in page


def test_data_sets_are_summed_up_of_20_experiments_and_1000_at_most(mlflow: Mlflow) -> None:
    experiment, call = mlflow.experiment(), "/experiments/search-datasets"
    run = mlflow.run(experiment)

    def log(first: int, last: int) -> None:
        sets = [{"name": f"d{n}", "digest": str(n), "source_type": "t", "source": "s"} for n in range(first, last)]
        mlflow.post("/runs/log-inputs", run_id=run, datasets=[{"dataset": one} for one in sets])

    log(0, 1000)
    assert len(mlflow.post(call, experiment_ids=[experiment])["dataset_summaries"]) == 1000
    log(1000, 1001)
    assert len(mlflow.post(call, experiment_ids=[experiment])["dataset_summaries"]) == 1000
    others = [str(10**6 + number) for number in range(20)]
    assert len(mlflow.post(call, experiment_ids=[experiment, *others[:19]])["dataset_summaries"]) == 1000
    for wrong in ([experiment, *others], []):
        invalid(mlflow.call("POST", call, {"experiment_ids": wrong}))
