# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Parameters, which never change, and tags, which do; names and lengths of both and of metrics."""

from __future__ import annotations

from typing import Any

import pytest

from harness.mlflow import Mlflow, entries, invalid, refused, too_long

CHANGED = "Changing param values is not allowed"


def param(mlflow: Mlflow, run: str, key: str, value: object) -> Any:
    return mlflow.call("POST", "/runs/log-parameter", {"run_id": run, "key": key, "value": value})


def test_a_parameter_never_changes(mlflow: Mlflow) -> None:
    run = mlflow.run()
    for value in ("0.1", "0.1"):
        mlflow.post("/runs/log-parameter", run_id=run, key="lr", value=value)
        mlflow.post("/runs/log-batch", run_id=run, params=entries(lr=value, depth="3"))
    for other in ("0.10", "0.2", "", " 0.1"):
        invalid(param(mlflow, run, "lr", other), CHANGED)
        batch = {"run_id": run, "params": entries(new="1", lr=other), "tags": entries(new="1")}
        invalid(mlflow.call("POST", "/runs/log-batch", batch), CHANGED)
    assert mlflow.params(run) == {"lr": "0.1", "depth": "3"}
    assert "new" not in mlflow.tags(run)


@pytest.mark.parametrize("value", ["", "None", "true", "5", "5.0", "1e5", "NaN", "[1, 2]", "é\n\t 𝄞", "  x  "])
def test_a_parameter_is_the_text_that_it_was_given(mlflow: Mlflow, value: str) -> None:
    run = mlflow.run()
    mlflow.post("/runs/log-parameter", run_id=run, key="p", value=value)
    mlflow.post("/runs/log-batch", run_id=run, params=entries(p=value, q=value))
    assert mlflow.params(run) == {"p": value, "q": value}


def test_parameters_and_tags_without_a_value_are_empty(mlflow: Mlflow) -> None:
    run = mlflow.run()
    mlflow.post("/runs/log-parameter", run_id=run, key="p")
    mlflow.post("/runs/set-tag", run_id=run, key="t")
    mlflow.post("/runs/log-batch", run_id=run, params=[{"key": "q"}], tags=[{"key": "u"}])
    assert mlflow.params(run) == {"p": "", "q": ""}
    assert {key: mlflow.tags(run)[key] for key in "tu"} == {"t": "", "u": ""}


def test_long_parameters_are_cut_at_6000_characters_and_compared_so(mlflow: Mlflow) -> None:
    run, long = mlflow.run(), "é𝄞" * 3000
    mlflow.post("/runs/log-parameter", run_id=run, key="whole", value=long)
    for end in ("", "x", "y" * 2000):
        mlflow.post("/runs/log-parameter", run_id=run, key="cut", value=long + end)
        mlflow.post("/runs/log-batch", run_id=run, params=entries(cut=long + end, batch=long + end))
    assert mlflow.params(run) == {"whole": long, "cut": long, "batch": long}
    invalid(param(mlflow, run, "cut", "z" + long), CHANGED)


def test_long_tags_are_cut_at_8000_characters(mlflow: Mlflow) -> None:
    run, long = mlflow.run(tags=entries(made="t" * 8001)), "é" * 8000
    mlflow.post("/runs/set-tag", run_id=run, key="whole", value=long)
    mlflow.post("/runs/set-tag", run_id=run, key="cut", value=long + "x")
    mlflow.post("/runs/log-batch", run_id=run, tags=entries(batch=long + "xyz"))
    tags = mlflow.tags(run)
    assert {key: tags[key] for key in ("made", "whole", "cut", "batch")} == {
        "made": "t" * 8000, "whole": long, "cut": long, "batch": long,
    }  # fmt: skip


def test_tags_are_set_again_and_deleted_once(mlflow: Mlflow) -> None:
    run = mlflow.run(tags=entries(a="1"))
    for value in ("2", "", "3"):
        mlflow.post("/runs/set-tag", run_id=run, key="b", value=value)
    mlflow.post("/runs/log-batch", run_id=run, tags=[*entries(c="first"), *entries(c="last")])
    tags = mlflow.tags(run)
    assert {key: tags[key] for key in "abc"} == {"a": "1", "b": "3", "c": "last"}
    assert mlflow.post("/runs/delete-tag", run_id=run, key="b") == {}
    answer = mlflow.call("POST", "/runs/delete-tag", {"run_id": run, "key": "b"})
    refused(answer, "RESOURCE_DOES_NOT_EXIST", f"No tag with name: b in run with id {run}")
    assert "b" not in mlflow.tags(run)


KEYS = {
    "/runs/log-metric": {"value": 1, "timestamp": 1},
    "/runs/log-parameter": {"value": "1"},
    "/runs/set-tag": {"value": "1"},
}
BATCHES = {"metrics": {"value": 1, "timestamp": 1}, "params": {"value": "1"}, "tags": {"value": "1"}}


def kept(mlflow: Mlflow, run: str, call: str) -> set[str]:
    """The keys that a run has of the kind that a call logs."""
    known = {"/runs/log-metric": mlflow.metrics, "/runs/log-parameter": mlflow.params, "/runs/set-tag": mlflow.tags}
    return {key for key in known[call](run) if not key.startswith("mlflow.")}


@pytest.mark.parametrize("call", KEYS)
def test_keys_have_at_most_250_characters(mlflow: Mlflow, call: str) -> None:
    run, key = mlflow.run(), "é" * 250
    fields = KEYS[call]
    mlflow.post(call, run_id=run, key=key, **fields)
    answer = mlflow.call("POST", call, {"run_id": run, "key": key + "x", **fields})
    too_long(answer, 250)
    assert kept(mlflow, run, call) == {key}


@pytest.mark.parametrize("family", BATCHES)
def test_keys_in_batches_have_at_most_250_characters(mlflow: Mlflow, family: str) -> None:
    run = mlflow.run()
    good, bad = ({"key": "k" * length, **BATCHES[family]} for length in (250, 251))
    too_long(mlflow.call("POST", "/runs/log-batch", {"run_id": run, family: [good, bad]}), 250)
    assert not mlflow.metrics(run) and not mlflow.params(run) and not mlflow.own_tags(run)
    assert mlflow.post("/runs/log-batch", run_id=run, **{family: [good]}) == {}


GOOD_KEYS = [
    "a",
    "A9",
    "a/b/c",
    "a.b",
    "a_b",
    "a-b",
    "a b",
    "a:b",
    ".hidden",
    "a..b",
    "précision",
    "正則化",
    "a/.b",
    "9",
]
BAD_KEYS = [
    "a//b", "a/../b", "./a", "a/./b", "/a", "..", "../a", ".", "a/", "a\\b", "a%b", "a*b", "a?b", "a\nb", "a\0b", "a,b",
    "a(b)", "a[b]", "a=b", "a'b", 'a"b', "a#b", "a+b", "a|b", "a$b", "a;b", "a<b",
    "..a", "..a/b",
]  # fmt: skip


@pytest.mark.parametrize("call", KEYS)
def test_names_of_keys(mlflow: Mlflow, call: str) -> None:
    run, fields = mlflow.run(), KEYS[call]
    for key in GOOD_KEYS:
        mlflow.post(call, run_id=run, key=key, **fields)
    for key in BAD_KEYS:
        invalid(mlflow.call("POST", call, {"run_id": run, "key": key, **fields}))
    assert kept(mlflow, run, call) == set(GOOD_KEYS)


@pytest.mark.parametrize("family", BATCHES)
def test_names_of_keys_in_batches(mlflow: Mlflow, family: str) -> None:
    run, fields = mlflow.run(), BATCHES[family]
    for key in BAD_KEYS:
        batch = [{"key": "fine", **fields}, {"key": key, **fields}]
        invalid(mlflow.call("POST", "/runs/log-batch", {"run_id": run, family: batch}))
    assert not mlflow.metrics(run) and not mlflow.params(run) and not mlflow.own_tags(run)
    batch = [{"key": key, **fields} for key in GOOD_KEYS]
    assert mlflow.post("/runs/log-batch", run_id=run, **{family: batch}) == {}


def test_tags_at_the_creation_are_checked_like_others(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    for key in ("k" * 251, "a//b", "", "a\nb"):
        fields = {"experiment_id": experiment, "start_time": 1, "tags": [{"key": key, "value": "v"}]}
        invalid(mlflow.call("POST", "/runs/create", fields))
    assert mlflow.found([experiment]) == []


def test_unknown_keys_and_texts_of_any_script_are_kept(mlflow: Mlflow) -> None:
    run = mlflow.run()
    values = {
        "a": "déjà 正則化 𝄞 \u202e \n\t",
        "b": "<script>alert(1)</script>",
        "c": "'; DROP TABLE run; --",
        "d": "%2e",
    }
    mlflow.post("/runs/log-batch", run_id=run, params=entries(**values), tags=entries(**values))
    assert mlflow.params(run) == values
    assert {key: mlflow.tags(run)[key] for key in values} == values
