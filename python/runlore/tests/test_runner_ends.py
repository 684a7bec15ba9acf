# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How the user's process ends decides how the run ends, whatever the process does on the way."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, Callable

import pytest

from job_server import JobServer, Runner, eventually

Launch = Callable[..., Runner]
ARGUMENTS = ["", "two words", "'single' \"double\"", "-x", "--", "a\nb", "$(touch canary)", "`id`;|&", "ünï", "*"]
ENDS: list[tuple[str, str, str, str]] = [
    ("exits-3", "import sys; sys.exit(3)", "Failed", "script 'train.py' ended with exit code 3"),
    ("raises", "raise ValueError('bad\\nnews')", "Failed", "exit code 1: ValueError: bad"),
    ("handles", "import sys, traceback\ntry: 1/0\nexcept Exception: traceback.print_exc()\nsys.exit(4)", "Failed", "4"),
    ("killed", "import os; os.kill(os.getpid(), 9)", "Failed", "was ended by signal 9 (SIGKILL)"),
    ("segfaults", "import os; os.kill(os.getpid(), 11)", "Failed", "signal 11 (SIGSEGV)"),
    ("closes", "import os; os.close(1); os.close(2)", "Completed", ""),
    ("aborts", "import sys, os; sys.stdout.write('last words'); sys.stdout.flush(); os._exit(0)", "Completed", ""),
]


def run_all(jobs: JobServer, launch: Launch, scripts: dict[str, str], **configuration: Any) -> None:
    """Run scripts side by side, and wait until all have ended."""
    waiting: list[tuple[str, str]] = list(scripts.items())
    living: list[Runner] = []
    while waiting or living:
        while waiting and len(living) < 4:
            name, text = waiting.pop(0)
            jobs.submit(name, jobs.keep_snapshot({"train.py": text}), **configuration)
            living.append(launch(name))
        living = [runner for runner in living if runner.process.poll() is None]
        time.sleep(0.02)


def test_each_end_of_a_process_is_told_as_it_was(jobs: JobServer, launch: Launch) -> None:
    run_all(jobs, launch, {name: text for name, text, _, _ in ENDS})
    for name, _, status, message in ENDS:
        end = jobs.end(name)
        assert (name, end["to"]) == (name, status)
        assert message in end.get("error", {}).get("message", "")
    raised = jobs.end("raises")["error"]
    assert (raised["code"], raised["type"]) == ("UserError", "ValueError")
    assert raised["stack"].startswith("Traceback (most recent call last):")
    assert "type" not in jobs.end("handles")["error"]  # a traceback that was printed is not why it ended
    assert [jobs.properties(n)["runlore.exitCode"] for n in ("exits-3", "killed", "closes")] == ["3", "137", "0"]
    assert jobs.log("aborts") == b"last words"


def test_arguments_arrive_as_they_were_given(jobs: JobServer, launch: Launch) -> None:
    text = "import json, sys; json.dump(sys.argv, open('outputs/a', 'w'))"
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text}), arguments=ARGUMENTS)
    jobs.submit("r2", jobs.keep_snapshot({"-x.py": text}), script="-x.py", arguments=["-h"])
    jobs.submit("r3", jobs.keep_snapshot({}), command=[sys.executable, "-c", text, *ARGUMENTS])
    runners = [launch(run) for run in ("r1", "r2", "r3")]
    assert [runner.wait() for runner in runners] == [0, 0, 0]
    given = [json.loads(jobs.artifacts(run)["outputs/a"]) for run in ("r1", "r2", "r3")]
    assert given == [["train.py", *ARGUMENTS], ["./-x.py", "-h"], ["-c", *ARGUMENTS]]
    assert not (runners[0].project / "canary").exists()


def test_a_script_may_change_its_folder_fork_and_print_what_it_likes(jobs: JobServer, launch: Launch) -> None:
    scripts = {
        "moves": "import os; os.chdir('/'); print(os.getcwd())",
        "deep": "import os; os.makedirs('outputs/a/b'); open('outputs/a/b/c d', 'w').close(); os.chdir('outputs/a')",
        "forks": "import os, runlore\nrun = runlore.current_run()\npid = os.fork()\nrun.log('pid', bool(pid))\n"
        "if pid: os.waitpid(pid, 0)",
        "binary": "import os; os.write(1, bytes(range(256)))",
        "bars": "import sys\nfor i in range(3): sys.stderr.write(f'\\r{i}'); sys.stderr.flush()",
        "closed": "import sys; sys.stdout.close(); open('outputs/x', 'w').write('kept')",
    }
    run_all(jobs, launch, scripts)
    assert {name: jobs.end(name)["to"] for name in scripts} == dict.fromkeys(scripts, "Completed")
    assert jobs.log("moves") == b"/\n"
    assert jobs.artifacts("deep") == {"outputs/a/b/c d": b""}
    assert sorted(jobs.values("forks", "pid")) == [False, True]
    assert jobs.log("binary") == bytes(range(256))
    assert jobs.log("bars") == b"\r0\r1\r2"
    assert jobs.artifacts("closed") == {"outputs/x": b"kept"}


def test_100_mb_of_output_are_drained_and_64_mib_kept(jobs: JobServer, launch: Launch) -> None:
    text = "import sys\nline = b'x' * 99 + b'\\n'\nfor _ in range(100): sys.stdout.buffer.write(line * 10_000)"
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text + "\nprint('the end')"}))
    runner = launch("r1")
    assert runner.wait(60) == 0, runner.text()
    assert jobs.end("r1")["to"] == "Completed"
    log = jobs.log("r1")
    assert (64 << 20) - 512 < len(log) <= 64 << 20
    kept = log.index(b"\n[a log has at most 64 MiB")
    assert log.endswith(f"[{100_000_008 - kept} bytes are not here]\n".encode())


def test_what_a_script_leaves_running_in_its_group_is_ended(jobs: JobServer, launch: Launch, tmp_path: Path) -> None:
    text = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
print("left")
"""
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text}))
    assert launch("r1").wait() == 0
    assert jobs.end("r1")["to"] == "Completed"
    assert jobs.log("r1") == b"left\n"
    eventually(lambda: not alive(int((tmp_path / "pid").read_text())))


def test_a_cancel_ends_the_whole_group_and_keeps_what_was_done(jobs: JobServer, launch: Launch, tmp_path: Path) -> None:
    text = f"""
import subprocess, sys, time, runlore
runlore.current_run().log("loss", 1)
open("outputs/part", "w").write("half")
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
print("begun", flush=True)
time.sleep(300)
"""
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text}))
    runner = launch("r1")
    eventually(lambda: jobs.log("r1") == b"begun\n")
    asked = time.monotonic()
    jobs.cancel("r1")
    assert runner.wait() == 0
    assert time.monotonic() - asked < 5
    assert jobs.statuses("r1") == ["Running", "Canceled"]
    assert "error" not in jobs.end("r1")
    assert jobs.artifacts("r1") == {"outputs/part": b"half"}
    assert jobs.values("r1", "loss") == [1]
    assert not alive(int((tmp_path / "pid").read_text()))


def test_a_run_that_is_canceled_before_its_start_starts_nothing(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": "open('outputs/x', 'w').close()"}))
    jobs.cancel("r1")
    jobs.script = lambda method, path, *_: (503, {}) if "/snapshots/" in path else None
    runner = launch("r1")
    assert runner.wait() == 0
    assert jobs.statuses("r1") == ["Canceled"]
    assert not (runner.work / "process.json").exists()


def test_a_run_takes_no_longer_than_it_may(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": "import time; time.sleep(300)"}), maxDurationSeconds=1)
    assert launch("r1").wait() == 0
    end = jobs.end("r1")
    assert end["to"] == "Canceled"
    assert end["error"] == {
        "code": "MaxDurationExceeded",
        "message": "script 'train.py' was ended: the run took longer than its 1 seconds",
    }


def test_a_runner_that_is_told_to_end_ends_its_run(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": "import time; print('x', flush=True); time.sleep(300)"}))
    runner = launch("r1")
    eventually(lambda: jobs.log("r1"))
    runner.process.send_signal(signal.SIGTERM)
    assert runner.wait() == 0
    assert jobs.end("r1")["error"]["message"] == "script 'train.py' was ended: the runner was ended by SIGTERM"


def test_a_run_that_is_over_elsewhere_is_ended_without_a_word(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": "import time; print('x', flush=True); time.sleep(300)"}))
    runner = launch("r1")
    eventually(lambda: jobs.log("r1"))
    jobs.jobs["r1"]["state"] = "Ended"
    assert runner.wait() == 0
    assert jobs.statuses("r1") == ["Running"]


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        ({"script": "none.py"}, "exit code 2"),
        ({"command": ["no-such-program"]}, "'no-such-program' cannot be started (No such file or directory)"),
        ({"script": "train.py", "arguments": ["a\0b"]}, "cannot be started (embedded null byte)"),
        ({"script": "train.py", "interpreter": "/no/python"}, "interpreter '/no/python' cannot be started (No such"),
        ({"script": "train.py", "interpreter": "/bin/true"}, "interpreter '/bin/true' is no Python that works"),
    ],
)
def test_what_cannot_be_started_fails_with_the_reason(
    jobs: JobServer, launch: Launch, configuration: dict[str, Any], message: str
) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": ""}), **configuration)
    assert launch("r1").wait() == 0
    end = jobs.end("r1")
    assert end["to"] == "Failed"
    assert message in end["error"]["message"]


def test_a_cut_log_of_a_full_disk_says_what_is_missing(jobs: JobServer, launch: Launch) -> None:
    # the limit of a file's size stands for a full disk: the write fails, with another word
    text = "import sys\nfor _ in range(40): print('x' * 9_999, flush=True)\n"
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text}))
    limited = Path(os.environ["RUNLORE_HOME"]).parent / "python"
    limited.write_text(f'#!/bin/sh\nulimit -f 256\nexec {sys.executable} "$@"\n', encoding="utf-8")
    limited.chmod(0o755)
    assert launch("r1", python=str(limited)).wait() == 0
    log = jobs.log("r1")
    assert jobs.end("r1")["to"] == "Completed"
    assert log.count(b"x") < 400_000
    assert len(log) <= 256 * 1024
    assert jobs.warnings("r1") == ["a part of the output was lost: File too large"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
