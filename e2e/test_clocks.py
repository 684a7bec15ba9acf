# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Clients whose clocks are wrong or leap: the server's clock orders events, and a point shows its client's time."""

from __future__ import annotations

import time

import pytest

from harness.product import Sandbox
from harness.rest import Rest

DAY = 86_400_000  # ms

# Logs by a clock that is off by the first argument, and by the second one after half of the points.
SKEWED = """
    import sys, time
    off = int(sys.argv[1])
    right = time.time_ns
    time.time_ns = lambda: right() + off * 1_000_000
    time.time = lambda: time.time_ns() / 1e9
    import runlore
    with runlore.start_run("clocks", run_id=sys.argv[3]) as run:
        for i in range(100): run.log("loss", i)
        off = int(sys.argv[2])
        for i in range(100, 200): run.log("loss", i)
        with run.child("inner") as child: child.log("x", 1)
        last = run.metrics()["loss"][-1]
    print(last)
    """


@pytest.mark.parametrize(("before", "after"), [(DAY, DAY), (-DAY, -DAY), (DAY, -DAY), (0, -3_600_000)])
def test_a_wrong_clock_changes_no_order_and_no_duration(shared: Sandbox, rest: Rest, before: int, after: int) -> None:
    run = f"clock{before}to{after}".replace("-", "minus")
    began = time.time() * 1000
    outcome = shared.script(SKEWED, str(before), str(after), run).ok()
    ended = time.time() * 1000
    assert outcome.out == "199\n"
    assert rest.series(run, "loss") == list(range(200))
    [page] = rest.pages(f"/runs/{run}/points", name="loss", limit=1000)
    for number, told in enumerate(page["t"]):
        off = before if number < 100 else after
        assert began + off - 1 <= told <= ended + off + 1
    facts = rest.get(f"/runs/{run}")
    assert facts["status"] == "Completed"
    assert 0 <= facts["duration"] <= (ended - began) / 1000 + 1
    [child] = [rest.get(f"/runs/{id}") for id in rest.get("/runs", filter=f'parent = "{run}"')["columns"]["id"]]
    assert 0 <= child["duration"] <= (ended - began) / 1000 + 1
    summary = rest.get(f"/runs/{run}/metrics", name="loss")["items"][0]["columns"][0]
    assert (summary["first"], summary["last"], summary["count"]) == (0, 199, 200)


def test_runs_are_numbered_in_the_order_in_which_they_reached_the_server(shared: Sandbox, rest: Rest) -> None:
    runs = [f"ordered{place}" for place in range(3)]
    for run, off in zip(runs, (DAY, -DAY, 0), strict=True):
        shared.script(SKEWED, str(off), str(off), run).ok()
    found = [rest.get(f"/runs/{run}") for run in runs]
    numbers = [run["number"] for run in found]
    assert numbers == sorted(numbers)
    told = [run["started"] for run in found]  # as the client says it
    assert told == [told[0], *sorted(told[1:])] and told[0] == max(told)
