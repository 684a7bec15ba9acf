# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Histories of metrics: their order, their pages, and what charts ask for."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

import pytest

from harness.mlflow import Mlflow, accepted, invalid
from harness.processes import wait_until
from harness.product import Sandbox
from harness.session import chunks

HISTORY = "/metrics/get-history"
BULK = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
INTERVAL = "/metrics/get-history-bulk-interval"
NOBODY = "0" * 32


class Long(NamedTuple):
    """A run with a long series, logged in another order than that of its history."""

    run: str
    points: list[tuple[float, int, int]]  # value, timestamp, step; in the order of the history


@pytest.fixture(scope="module", params=["written", "packed"])
def long(mlflow: Mlflow, shared: Sandbox, request: pytest.FixtureRequest) -> Long:
    run, chance = mlflow.run(), random.Random(11)
    points = [(float(chance.randrange(50)), chance.randrange(5000), chance.randrange(-5, 5000)) for _ in range(30_000)]
    points = list(dict.fromkeys(points))
    for at in range(0, len(points), 1000):
        metrics = [{"key": "m", "value": v, "timestamp": t, "step": s} for v, t, s in points[at : at + 1000]]
        mlflow.post("/runs/log-batch", run_id=run, metrics=metrics)
    if request.param == "packed":
        before = chunks(shared.data)
        mlflow.post("/runs/update", run_id=run, status="FINISHED")
        wait_until("the run's points are packed", lambda: chunks(shared.data) > before, timeout=60)
    return Long(run, sorted(points, key=lambda point: (point[1], point[2], point[0])))


def tuples(page: dict[str, Any]) -> list[tuple[Any, int, int]]:
    return [(point["value"], point["timestamp"], point["step"]) for point in page.get("metrics", [])]


def test_without_max_results_it_is_all_of_it(mlflow: Mlflow, long: Long) -> None:
    page = mlflow.get(HISTORY, run_id=long.run, metric_key="m")
    assert "next_page_token" not in page
    assert tuples(page) == long.points
    assert {point["key"] for point in page["metrics"]} == {"m"}


@pytest.mark.parametrize("size", [25_000, 10_000, "7777", 29_999, 100_000])
def test_pages_join_in_the_order_of_time_step_and_value(mlflow: Mlflow, long: Long, size: Any) -> None:
    stored: list[tuple[Any, int, int]] = []
    token: dict[str, str] = {}
    while True:
        page = mlflow.get(HISTORY, run_id=long.run, metric_key="m", max_results=size, **token)
        assert len(page["metrics"]) == min(int(size), len(long.points) - len(stored))
        stored += tuples(page)
        if "next_page_token" not in page:
            break
        token = {"page_token": page["next_page_token"]}
    assert stored == long.points


def test_a_history_that_there_is_not_is_empty(mlflow: Mlflow) -> None:
    run = mlflow.run()
    assert mlflow.get(HISTORY, run_id=run, metric_key="nothing") == {}
    assert mlflow.get(HISTORY, run_id=run, metric_key="nothing", max_results=25_000) == {}
    assert mlflow.get(HISTORY, run_id=NOBODY, metric_key="m") == {}


@pytest.mark.parametrize("token", ["x", "!!!", "e30=", "eyJvZmZzZXQiOiAtMX0=", "AAAA", "é", "a" * 4000])
def test_tokens_that_nobody_gave_out(mlflow: Mlflow, long: Long, token: str) -> None:
    query = {"run_id": long.run, "metric_key": "m", "max_results": 10, "page_token": token}
    invalid(mlflow.call("GET", HISTORY, None, query))


@pytest.mark.parametrize("wrong", ["-1", "0", "x", "1.5", "99999999999999999999"])
def test_a_size_that_is_none(mlflow: Mlflow, long: Long, wrong: str) -> None:
    answer = mlflow.call("GET", HISTORY, None, {"run_id": long.run, "metric_key": "m", "max_results": wrong})
    if wrong == "0" and answer.status == 200:  # an absent number, for clients that write all of them
        assert tuples(accepted(answer)) == long.points
    else:
        invalid(answer)


def test_a_page_token_holds_while_points_come(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for number in range(10):
        mlflow.log(run, "m", number, 1000 + number, number)
    page = mlflow.get(HISTORY, run_id=run, metric_key="m", max_results=4)
    mlflow.log(run, "m", 10, 1010, 10)
    token, stored = page["next_page_token"], tuples(page)
    while token:
        page = mlflow.get(HISTORY, run_id=run, metric_key="m", max_results=4, page_token=token)
        stored += tuples(page)
        token = page.get("next_page_token")
    assert len(stored) in (10, 11), "the late one may be of the next reading"
    assert stored == [(float(number), 1000 + number, number) for number in range(len(stored))]


def test_nan_stands_among_the_points(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for value, timestamp in ((1, 3), ("NaN", 2), (2, 1)):
        mlflow.log(run, "m", value, timestamp)
    assert mlflow.history(run, "m") == [(2, 1, 0), ("NaN", 2, 0), (1, 3, 0)]


def test_a_run_id_is_needed_and_so_is_a_key(mlflow: Mlflow) -> None:
    run = mlflow.run()
    invalid(mlflow.call("GET", HISTORY, None, {"metric_key": "m"}), "Missing value for required parameter 'run_id'")
    invalid(mlflow.call("GET", HISTORY, None, {"run_id": run}), "Missing value for required parameter 'metric_key'")


# ---- many runs at once


@pytest.fixture(scope="module")
def several(mlflow: Mlflow) -> list[str]:
    experiment = mlflow.experiment()
    runs = [mlflow.run(experiment) for _ in range(3)]
    for place, run in enumerate(runs):
        metrics = [
            {"key": "m", "value": place * 100 + step, "timestamp": 1000 - step, "step": step}
            for step in range(place * 10, place * 10 + 21)
        ]
        mlflow.post("/runs/log-batch", run_id=run, metrics=metrics)
    mlflow.log(runs[0], "m", "NaN", 5000, 20)
    return runs


def bulk(page: dict[str, Any]) -> list[tuple[str, Any, int, int]]:
    return [(point["run_id"], point["value"], point["timestamp"], point["step"]) for point in page.get("metrics", [])]


def test_histories_of_many_runs(mlflow: Mlflow, several: list[str]) -> None:
    page = mlflow.get(BULK, run_id=several, metric_key="m")
    expected = [(run, *point) for run in sorted(several) for point in mlflow.history(run, "m")]
    assert bulk(page) == expected
    assert any(value == "NaN" for _, value, _, _ in expected)
    assert bulk(mlflow.get(BULK, run_id=several, metric_key="m", max_results=30)) == expected[:30]
    assert mlflow.get(BULK, run_id=several, metric_key="other").get("metrics", []) == []


def test_histories_of_many_runs_have_limits(mlflow: Mlflow, several: list[str]) -> None:
    hundred = [f"{number:032x}" for number in range(99)]
    page = mlflow.get(BULK, run_id=[*hundred, several[0]], metric_key="m")
    assert {run for run, _, _, _ in bulk(page)} == {several[0]}
    for query in (
        {"run_id": [*hundred, *several], "metric_key": "m"},
        {"metric_key": "m"},
        {"run_id": several},
        {"run_id": several, "metric_key": "m", "max_results": "x"},
    ):
        invalid(mlflow.call("GET", BULK, None, query))


@pytest.mark.parametrize("base", ["/api/2.0/mlflow", "/ajax-api/2.0/mlflow"])
def test_an_interval_with_room_is_every_point(mlflow: Mlflow, several: list[str], base: str) -> None:
    runs = [several[2], several[0]]
    page = mlflow.get(base + INTERVAL, run_ids=runs, metric_key="m")
    expected = [(several[2], 200 + step, 1000 - step, step) for step in range(20, 41)]
    first = [(several[0], float(step), 1000 - step, step) for step in range(21)] + [(several[0], "NaN", 5000, 20)]
    assert bulk(page)[:21] == expected
    assert sorted(map(str, bulk(page)[21:])) == sorted(map(str, first))
    assert {point["key"] for point in page["metrics"]} == {"m"}


def test_an_interval_has_ends(mlflow: Mlflow, several: list[str]) -> None:
    page = mlflow.get(INTERVAL, run_ids=several[:2], metric_key="m", start_step=5, end_step="12")
    assert [(run, step) for run, _, _, step in bulk(page)] == [
        *((several[0], step) for step in range(5, 13)), *((several[1], step) for step in range(10, 13)),
    ]  # fmt: skip


def sampled(steps: list[list[int]], most: int) -> list[set[int]]:
    """Which steps are shown of each run, from its steps within the range."""
    union = sorted({step for own in steps for step in own})
    chosen = set(union)
    if len(union) > most:
        every = len(union) / most
        chosen = {union[int(number * every)] for number in range(most)} | {union[-1]}
    chosen |= {end for own in steps for end in (min(own), max(own))}
    return [chosen.intersection(own) for own in steps]


@pytest.mark.parametrize("most", [1, 5, 10, 40, 41, 2500])
def test_an_interval_is_thinned_by_steps_that_runs_share(mlflow: Mlflow, several: list[str], most: int) -> None:
    page = bulk(mlflow.get(INTERVAL, run_ids=several, metric_key="m", max_results=most))
    own = [list(range(place * 10, place * 10 + 21)) for place in range(3)]
    shown = [{step for run, _, _, step in page if run == each} for each in several]
    for place, steps in enumerate(shown):
        assert {own[place][0], own[place][-1]} <= steps <= set(own[place])
        assert len(steps) <= most + len(several) + 1
    if most >= 41:
        assert shown == [set(steps) for steps in own]
    elif most > 1:
        # The same steps of every run, but for each run's own ends.
        union = set.union(*shown)
        ends = {step for steps in own for step in (steps[0], steps[-1])}
        for place, steps in enumerate(shown):
            inside = {step for step in union - ends if own[place][0] <= step <= own[place][-1]}
            assert inside <= steps
        assert len(union) <= most + 2 * len(several) + 1
        assert shown == sampled(own, most)
    for run in several:
        steps = [step for each, _, _, step in page if each == run]
        assert steps == sorted(steps)


def test_what_an_interval_does_not_take(mlflow: Mlflow, several: list[str]) -> None:
    hundred = [f"{number:032x}" for number in range(100)]
    good: dict[str, Any] = {"run_ids": several, "metric_key": "m"}
    for wrong in (
        {"start_step": 1},
        {"end_step": 1},
        {"start_step": 5, "end_step": 4},
        {"start_step": "x", "end_step": 4},
        {"max_results": 0},
        {"max_results": -1},
        {"max_results": 2501},
        {"max_results": "x"},
        {"run_ids": [*hundred, several[0]]},
        {"run_ids": []},
        {"metric_key": ""},
    ):
        invalid(mlflow.call("GET", INTERVAL, None, {**good, **wrong}))
    for fine in ({"start_step": 4, "end_step": 4}, {"max_results": 2500}, {"run_ids": [*hundred[:99], several[0]]}):
        assert bulk(mlflow.get(INTERVAL, **{**good, **fine}))
