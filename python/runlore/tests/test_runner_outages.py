# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A server that goes away, a runner that is killed: nothing is lost, and nothing is executed twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

from job_server import JobServer, Runner, eventually
from runlore._locks import try_lock
from runlore._runner import _process_group
from runlore._runner._log_file import LogFile
from runlore._runner._process_group import ProcessGroup, ProcessMark, end_group
from runlore._runner._stop import CANCELED, Stop
from runlore._runner._supervision import supervise

Launch = Callable[..., Runner]

COUNTS = """
import os, time, runlore
run = runlore.current_run()
print("begun", flush=True)
with open("started", "a") as file:
    file.write("x")
open("outputs/model", "w").write("weights")
for i in range(20):
    run.log("step", i)
    time.sleep(0.05)
while os.path.exists("wait"):
    time.sleep(0.05)
print("ended", flush=True)
"""


@pytest.fixture
def server_file(home: Path) -> Iterator[Callable[[str], None]]:
    """Says where this machine's own server is, as the server itself does."""
    path = home / "data" / "server.json"
    holders: list[subprocess.Popen[bytes]] = []

    def write(url: str) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"url": url}), encoding="utf-8")
        if not holders:  # a record lock does not keep its own process out, so another one holds it
            text = f"import fcntl, sys\nf = open({str(path)!r}, 'r+')\nfcntl.lockf(f, fcntl.LOCK_EX, 1)\n"
            text += "print(flush=True)\nsys.stdin.read()"
            holder = subprocess.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert holder.stdout is not None and holder.stdout.readline()
            holders.append(holder)

    yield write
    for holder in holders:
        holder.communicate()


def test_a_run_outlives_its_server(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": COUNTS, "wait": ""}))
    runner = launch("r1")
    eventually(lambda: jobs.log("r1"))
    jobs.stop()
    time.sleep(1.0)
    (runner.project / "wait").unlink()
    time.sleep(0.5)
    later = jobs.again()
    try:
        assert runner.wait() == 0, runner.text()
        assert later.statuses("r1") == ["Running", "Finalizing", "Completed"]
        assert later.values("r1", "step") == list(range(20))
        assert later.log("r1").startswith(b"begun\nended\n")  # the script's own SDK may say what waited
        assert later.artifacts("r1") == {"outputs/model": b"weights"}
    finally:
        later.stop()


def test_a_run_finds_its_machines_server_on_another_port(
    jobs: JobServer, launch: Launch, server_file: Callable[[str], None]
) -> None:
    server_file(jobs.url)
    jobs.submit("r1", jobs.keep_snapshot({"train.py": COUNTS, "wait": ""}))
    runner = launch("r1")
    eventually(lambda: jobs.log("r1"))
    jobs.stop()
    later = jobs.elsewhere()
    try:
        server_file(later.url)
        eventually(lambda: later.values("r1", "step") == list(range(20)))  # of the script that still runs
        (runner.project / "wait").unlink()
        assert runner.wait() == 0, runner.text()
        assert later.statuses("r1") == ["Running", "Finalizing", "Completed"]
        assert later.values("r1", "step") == list(range(20))
        assert later.log("r1").endswith(b"ended\n")
    finally:
        later.stop()


def test_a_server_elsewhere_is_never_exchanged_for_this_machines_own(
    jobs: JobServer, launch: Launch, server_file: Callable[[str], None]
) -> None:
    own = JobServer()
    try:
        server_file(own.url)
        jobs.submit("r1", jobs.keep_snapshot({"train.py": COUNTS, "wait": ""}))
        runner = launch("r1")
        eventually(lambda: jobs.log("r1"))
        jobs.stop()
        (runner.project / "wait").unlink()
        time.sleep(1.5)
        assert runner.process.poll() is None
        assert own.requests == []
    finally:
        own.stop()


def test_a_claim_waits_for_the_server_and_repeats_its_nonce(jobs: JobServer, launch: Launch) -> None:
    asked: list[str] = []

    def lose(method: str, path: str, query: dict[str, str], body: bytes) -> None:
        if path.endswith("/claim"):
            asked.append(json.loads(body)["nonce"])
            if len(asked) < 3:
                raise ConnectionAbortedError("the answer is lost")

    jobs.submit("r1", jobs.keep_snapshot({"train.py": ""}))
    jobs.script = lose
    runner = launch("r1")
    assert runner.wait() == 0, runner.text()
    assert jobs.end("r1")["to"] == "Completed"
    assert len(asked) == 3 and len(set(asked)) == 1
    assert (runner.work / "nonce").read_text(encoding="ascii").strip() == asked[0]


def test_a_job_that_another_has_claimed_is_not_started(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": ""}))
    jobs.jobs["r1"]["nonce"] = "somebody else's"
    runner = launch("r1")
    assert runner.wait() == 1
    assert jobs.stored("r1") == []
    assert not runner.project.exists()


def test_a_run_has_one_runner_at_a_time(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": COUNTS}))
    first, second = launch("r1"), launch("r1")
    assert sorted([first.wait(), second.wait()]) == [0, 1]
    assert jobs.log("r1") == b"begun\nended\n"
    assert (first.project / "started").read_text() == "x"


@pytest.mark.parametrize("more", [("--recover",), ()])
def test_a_killed_runner_is_recovered_and_its_run_fails(jobs: JobServer, launch: Launch, more: tuple[str, ...]) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": COUNTS + "print('x' * 9)", "wait": ""}))
    runner = launch("r1")
    eventually(lambda: len(jobs.values("r1", "step")) == 20)
    runner.process.kill()
    runner.process.wait()
    pid = json.loads((runner.work / "process.json").read_text())["pid"]
    assert Path(f"/proc/{pid}").exists()
    second = launch("r1", *more)
    assert second.wait() == 0, second.text()
    assert not running(pid)
    end = jobs.end("r1")
    assert end["to"] == "Failed"
    assert end["error"]["code"] == "RunnerLost"
    assert end["error"]["message"].startswith("script 'train.py' was ended: its runner ended while the user's process")
    assert jobs.values("r1", "step") == list(range(20))
    assert jobs.log("r1") == b"begun\n"
    assert jobs.artifacts("r1") == {"outputs/model": b"weights"}
    assert (second.project / "started").read_text() == "x"


def test_an_end_that_waits_in_the_spool_is_delivered_and_not_replaced(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": ""}))
    jobs.script = lambda method, path, query, body: (503, {}) if b"Completed" in body else None
    runner = launch("r1")
    eventually(lambda: "Completed" in runner.text())
    time.sleep(0.3)
    runner.process.kill()
    runner.process.wait()
    jobs.script = None
    second = launch("r1", "--recover")
    assert second.wait() == 0, second.text()
    assert jobs.end("r1")["to"] == "Completed"


def test_a_runner_that_died_before_the_start_is_told_so(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": ""}))
    assert launch("r1", "--recover").wait() == 0
    error = jobs.end("r1")["error"]
    assert error == {
        "code": "RunnerLost",
        "message": "script 'train.py' was ended: its runner ended before the user's process was started",
    }


def test_a_process_that_ignores_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlore._runner._supervision.GRACE", 0.3)
    text = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('x', flush=True)\ntime.sleep(300)"
    group, log, stop = start(text, tmp_path), LogFile(str(tmp_path / "log"), "log"), Stop()
    stop.limit(300)

    def cancel() -> None:
        eventually(lambda: log.size)
        stop.request(CANCELED)

    threading.Thread(target=cancel).start()
    assert supervise(group, log, stop) == -signal.SIGKILL


def test_a_process_outside_the_group_that_holds_the_output_does_not_hold_the_run(tmp_path: Path) -> None:
    text = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
"""
    began = time.monotonic()
    code = supervise(start(text, tmp_path), LogFile(str(tmp_path / "log"), "log"), Stop())
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    assert code == 0
    assert time.monotonic() - began < 10


def test_a_left_group_is_ended_also_without_its_leader(tmp_path: Path) -> None:
    text = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
"""
    group = start(text, tmp_path)
    mark = group.mark
    assert group.reap() == 0
    pid = int((tmp_path / "pid").read_text())
    assert Path(f"/proc/{pid}").exists()
    assert end_group(mark) == 1
    eventually(lambda: not running(pid))


@pytest.mark.parametrize("change", [{"start": "1"}, {"boot": "another"}])
def test_a_process_that_only_has_the_same_number_is_left_alone(change: dict[str, str], tmp_path: Path) -> None:
    group = start("import time; time.sleep(300)", tmp_path)
    try:
        assert end_group(ProcessMark(**{**group.mark._asdict(), **change})) == 0
        assert not group.has_ended()
    finally:
        group.signal(signal.SIGKILL)
        group.reap()
        group.close()


def test_a_process_whose_number_was_not_noted_is_known_by_its_run(tmp_path: Path) -> None:
    group = ProcessGroup.start([sys.executable, "-c", "import time; time.sleep(300)"], {"AZUREML_RUN_ID": "r1"}, "/")
    other = ProcessGroup.start([sys.executable, "-c", "import time; time.sleep(300)"], {"AZUREML_RUN_ID": "r12"}, "/")
    try:
        eventually(lambda: _process_group._environment(other.pid) == b"AZUREML_RUN_ID=r12\0")
        eventually(lambda: _process_group._environment(group.pid) == b"AZUREML_RUN_ID=r1\0")
        assert _process_group.end_strays("r1") == 1
        eventually(group.has_ended)
        assert not other.has_ended()
    finally:
        for each in (group, other):
            each.signal(signal.SIGKILL)
            each.reap()
            each.close()


def test_a_clock_that_is_set_changes_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Stop()
    stop.limit(60)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert not stop.wait(0)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert not stop.wait(0)


def test_the_lock_of_a_work_folder_is_the_one_that_other_parts_know(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": COUNTS, "wait": ""}))
    runner = launch("r1")
    eventually(lambda: jobs.log("r1"))
    lock = os.open(runner.work / "lock", os.O_RDWR)
    assert not try_lock(lock)
    (runner.project / "wait").unlink()
    assert runner.wait() == 0
    assert try_lock(lock)
    os.close(lock)


def start(text: str, folder: Path) -> ProcessGroup:
    return ProcessGroup.start([sys.executable, "-c", text], dict(os.environ), str(folder))


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
