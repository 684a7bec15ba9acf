# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How a script ends decides how its run ends. Runs against a real server too: RUNLORE_TEST_URL."""

from __future__ import annotations

import pytest

from histories import History
from scripts import run_script

START = "import sys, runlore\nrun = runlore.start_run('ends')\nprint(run.id, flush=True)\nrun.log('loss', 1)\n"


@pytest.mark.parametrize(
    ("ending", "code", "status", "message"),
    [
        ("pass", 0, "Completed", ""),
        ("sys.exit()", 0, "Completed", ""),
        ("sys.exit(0)", 0, "Completed", ""),
        ("sys.exit(3)", 3, "Failed", "the script ended with exit code 3"),
        ("sys.exit('no data')", 1, "Failed", "no data"),
        ("1 / 0", 1, "Failed", "ZeroDivisionError: division by zero"),
        ("raise KeyboardInterrupt", 130, "Failed", "KeyboardInterrupt"),
        ("try:\n    sys.exit(3)\nexcept SystemExit:\n    pass", 0, "Completed", ""),
        ("with run:\n    pass", 0, "Completed", ""),
        ("with run:\n    sys.exit(0)", 0, "Completed", ""),
        ("with run:\n    sys.exit(4)", 4, "Failed", "the script ended with exit code 4"),
        ("with run:\n    raise ValueError('x')", 1, "Failed", "ValueError: x"),
        ("run.complete()", 0, "Completed", ""),
        ("run.complete()\nraise ValueError('late')", 1, "Completed", ""),
        ("run.fail('gave up')", 0, "Failed", "gave up"),
        ("run.fail(OSError('disk'))", 0, "Failed", "OSError: disk"),
        ("run.complete()\nrun.fail('after all')", 0, "Failed", "after all"),
        ("run.cancel()", 0, "Canceled", ""),
    ],
)
def test_the_end_of_the_script_is_the_end_of_the_run(
    history: History, ending: str, code: int, status: str, message: str
) -> None:
    ended = run_script(START + ending)
    run = ended.out.strip()
    assert (ended.code if ended.code >= 0 else 128 - ended.code) == code
    assert history.status(run) == status
    assert history.values(run, "loss") == [1]
    if message:
        assert history.error(run)["message"] == message


def test_an_exception_keeps_its_type_and_stack(history: History) -> None:
    run = run_script(START + "def train():\n    raise ValueError('diverged')\ntrain()").out.strip()
    error = history.error(run)
    assert (error["code"], error["type"]) == ("UserError", "ValueError")
    assert "in train" in error["stack"]


def test_a_submitted_script_attaches_to_its_run_and_leaves_the_end_to_the_runner(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = run_script(
        "import os, runlore\nrun = runlore.start_run('submitted')\nprint(run.id, flush=True)\nos._exit(0)"
    )
    run = started.out.strip()
    run_script("import runlore._sync\nrunlore._sync.sync()")
    monkeypatch.setenv("AZUREML_RUN_ID", run)
    ended = run_script(
        """
        import runlore
        assert runlore.current_run() is runlore.current_run()
        runlore.current_run().log("loss", 1)
        with runlore.start_run("ignored") as run:
            run.log("loss", 2)
        print(run.id)
        """
    )
    assert ended.out.strip() == run
    assert history.values(run, "loss") == [1, 2]
    assert history.status(run) == "Running"


def test_without_a_run_there_is_no_current_run(history: History) -> None:
    ended = run_script(
        """
        import runlore
        print(runlore.current_run())
        with runlore.start_run("one") as one:
            with one.child("inner") as inner:
                print(runlore.current_run() is inner)
            print(runlore.current_run() is one)
        print(runlore.current_run())
        """
    )
    assert ended.out.split() == ["None", "True", "True", "None"]
