# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Searches among experiments: what filters find, in which order, page by page."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from harness.mlflow import Mlflow, entries, fresh, invalid
from harness.product import Sandbox

SEARCH = "/experiments/search"


class Made(NamedTuple):
    """Four experiments of their own stem, the last of which is deleted, in the order of their making."""

    mlflow: Mlflow
    stem: str
    ids: dict[str, str]

    def find(self, filter: str = "", **more: object) -> str:
        """The letters of those that were found, in order; no others are asked for."""
        own = f"name LIKE '{self.stem}%'" + (f" AND {filter}" if filter else "")
        found = self.mlflow.post(SEARCH, filter=own, max_results=100, **more).get("experiments", [])
        letters = {made: letter for letter, made in self.ids.items()}
        return "".join(letters[experiment["experiment_id"]] for experiment in found)


@pytest.fixture(scope="module")
def made(mlflow: Mlflow) -> Made:
    stem = fresh("search")
    tags = {"a": {"team": "red", "Size": "10"}, "B": {"team": "Red"}, "c": {"my key.x": "9"}, "d": {"team": "red"}}
    ids = {letter: mlflow.experiment(f"{stem}/{letter}", tags=entries(**own)) for letter, own in tags.items()}
    mlflow.post("/experiments/delete", experiment_id=ids["d"])
    return Made(mlflow, stem, ids)


FOUND = {
    "": "cBa",
    "name = '{stem}/a'": "a",
    "attribute.name = '{stem}/a'": "a",
    "attribute.name != '{stem}/a'": "cB",
    "name LIKE '%/b'": "",
    "name ILIKE '%/b'": "B",
    "name like '%/_'": "cBa",
    "tags.team = 'red'": "a",
    "tag.team = 'red'": "a",
    "tags.team != 'red'": "B",
    "tags.team ILIKE 'RED'": "Ba",
    "tags.team LIKE 'R%'": "B",
    "tags.`my key.x` = '9'": "c",
    'tags."my key.x" = "9"': "c",
    "tags.Size = '10' AND tags.team = 'red'": "a",
    "tags.team IS NULL": "c",
    "tags.team IS NOT NULL": "Ba",
    "creation_time > 0": "cBa",
    "creation_time <= 1000": "",
    "last_update_time >= 1000 and last_update_time < 99999999999999": "cBa",
    "creation_time != 5": "cBa",
}


@pytest.mark.parametrize("filter", FOUND)
def test_filters_find(made: Made, filter: str) -> None:
    assert made.find(filter.format(stem=made.stem)) == FOUND[filter]


@pytest.mark.parametrize(
    "filter",
    [
        "name IN ('a', 'b')",
        "name = 5",
        "name > 'a'",
        "creation_time > 'now'",
        "creation_time LIKE '1%'",
        "tags.team > 'a'",
        "tags.team IN ('a')",
        "metrics.loss > 1",
        "params.a = 'b'",
        "lifecycle_stage = 'deleted'",
        "experiment_id = '0'",
        "name = 'a' OR name = 'b'",
        "NOT name = 'a'",
        "(name = 'a')",
        "name = 'a'; DROP TABLE experiment",
        "name = 'a",
        "name",
        "name =",
        "= 'a'",
        "name = 'a' AND AND name = 'b'",
        "name IS NULL",
        "x" * 100_001,
    ],
)
def test_filters_that_are_refused(mlflow: Mlflow, filter: str) -> None:
    invalid(mlflow.call("POST", SEARCH, {"filter": filter, "max_results": 5}))


@pytest.mark.parametrize(
    ("view", "found"),
    [("ACTIVE_ONLY", "cBa"), ("DELETED_ONLY", "d"), ("ALL", "dcBa"), (1, "cBa"), (2, "d"), (3, "dcBa")],
)
def test_views(made: Made, view: object, found: str) -> None:
    assert made.find(view_type=view) == found


ORDERS = {
    "name": "Bac",
    "name DESC": "caB",
    "attribute.name desc": "caB",
    "experiment_id ASC": "aBc",
    "experiment_id DESC": "cBa",
    "creation_time": "aBc",
    "creation_time DESC": "cBa",
    "last_update_time asc": "aBc",
}


@pytest.mark.parametrize("order", ORDERS)
def test_orders(made: Made, order: str) -> None:
    assert made.find(order_by=[order]) == ORDERS[order]


@pytest.mark.parametrize("order", ["tags.team", "nothing", "name SIDEWAYS", "name; DROP", "lower(name)", "metrics.a"])
def test_orders_that_are_refused(mlflow: Mlflow, order: str) -> None:
    invalid(mlflow.call("POST", SEARCH, {"order_by": [order], "max_results": 5}))


def test_a_search_is_a_get_as_well(made: Made) -> None:
    query = {"filter": f"name LIKE '{made.stem}%'", "max_results": "2", "order_by": ["name DESC"], "view_type": "ALL"}
    page = made.mlflow.get(SEARCH, **query)
    assert [experiment["name"][-1] for experiment in page["experiments"]] == ["d", "c"]
    page = made.mlflow.get(SEARCH, **query, page_token=page["next_page_token"])
    assert [experiment["name"][-1] for experiment in page["experiments"]] == ["a", "B"]
    assert "next_page_token" not in page


def test_pages_join_without_gap_or_repetition(made: Made) -> None:
    for size in (1, 2, 3):
        pages = list(made.mlflow.pages(SEARCH, filter=f"name LIKE '{made.stem}%'", max_results=size, order_by=["name"]))
        assert [len(page["experiments"]) for page in pages] == {1: [1, 1, 1], 2: [2, 1], 3: [3]}[size]
        assert [experiment["name"][-1] for page in pages for experiment in page["experiments"]] == ["B", "a", "c"]


def test_a_search_that_finds_nothing_is_an_empty_object(mlflow: Mlflow) -> None:
    assert mlflow.post(SEARCH, filter=f"name = '{fresh()}'", max_results=5) == {}


def test_max_results_is_1_to_50000(mlflow: Mlflow) -> None:
    mlflow.experiment()
    for few in (1, 50_000, "7"):
        assert mlflow.post(SEARCH, max_results=few)["experiments"]
    assert mlflow.post(SEARCH)["experiments"], "absent is a thousand"
    for wrong in (0, -1, 50_001, 10**9):
        invalid(mlflow.call("POST", SEARCH, {"max_results": wrong}))


@pytest.mark.parametrize("token", ["x", "!!!", "e30=", "eyJvZmZzZXQiOiAtMX0=", "AAAA", "MTIz", "é", "a" * 5000])
def test_tokens_that_nobody_gave_out(mlflow: Mlflow, token: str) -> None:
    invalid(mlflow.call("POST", SEARCH, {"max_results": 1, "page_token": token}))


def test_a_fresh_server_has_the_default_experiment_alone(sandbox: Sandbox) -> None:
    mlflow = Mlflow(sandbox.serve().rest)
    found = mlflow.post(SEARCH, max_results=10)["experiments"]
    assert [(experiment["experiment_id"], experiment["name"]) for experiment in found] == [("0", "Default")]
