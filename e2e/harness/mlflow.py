# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""MLflow's REST protocol over plain sockets, with nothing of its clients."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from harness.rest import Answer, Rest

TRACKING = "/api/2.0/mlflow"
PROXY = "/api/2.0/mlflow-artifacts"
AT_ROOT = ("/api/", "/ajax-api/", "/get-artifact", "/model-versions/get-artifact", "/version", "/health")
JSON = {"Content-Type": "application/json"}
MISSING = "Missing value for required parameter "
STATUS = {
    "INVALID_PARAMETER_VALUE": 400,
    "BAD_REQUEST": 400,
    "RESOURCE_ALREADY_EXISTS": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "RESOURCE_DOES_NOT_EXIST": 404,
    "ENDPOINT_NOT_FOUND": 404,
    "REQUEST_LIMIT_EXCEEDED": 429,
    "NOT_IMPLEMENTED": 501,
    "TEMPORARILY_UNAVAILABLE": 503,
}


class Mlflow:
    """A server as MLflow's clients see it. Names of paths without ``/api`` or ``/ajax-api`` are calls of tracking."""

    def __init__(self, rest: Rest, prefix: str = "") -> None:
        self.rest = rest
        self._prefix = prefix

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send bytes; a list in the query is a repeated key."""
        whole = path if path.startswith(AT_ROOT) else TRACKING + path
        if query:
            whole += "?" + urlencode(query, doseq=True, quote_via=quote)
        return self.rest.send(method, self._prefix + whole, None, body, headers)

    def call(self, method: str, path: str, value: object = None, query: Mapping[str, object] | None = None) -> Answer:
        """Send JSON, NaN and the infinities as their bare names."""
        if value is None:
            return self.send(method, path, None, query)
        return self.send(method, path, json.dumps(value).encode(), query, JSON)

    def get(self, path: str, /, **query: object) -> Any:
        return accepted(self.call("GET", path, None, query))

    def post(self, path: str, /, **fields: object) -> Any:
        return accepted(self.call("POST", path, fields))

    def patch(self, path: str, /, **fields: object) -> Any:
        return accepted(self.call("PATCH", path, fields))

    def delete(self, path: str, /, **fields: object) -> Any:
        return accepted(self.call("DELETE", path, fields or None))

    def experiment(self, name: str | None = None, **more: object) -> str:
        """A new experiment's id."""
        return str(self.post("/experiments/create", name=name or fresh(), **more)["experiment_id"])

    def run(self, experiment: str | None = None, **more: object) -> str:
        """A new run's id, in an experiment of its own when none is given."""
        fields = {"experiment_id": experiment or self.experiment(), "start_time": 1_700_000_000_000, **more}
        return str(self.post("/runs/create", **fields)["run"]["info"]["run_id"])

    def info(self, run: str) -> dict[str, Any]:
        info: dict[str, Any] = self.get("/runs/get", run_id=run)["run"]["info"]
        return info

    def data(self, run: str) -> dict[str, Any]:
        """What a run holds; what it has none of is absent."""
        data: dict[str, Any] = self.get("/runs/get", run_id=run)["run"].get("data", {})
        return data

    def params(self, run: str) -> dict[str, str]:
        return pairs(self.data(run).get("params", []))

    def tags(self, run: str) -> dict[str, str]:
        return pairs(self.data(run).get("tags", []))

    def own_tags(self, run: str) -> dict[str, str]:
        """Tags but those that say who made the run, and from what."""
        return {key: value for key, value in self.tags(run).items() if not key.startswith("mlflow.")}

    def metrics(self, run: str) -> dict[str, Any]:
        """Latest values by key; NaN and the infinities are text."""
        return {metric["key"]: metric["value"] for metric in self.data(run).get("metrics", [])}

    def log(self, run: str, key: str, value: object, timestamp: int = 1, step: int | None = None) -> None:
        """One point, without a step when none is given."""
        more = {} if step is None else {"step": step}
        assert self.post("/runs/log-metric", run_id=run, key=key, value=value, timestamp=timestamp, **more) == {}

    def history(self, run: str, key: str) -> list[tuple[Any, int, int]]:
        """All points as (value, timestamp, step)."""
        points = self.get("/metrics/get-history", run_id=run, metric_key=key).get("metrics", [])
        return [(point["value"], point["timestamp"], point["step"]) for point in points]

    def pages(self, path: str, **fields: object) -> Iterator[dict[str, Any]]:
        """Every page of a search that is a POST."""
        token: dict[str, object] = {}
        while True:
            page: dict[str, Any] = self.post(path, **fields, **token)
            yield page
            if "next_page_token" not in page:
                return
            token = {"page_token": page["next_page_token"]}

    def found(self, experiments: list[str], filter: str = "", **more: object) -> list[str]:
        """Ids of the runs that a filter finds, in order."""
        pages = self.pages("/runs/search", experiment_ids=experiments, filter=filter, **more)
        return [run["info"]["run_id"] for page in pages for run in page.get("runs", [])]

    def put(self, path: str, body: bytes = b"x") -> None:
        """Upload a file through the proxy to an unencoded path."""
        answer = self.send("PUT", f"{PROXY}/artifacts/{quote(path)}", body, None, OCTETS)
        assert accepted(answer) == {}

    def file(self, path: str) -> Answer:
        return self.send("GET", f"{PROXY}/artifacts/{quote(path)}")

    def listed(self, folder: str | None = None) -> list[dict[str, Any]]:
        """What the proxy lists of a folder."""
        query = {} if folder is None else {"path": folder}
        listed = self.send("GET", f"{PROXY}/artifacts", None, query)
        files: list[dict[str, Any]] = accepted(listed).get("files", [])
        return files


OCTETS = {"Content-Type": "application/octet-stream"}


def fresh(stem: str = "e2e") -> str:
    """A name that nothing has."""
    return f"{stem}-{uuid.uuid4().hex}"


def pairs(items: list[dict[str, str]]) -> dict[str, str]:
    """Entries with key and value, none of them twice."""
    found = {item["key"]: item["value"] for item in items}
    assert len(found) == len(items), items
    return found


def entries(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def accepted(answer: Answer) -> Any:
    """The object of a success."""
    assert answer.status == 200, f"{answer.status} {answer.body[:2000].decode('utf-8', 'replace')}"
    return _object(answer)


def refused(answer: Answer, code: str, start: str = "") -> str:
    """The message of an error, which has to have this code and to begin so."""
    shown = answer.body[:2000].decode("utf-8", "replace")
    assert answer.status == STATUS[code], f"{answer.status} {shown}"
    error = _object(answer)
    message: str = error["message"]
    assert error["error_code"] == code, shown
    assert message.startswith(start), f"{message!r} does not begin with {start!r}"
    assert "Exception" not in message and "\tat " not in message and message, message
    return message


def invalid(answer: Answer, start: str = "") -> str:
    """The message of what a caller did wrong."""
    return refused(answer, "INVALID_PARAMETER_VALUE", start)


def too_long(answer: Answer, most: int) -> None:
    """Refused as a text that is longer than allowed, whatever it is called."""
    message = invalid(answer, "'")
    assert f"' exceeds the maximum length of {most} characters" in message, message


def _object(answer: Answer) -> dict[str, Any]:
    kind = {name.lower(): value for name, value in answer.headers.items()}.get("content-type", "")
    assert kind.startswith("application/json"), f"{kind}: {answer.body[:200]!r}"
    value = json.loads(answer.body, parse_constant=_no_constant)
    assert isinstance(value, dict), value
    return value


def _no_constant(name: str) -> float:
    raise AssertionError(f"{name} is no JSON")
