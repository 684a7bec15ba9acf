# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Where a submission goes, and who starts its runner.

The server of this machine's own data folder starts runners itself. Any other server only keeps the queue: then the
runner is started here, in a session of its own, so that it outlives this process.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

from ._connection import Connection
from ._errors import InvalidArgument, RunloreError, UnsafeAnswer
from ._places import Place, find_server, live_server, same_server

SURROUNDINGS = (
    "PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "LD_LIBRARY_PATH", "HOME", "LANG", "LC_ALL",
)  # fmt: skip


class Target:
    """A server that takes submissions, and this machine as their submitter."""

    def __init__(self, place: Place, own: bool) -> None:
        """Nothing is sent yet.

        Args:
            place: the server and its token.
            own: whether it is the server of this machine's data folder.
        """
        self.connection = Connection(place.url, place.token)
        self._own = own
        self._interpreter = os.path.abspath(sys.executable) if sys.executable else shutil.which("python3")
        self._surroundings = {name: os.environ[name] for name in SURROUNDINGS if os.environ.get(name)}

    def submitter(self) -> dict[str, Any]:
        """What a submission says of who sends it: never more of the environment than a short list."""
        if self._interpreter is None:
            raise InvalidArgument("a submission needs a Python but there is none on the PATH; put python3 there")
        return {
            "surroundings": self._surroundings,
            "interpreterDefault": self._interpreter,
            "launch": "server" if self._own else "submitter",
        }

    def launch(self, run_id: str, answer: Any) -> None:
        """Start the runner of a submission that was taken, unless the server does.

        Raises:
            RunloreError: it cannot be started; then the job is canceled.
        """
        if self._own:
            return
        from ._launches import start_runner

        try:
            job, token = str(answer["job"]["id"]), str(answer["claimToken"])
        except (KeyError, TypeError) as error:
            raise UnsafeAnswer(f"{self.connection.url} answered a submission without its job; update it") from error
        try:
            start_runner(self.connection, [str(self._interpreter)], run_id, self._environment(job, token))
        except (OSError, RunloreError):
            self.connection.call("POST", f"/jobs/{job}/cancel")
            raise

    def _environment(self, job: str, token: str) -> dict[str, str]:
        return {
            **self._surroundings,
            "RUNLORE_URL": self.connection.url,
            "RUNLORE_JOB": job,
            "RUNLORE_JOB_TOKEN": token,
        }


def find_target(folder: str) -> Target:
    """The server for a project's submissions; starts one on this machine when there is none.

    Raises:
        ConnectionFailed: none was found and none could be started.
        InvalidArgument: it is another machine's, or was named, and there is no token for it.
    """
    place, own = find_server(folder=folder), live_server()
    if place is None:
        from ._local_server import start_server

        place = own = start_server()
    if own is not None and same_server(_plain(place.url), _plain(own.url)):
        return Target(own, own=True)
    if place.token is None:
        # whoever starts the runner runs what this server sends: a file in a folder may not choose it alone
        raise InvalidArgument(
            f"submitting to {place.url} (named by {place.source}) needs its token; give it by RUNLORE_TOKEN with "
            "RUNLORE_URL, or under tokens in ~/.runlore/config.json"
        )
    return Target(place, own=False)


def _plain(url: str) -> str:
    return url.replace("//localhost:", "//127.0.0.1:")
