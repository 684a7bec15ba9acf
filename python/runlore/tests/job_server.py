# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The strict server with jobs, snapshots and logs, and a way to start the real runner on one of them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Callable

from strict_server import Answer, StrictServer, problem

LOG_BYTES = 64 << 20
ENDS = ("Completed", "Failed", "Canceled")
DRIVER_LOG = "azureml-logs/70_driver_log.txt"
BUILD_LOG = "azureml-logs/20_image_build_log.txt"


class JobServer(StrictServer):
    """Runs that are submitted to it wait for a runner."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.jobs: dict[str, dict[str, Any]] = {}
        self.manifests: dict[str, bytes] = {}
        self.logs: dict[tuple[str, str], bytearray] = {}
        self.tokens: list[str] = []

    def again(self) -> JobServer:
        other = JobServer(self.port)
        return other.take_over(self)

    def elsewhere(self) -> JobServer:
        """The same server, started again on another port."""
        return JobServer().take_over(self)

    def take_over(self, before: JobServer) -> JobServer:
        for name in ("records", "next", "blobs", "gaps", "jobs", "manifests", "logs", "tokens"):
            setattr(self, name, getattr(before, name))
        return self

    # ---- what a test says and asks

    def keep_snapshot(self, files: Mapping[str, str | bytes], executable: Iterable[str] = ()) -> str:
        """Keep files as a snapshot; answers its id."""
        lines = []
        for path, text in sorted(files.items(), key=lambda item: item[0].encode()):
            body = text.encode() if isinstance(text, str) else text
            sha256 = hashlib.sha256(body).hexdigest()
            self.blobs[sha256] = body
            lines.append(f"{'x' if path in executable else 'f'} {sha256} {len(body)} {path}\n")
        return self.manifest("".join(lines).encode())

    def manifest(self, text: bytes) -> str:
        """Keep a manifest's bytes, right or wrong; answers the snapshot's id."""
        id = hashlib.sha256(text).hexdigest()[:40]
        self.manifests[id] = text
        return id

    def submit(self, run: str, snapshot: str | None, **configuration: Any) -> None:
        """Make a run with a job."""
        surroundings = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
        if "script" not in configuration and "command" not in configuration:
            configuration["script"] = "train.py"
        self.jobs[run] = {
            "id": f"job-{run}",
            "run": run,
            "state": "Starting",
            "cancelRequested": False,
            "nonce": None,
            "status": "Queued",
            "answer": {
                "run": run,
                "experiment": {"id": "7", "name": "iris"},
                "snapshot": snapshot,
                "configuration": {"target": "local", **configuration},
                "surroundings": surroundings,
                "interpreterDefault": sys.executable,
                "runToken": f"rl_run_{run}",
            },
        }

    def cancel(self, run: str) -> None:
        self.jobs[run]["cancelRequested"] = True

    def status(self, run: str) -> str:
        return next(reversed([s for s in self.statuses(run) if s in ENDS] or self.statuses(run)[-1:]), "")

    def end(self, run: str) -> dict[str, Any]:
        """The status record that ended a run."""
        ends = [r["status"] for r in self.stored(run) if "status" in r and r["status"]["to"] in ENDS]
        assert len(ends) == 1, ends
        return dict(ends[0])

    def warnings(self, run: str) -> list[str]:
        return [record["warning"] for record in self.stored(run) if "warning" in record]

    def properties(self, run: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for record in self.stored(run):
            found.update(record.get("property", {}))
        return found

    def log(self, run: str, path: str = DRIVER_LOG) -> bytes:
        return bytes(self.logs.get((run, path), b""))

    def artifacts(self, run: str) -> dict[str, bytes]:
        """Bytes of a run's artifacts by path."""
        kept = [record["artifact"] for record in self.stored(run) if "artifact" in record]
        return {artifact["path"]: self.blobs[artifact["sha256"]] for artifact in kept}

    # ---- what it answers

    def answer(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        if self.script is not None and (scripted := self.script(method, path, query, body)) is not None:
            return scripted
        self.tokens.append(headers.get("Authorization", ""))
        parts = path.split("/")
        if len(parts) == 6 and parts[3] == "jobs" and parts[5] == "claim":
            return self._claim(parts[4], headers, json.loads(body))
        if len(parts) == 5 and parts[3] == "jobs":
            return self._job(parts[4])
        if len(parts) == 5 and parts[3] == "snapshots":
            found = self.manifests.get(parts[4])
            return problem(404, "NOT_FOUND", f"no snapshot {parts[4]}") if found is None else (200, found)
        if len(parts) == 5 and parts[3] == "blobs" and method == "GET":
            blob = self.blobs.get(parts[4])
            return problem(404, "NOT_FOUND", f"no blob {parts[4]}") if blob is None else (200, blob)
        if len(parts) == 6 and parts[5] == "logs" and method == "POST":
            return self._grow(parts[4], query, body)
        answer = super().answer(method, path, query, headers, body)
        self._follow()
        return answer

    def _of(self, job: str) -> dict[str, Any] | None:
        return next((kept for kept in self.jobs.values() if kept["id"] == job), None)

    def _job(self, id: str) -> Answer:
        job = self._of(id)
        if job is None:
            return problem(404, "NOT_FOUND", f"no job {id}")
        return 200, {name: job[name] for name in ("id", "run", "state", "cancelRequested")}

    def _claim(self, id: str, headers: Any, body: dict[str, Any]) -> Answer:
        job = self._of(id)
        if job is None or headers.get("Authorization") != f"Bearer rl_job_{job['run']}":
            return problem(401, "UNAUTHENTICATED", "a claim needs the job's token")
        with self.lock:
            if job["state"] == "Ended" or job["nonce"] not in (None, body["nonce"]):
                return problem(409, "WRONG_STATE", f"job {id} is {job['state']}")
            job["nonce"], job["state"] = body["nonce"], "Running"
        return 200, job["answer"]

    def _grow(self, run: str, query: dict[str, str], body: bytes) -> Answer:
        with self.lock:
            kept, offset = self.logs.setdefault((run, query["path"]), bytearray()), int(query["offset"])
            if offset > len(kept):
                return problem(409, "WRONG_STATE", f"the log has {len(kept)} bytes", size=len(kept))
            kept += body[len(kept) - offset :]
            assert len(kept) <= LOG_BYTES
            return 200, {"size": len(kept)}

    def _follow(self) -> None:
        """A job ends with its run."""
        for run, job in self.jobs.items():
            if job["state"] != "Ended" and any(status in ENDS for status in self.statuses(run)):
                job["state"] = "Ended"


class Runner:
    """A runner's process."""

    def __init__(self, pyz: Path, server: JobServer, run: str, *more: str, python: str = sys.executable) -> None:
        home = Path(os.environ["RUNLORE_HOME"])
        self.run = run
        self.server = server
        self.work = home / "jobs" / run
        self.work.mkdir(parents=True, exist_ok=True)
        self.diary = self.work / "runner.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "RUNLORE_HOME")}
        variables = {
            **kept,
            "RUNLORE_URL": server.url,
            "RUNLORE_JOB": f"job-{run}",
            "RUNLORE_JOB_TOKEN": f"rl_job_{run}",
            "RUNLORE_SPOOL": str(home / "spool"),
        }
        with self.diary.open("ab") as diary:
            self.process = subprocess.Popen(
                [python, str(pyz), run, *more],
                env=variables,
                cwd=self.work,
                stdin=subprocess.DEVNULL,
                stdout=diary,
                stderr=diary,
                start_new_session=True,
            )

    def wait(self, seconds: float = 30.0) -> int:
        """Wait for the runner's end; answers its exit code."""
        try:
            return self.process.wait(seconds)
        finally:
            self.end()

    def end(self) -> None:
        """See to it that nothing is left of the runner."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def text(self) -> str:
        return self.diary.read_text(encoding="utf-8", errors="replace")

    @property
    def project(self) -> Path:
        return self.work / "project"


def eventually(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)
