# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Starts a runner on this machine, detached from this process and its terminal."""

from __future__ import annotations

import hashlib
import os
import subprocess

from ._connection import Connection, error_of
from ._places import data_folder
from ._spool_places import spool_folder

_NAME = "runlore-runner.pyz"
_started: list[subprocess.Popen[bytes]] = []  # whoever lets go of a living child is warned of it


def start_runner(connection: Connection, python: list[str], run_id: str, environment: dict[str, str]) -> None:
    """Fetch the server's own runner and start it for a run.

    Args:
        connection: the server.
        python: the interpreter's words.
        run_id: the run.
        environment: the runner's, but for the places of this machine.

    Raises:
        ServerError: the server does not give its runner.
        OSError: it cannot be written or started.
    """
    data = os.path.abspath(data_folder())
    runner = _fetched(connection, os.path.join(data, "jobs", "runner"))
    folder = os.path.join(data, "jobs", run_id)
    _make_private(folder)
    places = {"RUNLORE_HOME": data, "RUNLORE_SPOOL": os.path.abspath(spool_folder())}
    log = os.open(os.path.join(folder, "runner.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _started.append(
            subprocess.Popen(
                [*python, runner, run_id],
                cwd=folder,
                env={**environment, **places},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        )
    finally:
        os.close(log)
    _started[:] = [process for process in _started if process.poll() is None]


def _fetched(connection: Connection, folder: str) -> str:
    """The path of the runner's archive; each version has a folder of its own, as others may be running."""
    response = connection.request("GET", "/runner.pyz")
    if response.status != 200:
        raise error_of(response)
    version = os.path.join(folder, hashlib.sha256(response.body).hexdigest()[:16])
    path = os.path.join(version, _NAME)
    if not os.path.isfile(path):
        _make_private(version)
        part = f"{path}.{os.getpid()}.part"
        with open(part, "wb") as file:
            file.write(response.body)
        os.replace(part, path)
    return path


def _make_private(folder: str) -> None:
    """A folder, with those above it that are not there, for this user alone."""
    if not os.path.isdir(folder):
        above = os.path.dirname(folder)
        if above != folder:
            _make_private(above)
        os.makedirs(folder, 0o700, exist_ok=True)
