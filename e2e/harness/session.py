# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A client that goes through a session request by request, and knows afterwards what has to be there and what may be.

Each run gets four requests of 600 points and a tag; the last one completes it, so that its points are packed while the
next run is written. A request that failed is sent again as it was, when `go_on` is called again.
"""

from __future__ import annotations

import http.client
import json
import random
import sqlite3
import time
import uuid
from pathlib import Path

from harness.rest import Answer, Rest

POINTS = 600
LINES = POINTS + 2
ENTRIES: list[dict[str, object]] = [  # what each request of a run begins with
    {"create": {"experiment": "session"}},
    {"param": {"second": 2}},
    {"param": {"third": 3}},
    {"status": {"to": "Completed"}},
]
REQUESTS = len(ENTRIES)


def value(run: int, number: int) -> float:
    return random.Random(run * 1_000_003 + number).uniform(-1, 1)


class Session:
    """What was confirmed and what was sent, in requests from the first."""

    def __init__(self, name: str = "s") -> None:
        self.name = name
        self.confirmed = 0
        self.sent = 0
        self._writers: dict[int, str] = {}

    def run_id(self, run: int) -> str:
        return f"{self.name}{run}"

    def go_on(self, rest: Rest, requests: int) -> Answer | None:
        """Send so many requests; stops at the first that is not confirmed and gives its answer, None without one."""
        for _ in range(requests):
            try:
                answer = self._send(rest)
            except (OSError, http.client.HTTPException):
                return None
            if answer.status != 200:
                return answer
            assert answer.json()["rejected"] == []
            self.confirmed += 1
        return answer

    def _send(self, rest: Rest) -> Answer:
        self.sent = self.confirmed + 1
        run, request = divmod(self.confirmed, REQUESTS)
        writer = self._writers.setdefault(run, str(uuid.uuid4()))
        first = request * LINES
        entries: list[dict[str, object]] = [
            ENTRIES[request],
            *({"m": "loss", "v": value(run, n), "s": n} for n in range(request * POINTS, (request + 1) * POINTS)),
            {"tag": {f"request-{request}": str(run)}},
        ]
        lines = [
            json.dumps({"n": n, "t": 1700000000000 + n, **entry}).encode() for n, entry in enumerate(entries, first)
        ]
        return rest.append(self.run_id(run), writer, first, lines)

    def check(self, rest: Rest, latest: int | None = None) -> None:
        """At least what was confirmed, at most what was sent, each request whole or not at all, each value right.

        Args:
            rest: the server.
            latest: how many runs, from the last; all without it.
        """
        runs = range(-(-self.sent // REQUESTS))
        for run in runs if latest is None else runs[-latest:]:
            confirmed = min(REQUESTS, max(0, self.confirmed - run * REQUESTS))
            sent = min(REQUESTS, max(0, self.sent - run * REQUESTS))
            stored = self._stored(rest, run)
            assert confirmed <= stored <= sent, f"{self.run_id(run)}: {confirmed} <= {stored} <= {sent}"

    def _stored(self, rest: Rest, run: int) -> int:
        """How many requests of a run are there."""
        name = self.run_id(run)
        if rest.send("GET", f"/api/v1/runs/{name}").status == 404:
            return 0
        facts, points = rest.get(f"/runs/{name}"), rest.series(name, "loss")
        whole, rest_of_one = divmod(len(points), POINTS)
        assert rest_of_one == 0, f"{name}: {len(points)} points are no whole requests"
        assert points == [value(run, number) for number in range(len(points))]
        assert facts["tags"] == {f"request-{k}": str(run) for k in range(whole)}
        assert (facts["status"] == "Completed") == (whole == REQUESTS)
        return whole


def chunks(data: Path) -> int:
    """How many packed pieces of series a data folder has."""
    with sqlite3.connect(f"file:{data / 'runlore.db'}?mode=rw", uri=True, timeout=30) as database:
        return int(database.execute("SELECT count(*) FROM metric_chunk").fetchone()[0])


def is_packed(data: Path, run: str) -> bool:
    """Whether of a run that ended no more is unpacked than what is not worth it, which is one row."""
    with sqlite3.connect(f"file:{data / 'runlore.db'}?mode=rw", uri=True, timeout=30) as database:
        rows = "SELECT count(*) FROM metric_log JOIN run USING (run_key) WHERE run.id = ?"
        return chunks(data) > 0 and int(database.execute(rows, (run,)).fetchone()[0]) <= 1


def until_refused(session: Session, rest: Rest, timeout: float = 60) -> Answer:
    """Send until the server refuses; its answer."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        answer = session.go_on(rest, 1)
        assert answer is not None, "the server is gone"
        if answer.status != 200:
            return answer
    raise AssertionError(f"nothing was refused in {timeout} s")
