# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The Python SDK as a training script uses it, with a server that drains what is logged.

    sdk.py log CALLS PAUSE_SECONDS      microseconds that one run.log() takes, on the spool when it returns
    sdk.py series CALLS 0               seconds until run.log() of one series is durable, and to read it back
    sdk.py many CALLS SERIES            seconds from the first log_many() to flush() being true: all is durable

Prints one JSON object. The server is the one of RUNLORE_HOME; the SDK is found on PYTHONPATH.
"""

from __future__ import annotations

import json
import random
import sys
import time

import runlore
from runlore._connection import Connection
from runlore._places import find_server


def percentile(in_order: list[int], share: float) -> float:
    """A percentile, in microseconds, of nanoseconds in order."""
    return in_order[min(len(in_order) - 1, int(len(in_order) * share))] / 1000


def log(calls: int, pause: float) -> dict[str, float]:
    """A loop that logs one float with its step, timed call by call."""
    values = [random.random() for _ in range(calls)]
    clock, took = time.perf_counter_ns, [0] * calls
    with runlore.start_run("bench", outputs=None) as run:
        for index in range(min(calls, 1000)):
            run.log("warm", values[index], step=index)
        for index, value in enumerate(values):
            if pause:
                time.sleep(pause)
            before = clock()
            run.log("loss", value, step=index)
            took[index] = clock() - before
        require_stored(run.flush(120), calls)
    took.sort()
    return {"median": percentile(took, 0.5), "p99": percentile(took, 0.99)}


def many(calls: int, series: int) -> dict[str, float]:
    """Calls of ``log_many`` with a dict of ``series`` values, until the server has them all on its disk."""
    names = [f"layer{index}/weight.norm" for index in range(series)]
    steps = [{name: random.random() for name in names} for _ in range(calls)]
    with runlore.start_run("bench", outputs=None) as run:
        run.tag("purpose", "bench")
        require_stored(run.flush(), 1)
        before = time.perf_counter()
        for index, values in enumerate(steps):
            run.log_many(values, step=index)
        logged = time.perf_counter() - before
        require_stored(run.flush(120), calls)
        took = time.perf_counter() - before
        stored = sum(len(run.points(name)) for name in names[:: max(1, series // 10)])
        assert stored == calls * len(names[:: max(1, series // 10)]), f"{stored} points were stored"
    return {"points_per_s": calls * series / took, "logging_s": logged, "seconds": took}


def series(calls: int) -> dict[str, float]:
    """A loop that logs one series, until the server has it on its disk; then the way back, with and without the SDK."""
    values = [random.random() for _ in range(calls)]
    with runlore.start_run("bench", outputs=None) as run:
        require_stored(run.flush(), 1)
        before = time.perf_counter()
        for index, value in enumerate(values):
            run.log("loss", value, step=index)
        require_stored(run.flush(300), calls)
        logged = time.perf_counter() - before
        before = time.perf_counter()
        points = run.points("loss")
        read = time.perf_counter() - before
        assert [point.value for point in points] == values, "what was read must be what was logged"
        answered = answers(run.id)
    scale = 1e6 / calls
    return {"seconds_a_million": logged * scale, "sdk_us": read * scale, "server_us": answered * scale}


def answers(run: str) -> float:
    """Seconds that the server takes to answer all pages of the series, unread."""
    place = find_server()
    assert place is not None, "the server must be there"
    connection = Connection(place.url, place.token)
    token, seconds = None, 0.0
    while True:
        query = {"name": "loss", "limit": "100000", **({"pageToken": token} if token else {})}
        before = time.perf_counter()
        answer = connection.request("GET", f"/runs/{run}/points", query)
        seconds += time.perf_counter() - before
        if answer.status != 200:
            raise SystemExit(f"the server must answer points but answered {answer.status} {answer.body[:300]!r}")
        token = json.loads(answer.body).get("nextPageToken")
        if not token:
            return seconds


def require_stored(stored: bool, records: int) -> None:
    """End the measurement when the server did not take everything."""
    if not stored:
        raise SystemExit(f"{records} records must be stored within the time of flush() but are not; is the server up?")


if __name__ == "__main__":
    word, first, second = sys.argv[1:]
    measures = {
        "log": lambda: log(int(first), float(second)),
        "series": lambda: series(int(first)),
        "many": lambda: many(int(first), int(second)),
    }
    print(json.dumps(measures[word]()))
