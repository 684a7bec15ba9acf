# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Fixtures: a data folder of the test's own, and a server to log to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

from archives import runner_archive
from histories import History, RealHistory, StrictHistory
from job_server import JobServer, Runner
from runlore import _process, _runs
from strict_server import StrictServer

_OURS = ("RUNLORE_", "AZUREML_", "MLFLOW_")


@pytest.fixture(autouse=True)
def no_run_goes_on() -> Iterator[None]:
    """A run that a test left open would send to the server of the next."""
    yield
    sender = _process.sender()
    for run in _process.runs():
        if run._system is not None:
            run._system.stop()
        run._recording._close(pending=True)
        _process.forget(run)
    with sender._drive:
        sender._sendings.clear()
        sender._dead = iter(())
        if sender._adopted is not None:
            sender._adopted[0].close()
            sender._adopted = None
    sender.outage.told = False
    _runs._attached.clear()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder and current folder of its own, with no server anywhere."""
    for name in os.environ:
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "argv", sys.argv[:1])  # a run records its arguments, and those of a test run may be long
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("RUNLORE_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[1] / "src"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictServer]:
    """A strict server that ``RUNLORE_URL`` names."""
    server = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    yield server
    server.stop()


@pytest.fixture
def history(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[History]:
    """What stores runs: the server that ``RUNLORE_TEST_URL`` names, else a strict server in this process."""
    url, token = _REAL
    if url:
        monkeypatch.setenv("RUNLORE_URL", url)
        if token:
            monkeypatch.setenv("RUNLORE_TOKEN", token)
        yield RealHistory(url, token)
        return
    server = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    yield StrictHistory(server)
    server.stop()


_REAL = os.environ.get("RUNLORE_TEST_URL"), os.environ.get("RUNLORE_TEST_TOKEN")


@pytest.fixture(scope="session")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's archive."""
    return runner_archive(tmp_path_factory.mktemp("pyz"))


@pytest.fixture
def jobs(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobServer]:
    """A server with jobs."""
    server = JobServer()
    yield server
    server.stop()


@pytest.fixture
def launch(pyz: Path, jobs: JobServer) -> Iterator[Callable[..., Runner]]:
    """Starts runners, and ends what a test leaves of them."""
    runners: list[Runner] = []

    def start(run: str, *more: str, server: JobServer = jobs, python: str = sys.executable) -> Runner:
        runners.append(Runner(pyz, server, run, *more, python=python))
        return runners[-1]

    yield start
    for runner in runners:
        runner.end()
