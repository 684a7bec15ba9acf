# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Whatever a script's end was: every point that `log()` returned for arrives, and none twice."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from harness.processes import wait_until
from harness.product import Sandbox
from harness.rest import Rest


def test_threads_share_a_run(shared: Sandbox, rest: Rest) -> None:
    run = shared.result(
        """
        import threading, runlore
        def work(name):
            for i in range(500): run.log(name, i)
        with runlore.start_run("threads") as run:
            threads = [threading.Thread(target=work, args=(f"thread {k}",)) for k in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
        print(repr(run.id))
        """
    )
    assert {name: rest.series(run, name) for name in rest.names(run)} == {
        f"thread {k}": list(range(500)) for k in range(8)
    }
    assert len(rest.get(f"/runs/{run}")["writers"]) == 1


def test_forked_workers_log_into_their_parents_run(shared: Sandbox, rest: Rest) -> None:
    run = shared.result(
        """
        import multiprocessing, os, runlore
        def work(k):
            for i in range(300): run.log(f"worker {k}", i)
        with runlore.start_run("forks") as run:
            run.log("parent", 0)
            workers = [multiprocessing.get_context("fork").Process(target=work, args=(k,)) for k in range(3)]
            for worker in workers: worker.start()
            pid = os.fork()
            if pid == 0:
                run.log("bare fork", 7)
                os._exit(0)
            os.waitpid(pid, 0)
            for worker in workers: worker.join()
            run.log("parent", 1)
        print(repr(run.id))
        """
    )
    assert {name: rest.series(run, name) for name in rest.names(run)} == {
        "parent": [0, 1], "bare fork": [7], **{f"worker {k}": list(range(300)) for k in range(3)},
    }  # fmt: skip
    facts = rest.get(f"/runs/{run}")
    assert facts["status"] == "Completed"
    assert len(facts["writers"]) == 5


def test_four_processes_log_into_one_run(shared: Sandbox, rest: Rest) -> None:
    run = rest.make_run(experiment="ranks")
    code = """
        import sys, runlore
        run = runlore.current_run()
        for i in range(1000): run.log(f"rank {sys.argv[1]}", i, step=i)
        run.log("shared", int(sys.argv[1]))
        """
    ranks = [shared.start_script(code, str(k), name=f"rank{k}.py", AZUREML_RUN_ID=run, RANK=str(k)) for k in range(4)]
    for rank in ranks:
        assert rank.wait(60).ok().err == ""
    for k in range(4):
        assert rest.series(run, f"rank {k}") == list(range(1000))
    assert sorted(rest.series(run, "shared")) == [0, 1, 2, 3]
    facts = rest.get(f"/runs/{run}")
    assert sorted(writer["rank"] for writer in facts["writers"]) == [0, 1, 2, 3]
    assert facts["status"] == "Running"


KILLED = """
    import os, runlore
    run = runlore.start_run("killed", run_id="killed")
    for i in range(2000): run.log("loss", i, step=i)
    run.tag("last", "yes")
    os.kill(os.getpid(), 9)
    """


def deliver(sandbox: Sandbox, how: str) -> None:
    if how == "python -m runlore sync":
        sandbox.start_command([sys.executable, "-m", "runlore", "sync"]).wait().ok()
    elif how == "runlore sync":
        sandbox.cli("sync").ok()
    else:
        sandbox.script("import runlore\nwith runlore.start_run('next') as run: run.log('x', 1)\n").ok()


WAYS = ["python -m runlore sync", "runlore sync", "next start"]


@pytest.mark.parametrize("how", WAYS)
def test_a_script_killed_with_no_server_loses_nothing(sandbox: Sandbox, how: str) -> None:
    assert sandbox.script(KILLED).code == -signal.SIGKILL
    rest = sandbox.serve().rest
    deliver(sandbox, how)
    assert rest.series("killed", "loss") == list(range(2000))
    assert rest.get("/runs/killed")["tags"] == {"last": "yes"}
    deliver(sandbox, "runlore sync")
    deliver(sandbox, "python -m runlore sync")
    assert rest.series("killed", "loss") == list(range(2000))
    assert rest.names("killed") == ["loss"]
    assert spooled(sandbox) == []


@pytest.mark.parametrize("how", WAYS)
def test_a_script_killed_while_it_delivers_loses_nothing(sandbox: Sandbox, how: str) -> None:
    rest = sandbox.serve().rest
    code = KILLED.replace('run.tag("last", "yes")', 'run.flush(); run.tag("last", "yes"); run.log("loss", 2000)')
    assert sandbox.script(code).code == -signal.SIGKILL
    deliver(sandbox, how)
    assert rest.series("killed", "loss") == list(range(2001))
    assert rest.get("/runs/killed")["tags"] == {"last": "yes"}


def spooled(sandbox: Sandbox) -> list[Path]:
    return sorted((sandbox.data / "spool").rglob("*.ndjson"))


def test_two_syncs_at_once_deliver_once(sandbox: Sandbox) -> None:
    for _ in range(3):
        sandbox.script(KILLED.replace('run_id="killed"', "run_id=None"))
    rest = sandbox.serve().rest
    python = [sys.executable, "-m", "runlore", "sync"]
    syncs = [sandbox.start("sync"), sandbox.start_command(python), sandbox.start("sync")]
    for sync in syncs:
        sync.wait().ok()
    runs = rest.get("/runs")["columns"]["id"]
    assert len(runs) == 3
    assert [rest.series(run, "loss") for run in runs] == [list(range(2000))] * 3
    assert spooled(sandbox) == []


def test_files_of_a_killed_script_arrive(sandbox: Sandbox) -> None:
    code = """
        import os, runlore
        run = runlore.start_run("killed", run_id="killed")
        with open("model.bin", "wb") as file: file.write(b"weights" * 100000)
        run.upload("model.bin")
        os.unlink("model.bin")
        os.kill(os.getpid(), 9)
        """
    assert sandbox.script(code).code == -signal.SIGKILL
    rest = sandbox.serve().rest
    sandbox.cli("sync").ok()
    assert rest.send("GET", "/api/v1/runs/killed/artifacts", {"path": "model.bin"}).body == b"weights" * 100000


def test_a_damaged_record_in_a_spool_holds_nothing_back(sandbox: Sandbox) -> None:
    sandbox.script(KILLED)
    [segment] = spooled(sandbox)
    lines = segment.read_bytes().split(b"\n")
    damaged = next(n for n, line in enumerate(lines) if b'"v":1000' in line)
    lines[damaged] = b"\xff\x00{" + b"[" * 100_000
    segment.write_bytes(b"\n".join(lines) + b'{"n": 9999, "m": "cut o')
    rest = sandbox.serve().rest
    sandbox.cli("sync")
    assert rest.series("killed", "loss") == [i for i in range(2000) if i != 1000]
    assert rest.get("/runs/killed")["warnings"] != []


def test_one_hostile_record_in_a_batch_is_rejected_alone(rest: Rest) -> None:
    run = rest.make_run(experiment="hostile")
    hostile: list[bytes] = [
        b"not json",
        b'{"n": 77, "t": 1, "m": "wrong n", "v": 1}',
        b'{"n": 5, "t": 1, "m": "%s", "v": 1}' % (b"x" * 251),
        b'{"n": 7, "t": 1, "m": "deep", "v": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"n": 9, "t": 1, "m": "ok", "r": {"x": 1}}',
        b'{"n": 11, "t": 1, "a": "../../etc/passwd", "m": "a", "k": "image"}',
        b'{"n": 13, "t": 1, "status": {"to": "Nowhere", "at": 1}}',
        b'{"n": 15, "t": 1, "m": "surrogate \\ud800", "v": 1}',
        b'{"n": 17, "t": 1, "m": "step", "v": 1, "s": 1e300}',
        b'{"n": 19, "t": 1, "m": "digits", "v": ' + b"9" * 100_000 + b"}",
        b'{"n": 21, "t": 1, "m": "\xff\xfe", "v": 1}',
        b"[]",
        b'{"n": 25, "t": 1}',
    ]
    lines = []
    for k, line in enumerate(hostile):
        lines += [json.dumps({"n": 2 * k, "t": 1, "m": "ok", "v": k}).encode(), line]
    answer = rest.append(run, "6f1c9f0e-1111-4222-8333-944455556666", 0, lines).ok()
    assert answer["nextRecord"] == 2 * len(hostile)
    assert rest.series(run, "ok") == list(range(len(hostile)))
    rejected = {entry["n"] for entry in answer["rejected"]}
    assert rejected >= {2 * k + 1 for k in range(len(hostile))} - {17, 19}
    assert set(rest.names(run)) <= {"ok", "step", "digits"}
    assert len(rest.get(f"/runs/{run}")["warnings"]) == len(answer["rejected"])


def test_records_are_numbered_and_stored_once(rest: Rest) -> None:
    run, writer = rest.make_run(experiment="numbered"), "6f1c9f0e-1111-4222-8333-944455556667"

    def records(first: int, last: int) -> list[bytes]:
        return [json.dumps({"n": n, "t": n, "m": "a", "v": n}).encode() for n in range(first, last)]

    assert rest.append(run, writer, 0, records(0, 10)).ok()["nextRecord"] == 10
    assert rest.append(run, writer, 5, records(5, 20)).ok()["nextRecord"] == 20
    assert rest.append(run, writer, 0, records(0, 20)).ok()["nextRecord"] == 20
    beyond = rest.append(run, writer, 25, records(25, 30))
    assert (beyond.status, beyond.json()["nextRecord"]) == (409, 20)
    assert rest.append(run, writer, 25, records(25, 30), gap="true").ok()["nextRecord"] == 30
    assert rest.series(run, "a") == [*range(20), *range(25, 30)]
    [facts] = rest.get(f"/runs/{run}")["writers"]
    assert facts["gaps"] == [[20, 25]]


def test_a_script_sees_its_exit_code_and_output_unchanged(shared: Sandbox) -> None:
    outcome = shared.script(
        "import sys, runlore\nwith runlore.start_run('exit') as run: run.log('a', 1)\nprint('out')\nsys.exit(3)\n"
    )
    assert (outcome.code, outcome.out, outcome.err) == (3, "out\n", "")


def test_a_living_script_is_left_alone_by_sync(sandbox: Sandbox) -> None:
    running = sandbox.start_script(
        """
        import sys, time, runlore
        run = runlore.start_run("alive", run_id="alive")
        for i in range(100): run.log("a", i)
        print("logged", flush=True)
        time.sleep(60)
        """
    )
    wait_until("the script has logged", lambda: "logged" in running.out)
    before = [path.read_bytes() for path in spooled(sandbox)]
    rest = sandbox.serve(RUNLORE_BIND="127.0.0.1").rest
    sandbox.cli("sync")
    wait_until("the script itself has delivered", lambda: rest_has(rest, "alive", 100), timeout=30)
    running.kill()
    sandbox.cli("sync").ok()
    assert rest.series("alive", "a") == list(range(100))
    assert before != []


def rest_has(rest: Rest, run: str, count: int) -> bool:
    answer = rest.send("GET", f"/api/v1/runs/{run}/points", {"name": "a"})
    return answer.status == 200 and len(answer.json()["t"]) == count
