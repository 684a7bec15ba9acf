# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Searches among runs: what filters find, in which order, page by page, and what is refused."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from harness.mlflow import Mlflow, entries, fresh, invalid

SEARCH = "/runs/search"


class Made(NamedTuple):
    """Runs `a` to `e` in the order of their starts; `e` is deleted."""

    mlflow: Mlflow
    experiment: str
    ids: dict[str, str]

    def find(self, filter: str = "", **more: Any) -> str:
        """The letters of those that were found, in order."""
        letters = {run: letter for letter, run in self.ids.items()}
        found = self.mlflow.found([self.experiment], filter.format(**self.ids, experiment=self.experiment), **more)
        return "".join(letters[run] for run in found)


@pytest.fixture(scope="module")
def made(mlflow: Mlflow) -> Made:
    experiment = mlflow.experiment()
    ids: dict[str, str] = {}
    facts: dict[str, dict[str, Any]] = {
        "a": {"user": "ada", "metrics": {"acc": 0.5, "loss": 3}, "params": {"lr": "0.1", "opt": "adam"}},
        "b": {"user": "bob", "metrics": {"acc": 0.75, "val/loss": -1.5}, "params": {"lr": "0.01", "opt": "Adam"}},
        "c": {"user": "ada", "metrics": {"acc": "NaN", "m e": 1e-7}, "params": {"opt": "sgd_50%", "my.key": "x"}},
        "d": {"user": "Ada", "metrics": {"acc": 1.0}, "params": {"lr": "10", "opt": ""}},
        "e": {"user": "eve", "metrics": {"acc": 0.5}, "params": {"lr": "0.1"}},
    }
    tags = {
        "a": {"team": "red"},
        "b": {"team": "Red", "a.b": "1"},
        "c": {"team": "blue", "my tag": '"q"'},
        "d": {},
        "e": {},
    }
    for number, (letter, fact) in enumerate(facts.items()):
        ids[letter] = run = mlflow.run(
            experiment, run_name=f"run {letter}", start_time=1000 + number, user_id=fact["user"],
            tags=entries(**{"mlflow.user": fact["user"], **tags[letter]}),
        )  # fmt: skip
        metrics = [{"key": key, "value": value, "timestamp": 1} for key, value in fact["metrics"].items()]
        mlflow.post("/runs/log-batch", run_id=run, metrics=metrics, params=entries(**fact["params"]))
    mlflow.post("/runs/update", run_id=ids["a"], status="FINISHED", end_time=5000)
    mlflow.post("/runs/update", run_id=ids["b"], status="FAILED", end_time=4000)
    mlflow.post("/runs/update", run_id=ids["c"], status="KILLED", end_time=6000)
    mlflow.post("/runs/delete", run_id=ids["e"])
    return Made(mlflow, experiment, ids)


FOUND = {
    "": "dcba",
    "metrics.acc = 0.5": "a",
    "metrics.acc = .5": "a",
    "metrics.acc = 5e-1": "a",
    "metrics.acc != 0.5": "dcb",
    "metrics.acc > 0.5": "db",
    "metrics.acc >= 0.5": "dba",
    "metrics.acc < 1": "ba",
    "metrics.acc <= 1": "dba",
    "metrics.acc = 0": "",
    "metrics.acc >= 0": "dba",
    "metric.acc < 0.75": "a",
    "metrics.`val/loss` = -1.5": "b",
    'metrics."val/loss" < -1': "b",
    "metrics.`val/loss` < +0": "b",
    "metrics.`m e` > 1e-8": "c",
    "`metrics`.acc = 0.5": "a",
    "metrics.nothing != 1": "",
    "params.lr = '0.1'": "a",
    'params.lr = "0.1"': "a",
    "param.lr = '0.1'": "a",
    "parameter.lr = '0.1'": "a",
    "parameters.lr != '0.1'": "db",
    "params.lr = '0.10'": "",
    "params.opt = 'adam'": "a",
    "params.opt != 'adam'": "dcb",
    "params.opt LIKE 'a%'": "a",
    "params.opt ILIKE 'a%'": "ba",
    "params.opt ilike 'ADAM'": "ba",
    "params.opt LIKE 'ada'": "",
    "params.opt LIKE 'ada_'": "a",
    "params.opt LIKE '%50%'": "c",
    "params.opt = ''": "d",
    "params.my.key = 'x'": "c",
    "params.`my.key` = 'x'": "c",
    "params.lr IS NULL": "c",
    "params.lr IS NOT NULL": "dba",
    "params.lr is not null": "dba",
    "tags.team = 'red'": "a",
    "tag.team ILIKE 'RED'": "ba",
    "tags.team != 'red'": "cb",
    "tags.team IS NULL": "d",
    "tags.a.b = '1'": "b",
    'tags."my tag" = \'"q"\'': "c",
    "tags.team LIKE '%e%'": "cba",
    "tags.mlflow.user = 'ada'": "ca",
    "tags.mlflow.runName = 'run b'": "b",
    "tags.`mlflow.runName` LIKE 'run _'": "dcba",
    "attributes.run_id = '{b}'": "b",
    "run_id = '{b}'": "b",
    "attribute.run_id != '{b}'": "dca",
    "attr.run_id IN ('{a}', '{c}')": "ca",
    "run.run_id IN ('{a}')": "a",
    "run_id NOT IN ('{a}', '{c}')": "db",
    "run_id in ('{a}','nobody')": "a",
    "run_id LIKE '%'": "dcba",
    "attributes.run_name = 'run a'": "a",
    "run_name ILIKE 'RUN A'": "a",
    "attributes.`run name` = 'run a'": "a",
    "attributes.`Run name` = 'run a'": "a",
    "attributes.`Run Name` != 'run a'": "dcb",
    "status = 'FINISHED'": "a",
    "attributes.status = 'RUNNING'": "d",
    "status != 'RUNNING'": "cba",
    "status LIKE 'F%'": "ba",
    "status ILIKE 'kill%'": "c",
    "status = 'finished'": "",
    "user_id = 'ada'": "ca",
    "user_id ILIKE 'ADA'": "dca",
    "start_time > 1001": "dc",
    "attributes.start_time = 1001": "b",
    "created <= 1001": "ba",
    "attributes.Created != 1001": "dca",
    "end_time > 4500": "ca",
    "attributes.end_time < 4500": "b",
    "end_time != 4000": "ca",
    "artifact_uri LIKE '%{b}%'": "b",
    "artifact_uri = 'mlflow-artifacts:/{experiment}/{c}/artifacts'": "c",
    "metrics.acc > 0.6 AND params.opt = 'Adam'": "b",
    "metrics.acc>0.6 and tags.team='Red' And status='FAILED'": "b",
    "metrics.acc > 0.6 AND params.opt = 'adam'": "",
    "  metrics.acc   =   1.0  ": "d",
    "params.opt = 'a AND b'": "",
    "params.opt != '; DROP TABLE run'": "dcba",
}


@pytest.mark.parametrize("filter", FOUND)
def test_filters_find(made: Made, filter: str) -> None:
    assert made.find(filter) == FOUND[filter]


REFUSED = [
    "metrics.acc = 1 OR metrics.acc = 2",
    "NOT metrics.acc = 1",
    "not params.a = 'b'",
    "(metrics.acc = 1)",
    "metrics.acc BETWEEN 1 AND 2",
    "metrics.acc > 1; DROP TABLE run",
    "metrics.acc > 1, params.a = 'b'",
    "metrics.acc = 1 metrics.loss = 2",
    "nothing = 'a'",
    "attributes.nothing = 'a'",
    "bogus.key = 'a'",
    "Metrics.acc = 1",
    "metrics.acc = '1'",
    'metrics.acc = "1"',
    "metrics.acc = abc",
    "metrics.acc LIKE '1'",
    "metrics.acc IN (1)",
    "metrics.acc IS NULL",
    "metrics.acc IS NOT NULL",
    "params.lr = 0.1",
    "params.lr < '0.1'",
    "params.lr >= '0.1'",
    "params.lr IN ('0.1')",
    "params.lr = abc",
    "tags.team > 'a'",
    "tags.team = 5",
    "tags.team NOT IN ('a')",
    "run_id IN ()",
    "run_id IN 'a'",
    "run_id IN ('a'",
    "run_id IN (1)",
    "run_id > 'a'",
    "run_id = 5",
    "run_name IN ('a')",
    "status IN ('FINISHED')",
    "status > 'A'",
    "status IS NULL",
    "start_time = '1000'",
    "start_time LIKE '1%'",
    "start_time IN (1)",
    "lifecycle_stage = 'active'",
    "params.lr = 'it''s'",
    "params.lr = 'a",
    "params.lr = ",
    "params.lr",
    "params. = 'a'",
    "= 'a'",
    "'a' = 'a'",
    "1 = 1",
    "metrics.acc = metrics.loss",
    "params.`a = 'b'",
    "metrics.acc == 1",
    "metrics.acc = 1 AND",
    "AND metrics.acc = 1",
    "metrics.acc = 1 AND AND metrics.acc = 1",
    "metrics.acc = 1 -- comment",
    "metrics.acc = 1 /* comment */",
    "SELECT 1",
    "\0",
    "dataset.nothing = 'a'",
]


@pytest.mark.parametrize("filter", REFUSED)
def test_filters_that_are_refused(made: Made, filter: str) -> None:
    answer = made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "filter": filter})
    if filter.endswith("1 AND") and answer.status == 200:
        return  # a dangling AND is let pass by the reference
    invalid(answer)


def test_filters_with_very_many_parts(made: Made) -> None:
    assert made.find(" AND ".join(["metrics.acc = 0.5"] * 50)) == "a"
    assert made.find("run_id IN (" + ", ".join(["'{a}'", *(f"'{n:032x}'" for n in range(500))]) + ")") == "a"
    for long in (" AND ".join(["metrics.acc = 0.5"] * 10_000), "(" * 10_000, "params.a LIKE '" + "%a" * 50_000 + "'"):
        invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "filter": long}))


def joined(condition: str, times: int) -> dict[str, object]:
    return {"filter": " AND ".join([condition] * times)}


def listed(field: str, times: int) -> dict[str, object]:
    values = ", ".join(f"'{number}'" for number in range(times - 1))
    return {"filter": f"{field} IN ({values}, '{{a}}')" if field == "run_id" else f"{field} NOT IN ({values}, 'x')"}


def pattern(length: int) -> dict[str, object]:
    return {"filter": f"params.opt LIKE '{'%' * (length - 1)}m'"}


def ordered(fields: int) -> dict[str, object]:
    return {"order_by": ["metrics.acc", *(f"metrics.none{number}" for number in range(fields - 1))]}


LIMITS: dict[str, tuple[dict[str, object], str, dict[str, object]]] = {
    "conditions": (joined("metrics.acc = 0.5", 100), "a", joined("metrics.acc = 0.5", 101)),
    "conditions on tags": (joined("tags.mlflow.user = 'bob'", 100), "b", joined("tags.mlflow.user = 'bob'", 101)),
    "conditions on places": (joined("artifact_uri LIKE '%'", 100), "dcba", joined("artifact_uri LIKE '%'", 101)),
    "values": (listed("run_id", 10_000), "a", listed("run_id", 10_001)),
    "values of datasets": (listed("dataset.name", 10_000), "", listed("dataset.name", 10_001)),
    "pattern": (pattern(1_000), "ba", pattern(1_001)),
    "order": (ordered(12), "abdc", ordered(13)),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_search_has_limits(made: Made, limit: str) -> None:
    most, found, more = LIMITS[limit]
    assert made.find(**most) == found
    invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], **more}))


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("ACTIVE_ONLY", "dcba"),
        ("DELETED_ONLY", "e"),
        ("ALL", "edcba"),
        (1, "dcba"),
        (2, "e"),
        (3, "edcba"),
        (None, "dcba"),
    ],
)
def test_views(made: Made, view: object, found: str) -> None:
    more = {} if view is None else {"run_view_type": view}
    assert made.find(**more) == found


@pytest.mark.parametrize("view", ["deleted", "BOGUS", 0, 4, ""])
def test_views_that_there_are_not(made: Made, view: object) -> None:
    invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "run_view_type": view}))


ORDERS: dict[tuple[str, ...], str] = {
    (): "dcba",
    ("metrics.acc",): "abdc",
    ("metrics.acc ASC",): "abdc",
    ("metrics.acc DESC",): "dbac",
    ("metric.acc desc",): "dbac",
    ("metrics.loss",): "adcb",
    ("metrics.loss DESC",): "adcb",
    ("metrics.`val/loss` DESC",): "bdca",
    ("params.lr",): "badc",
    ("params.lr DESC",): "dabc",
    ("params.opt",): "dbac",
    ("tags.team",): "bcad",
    ("tags.team DESC",): "acbd",
    ("attributes.start_time",): "abcd",
    ("start_time DESC",): "dcba",
    ("created",): "abcd",
    ("attributes.end_time",): "bacd",
    ("end_time DESC",): "cabd",
    ("run_name",): "abcd",
    ("attributes.run_name DESC",): "dcba",
    ("status",): "dcab",
    ("attributes.status DESC",): "bacd",
    ("user_id", "start_time"): "dacb",
    ("user_id DESC", "metrics.acc DESC"): "bacd",
    ("metrics.nothing", "start_time ASC"): "abcd",
    ("tags.nothing DESC", "params.opt"): "dbac",
}


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_orders(made: Made, order: tuple[str, ...]) -> None:
    assert made.find(order_by=list(order)) == ORDERS[order]


def test_an_order_by_id_or_place(made: Made) -> None:
    by_id = "".join(letter for _, letter in sorted((made.ids[letter], letter) for letter in "abcd"))
    for order in ("run_id", "attributes.run_id ASC", "artifact_uri"):
        assert made.find(order_by=[order]) == by_id
    assert made.find(order_by=["run_id DESC"]) == by_id[::-1]


@pytest.mark.parametrize(
    "order",
    [
        ["metrics.acc", "metrics.acc"],
        ["metrics.acc", "metric.acc DESC"],
        ["start_time", "created"],
        ["metrics.acc SIDEWAYS"],
        ["metrics.acc DESC ASC"],
        ["nothing"],
        ["attributes.nothing"],
        ["bogus.key"],
        ["lower(run_id)"],
        ["run_id; DROP TABLE run"],
        ["metrics.acc, metrics.loss"],
        ["dataset.name"],
        [""],
        ["metrics."],
        ["1"],
        ["metrics.`a"],
    ],
    ids=str,
)
def test_orders_that_are_refused(made: Made, order: list[str]) -> None:
    invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "order_by": order}))


def test_ties_go_by_the_start_and_then_the_id(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    starts = {mlflow.run(experiment, start_time=start): start for start in (5, 5, 5, 9, 1)}
    expected = sorted(starts, key=lambda run: (-starts[run], run))
    assert mlflow.found([experiment]) == expected
    assert mlflow.found([experiment], order_by=["metrics.none"]) == expected
    assert mlflow.found([experiment], order_by=["start_time"]) == sorted(starts, key=lambda run: (starts[run], run))


def test_pages_join_without_gap_or_repetition(made: Made) -> None:
    for order in ([], ["metrics.acc DESC"], ["params.lr"], ["metrics.loss"], ["tags.team DESC"]):
        whole = made.find(order_by=order)
        for size in (1, 2, 3, 4, 5):
            assert made.find(order_by=order, max_results=size) == whole
            pages = made.mlflow.pages(SEARCH, experiment_ids=[made.experiment], order_by=order, max_results=size)
            assert [len(page["runs"]) for page in pages] == [min(size, 4 - at) for at in range(0, 4, size)]


@pytest.mark.parametrize("token", ["x", "!!!", "e30=", "eyJvZmZzZXQiOiAtMX0=", "AAAA", "MTIz", "é", "a" * 4000, "'"])
def test_tokens_that_nobody_gave_out(made: Made, token: str) -> None:
    invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "page_token": token}))


def test_max_results_is_1_to_50000(made: Made) -> None:
    for few in (1, "2", 50_000, 4.0):
        assert made.find(max_results=few) == "dcba"
    for wrong in (0, -1, 50_001, 10**9, "x", 1.5):
        invalid(made.mlflow.call("POST", SEARCH, {"experiment_ids": [made.experiment], "max_results": wrong}))


def test_without_experiments_nothing_is_found(mlflow: Mlflow) -> None:
    mlflow.run()
    assert mlflow.post(SEARCH) == mlflow.post(SEARCH, experiment_ids=[]) == {}
    assert mlflow.post(SEARCH, experiment_ids=["999999999"]) == {}


def test_several_experiments_are_searched_as_one(mlflow: Mlflow) -> None:
    experiments = [mlflow.experiment() for _ in range(3)]
    runs = [mlflow.run(experiments[number % 3], start_time=number) for number in range(9)]
    assert mlflow.found(experiments) == runs[::-1]
    assert mlflow.found(experiments, max_results=2) == runs[::-1]
    assert mlflow.found(experiments[:2]) == [run for number, run in enumerate(runs) if number % 3 != 2][::-1]
    assert mlflow.found([*experiments, experiments[0]]) == runs[::-1]
    assert mlflow.found(["0"], f"run_id = '{runs[0]}'") == []


def test_a_found_run_is_the_run(made: Made) -> None:
    page = made.mlflow.post(SEARCH, experiment_ids=[made.experiment], filter="status = 'FINISHED'")
    run = made.mlflow.get("/runs/get", run_id=made.ids["a"])["run"]
    assert [(found["info"], found["data"]) for found in page["runs"]] == [(run["info"], run["data"])]
    assert set(page) == {"runs"}


def test_the_latest_value_is_what_is_searched(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    run = mlflow.run(experiment)
    for value, step in ((1, 1), (5, 3), (9, 2)):
        mlflow.log(run, "m", value, 1, step)
    assert mlflow.found([experiment], "metrics.m = 5") == [run]
    assert mlflow.found([experiment], "metrics.m = 9") == mlflow.found([experiment], "metrics.m = 1") == []


def test_what_is_written_is_found_at_once(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    run = mlflow.run(experiment, run_name="before")
    for number in range(10):
        mlflow.log(run, "m", number, number, number)
        mlflow.post("/runs/set-tag", run_id=run, key="t", value=str(number))
        mlflow.post("/runs/update", run_id=run, run_name=f"name {number}")
        own = f"metrics.m = {number} AND tags.t = '{number}' AND run_name = 'name {number}'"
        assert mlflow.found([experiment], own) == [run]
    mlflow.post("/runs/delete", run_id=run)
    assert mlflow.found([experiment]) == []
    assert mlflow.found([experiment], run_view_type="DELETED_ONLY") == [run]
    mlflow.post("/runs/restore", run_id=run)
    assert mlflow.found([experiment]) == [run]


def test_more_than_a_thousand_runs_in_one_page(mlflow: Mlflow) -> None:
    experiment = mlflow.experiment()
    name = mlflow.get("/experiments/get", experiment_id=experiment)["experiment"]["name"]
    runs = [mlflow.rest.make_run(id=fresh("many"), experiment=name) for _ in range(1000)]
    page = mlflow.post(SEARCH, experiment_ids=[experiment])
    assert len(page["runs"]) == 1000 and "next_page_token" not in page
    runs += [mlflow.rest.make_run(id=fresh("many"), experiment=name) for _ in range(100)]
    page = mlflow.post(SEARCH, experiment_ids=[experiment], max_results=5000)
    assert {run["info"]["run_id"] for run in page["runs"]} == set(runs)
    assert len(page["runs"]) == 1100 and "next_page_token" not in page
    page = mlflow.post(SEARCH, experiment_ids=[experiment])
    assert len(page["runs"]) == 1000 and "next_page_token" in page
    assert set(mlflow.found([experiment], max_results=1050)) == set(runs)
