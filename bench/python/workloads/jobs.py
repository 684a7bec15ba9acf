# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Submitted runs as their user waits for them, in milliseconds.

    jobs.py overhead LAUNCHER PORT SECONDS   `runlore submit` of a script of that length, and the same by hand
    jobs.py known LAUNCHER PORT FILES        `runlore submit --async` of a folder of that many known files
    jobs.py line LAUNCHER PORT LINES         from printing a line to reading it through the API
    jobs.py cancel LAUNCHER PORT             from the request to cancel a sleeping script to its end as the API tells it

The data folder is that of RUNLORE_HOME. Prints one JSON object.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path
from typing import Any

_GLANCE = 0.005
_PATIENCE = 120.0
_DRIVER_LOG = "azureml-logs/70_driver_log.txt"


class User:
    """Somebody in a project's folder, with the command line and the API."""

    def __init__(self, launcher: str, port: str, folder: Path) -> None:
        self._launcher = launcher
        self._connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        self._folder = folder

    def write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def submit(self, *arguments: str) -> str:
        """What the command printed."""
        return self.call(self._launcher, "submit", *arguments)

    def call(self, *command: str) -> str:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def ask(self, method: str, path: str) -> bytes:
        """The answer's bytes; none when there is nothing yet."""
        self._connection.request(method, f"/api/v1{path}")
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status not in (200, 404):
            raise SystemExit(f"the server must answer 200 but answered {answer.status} {body!r}")
        return body if answer.status == 200 else b""

    def status(self, run: str) -> str:
        return str(json.loads(self.ask("GET", f"/runs/{run}"))["status"])

    def reach(self, run: str, *statuses: str) -> None:
        end = time.monotonic() + _PATIENCE
        while self.status(run) not in statuses:
            if time.monotonic() > end:
                raise SystemExit(f"run {run} must become {statuses} but is {self.status(run)}")
            time.sleep(_GLANCE)

    def log(self, run: str, start: int) -> bytes:
        query = urllib.parse.urlencode({"path": _DRIVER_LOG, "from": start})
        return self.ask("GET", f"/runs/{run}/logs?{query}")


def run_of(printed: str) -> str:
    return printed.partition("RunId: ")[2].split()[0]


def timed(action: Any) -> float:
    before = time.perf_counter()
    action()
    return (time.perf_counter() - before) * 1000


def overhead(user: User, seconds: str) -> dict[str, float]:
    user.write(
        "train.py",
        f"import time\nprint('begun')\ntime.sleep({seconds})\nprint('ended')\n",
    )
    user.submit("train.py")  # the snapshot is known from here on
    by_hand = timed(lambda: user.call(sys.executable, "train.py"))
    submitted = timed(lambda: user.submit("train.py"))
    return {"overhead": submitted - by_hand, "by_hand": by_hand}


def known(user: User, files: str) -> dict[str, float]:
    for number in range(int(files) - 1):
        user.write(f"part{number % 20}/file{number}.py", f"x = {number}\n" * 40)
    user.write("train.py", "print('here')\n")
    run = run_of(user.submit("--async", "train.py"))
    user.reach(run, "Completed")
    printed: list[str] = []
    took = timed(lambda: printed.append(user.submit("--async", "train.py")))
    user.reach(run_of(printed[0]), "Completed")
    return {"known": took}


def line(user: User, lines: str) -> dict[str, float]:
    user.write(
        "train.py",
        f"import time\nfor _ in range({lines}):\n    print(time.time())\n    time.sleep(0.21)\n",
    )
    run = run_of(user.submit("--async", "train.py"))
    took: list[float] = []
    text = b""
    while len(took) < int(lines):
        text += user.log(run, len(text))
        now = time.time()
        printed = text.rpartition(b"\n")[0].split()
        took.extend((now - float(moment)) * 1000 for moment in printed[len(took) :])
        time.sleep(_GLANCE)
    user.reach(run, "Completed")
    return {"median": statistics.median(took), "longest": max(took)}


def cancel(user: User) -> dict[str, float]:
    user.write("train.py", "import time\nprint('here')\ntime.sleep(600)\n")
    run = run_of(user.submit("--async", "train.py"))
    while not user.log(run, 0):
        time.sleep(_GLANCE)

    def ends() -> None:
        user.ask("POST", f"/runs/{run}/cancel")
        user.reach(run, "Canceled")

    return {"cancel": timed(ends)}


def main() -> None:
    word, launcher, port, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        user = User(launcher, port, Path(folder))
        measured = {
            "overhead": overhead,
            "known": known,
            "line": line,
            "cancel": cancel,
        }[word](user, *more)
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
