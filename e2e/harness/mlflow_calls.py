# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every call of MLflow's protocol that is answered, with its fields: what each takes, and a value that is fine."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.mlflow import OCTETS, PROXY, Mlflow, fresh
from harness.rest import Answer

Things = dict[str, str]
TEXT, WHOLE, NUMBER, FLAG, CHOICE, LIST = "text", "whole number", "number", "flag", "choice", "list"

# Values that are wrong for a kind of field.
WRONG: dict[str, list[object]] = {
    TEXT: [5, 1.5, True, False, [], ["a"], {}, {"a": "b"}],
    WHOLE: ["abc", 1.5, "1.5", True, [], [1], {}, 2**63, -(2**63) - 1, "9" * 30, float("nan"), "1e999999999"],
    NUMBER: ["abc", "1,5", True, [], [1.0], {}, {"v": 1}],
    FLAG: ["maybe", [], {}, 1.5, "2"],
    CHOICE: ["BOGUS", 99, -1, 1.5, True, [], {}],
    LIST: ["x", 5, 1.5, True, {"a": "b"}, [5], [True], [[]], [None]],
}
# Values of a query, where everything is text.
WRONG_TEXTS: dict[str, list[object]] = {
    WHOLE: ["abc", "1.5", "true", "[]", "9" * 30, "NaN", "0x10"],
    FLAG: ["maybe", "2", "[]"],
    CHOICE: ["BOGUS", "99", "[]"],
}
# Texts that are no wrong type and yet what hardly anything can hold: refused, unless they are kept as they are.
ODD: list[Any] = ["\0", "\ud800", "a\r\nb\u202e", "../../x", "%00%2e%2e/", "x" * 70_000]
ODD_IN_QUERIES: list[Any] = ["\0", b"\xff\xfe", b"\xed\xa0\x80", "a\r\nb\u202e", "../../x", "%00%2e%2e/", "x" * 9_000]


@dataclass(frozen=True)
class Field:
    """A field with the path that leads to it, such as ``metrics.0.key``."""

    path: str
    kind: str
    is_required: bool = False

    @property
    def shown(self) -> str:
        """As errors name it: ``metrics[0].key``."""
        first, *others = self.path.split(".")
        return first + "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in others)


@dataclass(frozen=True)
class Call:
    """A call with values that are fine; texts such as ``$run`` stand for what a test makes."""

    method: str
    path: str
    values: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    is_repeatable: bool = True  # whether these values are accepted, and again
    is_file: bool = False  # whether the body is a file, so that the values go into the query

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_query(self) -> bool:
        return self.method == "GET" or self.is_file

    def filled(self, things: Mapping[str, str]) -> dict[str, Any]:
        """The values with what stands for them."""
        filled: dict[str, Any] = _filled(copy.deepcopy(dict(self.values)), things)
        return filled

    def at(self, things: Mapping[str, str]) -> str:
        return str(_filled(self.path, things))


def _filled(value: Any, things: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, thing in things.items():
            value = value.replace(f"${name}", thing)
        return value
    if isinstance(value, dict):
        return {key: _filled(one, things) for key, one in value.items()}
    return [_filled(one, things) for one in value] if isinstance(value, list) else value


def put(values: dict[str, Any], path: str, value: object) -> None:
    """Replace what a path leads to."""
    *way, last = path.split(".")
    place: Any = values
    for part in way:
        place = place[int(part) if isinstance(place, list) else part]
    place[int(last) if isinstance(place, list) else last] = value


def take(values: dict[str, Any], path: str) -> None:
    """Take away what a path leads to."""
    *way, last = path.split(".")
    place: Any = values
    for part in way:
        place = place[int(part) if isinstance(place, list) else part]
    del place[int(last) if isinstance(place, list) else last]


def _fields(**kinds: str) -> tuple[Field, ...]:
    """Fields by their paths, whose dots are double underscores; a star behind a kind says required."""
    return tuple(Field(name.replace("__", "."), kind.rstrip("*"), kind.endswith("*")) for name, kind in kinds.items())


def _tags(name: str = "tags", key: str = f"{TEXT}*") -> dict[str, str]:
    return {name: LIST, f"{name}__0__key": key, f"{name}__0__value": TEXT}


RUN, EXPERIMENT = {"run_id": "$run"}, {"experiment_id": "$experiment"}
T, W, N, C, F, L = f"{TEXT}*", f"{WHOLE}*", f"{NUMBER}*", CHOICE, FLAG, f"{LIST}*"
TAG = [{"key": "k", "value": "v"}]
POINT = {"key": "m", "value": 1.5, "timestamp": 5, "step": 1}
PAGE = {"max_results": WHOLE, "page_token": TEXT}
MODEL_JSON = '{"artifact_path": "m", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "$run"}'

EXPERIMENTS = (
    Call(
        "POST", "/experiments/create", {"name": "$fresh", "tags": TAG},
        _fields(name=T, artifact_location=TEXT, **_tags()),
    ),
    Call("GET", "/experiments/get", EXPERIMENT, _fields(experiment_id=T)),
    Call("GET", "/experiments/get-by-name", {"experiment_name": "$name"}, _fields(experiment_name=T)),
    Call(
        "POST", "/experiments/search", {"max_results": 1, "filter": "", "order_by": ["name"]},
        _fields(filter=TEXT, order_by=LIST, view_type=C, **PAGE),
    ),
    Call("GET", "/experiments/search", {"max_results": 1}, _fields(filter=TEXT, view_type=C, **PAGE)),
    Call(
        "POST", "/experiments/update", {**EXPERIMENT, "new_name": "$fresh"}, _fields(experiment_id=T, new_name=T),
    ),
    Call("POST", "/experiments/delete", {"experiment_id": "$other"}, _fields(experiment_id=T), is_repeatable=False),
    Call("POST", "/experiments/restore", {"experiment_id": "$other"}, _fields(experiment_id=T), is_repeatable=False),
    Call(
        "POST", "/experiments/set-experiment-tag", {**EXPERIMENT, "key": "k", "value": "v"},
        _fields(experiment_id=T, key=T, value=TEXT),
    ),
    Call(
        "POST", "/experiments/delete-experiment-tag", {**EXPERIMENT, "key": "k"}, _fields(experiment_id=T, key=T),
        is_repeatable=False,
    ),
)  # fmt: skip

RUNS = (
    Call(
        "POST", "/runs/create", {**EXPERIMENT, "start_time": 5, "tags": TAG},
        _fields(experiment_id=TEXT, user_id=TEXT, run_name=TEXT, start_time=WHOLE, **_tags()),
    ),
    Call("GET", "/runs/get", RUN, _fields(run_id=T)),
    Call(
        "POST", "/runs/update", {**RUN, "status": "RUNNING"},
        _fields(run_id=T, status=C, end_time=WHOLE, run_name=TEXT),
    ),
    Call("POST", "/runs/delete", {"run_id": "$spare"}, _fields(run_id=T)),
    Call("POST", "/runs/restore", {"run_id": "$spare"}, _fields(run_id=T)),
    Call(
        "POST", "/runs/search", {"experiment_ids": ["$experiment"], "order_by": ["run_id"]},
        _fields(experiment_ids=LIST, filter=TEXT, run_view_type=C, order_by=LIST, **PAGE),
    ),
    Call("POST", "/runs/log-parameter", {**RUN, "key": "p", "value": "v"}, _fields(run_id=T, key=T, value=TEXT)),
    Call("POST", "/runs/set-tag", {**RUN, "key": "k", "value": "v"}, _fields(run_id=T, key=T, value=TEXT)),
    Call("POST", "/runs/delete-tag", {**RUN, "key": "k"}, _fields(run_id=T, key=T), is_repeatable=False),
    Call(
        "POST", "/runs/log-metric", {**RUN, **POINT},
        _fields(
            run_id=T, key=T, value=N, timestamp=W, step=WHOLE, model_id=TEXT, dataset_name=TEXT, dataset_digest=TEXT
        ),
    ),
    Call(
        "POST", "/runs/log-batch", {**RUN, "metrics": [POINT], "params": TAG, "tags": TAG},
        _fields(
            run_id=T, metrics=LIST, metrics__0__key=T, metrics__0__value=N, metrics__0__timestamp=W,
            metrics__0__step=WHOLE, **_tags("params"), **_tags(),
        ),
    ),
    Call(
        "POST", "/runs/log-model", {**RUN, "model_json": MODEL_JSON}, _fields(run_id=T, model_json=T),
    ),
    Call("GET", "/metrics/get-history", {**RUN, "metric_key": "m"}, _fields(run_id=T, metric_key=T, **PAGE)),
    Call(
        "GET", "/metrics/get-history-bulk-interval",
        {"run_ids": ["$run"], "metric_key": "m", "start_step": 0, "end_step": 9},
        _fields(run_ids=L, metric_key=T, max_results=WHOLE, start_step=WHOLE, end_step=WHOLE),
    ),
    Call(
        "GET", "/metrics/get-history-bulk", {"run_id": ["$run"], "metric_key": "m"},
        _fields(run_id=L, metric_key=T, max_results=WHOLE),
    ),
)  # fmt: skip

DATASET = {"name": "iris", "digest": "d", "source_type": "local", "source": "iris.csv"}
INPUTS = (
    Call(
        "POST", "/runs/log-inputs",
        {**RUN, "datasets": [{"tags": TAG, "dataset": DATASET}], "models": [{"model_id": "$model"}]},
        _fields(
            run_id=T, datasets=LIST,
            datasets__0__tags=LIST, datasets__0__tags__0__key=T, datasets__0__tags__0__value=TEXT,
            datasets__0__dataset__name=T, datasets__0__dataset__digest=T, datasets__0__dataset__source_type=T,
            datasets__0__dataset__source=T, datasets__0__dataset__schema=TEXT, datasets__0__dataset__profile=TEXT,
            models=LIST, models__0__model_id=TEXT,
        ),
    ),
    Call(
        "POST", "/experiments/search-datasets", {"experiment_ids": ["$experiment"]}, _fields(experiment_ids=L),
    ),
)  # fmt: skip

LOGGED_MODELS = (
    Call(
        "POST", "/logged-models", {**EXPERIMENT, "name": "m", "params": TAG, "tags": TAG},
        _fields(
            experiment_id=T, name=TEXT, model_type=TEXT, source_run_id=TEXT, **_tags("params"), **_tags(),
        ),
    ),
    Call("GET", "/logged-models/$model", {}, (Field("allow_deleted", FLAG),)),
    Call(
        "PATCH", "/logged-models/$model", {"model_id": "$model", "status": "LOGGED_MODEL_READY"},
        (Field("status", CHOICE, True),),
    ),
    Call("DELETE", "/logged-models/$spent", {}, is_repeatable=False),
    Call(
        "POST", "/logged-models/search",
        {
            "experiment_ids": ["$experiment"], "order_by": [{"field_name": "name"}],
            "datasets": [{"dataset_name": "iris"}],
        },
        _fields(
            experiment_ids=L, filter=TEXT, order_by=LIST, order_by__0__field_name=T, order_by__0__ascending=F,
            order_by__0__dataset_name=TEXT, order_by__0__dataset_digest=TEXT,
            datasets=LIST, datasets__0__dataset_name=T, datasets__0__dataset_digest=TEXT, **PAGE,
        ),
    ),
    Call("PATCH", "/logged-models/$model/tags", {"tags": TAG}, _fields(**_tags())),
    Call("DELETE", "/logged-models/$model/tags/k", {}, is_repeatable=False),
    Call("POST", "/logged-models/$model/params", {"params": TAG}, _fields(**_tags("params"))),
    Call("GET", "/logged-models/$model/artifacts/directories", {}, _fields(artifact_directory_path=TEXT)),
    Call(
        "GET", "/logged-models/$model/artifacts/files", {"artifact_file_path": "f.json"}, _fields(artifact_file_path=T),
    ),
    Call(
        "POST", "/runs/outputs", {**RUN, "models": [{"model_id": "$model", "step": 1}]},
        _fields(run_id=T, models=L, models__0__model_id=T, models__0__step=WHOLE),
    ),
)  # fmt: skip

NAME = {"name": "$registered"}
VERSION = {**NAME, "version": "1"}
REGISTRY = (
    Call(
        "POST", "/registered-models/create", {"name": "$fresh", "tags": TAG},
        _fields(name=T, description=TEXT, **_tags()),
    ),
    Call("GET", "/registered-models/get", NAME, _fields(name=T)),
    Call("PATCH", "/registered-models/update", {**NAME, "description": "d"}, _fields(name=T, description=TEXT)),
    Call("GET", "/registered-models/search", {"max_results": 1}, _fields(filter=TEXT, order_by=TEXT, **PAGE)),
    Call(
        "POST", "/registered-models/search", {"max_results": 1, "order_by": ["name"]},
        _fields(filter=TEXT, order_by=LIST, **PAGE),
    ),
    Call("POST", "/registered-models/set-tag", {**NAME, "key": "k", "value": "v"}, _fields(name=T, key=T, value=TEXT)),
    Call("DELETE", "/registered-models/delete-tag", {**NAME, "key": "k"}, _fields(name=T, key=T)),
    Call(
        "POST", "/registered-models/alias", {**VERSION, "alias": "champion"}, _fields(name=T, alias=T, version=T),
    ),
    Call("GET", "/registered-models/alias", {**NAME, "alias": "champion"}, _fields(name=T, alias=T)),
    Call("DELETE", "/registered-models/alias", {**NAME, "alias": "champion"}, _fields(name=T, alias=T)),
    Call(
        "POST", "/model-versions/create", {**NAME, "source": "mlflow-artifacts:/$place", "tags": TAG},
        _fields(
            name=T, source=T, run_id=TEXT, run_link=TEXT, description=TEXT, model_id=TEXT, **_tags(),
        ),
    ),
    Call("GET", "/model-versions/get", VERSION, _fields(name=T, version=T)),
    Call(
        "PATCH", "/model-versions/update", {**VERSION, "description": "d"},
        _fields(name=T, version=T, description=TEXT),
    ),
    Call("DELETE", "/model-versions/delete", {**NAME, "version": "2"}, _fields(name=T, version=T), is_repeatable=False),
    Call("GET", "/model-versions/search", {"max_results": 1}, _fields(filter=TEXT, order_by=TEXT, **PAGE)),
    Call("GET", "/model-versions/get-download-uri", VERSION, _fields(name=T, version=T)),
    Call(
        "POST", "/model-versions/set-tag", {**VERSION, "key": "k", "value": "v"},
        _fields(name=T, version=T, key=T, value=TEXT),
    ),
    Call("DELETE", "/model-versions/delete-tag", {**VERSION, "key": "k"}, _fields(name=T, version=T, key=T)),
)  # fmt: skip

FILE = {**RUN, "path": "f.json"}
FILES = (
    Call("GET", "/artifacts/list", RUN, _fields(run_id=T, path=TEXT, page_token=TEXT)),
    Call("GET", "/get-artifact", FILE, _fields(run_id=T, path=T)),
    Call("POST", "/upload-artifact", FILE, _fields(run_id=T, path=T), is_file=True),
    Call(
        "GET", "/model-versions/get-artifact", {**VERSION, "path": "f.json"},
        _fields(name=T, version=f"{WHOLE}*", path=T),
    ),
    Call("POST", "/artifacts/presigned-upload-url", FILE, is_repeatable=False),
)  # fmt: skip

PROXY_CALLS = (
    Call("GET", f"{PROXY}/artifacts", {"path": "$place"}, _fields(path=TEXT)),
    Call("GET", f"{PROXY}/artifacts/$place/f.json"),
    Call("PUT", f"{PROXY}/artifacts/$place/f.json", is_file=True),
    Call("DELETE", f"{PROXY}/artifacts/$place/gone"),
    Call("GET", f"{PROXY}/presigned/$place/f.json", is_repeatable=False),
    Call(
        "POST", f"{PROXY}/mpu/create/$place", {"path": "f", "num_parts": 1}, _fields(path=T, num_parts=WHOLE),
    ),
    Call("PUT", f"{PROXY}/mpu/part/$place/f", {"upload_id": "$upload"}, _fields(upload_id=T), is_file=True),
    Call(
        "POST", f"{PROXY}/mpu/complete/$place",
        {"path": "f", "upload_id": "$upload", "parts": [{"part_number": 1, "etag": "$etag"}]},
        _fields(path=T, upload_id=T, parts=L, parts__0__part_number=W, parts__0__etag=T),
    ),
    Call(
        "POST", f"{PROXY}/mpu/abort/$place", {"path": "f", "upload_id": "$upload"}, _fields(path=T, upload_id=T),
    ),
)  # fmt: skip

TEXTS = (Call("GET", "/health"), Call("GET", "/version"))  # the only ones that answer no JSON
PROBES = (Call("GET", "/api/3.0/mlflow/server-info"),)
CALLS = (*EXPERIMENTS, *RUNS, *INPUTS, *LOGGED_MODELS, *REGISTRY, *FILES, *PROXY_CALLS, *PROBES)


def fields_of(calls: tuple[Call, ...]) -> Iterator[tuple[Call, Field]]:
    for call in calls:
        for one in call.fields:
            yield call, one


def make_things(mlflow: Mlflow) -> Things:
    """What the calls of the table are about."""
    name = fresh()
    experiment = mlflow.experiment(name)
    run = mlflow.run(experiment)
    model, spent = (
        mlflow.post("/logged-models", experiment_id=experiment, name="m")["model"]["info"]["model_id"] for _ in range(2)
    )
    place = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    mlflow.put(f"{place}/f.json", b"{}")
    mlflow.put(f"{experiment}/models/{model}/artifacts/f.json", b"{}")
    upload = mlflow.post(f"{PROXY}/mpu/create/{place}", path="f", num_parts=1)["upload_id"]
    part = mlflow.send("PUT", f"{PROXY}/mpu/part/{place}/f", b"x", {"upload_id": upload}, OCTETS)
    registered = fresh("registered")
    mlflow.post("/registered-models/create", name=registered)
    for _ in range(2):
        mlflow.post("/model-versions/create", name=registered, source=f"mlflow-artifacts:/{place}")
    mlflow.post("/registered-models/alias", name=registered, alias="champion", version="1")
    return {
        "experiment": experiment, "other": mlflow.experiment(), "name": name, "run": run,
        "spare": mlflow.run(experiment), "model": model, "spent": spent, "registered": registered,
        "place": place, "upload": upload, "etag": part.headers["ETag"],
    }  # fmt: skip


def spare_things(mlflow: Mlflow, experiment: str) -> Things:
    """A run and a model that may become anything."""
    model = mlflow.post("/logged-models", experiment_id=experiment)["model"]["info"]["model_id"]
    return {"run": mlflow.run(experiment), "model": model}


def ask(mlflow: Mlflow, call: Call, things: Things, values: dict[str, Any]) -> Answer:
    return ask_at(mlflow, call, call.at(things), values)


def ask_at(mlflow: Mlflow, call: Call, path: str, values: dict[str, Any]) -> Answer:
    if call.is_file:
        return mlflow.send(call.method, path, b"{}", values, OCTETS)
    return mlflow.call(call.method, path, None, values) if call.is_query else mlflow.call(call.method, path, values)


def values_of(call: Call, things: Things) -> dict[str, Any]:
    return call.filled({**things, "fresh": fresh("made")})
