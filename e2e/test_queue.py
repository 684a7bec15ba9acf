# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The queue: each submitted run is executed once, in its turn, whatever is killed meanwhile."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.extent import FULL, full
from harness.processes import is_alive, wait_until
from harness.product import Sandbox, Server
from harness.queued import Submissions, check_order
from harness.rest import same
from harness.submissions import TrackedRun, submit

SUBMISSIONS, SECONDS, KILLS = (300, 1.0, 3) if FULL else (24, 0.1, 1)
PARALLEL = 4

LOGGING = """
    import os, runlore, sys, time
    run = runlore.current_run()
    print(os.getpid(), flush=True)
    n = 0
    while not os.path.exists(sys.argv[1]):
        run.log("n", n)
        n += 1
        time.sleep(0.01)
    with open("outputs/count", "w") as file:
        file.write(str(n))
"""


def test_every_submission_is_executed_once_in_its_turn_through_kills_of_the_server(sandbox: Sandbox) -> None:
    server = sandbox.serve("--parallel-jobs", str(PARALLEL))
    again = ("--port", str(server.port), "--parallel-jobs", str(PARALLEL))
    began = time.monotonic()
    queue = Submissions(sandbox, SUBMISSIONS, SECONDS)
    chance = random.Random(7)
    kills = sorted(chance.uniform(0.1, 0.8) for _ in range(KILLS))
    busiest = 0
    while not queue.have_ended():
        jobs = queue.jobs()
        check_order(jobs)
        busiest = max(busiest, sum(job["state"] in ("Starting", "Running") for job in jobs))
        if kills and len(queue.noted("ends")) >= kills[0] * SUBMISSIONS:
            kills.pop(0)
            server.kill()
            time.sleep(chance.uniform(0, 1))
            server = sandbox.serve(*again)
        assert time.monotonic() - began < 3 * SUBMISSIONS + 60
        time.sleep(0.1)
    print(f"\n{SUBMISSIONS} runs of {SECONDS} s, {PARALLEL} at once: {time.monotonic() - began:.0f} s")
    assert queue.statuses() == dict.fromkeys(queue.runs, "Completed")
    begun = queue.noted("begins")
    assert sorted(begun) == sorted(queue.noted("ends")) == sorted(queue.runs)
    # the run submitted as number n begins when at most three of those before it have not
    assert [run for run in queue.runs if begun.index(run) < queue.runs.index(run) - (PARALLEL - 1)] == []
    assert queue.most_at_once() <= PARALLEL == busiest
    assert kills == []
    facts = [queue.rest.get(f"/runs/{run}") for run in queue.runs]
    assert [run["warnings"] for run in facts] == [[]] * SUBMISSIONS
    assert [run["number"] for run in facts] == list(range(1, SUBMISSIONS + 1))


def test_a_killed_runner_fails_its_run_and_leaves_nothing_running(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    run = submit(sandbox, LOGGING, str(sandbox.folder / "never"))
    wait_until("points are there", lambda: len(server.rest.series(run.id, "n")) > 10)
    script, runner = int(run.first_line()), runner_of(run.id)
    os.kill(runner, signal.SIGKILL)
    error = run.end("Failed")["error"]
    assert error["code"] == "RunnerLost"
    assert error["message"] == (
        "script 'train.py' was ended: its runner ended while the user's process ran (1 processes were ended)"
    )
    assert not is_alive(script)
    points = server.rest.series(run.id, "n")
    assert len(points) > 10 and points == list(range(len(points)))
    assert run.lines == [str(script)]
    wait_until("its job has ended", lambda: run.has_job("Ended"))
    assert submit(sandbox, "print('next')\n").end()["status"] == "Completed"


@full
def test_a_runner_killed_without_a_server_is_found_out_by_the_next_one(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    run = submit(sandbox, LOGGING, str(sandbox.folder / "never"))
    wait_until("points are there", lambda: len(server.rest.series(run.id, "n")) > 10)
    script, runner = int(run.first_line()), runner_of(run.id)
    server.kill()
    os.kill(runner, signal.SIGKILL)
    assert is_alive(script)
    found = TrackedRun(sandbox.serve().rest, run.id)
    assert found.end("Failed")["error"]["code"] == "RunnerLost"
    assert not is_alive(script)


def hang_up(server: Server) -> None:
    """What closing a server's terminal does."""
    os.killpg(server.process.pid, signal.SIGHUP)


@pytest.mark.parametrize("end", [Server.kill, *([hang_up, Server.stop] if FULL else [])])
def test_a_script_does_not_notice_that_its_server_starts_anew_elsewhere(
    sandbox: Sandbox, end: Callable[[Server], object]
) -> None:
    server = sandbox.serve()
    gate = sandbox.folder / "gate"
    run = submit(sandbox, LOGGING, str(gate))
    wait_until("points are there", lambda: len(server.rest.series(run.id, "n")) > 10)
    end(server)
    server.process.wait(30)
    fresh = sandbox.serve()
    assert fresh.url != server.url
    after = TrackedRun(fresh.rest, run.id)
    assert after.status == "Running"
    before = len(fresh.rest.series(run.id, "n"))
    wait_until("more points are there", lambda: len(fresh.rest.series(run.id, "n")) > before + 10)
    gate.touch()
    facts = after.end()
    count = int(after.file("outputs/count"))
    assert same(fresh.rest.series(run.id, "n"), list(range(count)))
    assert facts["warnings"] == []
    wait_until("its job has ended", lambda: after.has_job("Ended"))


@full
def test_a_script_that_ends_while_no_server_runs_is_told_later(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    gate = sandbox.folder / "gate"
    run = submit(sandbox, LOGGING, str(gate))
    waiting = submit(sandbox, "print('waited')\n")
    wait_until("points are there", lambda: len(server.rest.series(run.id, "n")) > 10)
    script = int(run.first_line())
    server.kill()
    gate.touch()
    wait_until("the script has ended", lambda: not is_alive(script))
    fresh = sandbox.serve().rest
    late = TrackedRun(fresh, run.id)
    late.end()
    assert fresh.series(run.id, "n") == list(range(int(late.file("outputs/count"))))
    assert TrackedRun(fresh, waiting.id).end()["status"] == "Completed"


def runner_of(run: str) -> int:
    """The number of the process that executes a run."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if run.encode() in words and any(word.endswith(b"runlore-runner.pyz") for word in words):
            return int(folder.name)
    raise AssertionError(f"run {run} has no runner")
