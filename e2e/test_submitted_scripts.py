# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Submitted scripts that do what scripts do: the runner outlives them, and the run says what became of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.processes import is_alive, wait_until
from harness.product import Sandbox
from harness.rest import Rest, same
from harness.submissions import DRIVER_LOG, submit

MIB = 1 << 20


def test_a_script_may_change_its_folder_and_write_outputs_there_and_here(shared: Sandbox, rest: Rest) -> None:
    code = """
        import os
        here = os.getcwd()
        open("outputs/before", "w").write("1")
        os.makedirs("deeper/outputs")
        os.chdir("deeper")
        open("outputs/elsewhere", "w").write("2")
        open(os.path.join(here, "outputs", "after"), "w").write("3")
        import runlore
        runlore.current_run().log("loss", 1)
    """
    run = submit(shared, code)
    run.end()
    assert {path: run.file(path) for path in rest.artifacts(run.id)} == {
        "outputs/before": b"1", "outputs/after": b"3",
    }  # fmt: skip
    assert shared.cli("run", "logs", "-f", run.id).ok().out == ""
    assert same(rest.series(run.id, "loss"), [1])


def test_forked_children_log_to_the_run_and_none_is_left(shared: Sandbox, rest: Rest) -> None:
    code = """
        import os, runlore, sys, time
        run = runlore.current_run()
        run.log("parent", 0)
        children = []
        for number in range(3):
            pid = os.fork()
            if pid == 0:
                runlore.current_run().log(f"child {number}", number)
                sys.exit(0)
            children.append(pid)
        for pid in children:
            assert os.waitpid(pid, 0)[1] == 0
        left = os.fork()
        if left == 0:
            time.sleep(600)
        print(left)
    """
    run = submit(shared, code)
    began = time.monotonic()
    run.end()
    assert time.monotonic() - began < 20
    assert {name: rest.series(run.id, name) for name in rest.names(run.id)} == {
        "parent": [0], "child 0": [0], "child 1": [1], "child 2": [2],
    }  # fmt: skip
    assert not is_alive(int(run.log()))


def test_100_mb_of_output_never_hold_the_script_up(shared: Sandbox, rest: Rest) -> None:
    code = """
        import os, time
        line = b"".join(b"%07d\\n" % i for i in range(131072))
        began = time.monotonic()
        for _ in range(100):
            rest = line
            while rest: rest = rest[os.write(1, rest):]
        open("outputs/took", "w").write(str(time.monotonic() - began))
    """
    run = submit(shared, code)
    run.end(timeout=120)
    text = run.log()
    line = b"".join(b"%07d\n" % i for i in range(131072))
    told = text.index(b"\n[a log has at most 64 MiB")
    assert text[:told] == (line * 64)[:told] and 64 * MIB - 600 < told < 64 * MIB
    assert text[told:].decode().splitlines() == [
        "", "[a log has at most 64 MiB: what follows is only counted]", f"[{100 * MIB - told} bytes are not here]",
    ]  # fmt: skip
    assert float(run.file("outputs/took")) < 60
    wait_until("it is kept as a file", lambda: run.has_file(DRIVER_LOG))
    assert rest.artifacts(run.id)[DRIVER_LOG] == hashlib.sha256(text).hexdigest()


def test_bytes_of_any_kind_are_kept_as_they_were_printed(shared: Sandbox) -> None:
    code = """
        import os, sys
        for done in range(3):
            sys.stdout.write(f"\\r{done * 50} %")
        sys.stdout.write("\\n")
        sys.stdout.flush()
        os.write(1, bytes(range(256)))
        os.write(2, b"\\x1b[31mred\\x1b[0m \\xff\\xfe no end")
    """
    run = submit(shared, code)
    run.end()
    printed = b"\r0 %\r50 %\r100 %\n" + bytes(range(256)) + b"\x1b[31mred\x1b[0m \xff\xfe no end"
    assert run.log() == printed
    shown = shared.start("run", "logs", run.id, DRIVER_LOG)
    assert shown.wait().ok().out.encode()[:16] == printed[:16]
    wait_until("it is kept as a file", lambda: run.has_file(DRIVER_LOG))
    assert run.file(DRIVER_LOG) == printed


ENDS = {
    "import sys; sys.exit(3)": ("script 'train.py' ended with exit code 3", None, "3"),
    "import os; os._exit(255)": ("script 'train.py' ended with exit code 255", None, "255"),
    "print('a'); raise ValueError('no such alpha: é')": (
        "script 'train.py' ended with exit code 1: ValueError: no such alpha: é", "ValueError", "1",
    ),
    "import sys; sys.exit('it went wrong')": ("script 'train.py' ended with exit code 1", None, "1"),
    "def broken(:": ("script 'train.py' ended with exit code 1", None, "1"),
    "import os; os.kill(os.getpid(), 9)": ("script 'train.py' was ended by signal 9 (SIGKILL)", None, "137"),
    "import ctypes; ctypes.string_at(0)": ("script 'train.py' was ended by signal 11 (SIGSEGV)", None, "139"),
}  # fmt: skip


def test_each_failure_is_told_as_it_was(shared: Sandbox) -> None:
    runs = {code: submit(shared, code + "\n") for code in ENDS}
    for code, (message, kind, exit_code) in ENDS.items():
        facts = runs[code].end("Failed")
        error = facts["error"]
        assert (error["code"], error.get("type"), facts["properties"]["runlore.exitCode"]) == (
            "UserError", kind, exit_code,
        )  # fmt: skip
        assert error["message"].partition(": SyntaxError")[0] == message
        if kind:
            assert error["stack"].startswith("Traceback (most recent call last):\n  File ")
            assert error["stack"].endswith("ValueError: no such alpha: é")
        assert shared.cli("run", "wait", runs[code].id).code == int(exit_code)


def test_a_log_of_a_failed_script_and_its_outputs_are_there(shared: Sandbox, rest: Rest) -> None:
    code = """
        import runlore
        runlore.current_run().log("loss", 0.5)
        open("outputs/part.txt", "w").write("half")
        print("before")
        raise SystemExit(4)
    """
    run = submit(shared, code)
    run.end("Failed")
    assert (run.log(), run.file("outputs/part.txt")) == (b"before\n", b"half")
    assert same(rest.series(run.id, "loss"), [0.5])


def test_what_cannot_be_started_says_why(shared: Sandbox) -> None:
    command = submit(shared, "", command=["no-such-program", "--x"])
    interpreter = submit(shared, "", interpreter="/no/such/python")
    assert command.end("Failed")["error"]["code"] == "PreparationFailed"
    assert "'no-such-program' cannot be started (No such file or directory)" in command.facts()["error"]["message"]
    assert interpreter.end("Failed")["error"]["code"] == "EnvironmentFailed"
    assert "/no/such/python" in interpreter.facts()["error"]["message"]


def test_a_run_ends_when_its_time_is_over(shared: Sandbox) -> None:
    run = submit(shared, "import time\nprint('begun')\ntime.sleep(600)\n", maxDurationSeconds=2)
    facts = run.end("Canceled")
    assert facts["error"]["code"] == "MaxDurationExceeded"
    assert run.log() == b"begun\n"


def test_a_command_runs_without_a_shell(shared: Sandbox, rest: Rest) -> None:
    line = [sys.executable, "-c", "import sys, runlore; runlore.current_run().log('n', len(sys.argv)); print(sys.argv)"]
    run = submit(shared, "", "a b", "$HOME", command=line)
    run.end()
    assert run.log().decode() == "['-c', 'a b', '$HOME']\n"
    assert same(rest.series(run.id, "n"), [3])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A data folder's disk of 48 MiB; only an administrator may make one."""
    place = tmp_path / "small"
    place.mkdir()
    command: list[str | Path] = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", place]
    if subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a small disk takes an administrator")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_fails_the_script_and_not_its_runner(sandbox: Sandbox, small_disk: Path) -> None:
    sandbox.data = small_disk / "data"
    server = sandbox.serve()
    code = """
        import os, runlore
        run = runlore.current_run()
        run.log("before", 1)
        assert run.flush(30)
        print("filling")
        with open("big", "wb", buffering=0) as file:
            try:
                while True: file.write(bytes(65536))
            except OSError as error:
                print("full:", error.errno)
        run.log("full", 2)
        for number in range(1000): print("lost?", number)
        os.remove("big")
        run.log("after", 3)
        print("room again")
        raise SystemExit(5)
    """
    run = submit(sandbox, code)
    facts = run.end("Failed", timeout=120)
    assert facts["error"]["message"] == "script 'train.py' ended with exit code 5"
    text = run.log()
    assert text.startswith(b"filling\n") and text.endswith(b"room again\n")
    assert server.rest.series(run.id, "before") == [1]
    assert server.rest.series(run.id, "after") == [3]
    assert submit(sandbox, "print('next')\n").end()["status"] == "Completed"


def test_a_file_that_may_not_grow_is_the_scripts_trouble(shared: Sandbox) -> None:
    code = """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        print("x" * 100_000)
        with open("outputs/big", "wb", buffering=0) as file:
            file.write(bytes(1000))
            file.write(b"1")
    """
    run = submit(shared, code)
    facts = run.end("Failed")
    assert facts["error"]["type"] == "OSError"
    assert run.log().startswith(b"x" * 100_000)
    assert len(run.file("outputs/big")) == 1000


def test_what_a_script_leaves_behind_does_not_hold_the_run(shared: Sandbox) -> None:
    code = """
        import subprocess, sys
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
        print(child.pid)
    """
    run = submit(shared, code)
    run.end()
    pid = int(run.log())
    assert is_alive(pid)  # it left the run's session, and is its own master
    subprocess.run(["kill", "-9", str(pid)], check=True)
    wait_until("it is gone", lambda: not is_alive(pid))


def test_an_untracked_script_logs_to_nothing(shared: Sandbox, rest: Rest) -> None:
    code = "import os, runlore\nprint(runlore.current_run(), 'AZUREML_RUN_ID' in os.environ)\n"
    run = submit(shared, code, tracked=False)
    run.end()
    assert (run.log(), rest.names(run.id)) == (b"None False\n", [])


def test_a_line_is_readable_soon_after_it_was_printed(shared: Sandbox) -> None:
    code = "import time\nfor _ in range(5):\n    print(time.time())\n    time.sleep(0.4)\n"
    run = submit(shared, code)
    seen: dict[str, float] = {}

    def look() -> bool:
        for line in run.lines:
            seen.setdefault(line, time.time())
        return len(seen) == 5

    wait_until("all lines are there", look, 60, every=0.02)
    delays = [at - float(line) for line, at in seen.items()]
    print(f"\nprinted lines were readable after {sorted(round(delay, 3) for delay in delays)} s")
    assert min(delays) < 1.0
