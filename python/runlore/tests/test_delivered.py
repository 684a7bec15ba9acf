# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a script logged arrives once, whatever becomes of the script. A real server does too: RUNLORE_TEST_URL."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest

import runlore
from histories import History
from scripts import run_script, sync

fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def spool_left(home: Path) -> list[str]:
    """Everything below the spool that is not acknowledged and gone."""
    return sorted(str(path.relative_to(home)) for path in (home / "data" / "spool").glob("*/*"))


def test_every_kind_of_record_arrives_and_the_spool_is_gone_at_the_end(history: History, home: Path) -> None:
    with runlore.start_run("kinds", name="first", tags={"a": "b"}) as run:
        run.log("loss", 0.5, step=1)
        run.log("loss", float("nan"), step=2)
        run.log("loss", float("-inf"))
        run.log("big", 2**63 - 1)
        run.log("big", -0.0)
        run.log("名前", "texte accentué", time=1_700_000_000.5)
        run.log_many({"a": 1.5, "b": 2, "c": None}, step=3)
        (home / "model.bin").write_bytes(b"\x00\x01")
        run.upload("model.bin", "outputs/model.bin")
        (home / "model.bin").unlink()
        assert run.flush()
        assert history.status(run.id) == "Running"
    assert history.status(run.id) == "Completed"
    first, second, third = history.values(run.id, "loss")
    assert (first, str(second), third) == (0.5, "nan", float("-inf"))
    assert repr(history.values(run.id, "big")) == "[9223372036854775807, -0.0]"
    assert history.values(run.id, "名前") == ["texte accentué"]
    assert history.file(run.id, "outputs/model.bin") == b"\x00\x01"
    assert spool_left(home) == []


def test_threads_log_to_one_run_without_losing_or_mixing_a_point(history: History) -> None:
    with runlore.start_run("threads") as run:

        def log_all(name: str) -> None:
            for i in range(2000):
                run.log(name, i)

        threads = [threading.Thread(target=log_all, args=(f"m{t}",)) for t in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for t in range(8):
        assert history.values(run.id, f"m{t}") == list(range(2000))


@fork
def test_a_forked_worker_writes_a_spool_of_its_own_and_the_parent_delivers_it(history: History) -> None:
    with runlore.start_run("fork") as run:
        run.log("parent", 1)
        run.flush()
        child = os.fork()
        if child == 0:
            for i in range(100):
                run.log("child", i)
            os._exit(0)
        run.log("parent", 2)
        assert os.waitpid(child, 0)[1] == 0
    assert history.values(run.id, "parent") == [1, 2]
    assert history.values(run.id, "child") == list(range(100))


@fork
def test_a_fork_while_other_threads_hold_every_lock_does_not_deadlock(history: History) -> None:
    stop = threading.Event()
    with runlore.start_run("locks") as run:

        def busy() -> None:
            count = 0
            while not stop.is_set():
                run.log("busy", count)
                count += 1

        threads = [threading.Thread(target=busy) for _ in range(4)]
        for thread in threads:
            thread.start()
        children = []
        for i in range(20):
            child = os.fork()
            if child == 0:
                signal.alarm(20)
                run.log("child", i)
                run.flush(5)
                os._exit(0)
            children.append(child)
        codes = [os.waitpid(child, 0)[1] for child in children]
        stop.set()
        for thread in threads:
            thread.join()
    assert codes == [0] * 20
    assert sorted(history.values(run.id, "child")) == list(range(20))


@fork
def test_a_pool_of_workers_logs_to_the_run_of_the_parent(history: History) -> None:
    ended = run_script(
        """
        import multiprocessing, runlore
        run = runlore.start_run("pool")
        def work(i):
            runlore.current_run().log("square", i * i)
            return i
        with multiprocessing.get_context("fork").Pool(4) as pool:
            pool.map(work, range(50))
        print(run.id)
        """
    )
    assert (ended.code, ended.err) == (0, "")
    run = ended.out.strip()
    assert sorted(history.values(run, "square")) == [i * i for i in range(50)]
    assert history.status(run) == "Completed"


def _rank(run_id: str, rank: int) -> None:
    os.environ["RANK"] = str(rank)
    with runlore.start_run("ranks", run_id=run_id, outputs=None) as run:
        for i in range(500):
            run.log(f"rank{rank}", i)


def test_four_processes_write_to_one_run_and_rank_0_ends_it(history: History) -> None:
    run_id = str(uuid.uuid4())
    processes = [multiprocessing.get_context("spawn").Process(target=_rank, args=(run_id, rank)) for rank in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    sync()
    for rank in range(4):
        assert history.values(run_id, f"rank{rank}") == list(range(500))
    assert history.status(run_id) == "Completed"


def test_a_script_that_leaves_through_os_exit_loses_nothing(history: History) -> None:
    ended = run_script(
        """
        import os, runlore
        run = runlore.start_run("os-exit")
        for i in range(1000):
            run.log("loss", i)
        print(run.id, flush=True)
        os._exit(0)
        """
    )
    assert sync().code == 0
    run = ended.out.strip()
    assert history.values(run, "loss") == list(range(1000))
    assert history.status(run) == "Running"


KILLED = """
import os, signal, sys, runlore
run = runlore.start_run("killed")
for i in range(int(sys.argv[1])):
    run.log("loss", i)
print(run.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_script_killed_right_after_log_loses_nothing_and_sync_delivers_it_once(history: History, home: Path) -> None:
    for count in (1, 3000):
        ended = run_script(KILLED, str(count))
        assert ended.code == -signal.SIGKILL
        first, second = sync(), sync()
        assert (first.code, second.out) == (0, "nothing to deliver\n")
        assert history.values(ended.out.strip(), "loss") == list(range(count))
    assert spool_left(home) == []


def test_the_next_start_adopts_what_a_killed_script_left(history: History, home: Path) -> None:
    ended = run_script(KILLED, "700")
    second = run_script("import runlore, time\nwith runlore.start_run('next') as run:\n    time.sleep(1.5)")
    assert second.code == 0
    assert history.values(ended.out.strip(), "loss") == list(range(700))
    assert spool_left(home) == []


def test_a_living_writers_spool_is_left_alone_by_sync(history: History) -> None:
    text = "import runlore, sys\nrun = runlore.start_run('alive')\nprint(run.id, flush=True)\nsys.stdin.read()"
    alive = subprocess.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert alive.stdout is not None
        run = alive.stdout.readline().strip()
        assert sync().out == "nothing to deliver\n"
    finally:
        alive.communicate("", timeout=30)
    assert history.status(run) == "Completed"


def test_one_hostile_record_does_not_hold_the_rest_back(history: History, capfd: pytest.CaptureFixture[str]) -> None:
    with runlore.start_run("hostile") as run:
        run.log("before", 1)
        run.log("x" * 300, 2)
        run.log("after", 3)
        assert run.flush()
    assert (history.values(run.id, "before"), history.values(run.id, "after")) == ([1], [3])
    assert capfd.readouterr().err.count("rejected record") == 1


def test_a_run_can_be_logged_to_after_its_end(history: History) -> None:
    with runlore.start_run("late") as run:
        run.log("loss", 1)
    run.log("loss", 2)
    assert run.flush()
    assert sorted(history.values(run.id, "loss")) == [1, 2]
    assert history.status(run.id) == "Completed"


def test_files_in_outputs_become_artifacts_but_not_those_that_were_there_before(history: History, home: Path) -> None:
    (home / "outputs").mkdir()
    (home / "outputs" / "old.txt").write_text("another run's")
    with runlore.start_run("outputs") as run:
        (home / "outputs" / "sub").mkdir()
        (home / "outputs" / "sub" / "new.txt").write_text("mine")
        os.chdir(home / "outputs")
    os.chdir(home)
    assert history.file(run.id, "outputs/sub/new.txt") == b"mine"
    with pytest.raises((KeyError, IndexError)):
        history.file(run.id, "outputs/old.txt")
