# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A wrong argument is InvalidArgument with a reason, never an error of Python's own, and leaves nothing behind."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Callable

import pytest

import runlore
from runlore import Run
from strict_server import StrictServer

NAN, INF = float("nan"), float("inf")
EARLY = datetime.datetime(1, 1, 1)

WRONG: list[tuple[str, Callable[[Run], object], str]] = [
    ("log a text step", lambda run: run.log("a", 1, step="3"), "step must be a finite number but is '3'"),  # type: ignore[arg-type]
    ("log a step that is nan", lambda run: run.log("a", 1, step=NAN), "step must be a finite number but is nan"),
    ("log an infinite step", lambda run: run.log("a", 1, step=-INF), "step must be a finite number but is -inf"),
    ("log a step that is true", lambda run: run.log("a", 1, step=True), "step must be a finite number but is True"),
    ("log a step of many digits", lambda run: run.log("a", 1, step=2**64), "step must be a finite number but is 18"),
    ("log a step that is a list", lambda run: run.log("a", 1, step=[1]), "step must be a finite number"),  # type: ignore[arg-type]
    ("log an infinite time", lambda run: run.log("a", 1, time=INF), "time must be seconds since 1970"),
    ("log a time that is nan", lambda run: run.log("a", 1, time=NAN), "time must be seconds since 1970"),
    ("log a text time", lambda run: run.log("a", 1, time="5"), "but is '5'"),  # type: ignore[arg-type]
    ("log a time after all years", lambda run: run.log("a", 1, time=1e12), "up to the year 9999"),
    ("log a date", lambda run: run.log("a", 1, time=EARLY.date()), "time must be seconds since 1970"),  # type: ignore[arg-type]
    ("log_many a list", lambda run: run.log_many([("a", 1)]), "values of log_many must be a dict but is list"),  # type: ignore[arg-type]
    ("log_many nothing", lambda run: run.log_many(None), "must be a dict but is None"),  # type: ignore[arg-type]
    ("log_many a text step", lambda run: run.log_many({"a": 1}, step="x"), "step must be a finite number"),  # type: ignore[arg-type]
    ("log_many a step that is nan", lambda run: run.log_many({"a": 1.5}, step=NAN), "step must be a finite number"),
    ("log_list a number", lambda run: run.log_list("a", 5), "list 'a' must be a list of values but is int"),
    ("log_list nothing", lambda run: run.log_list("a", None), "list 'a' must be a list of values but is NoneType"),
    ("log_row nothing", lambda run: run.log_row("a"), "row 'a' must have at least one column"),
    ("log_row an object", lambda run: run.log_row("a", x=[1]), "row 'a', column 'x': a value must be"),
    ("log_table a list", lambda run: run.log_table("a", [1]), "table 'a' must be a dict of columns"),
    ("log_table nothing", lambda run: run.log_table("a", None), "table 'a' must be a dict of columns"),
    ("log_image nothing", lambda run: run.log_image("a"), "image 'a' must have a path or a plot but has neither"),
    (
        "log_image a number",
        lambda run: run.log_image("a", 5),
        "image 'a' must be a path, a stream or a plot but is int",
    ),
    ("log_image a plot of 5", lambda run: run.log_image("a", plot=5), "image 'a' must be pyplot"),
    ("log_image a folder", lambda run: run.log_image("a", "."), "image 'a' cannot be read from '.'"),
    ("log_image a NUL", lambda run: run.log_image("a", "x\0y"), "image 'a' cannot be read from"),
    ("log_accuracy_table no JSON", lambda run: run.log_accuracy_table("a", "{"), "must be a dict or valid JSON"),
    ("log_confusion_matrix no JSON", lambda run: run.log_confusion_matrix("a", ""), "must be a dict or valid JSON"),
    ("log_predictions no JSON", lambda run: run.log_predictions("a", "x"), "must be a dict or valid JSON"),
    ("log_residuals no JSON", lambda run: run.log_residuals("a", "]"), "must be a dict or valid JSON"),
    ("upload nothing", lambda run: run.upload(None), "the file of an upload must be a path but is None"),  # type: ignore[arg-type]
    ("child of a number", lambda run: run.child(5), "run name must be a text but is int"),  # type: ignore[arg-type]
    ("flush for a text", lambda run: run.flush("5"), "timeout of flush must be a number of seconds but is '5'"),  # type: ignore[arg-type]
    ("flush for nothing", lambda run: run.flush(None), "timeout of flush must be a number of seconds but is None"),  # type: ignore[arg-type]
    ("wait for a text", lambda run: run.wait(timeout="5"), "timeout of wait must be a number of seconds"),  # type: ignore[arg-type]
    ("wait for nan", lambda run: run.wait(timeout=NAN), "timeout of wait must be a number of seconds but is nan"),
    ("download to nothing", lambda run: run.download("a", to=None), "place of a download must be a path but is None"),  # type: ignore[arg-type]
]

WRONG_STARTS: list[tuple[dict[str, Any], str]] = [
    ({"experiment": None}, "experiment name must be a text but is None"),
    ({"experiment": 5}, "experiment name must be a text but is int"),
    ({"run_id": 5}, "run id must be a text but is int"),
    ({"name": 5}, "run name must be a text but is int"),
    ({"parent": 5}, "run id must be a text but is int"),
    ({"tags": ["a"]}, "tags of a run must be a dict but is list"),
    ({"outputs": 5}, "the folder of outputs must be a path but is int"),
]


@pytest.mark.parametrize(("call", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_argument_is_named_and_nothing_is_logged(
    server: StrictServer, call: Callable[[Run], object], said: str
) -> None:
    with runlore.start_run("wrong", outputs=None) as run:
        with pytest.raises(runlore.InvalidArgument, match=said):
            call(run)
        run.log("after", 1)
    logged = [record.keys() - {"n", "t"} for record in server.stored(run.id)]
    assert logged == [{"create"}, {"m", "v"}, {"status"}]


@pytest.mark.parametrize(("arguments", "said"), WRONG_STARTS)
def test_a_run_of_wrong_arguments_is_not_started(home: Path, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(runlore.InvalidArgument, match=said):
        runlore.start_run(**arguments)
    assert not (home / "data").exists()


@pytest.mark.parametrize("id", [None, 5, b"a"])
def test_an_id_that_is_no_text_is_not_asked_for(server: StrictServer, id: Any) -> None:
    with pytest.raises(runlore.InvalidArgument, match="run id must be a text"):
        runlore.get_run(id)
    assert server.requests == []


def test_odd_names_and_values_are_logged_all_the_same(server: StrictServer) -> None:
    with runlore.start_run("odd", outputs=None) as run:
        run.log(3, object)  # type: ignore[arg-type]
        run.log(["a"], 1, step=0.5)  # type: ignore[arg-type]
        run.log_many({0: 1.0, None: "x"}, step=2**53)  # type: ignore[dict-item]
        run.log("early", 1, time=-5)
        run.log_confusion_matrix(7, {"schema_type": "confusion_matrix"})  # type: ignore[arg-type]
    found = [{k: v for k, v in record.items() if k not in "nt"} for record in server.stored(run.id)[1:-1]]
    assert found[:4] == [
        {"m": "3", "v": "<class 'object'>"},
        {"m": "['a']", "v": 1, "s": 0.5},
        {"vs": {"0": 1.0, "None": "x"}, "s": 2**53},
        {"m": "early", "v": 1},
    ]
    assert found[5] == {"m": "7", "a": "7", "k": "confusion_matrix"}
    assert server.stored(run.id)[4]["t"] == 0
