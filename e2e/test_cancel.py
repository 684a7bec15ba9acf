# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Canceling: whatever a run does just then, it ends Canceled, and nothing of it is left running."""

from __future__ import annotations

import time

from harness.extent import full
from harness.processes import is_alive, wait_until
from harness.product import Sandbox
from harness.rest import Rest, same
from harness.submissions import BUILD_LOG, DRIVER_LOG, Project, submit

SLEEPING = """
    import os, runlore, subprocess, sys, time
    run = runlore.current_run()
    run.log("loss", 0.5)
    open("outputs/part.txt", "w").write("half")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    pid = os.fork()
    if pid == 0:
        os.execlp("sleep", "sleep", "600")
    print(os.getpid(), child.pid, pid)
    time.sleep(600)
"""

# a package that is its own builder: nothing is asked of a registry
BUILD_SYSTEM = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


def test_l28_a_sleeping_script_ends_with_its_whole_group(shared: Sandbox, rest: Rest) -> None:
    run = submit(shared, SLEEPING)
    wait_until("it sleeps", lambda: run.log().endswith(b"\n"))
    pids = [int(word) for word in run.log().split()]
    assert [is_alive(pid) for pid in pids] == [True] * 3
    began = time.monotonic()
    assert run.cancel()["status"] == "CancelRequested"
    facts = run.end("Canceled")
    took = time.monotonic() - began
    print(f"\na sleeping script was canceled in {took:.2f} s")
    assert took < 10
    assert [is_alive(pid) for pid in pids] == [False] * 3
    assert same(rest.series(run.id, "loss"), [0.5])
    assert run.file("outputs/part.txt") == b"half"
    assert facts["started"] <= facts["ended"]
    assert "error" not in facts or facts["error"] is None


def test_a_canceled_run_ends_its_watcher_too(shared: Sandbox) -> None:
    project = Project(shared, "canceled")
    project.write("train.py", "import time\nprint('here')\ntime.sleep(600)\n")
    watcher = project.start("submit", "train.py")
    wait_until("it runs", lambda: "here\n" in watcher.out)
    run = watcher.out.split()[1]
    assert project.cli("run", "cancel", run).ok().err == ""
    ended = watcher.wait(30)
    assert ended.code == 130
    assert "Status: Canceled" in ended.out
    assert project.cli("run", "wait", run).code == 130


def test_a_queued_run_is_canceled_at_once_and_never_starts(sandbox: Sandbox) -> None:
    server = sandbox.serve("--parallel-jobs", "1")
    ledger = sandbox.folder / "ledger"
    first = submit(sandbox, "import time\nprint('here')\ntime.sleep(600)\n")
    first.prints("here")
    code = f"open({str(ledger)!r}, 'a').write('ran')\n"
    queued, next_one = submit(sandbox, code), submit(sandbox, code)
    assert queued.cancel()["status"] == "Canceled"
    assert queued.job["state"] == "Ended" and next_one.job["position"] == 1
    assert not (server.data / "jobs" / queued.id).exists()
    assert next_one.cancel()["status"] == "Canceled"
    first.cancel()
    first.end("Canceled")
    last = submit(sandbox, "print('last')\n")
    last.end()
    assert not ledger.exists()
    assert [queued.facts().get("started"), queued.status, next_one.status] == [None, "Canceled", "Canceled"]


def test_a_cancel_may_come_twice_and_too_late(shared: Sandbox) -> None:
    run = submit(shared, "import time\nprint('here')\ntime.sleep(600)\n")
    run.prints("here")
    answers = [run.cancel()["status"] for _ in range(3)]
    assert answers[0] == "CancelRequested" and set(answers) <= {"CancelRequested", "Canceled"}
    run.end("Canceled")
    wait_until("its log is kept as a file", lambda: run.has_file(DRIVER_LOG))
    before = run.facts()
    assert run.cancel() == before
    assert shared.cli("run", "cancel", run.id).ok().err == ""
    assert run.facts() == before
    done = submit(shared, "print('done')\n")
    done.end()
    assert done.cancel()["status"] == "Completed"
    assert done.status == "Completed"
    assert shared.cli("run", "cancel", "no-such-run").code != 0


@full
def test_a_script_that_ignores_sigterm_is_killed(shared: Sandbox) -> None:
    code = """
        import os, signal, time
        signal.signal(signal.SIGTERM, lambda *_: print("not yet"))
        print(os.getpid())
        while True: time.sleep(600)
    """
    run = submit(shared, code)
    wait_until("it runs", lambda: run.log().endswith(b"\n"))
    pid = int(run.log())
    began = time.monotonic()
    run.cancel()
    run.prints("not yet")
    facts = run.end("Canceled", timeout=60)
    print(f"\na script that ignores SIGTERM was canceled in {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began >= 9
    assert not is_alive(pid)
    assert facts["properties"]["runlore.exitCode"] == "137"


def test_a_script_may_use_the_time_it_has_to_end(shared: Sandbox, rest: Rest) -> None:
    code = """
        import runlore, signal, sys, time
        def leave(*_):
            runlore.current_run().log("last", 7)
            open("outputs/model", "w").write("saved")
            print("saved")
            sys.exit(0)
        signal.signal(signal.SIGTERM, leave)
        print("here")
        time.sleep(600)
    """
    run = submit(shared, code)
    run.prints("here")
    run.cancel()
    run.end("Canceled")
    assert (run.lines, run.file("outputs/model")) == (["here", "saved"], b"saved")
    assert same(rest.series(run.id, "last"), [7])


@full
def test_a_run_is_canceled_while_its_environment_is_made(shared: Sandbox) -> None:
    gate = shared.folder / "building"
    package = shared.folder / "slow"
    package.mkdir()
    (package / "pyproject.toml").write_text(BUILD_SYSTEM)
    (package / "backend.py").write_text(f"import pathlib, time\npathlib.Path({str(gate)!r}).touch()\ntime.sleep(600)\n")
    place = shared.data / "environments"
    made = {path for path in place.iterdir() if path.is_dir()} if place.exists() else set()
    environment = {"pip": [f"slow-package @ {package.as_uri()}"], "strict": True}
    run = submit(shared, "print('never')\n", environment=environment)
    wait_until("the package is built", gate.exists, 60)
    assert run.status == "Preparing"
    began = time.monotonic()
    run.cancel()
    facts = run.end("Canceled")
    print(f"\nthe making of an environment was canceled in {time.monotonic() - began:.1f} s")
    assert run.log() == b"" and run.log(BUILD_LOG).startswith(b"$ ")
    assert facts.get("error") is None
    assert {path for path in place.iterdir() if path.is_dir()} == made


def test_python_cancels_and_sees_it(shared: Sandbox) -> None:
    project = Project(shared, "python-cancels")
    project.write("train.py", "import time\nprint('here')\ntime.sleep(600)\n")
    client = shared.script(
        f"""
        import runlore
        run = runlore.submit("train.py", folder={str(project.folder)!r})
        run.cancel()
        print(run.wait(timeout=60))
        run.cancel()
        """,
        name="canceling.py",
    ).ok()
    assert client.out == "Canceled\n"
