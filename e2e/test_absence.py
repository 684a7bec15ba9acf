# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Tracking never hurts training: a server that is absent, stops, or hangs."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from harness.extent import full
from harness.processes import Running, wait_until
from harness.product import Sandbox, Server

# Logs for some seconds and prints the longest call; with a file named "stop" it ends.
TRAINING = """
    import os, time, runlore
    run = runlore.start_run("training", run_id="training")
    print("started", flush=True)
    longest = count = 0
    while not os.path.exists("stop"):
        began = time.perf_counter()
        run.log("loss", count, step=count)
        if count % 100 == 0: run.tag("at", str(count))
        longest = max(longest, time.perf_counter() - began)
        count += 1
        time.sleep(0.001)
    print(repr((count, longest)), flush=True)
    """


def test_no_server_is_one_warning_and_no_harm(sandbox: Sandbox) -> None:
    outcome = sandbox.script(
        """
        import runlore
        with runlore.start_run("alone", run_id="alone") as run:
            for i in range(1000): run.log("loss", i)
            run.log_list("list", [1, 2])
            run.tag("a", "b")
        print("done")
        """
    ).ok()
    assert outcome.out == "done\n"
    [warning] = outcome.err.splitlines()
    assert "sync" in warning
    assert outcome.seconds < 15
    rest = sandbox.serve().rest
    sandbox.start_command([sys.executable, "-m", "runlore", "sync"]).wait().ok()
    assert rest.series("alone", "loss") == list(range(1000))
    assert rest.get("/runs/alone")["status"] == "Completed"


def test_a_named_server_that_is_not_there_is_no_harm_either(sandbox: Sandbox) -> None:
    code = "import runlore\nrun = runlore.start_run('alone', run_id='alone')\nrun.log('a', 1)\n"
    outcome = sandbox.script(code, RUNLORE_URL="http://127.0.0.1:1").ok()
    [warning] = outcome.err.splitlines()
    assert "http://127.0.0.1:1" in warning or "sync" in warning
    assert outcome.seconds < 20


def finish(sandbox: Sandbox, training: Running) -> tuple[int, float]:
    (sandbox.work / "stop").touch()
    outcome = training.wait(90).ok()
    count, longest = eval(outcome.out.splitlines()[-1])
    return count, longest


def assert_all_there(server: Server, count: int) -> None:
    assert server.rest.series("training", "loss") == list(range(count))
    assert server.rest.get("/runs/training")["tags"] == {"at": str((count - 1) // 100 * 100)}
    assert server.rest.get("/runs/training")["status"] == "Completed"


@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_server_that_goes_and_comes_back_costs_nothing(sandbox: Sandbox, how: str) -> None:
    server = sandbox.serve()
    training = sandbox.start_script(TRAINING)
    wait_until("points arrive", lambda: arrived(server))
    server.stop() if how == "stopped" else server.kill()
    time.sleep(1.5)
    server = sandbox.serve("--port", str(server.port))
    time.sleep(1)
    count, longest = finish(sandbox, training)
    assert longest < 1
    assert_all_there(server, count)


def test_a_server_that_hangs_costs_nothing(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    training = sandbox.start_script(TRAINING)
    wait_until("points arrive", lambda: arrived(server))
    os.kill(server.pid, signal.SIGSTOP)
    try:
        time.sleep(4)
    finally:
        os.kill(server.pid, signal.SIGCONT)
    count, longest = finish(sandbox, training)
    assert longest < 1
    assert_all_there(server, count)


def test_a_server_that_never_comes_back_does_not_hold_the_end_up(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    training = sandbox.start_script(TRAINING)
    wait_until("points arrive", lambda: arrived(server))
    server.kill()
    count, longest = finish(sandbox, training)
    assert longest < 1
    warnings = training.err.splitlines()
    assert len(warnings) == 1, warnings
    [warning] = warnings
    assert "sync" in warning
    server = sandbox.serve()
    sandbox.cli("sync").ok()
    assert_all_there(server, count)


@full
def test_the_end_of_a_script_waits_for_a_hanging_server_only_so_long(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    training = sandbox.start_script(TRAINING)
    wait_until("points arrive", lambda: arrived(server))
    os.kill(server.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        count, _ = finish(sandbox, training)
        assert time.monotonic() - began < 60
    finally:
        os.kill(server.pid, signal.SIGCONT)
    sandbox.cli("sync").ok()
    assert_all_there(server, count)


def arrived(server: Server) -> bool:
    return server.rest.send("GET", "/api/v1/runs/training/points", {"name": "loss"}).status == 200
