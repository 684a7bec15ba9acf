# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Registered models, their versions, tags and aliases, and where a version's files are."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import pytest

from harness.mlflow import Mlflow, accepted, entries, fresh, invalid, pairs, refused
from harness.product import Sandbox

ABSENT = "RESOURCE_DOES_NOT_EXIST"
TAKEN = "RESOURCE_ALREADY_EXISTS"
GET = "/registered-models/get"
SEARCH = "/registered-models/search"
VERSIONS = "/model-versions/search"


def register(mlflow: Mlflow, name: str | None = None, **more: object) -> str:
    name = name or fresh("model")
    assert mlflow.post("/registered-models/create", name=name, **more)["registered_model"]["name"] == name
    return name


def version(mlflow: Mlflow, name: str, source: str, **more: object) -> dict[str, Any]:
    made: dict[str, Any] = mlflow.post("/model-versions/create", name=name, source=source, **more)["model_version"]
    return made


def read(mlflow: Mlflow, name: str, number: str) -> dict[str, Any]:
    found: dict[str, Any] = mlflow.get("/model-versions/get", name=name, version=number)["model_version"]
    return found


class Source(NamedTuple):
    run: str
    uri: str
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def source(mlflow: Mlflow) -> Source:
    """A run with a model's files."""
    run = mlflow.run()
    uri = mlflow.info(run)["artifact_uri"]
    files = {"MLmodel": b"flavors: {}", "data/w 1%.bin": b"weights"}
    for name, body in files.items():
        mlflow.put(f"{uri.removeprefix('mlflow-artifacts:/')}/model/{name}", body)
    return Source(run, f"{uri}/model", files)


def test_a_registered_model_is_there_as_it_was_made(mlflow: Mlflow) -> None:
    name, before = fresh("modèle 正 %+ "), time.time() * 1000
    made = mlflow.post("/registered-models/create", name=name, description="text é", tags=entries(team="red", empty=""))
    found = mlflow.get(GET, name=name)
    assert found["registered_model"] == made["registered_model"]
    model = found["registered_model"]
    for key in ("creation_timestamp", "last_updated_timestamp"):
        assert model.pop(key) == pytest.approx(before, abs=60_000)
    assert pairs(model.pop("tags")) == {"team": "red", "empty": ""}
    assert model == {"name": name, "description": "text é"}


def test_a_name_is_taken_once(mlflow: Mlflow) -> None:
    name = register(mlflow)
    answer = mlflow.call("POST", "/registered-models/create", {"name": name})
    refused(answer, TAKEN, f"Registered Model (name={name}) already exists")
    refused(
        mlflow.call("GET", GET, None, {"name": name + "x"}), ABSENT, f"Registered Model with name={name}x not found"
    )


@pytest.mark.parametrize("name", ["a/b", "a:b", " ", "\t", "../x", "a\0b"])
def test_names_that_are_refused(mlflow: Mlflow, name: str) -> None:
    invalid(mlflow.call("POST", "/registered-models/create", {"name": name}))


def test_tags_of_a_model(mlflow: Mlflow) -> None:
    name = register(mlflow, tags=entries(a="1"))
    long = "é" * 100_000
    for key, value in (("a", "2"), ("b", "3"), ("k" * 250, long)):
        assert mlflow.post("/registered-models/set-tag", name=name, key=key, value=value) == {}
    expected = {"a": "2", "b": "3", "k" * 250: long}
    assert pairs(mlflow.get(GET, name=name)["registered_model"]["tags"]) == expected
    for wrong in ({"key": "k" * 251, "value": "v"}, {"key": "k", "value": long + "x"}):
        invalid(mlflow.call("POST", "/registered-models/set-tag", {"name": name, **wrong}))
        invalid(mlflow.call("POST", "/registered-models/create", {"name": fresh(), "tags": [wrong]}))
    for _ in range(2):
        assert mlflow.delete("/registered-models/delete-tag", name=name, key="b") == {}
    del expected["b"]
    assert pairs(mlflow.get(GET, name=name)["registered_model"]["tags"]) == expected


def test_a_version_is_there_as_it_was_made(mlflow: Mlflow, source: Source) -> None:
    name, before = register(mlflow), time.time() * 1000
    made = version(
        mlflow,
        name,
        source.uri,
        run_id=source.run,
        description="first",
        run_link="http://x.example/run",
        tags=entries(a="1"),
    )
    assert read(mlflow, name, "1") == made
    for key in ("creation_timestamp", "last_updated_timestamp"):
        assert made.pop(key) == pytest.approx(before, abs=60_000)
    assert made.pop("user_id", "") is not None
    assert pairs(made.pop("tags")) == {"a": "1"}
    assert made == {
        "name": name, "version": "1", "current_stage": "None", "description": "first", "source": source.uri,
        "run_id": source.run, "run_link": "http://x.example/run", "status": "READY",
    }  # fmt: skip
    assert version(mlflow, name, source.uri, run_id=source.run)["version"] == "2"
    assert mlflow.get(GET, name=name)["registered_model"]["latest_versions"][0]["version"] == "2"


def test_the_files_of_a_version_are_its_own(mlflow: Mlflow) -> None:
    run = mlflow.run()
    uri = mlflow.info(run)["artifact_uri"]
    below = uri.removeprefix("mlflow-artifacts:/")
    mlflow.put(f"{below}/m/MLmodel", b"first")
    mlflow.put(f"{below}/m/data/w.bin", b"weights")
    name = register(mlflow)
    version(mlflow, name, f"{uri}/m", run_id=run)
    mlflow.put(f"{below}/m/MLmodel", b"second")
    mlflow.send("DELETE", f"/api/2.0/mlflow-artifacts/artifacts/{below}/m/data")
    place = mlflow.get("/model-versions/get-download-uri", name=name, version="1")["artifact_uri"]
    root = place.removeprefix("mlflow-artifacts:/")
    assert place != root
    assert sorted((file["path"], file["is_dir"]) for file in mlflow.listed(root)) == [
        ("MLmodel", False),
        ("data", True),
    ]
    assert mlflow.file(f"{root}/MLmodel").body == b"first"
    assert mlflow.file(f"{root}/data/w.bin").body == b"weights"
    for method, body in (("PUT", b"x"), ("DELETE", None)):
        answer = mlflow.send(method, f"/api/2.0/mlflow-artifacts/artifacts/{root}/MLmodel", body)
        assert 400 <= answer.status < 500 and "error_code" in answer.json()
    assert mlflow.file(f"{root}/MLmodel").body == b"first"


def test_sources_of_every_kind(mlflow: Mlflow, source: Source) -> None:
    experiment = mlflow.info(source.run)["experiment_id"]
    model = mlflow.post("/logged-models", experiment_id=experiment, name="m")["model"]["info"]
    mlflow.put(f"{model['artifact_uri'].removeprefix('mlflow-artifacts:/')}/MLmodel", b"logged")
    name = register(mlflow)
    for number, (uri, body) in enumerate(
        {
            source.uri: b"flavors: {}",
            f"runs:/{source.run}/model": b"flavors: {}",
            f"models:/{model['model_id']}": b"logged",
            model["artifact_uri"]: b"logged",
        }.items(),
        1,
    ):
        more = {"model_id": model["model_id"]} if body == b"logged" else {"run_id": source.run}
        made = version(mlflow, name, uri, **more)
        assert (made["version"], made["source"]) == (str(number), uri)
        if body == b"logged":
            assert made["model_id"] == model["model_id"]
        place = mlflow.get("/model-versions/get-download-uri", name=name, version=str(number))["artifact_uri"]
        assert mlflow.file(f"{place.removeprefix('mlflow-artifacts:/')}/MLmodel").body == body, uri


def test_a_version_may_name_files_that_lie_elsewhere(mlflow: Mlflow) -> None:
    name = register(mlflow)
    for number, uri in enumerate(("s3://bucket/model", "dbfs:/models/x"), 1):
        assert version(mlflow, name, uri)["source"] == uri
        found = mlflow.get("/model-versions/get-download-uri", name=name, version=str(number))
        assert found == {"artifact_uri": uri}


@pytest.mark.parametrize(
    "uri",
    [
        "/etc", "//proc/self/root", "file:///etc", "FILE:/etc", "etc", "./x", "../x", "s3://bucket/../x",
        "mlflow-artifacts:/0/../../etc", "mlflow-artifacts:/%2e%2e/etc", "http:///#/../../../../etc/",
        "http://host/x?/../../../../", "runs:/../x", "models:/../x", "mlflow-artifacts:/registry/x/1/../2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tags", [[], [{"key": "mlflow.prompt.is_prompt", "value": "true"}]], ids=["plain", "prompt"])
def test_sources_that_are_refused(mlflow: Mlflow, uri: str, tags: list[dict[str, str]]) -> None:
    """Attack rows 10 to 12."""
    name = register(mlflow)
    invalid(mlflow.call("POST", "/model-versions/create", {"name": name, "source": uri, "tags": tags}))
    refused(mlflow.call("GET", "/model-versions/get", None, {"name": name, "version": "1"}), ABSENT)


def test_numbers_of_deleted_versions_come_never_again(mlflow: Mlflow, source: Source) -> None:
    name = register(mlflow)
    for _ in range(3):
        version(mlflow, name, source.uri)
    assert mlflow.delete("/model-versions/delete", name=name, version="3") == {}
    refused(mlflow.call("DELETE", "/model-versions/delete", {"name": name, "version": "3"}), ABSENT)
    assert version(mlflow, name, source.uri)["version"] == "4"
    start = f"Model Version (name={name}, version=3) not found"
    for call in ("/model-versions/get", "/model-versions/get-download-uri"):
        refused(mlflow.call("GET", call, None, {"name": name, "version": "3"}), ABSENT, start)
    found = mlflow.get(VERSIONS, filter=f"name = '{name}'")["model_versions"]
    assert sorted(one["version"] for one in found) == ["1", "2", "4"]


@pytest.mark.parametrize("wrong", ["x", "1.5", "", "-1", "latest", "99999999999999999999", "١"])
def test_versions_are_whole_numbers(mlflow: Mlflow, source: Source, wrong: str) -> None:
    name = register(mlflow)
    version(mlflow, name, source.uri)
    for call in ("/model-versions/get", "/model-versions/get-download-uri"):
        answer = mlflow.call("GET", call, None, {"name": name, "version": wrong})
        if wrong == "-1" and answer.status == 404:
            refused(answer, ABSENT)
        else:
            invalid(answer)


def test_a_version_is_described_and_tagged(mlflow: Mlflow, source: Source) -> None:
    name = register(mlflow)
    made = version(mlflow, name, source.uri)
    time.sleep(0.01)
    changed = mlflow.patch("/model-versions/update", name=name, version="1", description="new é")["model_version"]
    assert (changed["description"], read(mlflow, name, "1")["description"]) == ("new é", "new é")
    assert changed["last_updated_timestamp"] > made["last_updated_timestamp"]
    long = "x" * 100_000
    for key, value in (("a", "1"), ("a", "2"), ("k" * 250, long)):
        assert mlflow.post("/model-versions/set-tag", name=name, version="1", key=key, value=value) == {}
    assert pairs(read(mlflow, name, "1")["tags"]) == {"a": "2", "k" * 250: long}
    for wrong in ({"key": "k" * 251, "value": "v"}, {"key": "k", "value": long + "x"}):
        invalid(mlflow.call("POST", "/model-versions/set-tag", {"name": name, "version": "1", **wrong}))
    for _ in range(2):
        assert mlflow.delete("/model-versions/delete-tag", name=name, version="1", key="a") == {}
    assert pairs(read(mlflow, name, "1")["tags"]) == {"k" * 250: long}


def test_aliases(mlflow: Mlflow, source: Source) -> None:
    name = register(mlflow)
    for _ in range(3):
        version(mlflow, name, source.uri)
    alias = "/registered-models/alias"
    for number, given in (("1", "champion"), ("2", "champion"), ("2", "Best_1-x"), ("1", "a" * 255)):
        assert mlflow.post(alias, name=name, alias=given, version=number) == {}
    found = {one["alias"]: one["version"] for one in mlflow.get(GET, name=name)["registered_model"]["aliases"]}
    assert found == {"champion": "2", "Best_1-x": "2", "a" * 255: "1"}
    assert sorted(read(mlflow, name, "2")["aliases"]) == ["Best_1-x", "champion"]
    assert mlflow.get(alias, name=name, alias="champion")["model_version"] == read(mlflow, name, "2")
    assert mlflow.get(alias, name=name, alias="latest")["model_version"]["version"] == "3"
    for _ in range(2):
        assert mlflow.delete(alias, name=name, alias="champion") == {}
    invalid(mlflow.call("GET", alias, None, {"name": name, "alias": "champion"}))
    refused(mlflow.call("GET", alias, None, {"name": fresh(), "alias": "champion"}), ABSENT)
    mlflow.delete("/model-versions/delete", name=name, version="2")
    left = mlflow.get(GET, name=name)["registered_model"]["aliases"]
    assert left == [{"alias": "a" * 255, "version": "1"}]


@pytest.mark.parametrize("wrong", ["latest", "LATEST", "v1", "V27", "a" * 256, "a b", "a/b", "a.b", ""])
def test_aliases_that_are_refused(mlflow: Mlflow, source: Source, wrong: str) -> None:
    name = register(mlflow)
    version(mlflow, name, source.uri)
    invalid(mlflow.call("POST", "/registered-models/alias", {"name": name, "alias": wrong, "version": "1"}))
    assert "aliases" not in mlflow.get(GET, name=name)["registered_model"]


def test_what_is_not_there(mlflow: Mlflow) -> None:
    name, nobody = register(mlflow), fresh()
    gone = f"Registered Model with name={nobody} not found"
    for method, call, fields in (
        ("POST", "/registered-models/set-tag", {"key": "k", "value": "v"}),
        ("DELETE", "/registered-models/delete-tag", {"key": "k"}),
        ("POST", "/registered-models/alias", {"alias": "a", "version": "1"}),
        ("POST", "/model-versions/create", {"source": "s3://x/y"}),
    ):
        refused(mlflow.call(method, call, {"name": nobody, **fields}), ABSENT, gone)
    missing = f"Model Version (name={name}, version=7) not found"
    for method, call, more in (
        ("PATCH", "/model-versions/update", {"description": "x"}),
        ("DELETE", "/model-versions/delete", {}),
        ("POST", "/model-versions/set-tag", {"key": "k", "value": "v"}),
        ("DELETE", "/model-versions/delete-tag", {"key": "k"}),
        ("POST", "/registered-models/alias", {"alias": "a"}),
    ):
        refused(mlflow.call(method, call, {"name": name, "version": "7", **more}), ABSENT, missing)


# ---- search


class Made(NamedTuple):
    """Models `a`, `B` and `c` of one stem, the last of them a prompt; `a` has three versions."""

    mlflow: Mlflow
    stem: str
    run: str

    def models(self, filter: str = "", **more: object) -> str:
        own = f"name LIKE '{self.stem}%'" + (f" AND {filter.format(stem=self.stem)}" if filter else "")
        found = self.mlflow.get(SEARCH, filter=own, **more).get("registered_models", [])
        return "".join(model["name"][-1] for model in found)

    def versions(self, filter: str = "", **more: object) -> str:
        own = f"name LIKE '{self.stem}%'" + (f" AND {filter.format(stem=self.stem, run=self.run)}" if filter else "")
        found = self.mlflow.get(VERSIONS, filter=own, **more).get("model_versions", [])
        return " ".join(one["name"][-1] + one["version"] for one in found)


@pytest.fixture(scope="module")
def made(mlflow: Mlflow, source: Source) -> Made:
    stem = fresh("found")
    for letter, tags in {"a": {"team": "red"}, "B": {"team": "Red"}, "c": {"mlflow.prompt.is_prompt": "true"}}.items():
        register(mlflow, f"{stem}/{letter}".replace("/", " "), tags=entries(**tags))
        time.sleep(0.002)
    stem += " "
    for number in range(3):
        version(mlflow, stem + "a", source.uri, run_id=source.run if number else "", tags=entries(n=str(number)))
        time.sleep(0.002)
    version(mlflow, stem + "B", "s3://bucket/other")
    time.sleep(0.002)
    version(mlflow, stem + "c", "s3://bucket/prompt", tags=entries(**{"mlflow.prompt.is_prompt": "true"}))
    return Made(mlflow, stem, source.run)


MODELS_FOUND = {
    "": "Ba",
    "name = '{stem}a'": "a",
    "name != '{stem}a'": "B",
    "name ILIKE '%b'": "B",
    "name LIKE '%b'": "",
    "tags.team = 'red'": "a",
    "tags.team != 'red'": "B",
    "tag.team ILIKE 'RED'": "Ba",
    "tags.`mlflow.prompt.is_prompt` != 'true'": "Ba",
    "tag.`mlflow.prompt.is_prompt` != 'true'": "Ba",
    "tags.`mlflow.prompt.is_prompt` = 'false'": "Ba",
    "tags.`mlflow.prompt.is_prompt` = 'true'": "c",
    "tags.mlflow.prompt.is_prompt = 'true'": "c",
}


@pytest.mark.parametrize("filter", MODELS_FOUND)
def test_filters_find_models(made: Made, filter: str) -> None:
    assert sorted(made.models(filter)) == sorted(MODELS_FOUND[filter])


def test_orders_of_models(made: Made) -> None:
    for order, found in (
        ("name", "Ba"), ("name DESC", "aB"), ("timestamp ASC", "aB"), ("last_updated_timestamp DESC", "Ba"),
        ("last_updated_timestamp", "aB"),
    ):  # fmt: skip
        assert made.models(order_by=[order]) == found, order
    for wrong in ("nothing", "name SIDEWAYS", "tags.team", "name; DROP"):
        invalid(made.mlflow.call("GET", SEARCH, None, {"order_by": [wrong]}))


VERSIONS_FOUND = {
    "": "B1 a3 a2 a1",
    "name = '{stem}a'": "a3 a2 a1",
    "run_id = '{run}'": "a3 a2",
    "run_id IN ('{run}', 'x')": "a3 a2",
    "source_path = 's3://bucket/other'": "B1",
    "version_number > 1": "a3 a2",
    "version_number = 1": "B1 a1",
    "version_number <= 2 AND name = '{stem}a'": "a2 a1",
    "tags.n = '1'": "a2",
    "tags.n != '1'": "a3 a1",
    "tags.`mlflow.prompt.is_prompt` = 'true'": "c1",
    "tags.`mlflow.prompt.is_prompt` != 'true'": "B1 a3 a2 a1",
}


@pytest.mark.parametrize("filter", VERSIONS_FOUND)
def test_filters_find_versions(made: Made, filter: str) -> None:
    assert made.versions(filter) == VERSIONS_FOUND[filter]


def test_orders_of_versions(made: Made) -> None:
    for orders, found in (
        (["name ASC"], "B1 a3 a2 a1"), (["name DESC", "version_number ASC"], "a1 a2 a3 B1"),
        (["version_number DESC"], "a3 a2 B1 a1"), (["creation_timestamp"], "a1 a2 a3 B1"),
        (["last_updated_timestamp ASC"], "a1 a2 a3 B1"),
    ):  # fmt: skip
        assert made.versions(order_by=orders) == found, orders
    invalid(made.mlflow.call("GET", VERSIONS, None, {"order_by": ["current_stage"]}))


@pytest.mark.parametrize("call", [SEARCH, VERSIONS])
@pytest.mark.parametrize(
    "filter",
    ["nothing = 'a'", "name = 5", "name > 'a'", "name = 'a' OR name = 'b'", "current_stage = 'None'",
     "name = 'a'; DROP",     "metrics.a > 1", "name = 'a", "(name = 'a')", "NOT name = 'a'"],
)  # fmt: skip
def test_filters_that_are_refused(mlflow: Mlflow, call: str, filter: str) -> None:
    invalid(mlflow.call("GET", call, None, {"filter": filter}))


def test_pages_join(made: Made) -> None:
    for call, family, size in ((SEARCH, "registered_models", 1), (VERSIONS, "model_versions", 3)):
        names, token = [], {}
        while True:
            page = made.mlflow.get(
                call, filter=f"name LIKE '{made.stem}%'", max_results=size, order_by=["name"], **token
            )
            names += [one["name"][-1] + one.get("version", "") for one in page[family]]
            if "next_page_token" not in page:
                break
            token = {"page_token": page["next_page_token"]}
        assert names == (["B", "a"] if call == SEARCH else ["B1", "a3", "a2", "a1"])
        for forged in ("x", "!!!", "e30=", "é"):
            invalid(made.mlflow.call("GET", call, None, {"page_token": forged}))


@pytest.mark.parametrize(("call", "most"), [(SEARCH, 1000), (VERSIONS, 200_000)])
def test_max_results(mlflow: Mlflow, call: str, most: int) -> None:
    for fine in (1, most):
        mlflow.get(call, max_results=fine)
    for wrong in (0, -1, most + 1, "x"):
        invalid(mlflow.call("GET", call, None, {"max_results": wrong}))


def test_models_are_searched_by_post_as_well(made: Made) -> None:
    page = made.mlflow.post(SEARCH, filter=f"name LIKE '{made.stem}%'", max_results="5", order_by=["name"])
    assert [model["name"][-1] for model in page["registered_models"]] == ["B", "a"]


def test_versions_are_what_the_command_line_promotes(sandbox: Sandbox) -> None:
    mlflow = Mlflow(sandbox.serve().rest)
    run = mlflow.run(run_name="promoted")
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    mlflow.put(f"{root}/model.pkl", b"weights")
    sandbox.cli("history", "promote", "-r", run, "-ap", "model.pkl", "-n", "iris").ok()
    found = mlflow.get("/model-versions/get", name="iris", version="1")["model_version"]
    assert (found["run_id"], found["status"]) == (run, "READY")
    place = mlflow.get("/model-versions/get-download-uri", name="iris", version="1")["artifact_uri"]
    assert mlflow.file(f"{place.removeprefix('mlflow-artifacts:/')}/model.pkl").body == b"weights"
    version(mlflow, "iris", f"runs:/{run}/model.pkl", run_id=run)
    listed = accepted(mlflow.rest.send("GET", "/api/v1/models"))
    assert "iris" in str(listed)
    assert "iris" in sandbox.cli("model", "list").ok().out
