# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The `mlflow` package of two generations: what its scripts log is what they read, value for value.

So it is also where answers are lost on the way, and behind a path.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from harness.clients import VERSIONS, Client
from harness.cuts import Cuts
from harness.extent import full
from harness.mlflow import Mlflow, fresh
from harness.product import Sandbox
from harness.proxy import Proxy, Request, Treatment
from harness.rest import same
from harness.treatments import Pass, Refuse, Reword

pytestmark = full
LARGEST = 1.7976931348623157e308
PREFIX = "/tracking"


class Way(NamedTuple):
    """A release of the client, and how it comes to which server."""

    client: Client
    sandbox: Sandbox
    url: str
    cuts: Cuts | None = None

    @property
    def mlflow(self) -> Mlflow:
        return Mlflow(self.sandbox.server.rest)

    def run(self, script: str, *arguments: str, **variables: Any) -> Any:
        return self.client.run(script, *arguments, MLFLOW_TRACKING_URI=self.url, **variables)

    def assert_repeated(self, *writes: str) -> None:
        """On the way that loses answers all writes came twice; these were among them."""
        repeated = self.cuts.repeated() if self.cuts else None
        assert repeated is None or set(writes) <= repeated.keys(), repeated


@pytest.fixture(scope="module", params=VERSIONS)
def client(request: pytest.FixtureRequest, shared: Sandbox) -> Client:
    return Client(request.param, shared)


@pytest.fixture(scope="module")
def prefixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path_factory.mktemp("prefixed"))
    sandbox.serve("--path-prefix", PREFIX)
    yield sandbox
    sandbox.close()


@pytest.fixture(params=["directly", "cut", "behind a path"])
def way(request: pytest.FixtureRequest, client: Client, shared: Sandbox, prefixed: Sandbox) -> Iterator[Way]:
    def within(request: Request) -> Treatment:
        return Pass() if request.path.startswith(PREFIX + "/") else Refuse(404)

    if request.param == "directly":
        yield Way(client, shared, shared.server.url)
    elif request.param == "cut":
        with Cuts(shared.server.port) as cuts:
            yield Way(client, shared, cuts.url, cuts)
    else:
        with Proxy(prefixed.server.port, within) as proxy:
            yield Way(client, prefixed, proxy.url + PREFIX)
            assert {request.path.split("/", 2)[1] for request in proxy.requests} == {PREFIX[1:]}


def without(*names: str) -> pytest.MarkDecorator:
    """For what some ways would show no better."""
    return pytest.mark.parametrize(
        "way", [name for name in ("directly", "cut", "behind a path") if name not in names], indirect=True
    )


def own(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if not key.startswith("mlflow.")}


def test_a_script_logs_everything(way: Way) -> None:
    name = fresh("everything é")
    found = way.run("log_everything.py", name, USER="ada", LOGNAME="ada")
    assert found["experiment"] == [name, {"team": "red"}]
    first, run = found["first"], found["id"]
    assert {key: first[key] for key in ("name", "status", "stage", "user", "ended")} == {
        "name": "first", "status": "FAILED", "stage": "active", "user": "ada", "ended": True,
    }  # fmt: skip
    assert first["params"] == {
        "lr": "0.1", "long": "é" * 5000, "x": "1", **{f"p{k}": str(k) for k in range(150)},
    }  # fmt: skip
    metrics = first["metrics"]
    assert math.isnan(metrics.pop("nan"))
    assert metrics == {
        "loss": 0.2, "late": 1.0, "inf": LARGEST, "-inf": -LARGEST, "val/acc top 5": 0.5, "resumed": 1,
        **{f"m{k}": float(k) for k in range(1500)},
    }  # fmt: skip
    assert own(first["tags"]) == {"made": "here", "phase": "second", "a": "1", "b": "None", "c": "é 正 \n"}
    assert (first["tags"]["mlflow.runName"], first["tags"]["mlflow.note.content"]) == ("first", "what *it* is")
    assert first["tags"]["mlflow.source.name"].endswith("log_everything.py")
    assert [(dataset, tags) for dataset, _, tags in first["datasets"]] == [
        ("frame", {"mlflow.data.context": "training"})
    ]
    assert (found["running"], found["changed"], found["failed"]) == ("RUNNING", "INVALID_PARAMETER_VALUE", "FAILED")
    child, facts = found["child"]
    assert (facts["status"], facts["metrics"], facts["tags"]["mlflow.parentRunId"]) == (
        "FINISHED",
        {"of child": 7},
        run,
    )
    histories = found["histories"]
    assert math.isnan(histories.pop("nan")[0][0])
    assert histories == {
        "loss": [[1 / (step + 1), step] for step in range(5)], "late": [[1, 5], [2, 4]], "inf": [[LARGEST, 0]],
        "-inf": [[-LARGEST, 0]], "m1499": [[1499, 3]], "none": [],
    }  # fmt: skip
    plain = [name for name in found["files"] if not name.startswith("images/white")]
    assert plain == [
        "data.json", "data.yaml", "images/picture.png", "notes/read me.txt", "plots/line.png", "table.json",
    ]  # fmt: skip
    assert len(found["files"]) == len(plain) + 2
    assert (found["text"], found["table"]["x"]) == ("text é", [1, 2, 3, 4])
    assert found["table"]["y"] == pytest.approx([0.1, 0.2, 0.3, 0.4])  # pandas is a bit off in the last place
    check_native(way.mlflow, run, child)
    check_files(way, run, found["downloaded"])
    way.assert_repeated(
        "POST runs/log-metric", "POST runs/log-parameter", "POST runs/log-batch", "POST runs/set-tag",
        "POST runs/update", "POST runs/log-inputs", "POST experiments/set-experiment-tag", "PUT artifacts",
    )  # fmt: skip


def check_native(mlflow: Mlflow, run: str, child: str) -> None:
    """The same run as everybody else sees it."""
    facts = mlflow.rest.get(f"/runs/{run}")
    assert {key: facts[key] for key in ("name", "status", "description")} == {
        "name": "first", "status": "Failed", "description": "what *it* is",
    }  # fmt: skip
    assert facts["user"]["name"] == "ada"
    assert mlflow.rest.get(f"/runs/{child}")["parent"] == run
    assert same(mlflow.rest.series(run, "loss"), [1 / (step + 1) for step in range(5)])
    assert mlflow.rest.series(run, "inf") == [math.inf]
    pages = mlflow.rest.pages(f"/runs/{run}/metrics", limit=1000)
    used = mlflow.rest.get(f"/runs/{run}/datasets")["items"]
    assert [(item["name"], item["context"], json.loads(item["profile"])["num_rows"]) for item in used] == [
        ("frame", "training", 3)
    ]
    counts = {metric["name"]: metric["columns"][0]["count"] for page in pages for metric in page["items"]}
    assert {name: count for name, count in counts.items() if count > 1} == {"loss": 5, "late": 2}


def check_files(way: Way, run: str, downloaded: dict[str, Any]) -> None:
    """What the client got again, and the same files as everybody else gets them."""
    rest, digests = way.mlflow.rest, downloaded["digests"]
    assert downloaded["same"] == {
        "data.json": True, "data.yaml": True, "plots/line.png": True, "images/picture.png": True,
        "notes/read me.txt": True,
    }  # fmt: skip
    stored = rest.artifacts(run)
    white = sorted(name for name in stored if name.startswith("images/white"))
    assert {name.rpartition(".")[2] for name in white} == {"png", "webp"} and len(white) == 2
    if way.client.major > 2:
        assert (downloaded["white"], downloaded["absent"], stored) == ({"png": True, "webp": True}, [], digests)
    else:  # it names images with percent signs, and asks for other names when it wants them back
        assert len(downloaded["absent"]) == 2
        assert {name: digest for name, digest in stored.items() if name not in white} == digests

    def body(path: str) -> bytes:
        answer = rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path})
        assert (answer.status, hashlib.sha256(answer.body).hexdigest()) == (200, stored[path])
        return answer.body

    assert body("notes/read me.txt") == "text é".encode()
    assert json.loads(body("data.json")) == {"a": [1, None, "é 正"], "b": {"c": 0.1, "d": True}}
    assert b"\nb:\n  c: 0.1\n  d: true\n" in body("data.yaml")
    table = json.loads(body("table.json"))
    assert table["columns"] == ["x", "y"]
    assert table["data"] == [[x, pytest.approx(x / 10)] for x in (1, 2, 3, 4)]
    for picture in ("plots/line.png", "images/picture.png", next(name for name in white if name.endswith(".png"))):
        assert body(picture).startswith(b"\x89PNG\r\n\x1a\n")


@without("behind a path")
def test_logging_in_the_background_loses_nothing(way: Way) -> None:
    found = way.run("in_the_background.py", fresh("async"))
    assert found["points"] == [[step, step / 8] for step in range(3000)]
    assert found["params"] == {f"p{k}": str(k) for k in range(20)}
    assert found["tags"] == {f"t{k}": str(k) for k in range(20)}
    assert {"system/cpu_utilization_percentage", "system/system_memory_usage_megabytes"} <= found["system"].keys()
    assert found["system"]["system/system_memory_usage_megabytes"] > 0
    assert found["samples"] >= 2
    way.assert_repeated("POST runs/log-batch", "POST runs/update")


def test_scikit_learn_logs_by_itself(client: Client, mlflow: Mlflow) -> None:
    found = client.run("autolog.py", fresh("autolog"))
    fit, grid = found["fit"], found["grid"]
    assert (fit["status"], fit["params"]["C"], fit["params"]["max_iter"]) == ("FINISHED", "0.5", "300")
    assert fit["metrics"]["training_accuracy_score"] == found["score"] == fit["metrics"]["training_score"]
    assert fit["tags"]["estimator_name"] == "LogisticRegression"
    assert fit["datasets"] == ["dataset"] == grid["datasets"]
    assert {"estimator.html", "training_confusion_matrix.png"} <= set(fit["files"])
    assert found["same"], "the model that was loaded predicts as the one that was fitted"
    best, score = found["best"]
    assert (grid["params"]["best_C"], grid["metrics"]["best_cv_score"]) == (str(best["C"]), score)
    assert "cv_results.csv" in grid["files"]
    assert found["children"] == [[str(c), score] for c, score in zip((0.1, 1.0, 10.0), found["scores"], strict=True)]
    assert {mlflow.rest.get(f"/runs/{run['id']}")["status"] for run in (fit, grid)} == {"Completed"}


def test_a_model_is_loaded_in_every_way(way: Way) -> None:
    name = fresh("model")
    found = way.run("registry.py", name)
    one, three = found["expected"]["1"], found["expected"]["3"]
    assert (found["by run"], found["by alias"], found["by version"]) == (three, three, [one, three])
    assert found["by model"] == ([one, three] if way.client.major > 2 else [three, three])
    assert [found["again"], found["two"], found["left"]] == ["3", "2", ["1", "2"]]
    assert found["versions"] == [[str(number), found["run"], "READY"] for number in (1, 2, 3)]
    assert found["one"] == ["the first", {"quality": "good"}, [], "None"]
    assert found["found"] == [{"team": "red"}, {"champion": "2"}]
    assert (found["models"], found["signature"]) == ([name], "True")
    assert name in way.sandbox.cli("model", "list").ok().out
    way.assert_repeated(
        "PUT artifacts", "PATCH model-versions", "POST model-versions/set-tag", "POST registered-models/set-tag",
        "POST registered-models/alias",
        *(("PATCH logged-models", "POST runs/outputs") if way.client.major > 2 else ("POST runs/log-model",)),
    )  # fmt: skip


LOGGED_MODELS = {  # filters, and the letters of the models that they find
    "": "abcd", "name = 'model-a'": "a", "name LIKE 'model-%'": "abc", "attributes.model_type = 'linear'": "d",
    "status = 'READY'": "abd", "metrics.acc > 0.5": "bd", "metrics.acc >= 0.75 AND params.depth = '2'": "b",
    "params.depth IN ('1', '3')": "ac", "tags.team = 'red'": "bc", "tags.team != 'red' AND metrics.mse = 0": "d",
    "name ILIKE 'FITTED'": "d", "creation_timestamp > 0": "abcd", "metrics.acc < 0.1": "",
}  # fmt: skip


def test_logged_models_are_found_and_linked(client: Client, mlflow: Mlflow) -> None:
    if client.major < 3:
        pytest.skip(f"mlflow {client.version} knows no logged models; they came with 3.0")
    found = client.run("logged_models.py", fresh("logged"), json.dumps(list(LOGGED_MODELS)))
    ids, maker, judge = found["ids"], found["maker"], found["judge"]
    assert {filter: "".join(sorted(letters)) for filter, letters in found["filters"].items()} == LOGGED_MODELS
    assert found["orders"] == {"acc": "abdc", "acc of test": "dbac", "name": "cbad", "newest": "dcba", "best": "d"}
    assert (found["of train"], found["frame"], found["predicted"]) == ("d", ["fitted"], [2, 4, 6])
    name, kind, status, params, source = found["fitted"]
    assert (name, kind, params["depth"], source) == ("fitted", "linear", "9", maker) and status.endswith("READY")
    assert found["tags"] == {"a": "green", "b": "red", "c": "red", "d": "blue"}
    assert found["metrics"] == [
        ["acc", 0.875, 4, "test", judge], ["acc", 1.0, 3, "train", maker], ["mse", 0.0, 3, "train", maker],
    ]  # fmt: skip
    assert found["outputs"] == [[ids["d"], 7]] and found["inputs"] == [ids["d"]]
    assert mlflow.rest.series(maker, "acc") == [0.25, 0.5, 0.375, 0.75, 1.0]
    assert mlflow.rest.series(judge, "acc") == [0.875]


def test_2500_runs_and_60000_points_page_by_page(client: Client) -> None:
    name = fresh("many")
    found: dict[str, Any] = client.run("find.py", name)
    assert found["newest"] == found["fluent"] == list(range(2499, -1, -1))
    assert found["pages"] == 3
    assert found["frame"] == [number for number in range(1250, 2500) if number % 5 == 3]
    assert {"metrics.acc", "params.layers", "tags.team", "run_id", "status"} <= set(found["columns"])
    assert found["best"] == [number for number in range(2499, -1, -1) if number % 3 == 0 and number % 2]
    assert found["chosen"] == [7, 1999]
    assert found["several"] == 2501
    assert found["experiments"] == [name, name + " few"]
    assert found["history"] == [60_000, True]


def test_files_of_every_name_go_up_and_come_down(way: Way) -> None:
    found = way.run("files.py", fresh("files"))
    assert len(found["sent"]) == 15
    assert found["got"] == found["sent"]
    assert found["single"] and found["text"]
    assert set(found["listed"]) == {f"all of it/{name}" for name in found["sent"]} | {"one + more/100% sure.txt"}
    assert found["listed"]["all of it/large.bin"] == 51_200_000 and found["listed"]["all of it/empty"] == 0
    stored = way.mlflow.rest.artifacts(found["run"])
    assert {name: stored[f"all of it/{name}"] for name in found["sent"]} == found["sent"]
    way.assert_repeated("PUT artifacts")


def test_large_files_go_up_in_parts_or_not_at_all(client: Client, shared: Sandbox, mlflow: Mlflow) -> None:
    def rule(request: Request) -> Treatment:
        if "/mpu/create/" in request.path:  # or parts would go past the proxy
            return Reword(shared.server.url, proxy.url)
        is_lost = request.path.endswith("/lost.bin") and request.query.get("part_number") == "2"
        return Refuse(403) if is_lost else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        found = client.run(
            "in_parts.py", fresh("parts"), MLFLOW_TRACKING_URI=proxy.url, MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD="true",
            MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE="1000000", MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE="700000",
        )  # fmt: skip
    large, small = found["sent"]
    assert (found["got"], found["listed"]) == (large, ["deep/er/large é + %.bin"])
    assert mlflow.rest.artifacts(found["run"]) == {"deep/er/large é + %.bin": large, "small.bin": small}
    assert "part" in found["error"] and "403" in found["error"]
    parts = [request for request in proxy.requests if "/mpu/" in request.path]
    assert Counter(request.path.split("/")[5] for request in parts) == {
        "create": 2, "part": 10, "complete": 1, "abort": 1,
    }  # fmt: skip
    sizes = {request.query["part_number"]: len(request.body) for request in parts if request.method == "PUT"}
    assert sizes == {**dict.fromkeys("1234", 700_000), "5": 200_001}


def test_runs_and_experiments_go_and_come_back(client: Client) -> None:
    name = fresh("restored")
    found = client.run("delete_and_restore.py", name)
    assert found["steps"] == [
        ["made", "active", "active", "active", ["one", "two"], []],
        ["one deleted", "active", "deleted", "active", ["two"], ["one"]],
        ["one restored", "active", "active", "active", ["one", "two"], []],
        ["all deleted", "deleted", "deleted", "deleted", [], ["one", "two"]],
        ["all restored", "active", "active", "active", ["one", "two"], []],
    ]
    refused, taken, absent = "INVALID_PARAMETER_VALUE", "RESOURCE_ALREADY_EXISTS", "RESOURCE_DOES_NOT_EXIST"
    assert found["refused"] == [refused, refused, refused, refused, taken, absent, refused, absent]
    assert (found["name"], found["absent"], found["unknown"]) == (name + " renamed", True, absent)
