# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Submitted runs: a project's folder with the command line, and the API alone."""

from __future__ import annotations

import hashlib
import os
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness.processes import Outcome, Running, wait_until
from harness.product import Sandbox
from harness.rest import Rest

DRIVER_LOG = "azureml-logs/70_driver_log.txt"
BUILD_LOG = "azureml-logs/20_image_build_log.txt"
ENDED = ("Completed", "Failed", "Canceled")
OCTETS = {"Content-Type": "application/octet-stream"}


class TrackedRun(NamedTuple):
    """A submitted run, seen through the API."""

    rest: Rest
    id: str

    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.rest.get(f"/runs/{self.id}")
        return facts

    @property
    def status(self) -> str:
        return str(self.facts()["status"])

    @property
    def job(self) -> dict[str, Any]:
        """The run's job, live or not."""
        jobs = [job for page in self.rest.pages("/jobs", limit=1000) for job in page["items"]]
        return next(job for job in jobs if job["run"] == self.id)

    def has_job(self, state: str) -> bool:
        return bool(self.job["state"] == state)

    def has_file(self, path: str) -> bool:
        return path in self.rest.artifacts(self.id)

    def end(self, status: str = "Completed", timeout: float = 60) -> dict[str, Any]:
        """Wait for the run's end, which has to be this one."""
        wait_until(f"{self.id} has ended", lambda: self.status in ENDED, timeout)
        facts = self.facts()
        assert facts["status"] == status, (facts["status"], facts.get("error"), facts["warnings"], self.log()[-2000:])
        return facts

    def log(self, name: str = DRIVER_LOG) -> bytes:
        """What the script has printed so far, whole."""
        text = b""
        while True:
            answer = self.rest.send("GET", f"/api/v1/runs/{self.id}/logs", {"path": name, "from": len(text)})
            if answer.status == 404:
                return b""
            assert answer.status == 200, answer
            if not answer.body:
                return text
            text += answer.body

    @property
    def lines(self) -> list[str]:
        return self.log().decode().splitlines()

    def first_line(self, timeout: float = 30) -> str:
        """What the script prints first; lines travel apart from points, so it may come after these."""
        wait_until(f"{self.id} prints a line", lambda: b"\n" in self.log(), timeout)
        return self.lines[0]

    def prints(self, line: str, timeout: float = 30) -> None:
        """Wait until the script has printed a line."""
        wait_until(f"{self.id} prints {line!r}", lambda: line in self.lines, timeout)

    def cancel(self) -> Any:
        return self.rest.call("POST", f"/runs/{self.id}/cancel").ok()

    def file(self, path: str) -> bytes:
        """A kept file's bytes."""
        answer = self.rest.send("GET", f"/api/v1/runs/{self.id}/artifacts", {"path": path})
        assert answer.status == 200, answer
        return answer.body


class Project:
    """A folder with scripts, submitted by hand of whoever has Python in their PATH."""

    def __init__(self, sandbox: Sandbox, name: str = "project") -> None:
        self.sandbox = sandbox
        self.folder = sandbox.work / name
        self.folder.mkdir()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(textwrap.dedent(text).encode() if isinstance(text, str) else text)
        return path

    def start(self, *arguments: str | Path, **variables: Any) -> Running:
        """Start the command line in the folder."""
        variables = {"PATH": path_with_python(), "PYTHONPATH": None, **variables}
        return self.sandbox.start(*arguments, folder=self.folder, **variables)

    def cli(self, *arguments: str | Path, timeout: float = 60, **variables: Any) -> Outcome:
        return self.start(*arguments, **variables).wait(timeout)

    def submit(self, *arguments: str, **variables: Any) -> TrackedRun:
        """Submit, and do not wait for the run's end."""
        outcome = self.cli("submit", "--async", *arguments, **variables).ok()
        return TrackedRun(self.sandbox.server.rest, outcome.out.strip().rpartition("RunId: ")[2])


def path_with_python() -> str:
    """A PATH whose python3 is the interpreter of the tests."""
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))


def keep_sources(rest: Rest, files: Mapping[str, str | bytes]) -> str:
    """A snapshot's id."""
    lines = []
    for path, text in sorted(files.items(), key=lambda item: item[0].encode()):
        body = textwrap.dedent(text).encode() if isinstance(text, str) else text
        sha256 = hashlib.sha256(body).hexdigest()
        assert rest.send("PUT", f"/api/v1/blobs/{sha256}", None, body, OCTETS).status in (200, 201)
        lines.append(f"f {sha256} {len(body)} {path}\n")
    manifest = "".join(lines).encode()
    return str(rest.send("PUT", "/api/v1/snapshots", None, manifest, OCTETS).ok()["id"])


def submission(snapshot: str, *arguments: str, home: Path, script: str = "train.py", **more: Any) -> dict[str, Any]:
    """A request's body; whatever more is given is of the configuration, but for `run`."""
    run = {"experiment": "submitted", **more.pop("run", {})}
    return {
        "run": run,
        "snapshot": snapshot,
        "configuration": {"arguments": list(arguments), **({} if "command" in more else {"script": script}), **more},
        "surroundings": {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"},
        "interpreterDefault": sys.executable,
        "launch": "server",
    }


def submit(sandbox: Sandbox, sources: str | Mapping[str, str | bytes], *arguments: str, **more: Any) -> TrackedRun:
    """Submit through the API alone: a script's text, or several files of which `train.py` is run."""
    rest = sandbox.server.rest
    files = {"train.py": sources} if isinstance(sources, str) else sources
    body = submission(keep_sources(rest, files), *arguments, home=sandbox.home, **more)
    return TrackedRun(rest, rest.call("POST", "/submissions", body).ok()["run"]["id"])
