# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Inside a submitted script: whatever it does logs to the run that runs it, and the runner ends that run."""

from __future__ import annotations

import os
from typing import Any

import pytest

from scripts import run_script
from strict_server import Answer, StrictServer

RUN = "iris_1504832281_0a1b2c3d"
fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


@pytest.fixture
def tokens(server: StrictServer, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The environment that a runner gives, and the tokens that arrive."""
    seen: set[str] = set()
    answer = server.answer

    def watching(method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        seen.add(headers.get("Authorization", "none"))
        return answer(method, path, query, headers, body)

    monkeypatch.setattr(server, "answer", watching)
    monkeypatch.setenv("AZUREML_RUN_ID", RUN)
    monkeypatch.setenv("AZUREML_ARM_PROJECT_NAME", "iris")
    monkeypatch.setenv("RUNLORE_TOKEN", "rl_run_1")
    return seen


def test_threads_log_to_the_run_with_its_token_through_one_writer(server: StrictServer, tokens: set[str]) -> None:
    ended = run_script("""
        import threading, runlore
        def work(t):
            for i in range(200):
                runlore.current_run().log(f"m{t}", i)
        threads = [threading.Thread(target=work, args=(t,)) for t in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        """)
    assert (ended.code, ended.err) == (0, "")
    assert [server.values(RUN, f"m{t}") for t in range(8)] == [list(range(200))] * 8
    assert (server.runs(), len(server.records), tokens) == ([RUN], 1, {"Bearer rl_run_1"})
    assert server.stored(RUN)[0]["create"]["experiment"] == "iris"
    assert server.statuses(RUN) == []


@fork
def test_forked_workers_log_to_the_run_as_writers_of_their_own(server: StrictServer, tokens: set[str]) -> None:
    ended = run_script("""
        import multiprocessing, runlore
        runlore.current_run().log("parent", 1)
        def work(i):
            runlore.current_run().log("square", i * i)
            runlore.current_run().flush()
        with multiprocessing.get_context("fork").Pool(4) as pool:
            pool.map(work, range(20), chunksize=1)
        """)
    assert (ended.code, ended.err) == (0, "")
    assert sorted(server.values(RUN, "square")) == [i * i for i in range(20)]
    assert (server.values(RUN, "parent"), server.runs(), server.statuses(RUN)) == ([1], [RUN], [])


@pytest.mark.parametrize(
    "script",
    [
        "with runlore.start_run('other', tags={'a': 'b'}) as run: run.log('loss', 1)",
        "run = runlore.start_run(); run.log('loss', 1); run.complete()",
        "runlore.current_run().log('loss', 1); raise SystemExit(3)",
        "runlore.current_run().log('loss', 1); raise ValueError('diverged')",
    ],
)
def test_no_call_and_no_end_of_the_script_ends_the_run(server: StrictServer, tokens: set[str], script: str) -> None:
    run_script(f"import runlore\n{script}")
    assert (server.values(RUN, "loss"), server.runs(), server.statuses(RUN)) == ([1], [RUN], [])


def test_fail_is_a_warning_as_the_exit_code_ends_the_run(server: StrictServer, tokens: set[str]) -> None:
    ended = run_script("import runlore\nrunlore.start_run().fail('no data')")
    text = "the script called fail(no data), but its exit code says how it ended"
    assert [record["warning"] for record in server.stored(RUN) if "warning" in record] == [text]
    assert ended.err == f"runlore: run {RUN}: {text}; call sys.exit(1) to fail the run\n"
    assert server.statuses(RUN) == []


def test_a_run_with_an_id_of_its_own_is_another_run(server: StrictServer, tokens: set[str]) -> None:
    ended = run_script(
        "import runlore\nwith runlore.start_run('mine', run_id='r1', outputs=None) as run: run.log('a', 1)"
    )
    assert (ended.code, server.values("r1", "a"), server.statuses("r1")) == (0, [1], ["Completed"])
    assert server.stored(RUN) == []


def test_a_snapshot_of_the_start_is_the_submissions_own(server: StrictServer, tokens: set[str]) -> None:
    run_script("import runlore\nwith runlore.start_run('other', snapshot='.') as run: run.log('loss', 1)")
    assert (server.values(RUN, "loss"), server.sources(RUN)) == ([1], None)
