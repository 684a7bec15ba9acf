# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A script is submitted: what the server gets, who starts the runner, and what is refused before anything travels."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import runlore
from queueing_server import QueueingServer
from runlore._targets import SURROUNDINGS
from strict_server import Answer, problem
from test_places import HOLD

DEFAULTS = {"target": "local", "framework": "Python", "watched": ["logs"], "collectOutputs": True, "tracked": True}


@pytest.fixture
def queue(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueueingServer]:
    """A server of another machine, and a project in the current folder."""
    server = QueueingServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    monkeypatch.setenv("RUNLORE_TOKEN", server.token)
    (home / "project").mkdir()
    (home / "project" / "train.py").write_bytes(b"print(1)\n")
    monkeypatch.chdir(home / "project")
    yield server
    server.stop()


@pytest.fixture
def own(queue: QueueingServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueueingServer]:
    """The same server as that of this machine's data folder."""
    monkeypatch.delenv("RUNLORE_URL")
    monkeypatch.delenv("RUNLORE_TOKEN")
    with live(home / "data", queue):
        yield queue


class live:
    """A process that holds the lock of ``server.json``, as a server does."""

    def __init__(self, data: Path, server: QueueingServer) -> None:
        data.mkdir(exist_ok=True)
        (data / "token").write_text(server.token + "\n")
        self._file = data / "server.json"
        self._file.write_text(json.dumps({"url": server.url, "pid": 1, "version": "0"}))

    def __enter__(self) -> None:
        command = [sys.executable, "-c", HOLD, str(self._file)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def __exit__(self, *_: object) -> None:
        self._process.communicate("", timeout=30)


def test_the_servers_host_starts_the_runner_of_its_own_machine(own: QueueingServer, home: Path) -> None:
    run = runlore.submit(
        "train.py", ["0.1", 2, 0.5, "", "a b", "-x", "é\n"], experiment="iris é", tags={"a": "b", "c": None}
    )
    body = own.submissions[run.id]
    assert re.fullmatch(r"iris--_\d{10}_[0-9a-f]{8}", run.id)
    assert own.files(run.id) == {"train.py": b"print(1)\n"}
    arguments = ["0.1", "2", "0.5", "", "a b", "-x", "é\n"]
    assert body["configuration"] == {**DEFAULTS, "script": "train.py", "arguments": arguments}
    assert (body["launch"], body["interpreterDefault"]) == ("server", os.path.abspath(sys.executable))
    assert (body["run"]["experiment"], body["run"]["tags"]) == ("iris é", {"a": "b", "c": None})
    assert {"user", "host"} <= set(body["run"])
    assert not (home / "data" / "jobs").exists()
    assert run.experiment == "iris é"


def test_of_the_environment_only_a_short_list_travels(own: QueueingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("VIRTUAL_ENV", "/venv")
    run = runlore.submit("train.py")
    surroundings = own.submissions[run.id]["surroundings"]
    assert surroundings == {name: os.environ[name] for name in SURROUNDINGS if os.environ.get(name)}
    assert surroundings["VIRTUAL_ENV"] == "/venv"
    assert "hidden" not in json.dumps(own.submissions[run.id])


@pytest.mark.skipif(os.name == "nt", reason="runners are for Linux and macOS")
def test_for_a_server_elsewhere_the_runner_is_started_here_and_outlives_the_submitter(
    queue: QueueingServer, home: Path
) -> None:
    run = runlore.submit("train.py")
    assert queue.submissions[run.id]["launch"] == "submitter"
    folder = home / "data" / "jobs" / run.id
    told = json.loads(_read_soon(folder / "told.json"))
    assert told["arguments"] == [run.id]
    assert told["sid"] == told["pid"]
    environment = told["environment"]
    expected = {
        "RUNLORE_URL": queue.url,
        "RUNLORE_JOB": "job-1",
        "RUNLORE_JOB_TOKEN": "rl_job_1",
        "RUNLORE_HOME": str(home / "data"),
        "RUNLORE_SPOOL": str(home / "data" / "spool"),
    }
    assert {name: environment[name] for name in expected} == expected
    assert "RUNLORE_TOKEN" not in environment
    assert _read_soon(folder / "runner.log") == "the runner was here\n"
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert oct((folder / "runner.log").stat().st_mode & 0o777) == "0o600"


def test_a_runner_that_cannot_be_started_leaves_no_job_behind(queue: QueueingServer) -> None:
    def no_runner(method: str, path: str, query: dict[str, str], body: bytes) -> Answer | None:
        return problem(404, "NOT_FOUND", "no runner") if path.endswith("runner.pyz") else None

    answer = queue.answer
    queue.answer = lambda method, path, query, headers, body: (  # type: ignore[method-assign]
        no_runner(method, path, query, body) or answer(method, path, query, headers, body)
    )
    with pytest.raises(runlore.NotFound, match="no runner"):
        runlore.submit("train.py")
    assert queue.canceled == ["/jobs/job-1/cancel"]


def test_only_the_bytes_that_the_server_lacks_travel(own: QueueingServer) -> None:
    for name in ("again.py", "train.py"):
        Path(name).write_bytes(b"print(1)\n")
    first = runlore.submit("train.py")
    Path("new.py").write_bytes(b"print(2)\n")
    second = runlore.submit("train.py")
    puts = [path for method, path, _ in own.requests if method == "PUT" and "/blobs/" in path]
    assert len(puts) == 2
    assert own.files(first.id) == {"again.py": b"print(1)\n", "train.py": b"print(1)\n"}
    assert own.files(second.id) == {**own.files(first.id), "new.py": b"print(2)\n"}


def test_a_run_that_was_submitted_is_waited_for_and_canceled(
    own: QueueingServer, capsys: pytest.CaptureFixture[str]
) -> None:
    run = runlore.submit("train.py")
    assert run.status == "Queued"
    own.status, own.log = "Completed", b"epoch 1\n"
    assert run.wait(show_output=True, timeout=10) == "Completed"
    assert capsys.readouterr().out == "epoch 1\n"
    run.cancel()
    assert own.canceled == [f"/runs/{run.id}/cancel"]


def test_a_run_that_was_submitted_goes_on_when_the_submitter_ends(own: QueueingServer, home: Path) -> None:
    command = [sys.executable, "-c", "import runlore; print(runlore.submit('train.py').id)"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert own.statuses(done.stdout.strip()) == []
    assert not (home / "data" / "spool").exists()


def test_secrets_are_left_out_told_and_recorded(own: QueueingServer, capfd: pytest.CaptureFixture[str]) -> None:
    Path(".env").write_text("PASSWORD=1")
    run = runlore.submit("train.py")
    (warning,) = own.submissions[run.id]["warnings"]
    assert warning == "left out of the snapshot, as their names look like secrets: .env"
    assert warning in capfd.readouterr().err
    assert set(own.files(run.id)) == {"train.py"}


def test_a_configuration_of_the_project_is_used(own: QueueingServer) -> None:
    Path(".azureml").mkdir()
    Path(".azureml", "quick.runconfig").write_text(
        json.dumps({"script": "other.py", "environmentVariables": {"A": 1}, "odd": 1})
    )
    run = runlore.submit("train.py", configuration="quick")
    body = own.submissions[run.id]
    assert body["configuration"] == {
        **DEFAULTS, "script": "train.py", "arguments": [], "environmentVariables": {"A": "1"}
    }  # fmt: skip
    assert body["warnings"] == [".azureml/quick.runconfig: odd is not known; it was not used"]


def test_a_command_is_run_in_place_of_a_script(own: QueueingServer) -> None:
    run = runlore.submit(None, configuration={"command": ["python", "-V"]})
    expected = {**DEFAULTS, "command": ["python", "-V"], "arguments": []}
    assert own.submissions[run.id]["configuration"] == expected


def test_an_absolute_path_of_a_script_in_the_folder_is_taken(own: QueueingServer, home: Path) -> None:
    run = runlore.submit(home / "project" / "train.py", folder=home / "project")
    assert own.submissions[run.id]["configuration"]["script"] == "train.py"


@pytest.mark.parametrize(
    ("script", "arguments", "error"),
    [
        ("gone.py", [], "must be a file of the snapshot but 'gone.py' is none"),
        ("../train.py", [], "must lie in the project's folder"),
        ("/etc/passwd", [], "must lie in the project's folder"),
        (3, [], "the script of a submission must be a path"),
        ("train.py", "--alpha 1", "arguments must be a list"),
        ("train.py", 3, "arguments must be a list"),
        ("train.py", [None], "an argument must be a number or a text but is None"),
        ("train.py", [b"x"], "an argument must be a number or a text"),
        ("train.py", ["a\0b"], "without NUL"),
    ],
)
def test_what_breaks_a_rule_is_refused_before_anything_travels(
    own: QueueingServer, script: Any, arguments: Any, error: str
) -> None:
    with pytest.raises(runlore.InvalidArgument, match=error):
        runlore.submit(script, arguments)
    assert own.requests == []


def test_a_file_that_changes_while_it_is_sent_is_named(own: QueueingServer) -> None:
    answer = own.answer

    def changing(method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        Path("train.py").write_bytes(b"print(2)\n")
        return answer(method, path, query, headers, body)

    own.answer = changing  # type: ignore[method-assign]
    with pytest.raises(runlore.WrongState, match=r"train\.py' changed or went while it was sent"):
        runlore.submit("train.py")
    assert own.submissions == {}


def test_a_server_without_the_snapshot_refuses_by_name(own: QueueingServer) -> None:
    own.snapshots = _Forgetful()
    with pytest.raises(runlore.NotFound, match="there is no snapshot"):
        runlore.submit("train.py")


class _Forgetful(dict[str, bytes]):
    def __setitem__(self, key: str, value: bytes) -> None:
        return


def test_a_server_that_a_project_file_names_gets_nothing_without_a_token_for_it(
    queue: QueueingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RUNLORE_URL")
    Path("config.json").write_text(json.dumps({"runlore_url": queue.url}))
    with pytest.raises(runlore.InvalidArgument, match=r"needs its token; give it by RUNLORE_TOKEN"):
        runlore.submit("train.py")
    assert queue.requests == []


LAUNCHER = """#!{python}
import json, os, sys, subprocess
data = os.environ["RUNLORE_HOME"]
os.makedirs(data, exist_ok=True)
open(data + "/asked", "w").write(" ".join(sys.argv[1:]))
open(data + "/token", "w").write("{token}")
open(data + "/server.json", "w").write(json.dumps({{"url": "{url}", "pid": 1}}))
hold = subprocess.Popen([sys.executable, "-c", {hold!r}, data + "/server.json"], stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=())
hold.stdout.readline()
open(data + "/holder", "w").write(str(hold.pid))
os._exit(0)
"""


@pytest.mark.skipif(os.name == "nt", reason="the launcher is for Linux and macOS")
@pytest.mark.parametrize("by", ["PATH", "RUNLORE_CLI"])
def test_without_a_server_the_launcher_starts_one(
    queue: QueueingServer, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], by: str
) -> None:
    monkeypatch.delenv("RUNLORE_URL")
    hold = HOLD.replace("sys.stdin.read()", "import time; time.sleep(20)")
    launcher = home / "bin" / "runlore"
    launcher.parent.mkdir()
    launcher.write_text(LAUNCHER.format(python=sys.executable, token=queue.token, url=queue.url, hold=hold))
    launcher.chmod(0o755)
    found = f"{launcher.parent}{os.pathsep}{os.environ['PATH']}" if by == "PATH" else str(launcher)
    monkeypatch.setenv(by, found)
    try:
        run = runlore.submit("train.py")
    finally:
        os.kill(int((home / "data" / "holder").read_text()), 9)
    assert queue.submissions[run.id]["launch"] == "server"
    assert (home / "data" / "asked").read_text() == "server start --idle-stop 120"
    assert capfd.readouterr().err.startswith(f"runlore: started a server at {queue.url}; it ends after two idle hours")


@pytest.mark.parametrize(
    ("cli", "error"),
    [("", "put `runlore` on the PATH or its path into RUNLORE_CLI"), ("/nowhere/runlore", "cannot start one")],
)
def test_without_a_server_and_a_launcher_a_sentence_says_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch, cli: str, error: str
) -> None:
    Path("train.py").write_text("")
    monkeypatch.setenv("RUNLORE_CLI", cli)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(runlore.ConnectionFailed, match=error):
        runlore.submit("train.py")


def _read_soon(path: Path) -> str:
    end = time.monotonic() + 20
    while not (path.exists() and path.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    return path.read_text()
