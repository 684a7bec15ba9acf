# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import gc
import math
from typing import Any

import pytest

from answering import Answer, AnsweringServer, Request, as_json, problem
from runlore._connection import Connection
from runlore._errors import InvalidArgument, NotFound, UnsafeAnswer
from runlore._reading import Point, get_run, metrics, points, search

Columns = dict[str, list[Any]]


class History:
    """A server with one run's metrics: kind and columns by name, cells as they are on the wire."""

    def __init__(self, held: dict[str, tuple[str, Columns]], page: int = 100_000) -> None:
        self.held = held
        self.page = page
        self.steps: list[Any] | None = None

    def answer(self, request: Request) -> Answer:
        wanted = request.query.get("name")
        if request.path == "/api/v1/runs/r1/metrics":
            named = {name: held for name, held in self.held.items() if wanted in (None, name)}
            return as_json({"items": [self.metric(name, *held) for name, held in named.items()]})
        if request.path == "/api/v1/runs/r1":
            return as_json({"id": "r1", "params": {}})
        if request.path == "/api/v1/runs/r1/points":
            return self.points(wanted or "", int(request.query.get("pageToken", "0")))
        return problem(404, "NOT_FOUND", "no such run")

    def metric(self, name: str, kind: str, columns: Columns) -> dict[str, Any]:
        summaries = [
            {"name": column, "type": "mixed", "count": len(cells), "nan": 0, "first": cells[0], "last": cells[-1]}
            for column, cells in columns.items()
        ]
        return {"name": name, "kind": kind, "columns": summaries, "laterField": 1}

    def points(self, name: str, start: int) -> Answer:
        if name not in self.held:
            return problem(404, "NOT_FOUND", f"run r1 has no metric {name}")
        columns = self.held[name][1]
        total = max(len(cells) for cells in columns.values())
        end = min(total, start + self.page)
        page = {column: cells[start:end] for column, cells in columns.items() if len(cells) == total or start == 0}
        steps = self.steps[start:end] if self.steps else [None] * (end - start)
        answer: dict[str, Any] = {"t": [1000 + n for n in range(start, end)], "s": steps, "columns": page}
        return as_json({**answer, "nextPageToken": str(end)} if end < total else answer)


def read(held: dict[str, tuple[str, Columns]], name: str | None = None, page: int = 100_000) -> dict[str, Any]:
    with AnsweringServer(History(held, page).answer) as server:
        return metrics(Connection(server.url), "r1", name)


SHAPES: list[tuple[str, str, Columns, Any]] = [
    ("a scalar once is the bare value", "scalar", {"": [0.03]}, 0.03),
    ("a text scalar is the text", "scalar", {"": ["good"]}, "good"),
    ("an integer scalar stays an integer", "scalar", {"": [2**53 + 1]}, 2**53 + 1),
    ("none is a value", "scalar", {"": [None]}, None),
    ("a scalar logged often is a list in order", "scalar", {"": [0.3, 0.1, 0.2]}, [0.3, 0.1, 0.2]),
    ("a list is a list", "list", {"": [5, 6, 7]}, [5, 6, 7]),
    ("a list of one element is unwrapped", "list", {"": [5]}, 5),
    ("a row once is a dict of values", "table", {"x": [1], "y": [0.4]}, {"x": 1, "y": 0.4}),
    ("rows are a dict of lists", "table", {"x": [1, 2], "y": [0.4, 0.5]}, {"x": [1, 2], "y": [0.4, 0.5]}),
    ("a missing cell is None", "table", {"x": [1, None], "z": [None, "a"]}, {"x": [1, None], "z": [None, "a"]}),
    ("an image is its address", "image", {"": ["ROC_1.png"]}, "aml://artifactId/ExperimentRun/dcid.r1/ROC_1.png"),
    (
        "the first image of a name counts",
        "image",
        {"": ["a.png", "b.png"]},
        "aml://artifactId/ExperimentRun/dcid.r1/a.png",
    ),
    ("an accuracy table is its address", "accuracy_table", {"": ["t"]}, "aml://artifactId/ExperimentRun/dcid.r1/t"),
    ("a confusion matrix is its address", "confusion_matrix", {"": ["m"]}, "aml://artifactId/ExperimentRun/dcid.r1/m"),
    ("predictions are their address", "predictions", {"": ["p"]}, "aml://artifactId/ExperimentRun/dcid.r1/p"),
    ("residuals are their address", "residuals", {"": ["NaN.json"]}, "aml://artifactId/ExperimentRun/dcid.r1/NaN.json"),
]


@pytest.mark.parametrize(("kind", "columns", "value"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_metric_comes_back_in_its_shape(kind: str, columns: Columns, value: Any) -> None:
    assert read({"m": (kind, columns)}) == {"m": value}


def test_values_come_back_with_their_types() -> None:
    cells = [0.5, 1.0, 3, True, None, "a", "", {"x": "NaN"}, "NaN", "Infinity", "-Infinity", -0.0, -(2**63)]
    back = read({"m": ("list", {"": cells})})["m"]
    assert [type(value) for value in back] == [
        float,
        float,
        int,
        bool,
        type(None),
        str,
        str,
        str,
        float,
        float,
        float,
        float,
        int,
    ]
    assert back[:8] == [0.5, 1.0, 3, True, None, "a", "", "NaN"]
    assert math.isnan(back[8])
    assert back[9:11] == [math.inf, -math.inf]
    assert math.copysign(1, back[11]) == -1.0
    assert back[12] == -(2**63)


def test_one_value_alone_comes_back_with_its_type() -> None:
    held: dict[str, tuple[str, Columns]] = {
        "nan": ("scalar", {"": ["NaN"]}),
        "text": ("scalar", {"": [{"x": "NaN"}]}),
        "true": ("scalar", {"": [True]}),
    }
    back = read(held)
    assert math.isnan(back["nan"])
    assert back["text"] == "NaN"
    assert back["true"] is True


def test_names_of_any_script_come_back_in_their_order() -> None:
    held = {name: ("scalar", {"": [1]}) for name in ("正則化", "taux d'erreur", "a/b c&d", "z", "a")}
    assert list(read(held)) == ["正則化", "taux d'erreur", "a/b c&d", "z", "a"]


def test_one_name_is_a_dict_of_one_and_an_unknown_name_an_empty_dict() -> None:
    held = {"a": ("scalar", {"": [1]}), "b": ("scalar", {"": [2]})}
    assert read(held, "b") == {"b": 2}
    assert read(held, "zz") == {}


def test_a_run_without_metrics_is_an_empty_dict() -> None:
    assert read({}) == {}


def test_an_unknown_run_is_not_found() -> None:
    with AnsweringServer(History({}).answer) as server, pytest.raises(NotFound):
        metrics(Connection(server.url), "r2")


def test_pages_are_put_together() -> None:
    held: dict[str, tuple[str, Columns]] = {
        "l": ("list", {"": list(range(10))}),
        "t": ("table", {"x": list(range(7)), "y": list("abcdefg")}),
    }
    assert read(held, page=3) == {"l": list(range(10)), "t": {"x": list(range(7)), "y": list("abcdefg")}}


def test_a_column_that_a_page_does_not_have_is_filled_with_none() -> None:
    def answer(request: Request) -> Answer:
        if request.path.endswith("/metrics"):
            return as_json({"items": [{"name": "t", "kind": "table", "columns": [{"name": "x"}]}]})
        if "pageToken" in request.query:
            return as_json({"t": [3], "s": [None], "columns": {"y": [9]}})
        return as_json({"t": [1, 2], "s": [None, None], "columns": {"x": [1, 2]}, "nextPageToken": "n"})

    with AnsweringServer(answer) as server:
        assert metrics(Connection(server.url), "r1") == {"t": {"x": [1, 2, None], "y": [None, None, 9]}}


def test_a_metric_of_a_kind_from_the_future_and_one_that_has_gone_are_left_out() -> None:
    def answer(request: Request) -> Answer:
        if request.path.endswith("/metrics"):
            summary = {"name": "", "count": 2, "first": 1, "last": 2}
            kinds = {"future": "hologram", "gone": "scalar"}
            return as_json(
                {"items": [{"name": name, "kind": kind, "columns": [summary]} for name, kind in kinds.items()]}
            )
        return problem(404, "NOT_FOUND", "no such metric")

    with AnsweringServer(answer) as server:
        assert metrics(Connection(server.url), "r1") == {}


def test_points_have_step_time_and_value_in_the_order_of_arrival() -> None:
    history = History({"loss": ("scalar", {"": [0.5, "NaN", 1, "text"]})}, page=3)
    history.steps = [2, None, 0.5, 9007199254740992]
    with AnsweringServer(history.answer) as server:
        found = points(Connection(server.url), "r1", "loss")
    assert [(point.step, point.time) for point in found] == [(2.0, 1000), (None, 1001), (0.5, 1002), (2.0**53, 1003)]
    assert found[0] == Point(2.0, 1000, 0.5)
    assert math.isnan(float(found[1].value or 0))
    assert [point.value for point in found[2:]] == [1, "text"]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_of_cycles_is_afterwards_as_it_was_before(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with AnsweringServer(History({"loss": ("scalar", {"": [1.5]})}).answer) as server:
            connection = Connection(server.url)
            assert points(connection, "r1", "loss") == [Point(None, 1000, 1.5)]
            assert gc.isenabled() == enabled
            with pytest.raises(InvalidArgument):
                points(connection, "r1", "loss", "no such column")
            assert gc.isenabled() == enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_points_of_a_table_need_the_column_and_points_of_nothing_are_none() -> None:
    with AnsweringServer(History({"t": ("table", {"x": [1, 2], "y": ["a", "b"]})}).answer) as server:
        connection = Connection(server.url)
        assert [point.value for point in points(connection, "r1", "t", "y")] == ["a", "b"]
        with pytest.raises(InvalidArgument, match=r"has the columns \['x', 'y'\]"):
            points(connection, "r1", "t")
        with pytest.raises(InvalidArgument, match="must have the column 'z'"):
            points(connection, "r1", "t", "z")
        assert points(connection, "r1", "zz") == []
        with pytest.raises(NotFound, match="no such run"):
            points(connection, "r2", "t")


@pytest.mark.parametrize(
    "page",
    [
        [],
        {"t": [1], "s": [None]},
        {"t": [1], "s": [None], "columns": {"": 5}},
        {"t": [1], "s": [None], "columns": {"": [1, 2]}},
        {"t": [1], "s": [], "columns": {"": [1]}},
        {"t": [1], "s": ["x"], "columns": {"": [1]}},
        {"t": [1], "s": [None], "columns": {"": [[1]]}},
        {"t": [1], "s": [None], "columns": {"": [1], "y": []}},
        {"s": [None], "columns": {"": [1]}},
    ],
)
def test_points_that_do_not_fit_are_refused(page: object) -> None:
    with AnsweringServer(lambda request: as_json(page)) as server:
        with pytest.raises(UnsafeAnswer, match="is it a Runlore server"):
            points(Connection(server.url), "r1", "loss")


def test_a_run_comes_with_its_parameters_as_values() -> None:
    run = {"id": "r1", "status": "Running", "params": {"lr": 0.1, "n": 5, "inf": "Infinity", "name": {"x": "NaN"}}}
    with AnsweringServer(lambda request: as_json(run)) as server:
        found = get_run(Connection(server.url), "r1")
    assert found["params"] == {"lr": 0.1, "n": 5, "inf": math.inf, "name": "NaN"}


@pytest.mark.parametrize("answer", [[], "x", 5, {"params": []}, {"params": {"a": [1]}}])
def test_a_run_that_is_none_is_refused(answer: object) -> None:
    with AnsweringServer(lambda request: as_json(answer)) as server:
        with pytest.raises(UnsafeAnswer, match="is it a Runlore server"):
            get_run(Connection(server.url), "r1")


def test_a_search_pages_through_the_run_table_as_it_is_read() -> None:
    def answer(request: Request) -> Answer:
        if "pageToken" in request.query:
            return as_json({"columns": {"id": ["c"], "metrics.loss": [{"x": "NaN"}], "metrics": [{"a": "NaN"}]}})
        columns = {"id": ["a", "NaN"], "metrics.loss": [0.5, "Infinity"], "metrics": [{}, {"a": 1}]}
        return as_json({"columns": columns, "nextPageToken": "n"})

    with AnsweringServer(answer) as server:
        found = search(Connection(server.url), 'status = "Completed"', experiment="é", order_by="created desc")
        first = next(found)
        assert len(server.requests) == 1
        rest = list(found)
    assert first == {"id": "a", "metrics.loss": 0.5, "metrics": {}}
    assert rest[0] == {"id": "NaN", "metrics.loss": math.inf, "metrics": {"a": 1}}
    assert rest[1]["metrics.loss"] == "NaN"
    assert math.isnan(rest[1]["metrics"]["a"])
    query = server.requests[0].query
    assert query == {
        "filter": 'status = "Completed"',
        "experiment": "é",
        "orderBy": "created desc",
        "columns": "id",
        "limit": "1000",
    }
    assert server.requests[1].query == {**query, "pageToken": "n"}
