# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A server with little memory: large histories fit; when it ends, the process ends too, and nothing is lost."""

from __future__ import annotations

import json
import math
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from harness.extent import full
from harness.mlflow import Mlflow
from harness.product import Sandbox
from harness.rest import Rest

SMALL = {"RUNLORE_JAVA_OPTIONS": "-Xmx256m"}
POINTS = 1_000_000
NAMES = 100_000
LINES = 50_000


def send(rest: Rest, run: str, writer: str, first: int, lines: list[bytes]) -> None:
    rest.append(run, writer, first, lines).ok()


@full
def test_a_million_points_and_a_hundred_thousand_metrics_fit_into_256_mib(sandbox: Sandbox) -> None:
    rest = sandbox.serve(**SMALL).rest
    long, wide = rest.make_run(id="long", experiment="e"), rest.make_run(id="wide", experiment="e")
    writer = str(uuid.uuid4())
    for first in range(0, POINTS, LINES):
        numbers = range(first, first + LINES)
        send(
            rest,
            long,
            writer,
            first,
            [b'{"n":%d,"t":%d,"s":%d,"m":"loss","v":%.6f}' % (n, n, n, math.sin(n)) for n in numbers],
        )
    for first in range(0, NAMES, 1_000):
        values = {f"metric/{n}": n + 0.5 for n in range(first, first + 1_000)}
        line = json.dumps({"n": first // 1_000, "t": 1, "vs": values}).encode()
        send(rest, wide, writer, first // 1_000, [line])

    chart = rest.call("POST", "/series:buckets", {"runs": [long], "name": "loss", "width": 2_000}).ok()
    assert sum(chart["series"][0]["count"]) == POINTS
    assert rest.get(f"/runs/{wide}/metrics", limit=1_000)["items"][999]["name"] == "metric/999"
    assert rest.series(long, "loss") == [round(math.sin(n), 6) for n in range(POINTS)]
    assert sorted(rest.names(wide)) == sorted(f"metric/{n}" for n in range(NAMES))
    found = rest.get("/metric-names", q="RIC/9999", limit=100)["items"]
    assert [item["name"] for item in found] == ["metric/9999", *(f"metric/9999{n}" for n in range(10))]
    for run in (long, wide):
        rest.call("POST", f"/runs/{run}/complete").ok()
        sandbox.cli("export", run, sandbox.folder / f"{run}.zip", timeout=300).ok()
    sandbox.server.stop()
    checked = sandbox.cli("doctor", timeout=300, **SMALL).ok()
    assert checked.out.splitlines()[-1] == "problems           none"
    assert f"long: {POINTS} points" in checked.out


def send_points(rest: Rest, run: str, form: bytes, points: int = POINTS) -> None:
    """Points, each made from its number; "back" counts down, "mixed" is each number once in no order."""
    writer = str(uuid.uuid4())
    for first in range(0, points, LINES):
        numbers = range(first, first + LINES)
        lines = [form % {b"n": n, b"back": points - n, b"mixed": n * 1_999_993 % points} for n in numbers]
        send(rest, run, writer, first, lines)


@full
def test_histories_of_a_million_points_are_answered_to_mlflows_clients_by_256_mib(sandbox: Sandbox) -> None:
    rest = sandbox.serve(**SMALL).rest
    mlflow = Mlflow(rest)
    interval = "/metrics/get-history-bulk-interval"
    forms = {
        "one": b'{"n":%(n)d,"t":%(n)d,"s":%(n)d,"m":"m","v":%(n)d}',
        "two": b'{"n":%(n)d,"t":%(n)d,"s":%(n)d,"m":"m","v":-%(n)d}',
        "backwards": b'{"n":%(n)d,"t":%(back)d,"s":1%(n)06d,"m":"m","v":%(n)d}',
        "later": b'{"n":%(n)d,"t":%(n)d,"s":2%(n)06d,"m":"m","v":%(n)d}',
        "without-steps": b'{"n":%(n)d,"t":%(n)d,"m":"m","v":%(n)d}',
    }
    for run, form in forms.items():
        send_points(rest, rest.make_run(id=run, experiment="e"), form)

    expected = [*range(0, POINTS, POINTS // 2_500), POINTS - 1]
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: mlflow.get(interval, run_ids=["one", "two"], metric_key="m"), range(4)))
    for page in pages:
        points = [(point["run_id"], point["step"], point["value"]) for point in page["metrics"]]
        assert points == [*(("one", n, n) for n in expected), *(("two", n, -n) for n in expected)]

    names = ["one", "two", "backwards", "later"]
    points = mlflow.get(interval, run_ids=names, metric_key="m")["metrics"]
    starts = {"one": 0, "two": 0, "backwards": POINTS, "later": 2 * POINTS}
    for run in names:
        steps = [point["step"] - starts[run] for point in points if point["run_id"] == run]
        assert (steps[0], steps[-1]) == (0, POINTS - 1) and steps == sorted(set(steps))
        assert 800 < len(steps) < 870 and max(b - a for a, b in pairwise(steps)) < 3 * 3 * POINTS / 2_500

    whole = mlflow.get(interval, run_ids=["without-steps"], metric_key="m")["metrics"]
    assert [point["value"] for point in whole] == list(range(POINTS))
    for run, values in (("one", range(POINTS)), ("backwards", range(POINTS - 1, -1, -1))):
        whole = mlflow.get("/metrics/get-history", run_id=run, metric_key="m")["metrics"]
        assert [point["value"] for point in whole] == list(values)
    assert rest.get("/runs/one")["id"] == "one"


@full
@pytest.mark.parametrize("points, time", [(5 * POINTS, b"n"), (3 * POINTS, b"mixed")], ids=["ordered", "mixed"])
def test_histories_that_memory_could_not_hold_are_answered_in_their_order(
    sandbox: Sandbox, points: int, time: bytes
) -> None:
    rest = sandbox.serve(**SMALL).rest
    run = rest.make_run(experiment="e")
    send_points(rest, run, b'{"n":%(n)d,"t":%(' + time + b')d,"m":"m","v":1}', points)

    def history(method: str = "GET", **more: object) -> bytes:
        query = {"run_id": run, "metric_key": "m", **more}
        answer = rest.send(method, "/api/2.0/mlflow/metrics/get-history", query, timeout=500)
        assert answer.status == 200, answer.body[:500]
        return answer.body

    assert history("HEAD") == b""
    with ThreadPoolExecutor(2) as pool:
        wholes = [pool.submit(lambda: history().count(b'"timestamp":')) for _ in range(2)]
        while not all(whole.done() for whole in wholes):
            assert rest.get(f"/runs/{run}")["id"] == run
        assert [whole.result() for whole in wholes] == [points, points]
    token: dict[str, object] = {}
    for first in range(0, points, 250_000):
        page = json.loads(history(max_results=250_000, **token))
        assert [point["timestamp"] for point in page["metrics"]] == list(range(first, first + 250_000))
        token = {"page_token": page.get("next_page_token")}
    assert token == {"page_token": None}


@full
def test_a_server_whose_memory_ends_exits_at_once_and_has_all_it_confirmed_at_its_next_start(sandbox: Sandbox) -> None:
    rest = sandbox.serve(RUNLORE_JAVA_OPTIONS="-Xmx40m").rest
    run = rest.make_run(id="kept", experiment="e")
    rest.append_new(run, *({"m": "loss", "v": i} for i in range(100)))
    cells = ",".join("1" for _ in range(7_000_000))
    line = b'{"n":0,"t":1,"m":"huge","l":[%s]}' % cells.encode()
    with pytest.raises(OSError):
        rest.append(run, str(uuid.uuid4()), 0, [line])
    assert sandbox.server.process.wait(30).code == 3
    rest = sandbox.serve().rest
    assert rest.series(run, "loss") == list(range(100))
    assert rest.names(run) == ["loss"]
    sandbox.server.stop()
    assert sandbox.cli("doctor").ok().out.splitlines()[-1] == "problems           none"
