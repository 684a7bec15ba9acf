# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Without a server a script runs as ever: one warning, exit code 0, and its points come later."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import runlore
from scripts import run_script, sync
from strict_server import StrictServer

TRAIN = """
import runlore
with runlore.start_run("offline") as run:
    for i in range(100):
        run.log("loss", i, step=i)
    open("outputs/model.txt", "w").write("weights")
print(run.id)
"""


def test_no_server_at_all_is_one_warning_and_the_points_come_with_sync(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = run_script(TRAIN)
    assert ended.code == 0
    assert ended.err.count("\n") == 1
    assert "no server was found" in ended.err
    assert "`python -m runlore sync`" in ended.err

    undelivered = sync()
    assert undelivered.code == 7
    assert "no server was found" in undelivered.out

    server = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    delivered = sync()
    run = ended.out.strip()
    assert (delivered.code, delivered.out) == (0, f"run {run}: 103 records delivered\n")
    assert server.values(run, "loss") == list(range(100))
    assert server.statuses(run) == ["Completed"]
    assert list(server.blobs.values()) == [b"weights"]
    assert "heartbeat" not in server.stored(run)[0]["create"]
    assert not any((home / "data" / "spool").iterdir())
    server.stop()


def test_waiting_for_a_server_that_is_away_is_no_busy_loop(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = StrictServer()
    away.stop()
    monkeypatch.setenv("RUNLORE_URL", away.url)
    ended = run_script(
        """
        import runlore
        from runlore._sender import Sender
        rounds, usual = 0, Sender._round
        def counted(self):
            global rounds
            rounds += 1
            return usual(self)
        Sender._round = counted
        run = runlore.start_run("away")
        run.log("loss", 1)
        print(run.flush(1.5), rounds < 50)
        """
    )
    assert ended.out == "False True\n", ended.err


def test_a_named_server_that_is_away_is_one_warning_and_the_spool_goes_only_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = StrictServer()
    away.stop()
    monkeypatch.setenv("RUNLORE_URL", away.url)
    ended = run_script(TRAIN)
    assert ended.code == 0
    assert ended.err.count("\n") == 1
    assert away.url in ended.err
    (settings,) = (home / "data" / "spool").glob("*/*/spool.json")
    assert json.loads(settings.read_text()) == {"format": 1, "url": away.url}

    other = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", other.url)
    assert sync().code == 7
    assert other.requests == []
    back = away.again()
    assert sync().code == 0
    assert back.values(ended.out.strip(), "loss") == list(range(100))
    other.stop()
    back.stop()


def test_many_runs_without_a_server_are_still_one_warning(home: Path) -> None:
    ended = run_script(
        "import runlore\nfor i in range(5):\n    with runlore.start_run('r') as run:\n        run.log('a', i)"
    )
    assert (ended.code, ended.err.count("\n")) == (0, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_forked_processes_do_not_say_again_what_the_script_has_said(home: Path) -> None:
    ended = run_script("""
        import os, sys, time
        import runlore
        with runlore.start_run("offline") as run:
            while not runlore._process.sender().outage.told:
                time.sleep(0.01)
            children = []
            for i in range(3):
                child = os.fork()
                if child == 0:
                    run.log("child", i)
                    time.sleep(0.6)
                    sys.exit(0) if i else os._exit(0)
                children.append(child)
            print([os.waitpid(child, 0)[1] for child in children])
        """)
    assert (ended.code, ended.out) == (0, "[0, 0, 0]\n")
    assert ended.err.count("runlore: run ") == 1, ended.err
    assert len(list((home / "data" / "spool").glob("*/*"))) == 4


def test_the_token_of_the_environment_does_not_go_to_a_url_that_a_spool_names(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = StrictServer()
    (home / "config.json").write_text(json.dumps({"runlore_url": server.url}))
    monkeypatch.setenv("RUNLORE_TOKEN", "secret")
    seen: list[str] = []
    answer = server.answer

    def watching(method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes) -> object:
        seen.append(headers.get("Authorization", "none"))
        return answer(method, path, query, headers, body)

    monkeypatch.setattr(server, "answer", watching)
    ended = run_script(TRAIN + "\nimport os\nos._exit(0)")
    assert (ended.code, set(seen)) == (0, {"none"})
    server.stop()


def test_reading_without_a_server_says_what_to_do(home: Path) -> None:
    with pytest.raises(runlore.ConnectionFailed, match="RUNLORE_URL"):
        runlore.get_run("abc")


def test_a_flush_without_a_server_returns_at_once_and_says_what_waits(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import time

    with runlore.start_run("offline") as run:
        run.log("loss", 1)
        begun = time.monotonic()
        assert run.flush(30) is False
        assert time.monotonic() - begun < 5
    assert "2 records and what follows wait in" in capfd.readouterr().err


@pytest.mark.parametrize("id", ["", "../x", "a/b", "-a", "x" * 257, "a b", "é"])
def test_an_id_that_could_be_a_path_is_refused(home: Path, id: str) -> None:
    with pytest.raises(runlore.InvalidArgument, match="run id must be"):
        runlore.start_run("ids", run_id=id)
    assert not (home / "data").exists()


@pytest.mark.parametrize("name", ["", "x" * 501])
def test_an_experiment_name_has_1_to_500_characters(home: Path, name: str) -> None:
    with pytest.raises(runlore.InvalidArgument, match="experiment name must be 1-500 characters but has"):
        runlore.start_run(name)
