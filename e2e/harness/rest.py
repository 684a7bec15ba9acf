# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The API over plain sockets, with nothing of the SDK: an independent reader and writer."""

from __future__ import annotations

import http.client
import json
import math
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

NDJSON = "application/x-ndjson; format=1"


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def ok(self) -> Any:
        """The parsed body of a success."""
        assert 200 <= self.status < 300, f"{self.status} {self.body.decode('utf-8', 'replace')}"
        return json.loads(self.body) if self.body else None


class Rest:
    """One request a connection."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.token = token
        self._place = urlsplit(url)

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, object] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        """Send a request to a path from the root; raises OSError or HTTPException when no whole answer comes."""
        assert self._place.hostname and self._place.port
        target = path + ("?" + urlencode(dict(query), quote_via=quote) if query else "")
        sent = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **(headers or {})}
        connection = http.client.HTTPConnection(self._place.hostname, self._place.port, timeout=timeout)
        try:
            connection.request(method, target, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers.items()), answer.read())
        finally:
            connection.close()

    def get(self, path: str, **query: object) -> Any:
        return self.send("GET", "/api/v1" + path, query).ok()

    def call(self, method: str, path: str, value: object = None, **query: object) -> Answer:
        body = None if value is None else json.dumps(value, allow_nan=False).encode()
        headers = {} if value is None else {"Content-Type": "application/json"}
        return self.send(method, "/api/v1" + path, query, body, headers)

    def make_run(self, **draft: object) -> str:
        """A new run's id."""
        return str(self.call("POST", "/runs", draft).ok()["id"])

    def append(self, run: str, writer: str, first: int, lines: list[bytes], **query: object) -> Answer:
        """Send records as they are, one line each."""
        body = b"".join(line + b"\n" for line in lines)
        query = {"writer": writer, "first": first, **query}
        return self.send("POST", f"/api/v1/runs/{run}/records", query, body, {"Content-Type": NDJSON})

    def append_new(self, run: str, *records: Mapping[str, object]) -> Any:
        """Send records as a new writer; answers what the server said."""
        lines = [json.dumps({"n": n, "t": 1700000000000 + n, **record}).encode() for n, record in enumerate(records)]
        return self.append(run, str(uuid.uuid4()), 0, lines).ok()

    def rows(self, run: str, name: str) -> dict[str, list[Any]]:
        """All columns of a metric as Python values, in the order of arrival."""
        columns: dict[str, list[Any]] = {}
        count = 0
        for page in self.pages(f"/runs/{run}/points", name=name, limit=20_000):
            for column in columns.keys() | page["columns"].keys():
                cells = page["columns"].get(column, [None] * len(page["t"]))
                columns.setdefault(column, [None] * count).extend(map(value_of, cells))
            count += len(page["t"])
        return columns

    def series(self, run: str, name: str) -> list[Any]:
        """The values of a metric of one column; none when nothing was logged under the name."""
        answer = self.send("GET", f"/api/v1/runs/{run}/points", {"name": name, "limit": 1})
        if answer.status == 404 and self.get(f"/runs/{run}")["id"] == run:
            return []
        return self.rows(run, name).get("", [])

    def names(self, run: str) -> list[str]:
        """The run's metrics, without those that are measured unasked."""
        names = [item["name"] for page in self.pages(f"/runs/{run}/metrics", limit=1000) for item in page["items"]]
        return [name for name in names if not name.startswith("system/")]

    def artifacts(self, run: str) -> dict[str, str | None]:
        """SHA-256 by path."""
        pages = self.pages(f"/runs/{run}/artifacts", limit=1000)
        return {item["path"]: item.get("sha256") for page in pages for item in page["items"]}

    def pages(self, path: str, **query: object) -> list[Any]:
        pages = [self.get(path, **query)]
        while token := pages[-1].get("nextPageToken"):
            pages.append(self.get(path, **query, pageToken=token))
        return pages


def value_of(cell: Any) -> Any:
    """A cell of an answer as a Python value."""
    if isinstance(cell, dict):
        return cell["x"]
    return float(cell) if isinstance(cell, str) and cell in ("NaN", "Infinity", "-Infinity") else cell


def same(one: object, other: object) -> bool:
    """Equal in type and value; NaN is NaN, and -0.0 is not 0.0."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float) and isinstance(other, float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other
