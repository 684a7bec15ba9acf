# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Points: their values, which of them is the latest, and batches that are stored whole or not at all."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import pytest

from harness.mlflow import JSON, Mlflow, accepted, entries, invalid
from harness.rest import same

LARGEST = 1.7976931348623157e308

# What is sent, as it stands in the JSON, and what comes back.
VALUES: dict[str, tuple[str, Any]] = {
    "whole": ("5", 5.0),
    "float": ("0.30000000000000004", 0.1 + 0.2),
    "negative": ("-2.5", -2.5),
    "minus zero": ("-0.0", -0.0),
    "smallest": ("5e-324", 5e-324),
    "largest": ("1.7976931348623157e308", LARGEST),
    "2^53 + 1": ("9007199254740993", float(2**53 + 1)),
    "text": ('"0.25"', 0.25),
    "text with exponent": ('"1e+05"', 1e5),
    "text whole": ('"-7"', -7.0),
    "NaN by name": ('"NaN"', "NaN"),
    "bare NaN": ("NaN", "NaN"),
    "Infinity by name": ('"Infinity"', LARGEST),
    "-Infinity by name": ('"-Infinity"', -LARGEST),
    "bare Infinity": ("Infinity", LARGEST),
    "bare -Infinity": ("-Infinity", -LARGEST),
}


@pytest.mark.parametrize("kind", VALUES)
def test_values_come_back(mlflow: Mlflow, kind: str) -> None:
    run, (sent, value) = mlflow.run(), VALUES[kind]
    for key, call, body in (
        ("one", "/runs/log-metric", '{"run_id": "%s", "key": "one", "value": %s, "timestamp": 7, "step": 3}'),
        ("batch", "/runs/log-batch", '{"run_id": "%s", "metrics": [{"key": "batch", "value": %s, "timestamp": 7}]}'),
    ):
        assert accepted(mlflow.send("POST", call, (body % (run, sent)).encode(), None, JSON)) == {}
        stored = float(mlflow.metrics(run)[key]) if isinstance(value, float) else mlflow.metrics(run)[key]
        assert same(stored, value)
        assert mlflow.history(run, key) == [(value, 7, 3 if key == "one" else 0)]


@pytest.mark.parametrize("wrong", ["abc", "", "1,5", "0x10", "1_000", "nan", "inf", True, [], {}, [1], "1 2", "１"])
def test_values_that_are_no_numbers(mlflow: Mlflow, wrong: object) -> None:
    run = mlflow.run()
    point = {"key": "m", "value": wrong, "timestamp": 1}
    invalid(mlflow.call("POST", "/runs/log-metric", {"run_id": run, **point}))
    good = {"key": "good", "value": 1, "timestamp": 1}
    invalid(mlflow.call("POST", "/runs/log-batch", {"run_id": run, "metrics": [good, point]}))
    assert mlflow.metrics(run) == {}


def test_true_infinities_are_kept_on_our_own_paths(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for value in ("Infinity", "-Infinity", "NaN", "1.5"):
        mlflow.log(run, "m", value)
    assert same(sorted(mlflow.rest.series(run, "m"), key=str), sorted([math.inf, -math.inf, math.nan, 1.5], key=str))


WHOLE = {
    "5": 5,
    '"5"': 5,
    "5.0": 5,
    "1e3": 1000,
    '"1e+05"': 100_000,
    "-3": -3,
    '"-3"': -3,
    "0": 0,
    "9007199254740992": 2**53,
}


@pytest.mark.parametrize("sent", WHOLE)
def test_steps_and_timestamps_are_numbers_or_texts_of_digits(mlflow: Mlflow, sent: str) -> None:
    run = mlflow.run()
    body = f'{{"run_id": "{run}", "key": "m", "value": 1, "timestamp": "17", "step": {sent}}}'
    accepted(mlflow.send("POST", "/runs/log-metric", body.encode(), None, JSON))
    assert mlflow.history(run, "m") == [(1, 17, WHOLE[sent])]
    if WHOLE[sent] >= 0:
        body = f'{{"run_id": "{run}", "key": "t", "value": 1, "timestamp": {sent}}}'
        accepted(mlflow.send("POST", "/runs/log-metric", body.encode(), None, JSON))
        assert mlflow.history(run, "t") == [(1, WHOLE[sent], 0)]


def test_steps_are_those_that_a_float64_tells_apart(mlflow: Mlflow) -> None:
    """One more than the greatest would be the greatest again."""
    run = mlflow.run()
    for step in (2**53, -(2**53), 2**53 - 1):
        mlflow.log(run, "m", 1, 1, step)
    for wrong in (2**53 + 1, -(2**53) - 1, str(2**53 + 1), 1_700_000_000_000_000_000, 2**63 - 1, -(2**63)):
        point = {"key": "m", "value": 2, "timestamp": 2, "step": wrong}
        message = invalid(
            mlflow.call("POST", "/runs/log-metric", {"run_id": run, **point}),
            f"Invalid value {wrong} for parameter 'step' supplied: it must be from -{2**53} to {2**53}, ",
        )
        assert "timestamp" in message
        batch = {"run_id": run, "metrics": [{**point, "key": "fine", "step": 1}, point]}
        invalid(mlflow.call("POST", "/runs/log-batch", batch), f"Invalid value {wrong} for parameter 'metrics[1].step'")
    assert mlflow.history(run, "m") == [(1, 1, -(2**53)), (1, 1, 2**53 - 1), (1, 1, 2**53)]
    assert mlflow.metrics(run) == {"m": 1}


@pytest.mark.parametrize("wrong", [-1, "-1", "x", 1.5, "1.5", "", True, [], {}, 2**63, "1e30"])
def test_timestamps_are_milliseconds_from_0(mlflow: Mlflow, wrong: object) -> None:
    run = mlflow.run()
    invalid(mlflow.call("POST", "/runs/log-metric", {"run_id": run, "key": "m", "value": 1, "timestamp": wrong}))
    batch = {"run_id": run, "metrics": [{"key": "m", "value": 1, "timestamp": wrong}]}
    invalid(mlflow.call("POST", "/runs/log-batch", batch))
    assert mlflow.metrics(run) == {}


# Points in the order of their coming as (value, timestamp, step), and the place of the latest.
LATEST: dict[str, tuple[list[tuple[Any, int, int]], int]] = {
    "step decides": ([(1, 1, 1), (2, 2, 2), (3, 3, 3)], 2),
    "a late point of an earlier step": ([(1, 1, 5), (2, 9, 4)], 0),
    "then the time": ([(9, 1, 5), (2, 3, 5), (3, 2, 5)], 1),
    "then the value": ([(2, 1, 5), (3, 1, 5), (1, 1, 5)], 1),
    "negative steps": ([(1, 1, -5), (2, 1, -3), (3, 1, -4)], 1),
    "no step is 0": ([(1, 1, -1), (2, 1, 0), (3, 1, -2)], 1),
    "NaN counts as 0 above less": ([(-1, 1, 1), ("NaN", 1, 1)], 1),
    "NaN counts as 0 below more": ([(1, 1, 1), ("NaN", 1, 1)], 0),
    "NaN of the last step": ([(1, 1, 1), ("NaN", 1, 2)], 1),
    "the same again": ([(1, 1, 1), (2, 2, 2), (1, 1, 1)], 1),
}


@pytest.mark.parametrize("case", LATEST)
def test_the_latest_is_the_greatest_step_then_time_then_value(mlflow: Mlflow, case: str) -> None:
    points, place = LATEST[case]
    one, batch = mlflow.run(), mlflow.run()
    for value, timestamp, step in points:
        mlflow.log(one, "m", value, timestamp, step)
    listed = [{"key": "m", "value": value, "timestamp": t, "step": s} for value, t, s in points]
    mlflow.post("/runs/log-batch", run_id=batch, metrics=listed)
    value, timestamp, step = points[place]
    for run in (one, batch):
        latest = mlflow.data(run)["metrics"]
        assert latest == [{"key": "m", "value": value, "timestamp": timestamp, "step": step}]
        assert len(mlflow.history(run, "m")) == len(set(points))


def test_a_duplicate_is_stored_once(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for value in (1.5, "NaN", "Infinity"):
        for _ in range(3):
            mlflow.log(run, "m", value, 7, 2)
    points = [{"key": "m", "value": 1.5, "timestamp": 7, "step": 2}] * 3
    for _ in range(2):
        mlflow.post("/runs/log-batch", run_id=run, metrics=points)
    assert sorted(map(str, mlflow.history(run, "m"))) == sorted(map(str, [(1.5, 7, 2), ("NaN", 7, 2), (LARGEST, 7, 2)]))
    for value, timestamp, step in ((1.5, 7, 3), (1.5, 8, 2), (2.5, 7, 2)):
        mlflow.log(run, "m", value, timestamp, step)
    assert len(mlflow.history(run, "m")) == 6


def test_the_same_batch_again_changes_nothing(mlflow: Mlflow) -> None:
    run, chance = mlflow.run(), random.Random(5)
    points = [{"key": f"k{i % 7}", "value": chance.random(), "timestamp": i, "step": i // 7} for i in range(1000)]
    histories = []
    for _ in range(3):
        mlflow.post("/runs/log-batch", run_id=run, metrics=points)
        histories.append({f"k{k}": mlflow.history(run, f"k{k}") for k in range(7)})
    expected = {
        f"k{k}": [(p["value"], p["timestamp"], p["step"]) for p in points if p["key"] == f"k{k}"] for k in range(7)
    }
    assert histories == [expected] * 3


def point(key: str, **more: object) -> dict[str, object]:
    return {"key": key, "value": 1.0, "timestamp": 1, **more}


SIZES: dict[str, tuple[str, int, list[dict[str, object]]]] = {
    "metrics": ("metrics", 1000, [point("m", step=step) for step in range(1001)]),
    "params": ("params", 100, [{"key": f"p{k}", "value": str(k)} for k in range(101)]),
    "tags": ("tags", 100, [{"key": f"t{k}", "value": str(k)} for k in range(101)]),
}


@pytest.mark.parametrize("family", SIZES)
def test_batches_have_a_size(mlflow: Mlflow, family: str) -> None:
    run, (field, most, items) = mlflow.run(), SIZES[family]
    answer = mlflow.call("POST", "/runs/log-batch", {"run_id": run, field: items})
    invalid(answer, f"A batch logging request can contain at most {most} {field}. Got {most + 1} {field}.")
    assert not mlflow.metrics(run) and not mlflow.params(run) and not mlflow.own_tags(run)
    mlflow.post("/runs/log-batch", run_id=run, **{field: items[:most]})
    stored = {
        "metrics": lambda: len(mlflow.history(run, "m")),
        "params": lambda: len(mlflow.params(run)),
        "tags": lambda: len(mlflow.own_tags(run)),
    }[family]()
    assert stored == most


def test_a_batch_has_1000_entries_together(mlflow: Mlflow) -> None:
    run = mlflow.run()
    fields = {"metrics": SIZES["metrics"][2][:801], "params": SIZES["params"][2][:100], "tags": SIZES["tags"][2][:100]}
    start = (
        "A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags"
    )
    invalid(mlflow.call("POST", "/runs/log-batch", {"run_id": run, **fields}), start)
    assert not mlflow.metrics(run) and not mlflow.params(run)
    fields["metrics"] = fields["metrics"][:800]
    mlflow.post("/runs/log-batch", run_id=run, **fields)
    assert (len(mlflow.history(run, "m")), len(mlflow.params(run)), len(mlflow.own_tags(run))) == (800, 100, 100)


def test_a_batch_of_a_megabyte(mlflow: Mlflow) -> None:
    run = mlflow.run()
    params = {f"p{k}": f"{k}".ljust(6000, "é") for k in range(100)}
    tags = {f"t{k}": f"{k}".ljust(8000, "x") for k in range(100)}
    mlflow.post("/runs/log-batch", run_id=run, params=entries(**params), tags=entries(**tags))
    assert mlflow.params(run) == params
    assert mlflow.own_tags(run) == tags


def test_an_empty_batch_is_fine(mlflow: Mlflow) -> None:
    run = mlflow.run()
    assert mlflow.post("/runs/log-batch", run_id=run) == {}
    assert mlflow.post("/runs/log-batch", run_id=run, metrics=[], params=[], tags=[]) == {}


BROKEN: dict[str, dict[str, Any]] = {
    "a metric's name": {"metrics": [point("good"), point("bad//name")]},
    "a value": {"metrics": [point("good"), point("m", value="x")]},
    "no value": {"metrics": [point("good"), {"key": "m", "timestamp": 1}]},
    "no time": {"metrics": [point("good"), {"key": "m", "value": 1}]},
    "no key": {"metrics": [point("good"), {"value": 1, "timestamp": 1}]},
    "a parameter's name": {"params": entries(good="1", **{"bad%": "1"})},
    "parameters twice": {"params": [*entries(a="1"), *entries(a="1")]},
    "parameters twice, unequal": {"params": [*entries(a="1"), *entries(a="2")]},
    "a changed parameter": {"params": entries(new="1", old="other")},
    "a tag's name": {"tags": entries(good="1", **{"bad\nname": "1"})},
    "a tag without a key": {"tags": [*entries(good="1"), {"value": "1"}]},
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_batch_is_stored_whole_or_not_at_all(mlflow: Mlflow, case: str) -> None:
    run = mlflow.run()
    mlflow.post("/runs/log-parameter", run_id=run, key="old", value="1")
    whole = {"metrics": [point("m")], "params": entries(p="1"), "tags": entries(t="1")}
    invalid(mlflow.call("POST", "/runs/log-batch", {"run_id": run, **whole, **BROKEN[case]}))
    assert (mlflow.metrics(run), mlflow.params(run), mlflow.own_tags(run)) == ({}, {"old": "1"}, {})


def test_a_missing_part_of_a_batch_is_named_with_its_place(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for field, place in {"value": 0, "timestamp": 1, "key": 2}.items():
        metrics = [point("m", step=step) for step in range(3)]
        del metrics[place][field]
        answer = mlflow.call("POST", "/runs/log-batch", {"run_id": run, "metrics": metrics})
        invalid(answer, f"Missing value for required parameter 'metrics[{place}].{field}'")


def test_lists_rows_and_tables_of_ours_are_metrics_where_they_are_numbers(mlflow: Mlflow) -> None:
    run = mlflow.rest.make_run(experiment="shapes of metrics")
    mlflow.rest.append_new(
        run,
        {"m": "scalar", "v": 1.5},
        {"m": "words", "v": "so"},
        {"m": "list", "l": [1, 2, 3]},
        {"m": "row", "r": {"loss": 0.5, "name": "a"}},
        {"m": "table", "c": {"x": [1, 2], "y": [10.5, 20.5], "z": ["p", "q"]}},
        {"m": "flag", "v": True},
        {"m": "big", "v": 2**53 + 1},
    )
    metrics = mlflow.metrics(run)
    assert metrics.pop("flag", 1) == 1
    assert metrics == {
        "scalar": 1.5, "list": 3, "row/loss": 0.5, "table/x": 2, "table/y": 20.5, "big": float(2**53 + 1),
    }  # fmt: skip
    assert [value for value, _, _ in mlflow.history(run, "list")] == [1, 2, 3]
    assert [value for value, _, _ in mlflow.history(run, "table/y")] == [10.5, 20.5]
    assert mlflow.history(run, "words") == [] and mlflow.history(run, "table/z") == []


def test_metrics_of_mlflow_are_ours(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for step in range(5):
        mlflow.log(run, "val/loss", 1 / (step + 1), 1_700_000_000_000 + step, step)
    assert same(mlflow.rest.series(run, "val/loss"), [1 / (step + 1) for step in range(5)])
    page = mlflow.rest.get(f"/runs/{run}/points", name="val/loss")
    assert (page["s"], len(page["t"])) == ([0, 1, 2, 3, 4], 5)
    kinds = {item["name"]: item["kind"] for item in mlflow.rest.get(f"/runs/{run}/metrics")["items"]}
    assert kinds == {"val/loss": "scalar"}


def test_ten_thousand_keys_in_one_run(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for batch in range(10):
        keys = range(batch * 1000, batch * 1000 + 1000)
        mlflow.post("/runs/log-batch", run_id=run, metrics=[point(f"key/{k}", value=k, step=batch) for k in keys])
    assert mlflow.metrics(run) == {f"key/{k}": float(k) for k in range(10_000)}


def test_malformed_json_stores_nothing(mlflow: Mlflow) -> None:
    run = mlflow.run()
    whole = json.dumps({"run_id": run, "metrics": [point("m")]}).encode()
    for body in (whole[:-1], whole[:-5], whole + b"x", b"{" + whole, whole.replace(b'"m"', b"'m'"), b"\xff" + whole):
        invalid(mlflow.send("POST", "/runs/log-batch", body, None, JSON))
    assert mlflow.metrics(run) == {}
