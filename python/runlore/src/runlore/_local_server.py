# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Starts a server on this machine through the ``runlore`` launcher."""

from __future__ import annotations

import os
import shutil
import subprocess

from ._errors import ConnectionFailed
from ._notices import warn
from ._places import Place, live_server

IDLE_MINUTES = "120"
_PATIENCE = 600.0  # seconds; the launcher builds the product at its first use
_LAST_WORDS = 500


def start_server() -> Place:
    """The server that was started; it ends by itself after two hours without requests and jobs.

    Raises:
        ConnectionFailed: there is no launcher, or the server did not come up.
    """
    launcher = os.environ.get("RUNLORE_CLI") or shutil.which("runlore")
    if not launcher:
        raise ConnectionFailed(
            "no server was found, and no launcher to start one: start it with `runlore server start`, name it with "
            "RUNLORE_URL, or put `runlore` on the PATH or its path into RUNLORE_CLI"
        )
    said = _call([launcher, "server", "start", "--idle-stop", IDLE_MINUTES])
    place = live_server()
    if place is None:
        raise ConnectionFailed(f"`{launcher} server start` started no server{said}")
    warn(f"started a server at {place.url}; it ends after two idle hours, or by `runlore server stop`")
    return place


def _call(command: list[str]) -> str:
    """Run a command to its end; answers its last words."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConnectionFailed(f"no server was found, and {command[0]!r} cannot start one: {error}") from error
    said = (done.stderr or done.stdout).decode(errors="replace").strip()[-_LAST_WORDS:]
    return f": {said}" if said else ""
