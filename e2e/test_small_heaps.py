# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A server with little memory: large histories fit; when it ends, the process ends too, and nothing is lost."""

from __future__ import annotations

import json
import math
import uuid

import pytest

from harness.extent import full
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
        sandbox.cli("export", run, sandbox.folder / f"{run}.zip", timeout=300).ok()
    sandbox.server.stop()
    checked = sandbox.cli("doctor", timeout=300, **SMALL).ok()
    assert checked.out.splitlines()[-1] == "problems           none"
    assert f"long: {POINTS} points" in checked.out


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
