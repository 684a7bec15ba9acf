# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Many submissions while the server is killed again and again: who was submitted, who began, who ended."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from harness.ledger import entries
from harness.product import Sandbox
from harness.rest import Answer, Rest
from harness.submissions import keep_sources, submission
from harness.writers import persist

# Begins and ends are lines of one file, each appended whole: their order is the order in which they happened.
SCRIPT = """
    import json, os, sys, time
    ledger = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
    def note(what):
        os.write(ledger, json.dumps({"run": os.environ["AZUREML_RUN_ID"], "what": what}).encode() + b"\\n")
    note("begins")
    time.sleep(float(sys.argv[2]))
    note("ends")
"""


class Submissions:
    """So many runs `q0 q1 …`, submitted one after the other by a thread that never gives up."""

    def __init__(self, sandbox: Sandbox, count: int, seconds: float) -> None:
        self.rest: Rest = sandbox.server.rest
        self.runs = [f"q{number}" for number in range(count)]
        self.ledger: Path = sandbox.folder / "queue.ledger"
        self.ledger.touch()
        self._snapshot = keep_sources(self.rest, {"train.py": SCRIPT})
        self._seconds = seconds
        self._home = sandbox.home
        self.thread = threading.Thread(target=self._submit, daemon=True)
        self.thread.start()

    def _submit(self) -> None:
        for run in self.runs:
            body = submission(self._snapshot, str(self.ledger), str(self._seconds), home=self._home, run={"id": run})
            persist(partial(self._send, body))

    def _send(self, body: Mapping[str, Any]) -> Answer:
        return self.rest.call("POST", "/submissions", body)

    def jobs(self) -> list[dict[str, Any]]:
        """All jobs in the order of their submission; none while the server is away."""
        try:
            jobs = [job for page in self.rest.pages("/jobs", limit=1000) for job in page["items"]]
        except (OSError, http.client.HTTPException):
            return []
        return sorted(jobs, key=lambda job: self.runs.index(job["run"]))

    def have_ended(self) -> bool:
        if self.thread.is_alive():
            return False
        jobs = self.jobs()
        return bool(jobs) and all(job["state"] == "Ended" for job in jobs)

    def statuses(self) -> dict[str, str]:
        table = self.rest.get("/runs", columns="id,status", limit=1000)["columns"]
        return dict(zip(table["id"], table["status"], strict=True))

    def noted(self, what: str) -> list[str]:
        """The runs that began, or ended, in that order."""
        return [entry["run"] for entry in entries(self.ledger) if entry["what"] == what]

    def most_at_once(self) -> int:
        now = most = 0
        for entry in entries(self.ledger):
            now += 1 if entry["what"] == "begins" else -1
            most = max(most, now)
        return most


def check_order(jobs: list[dict[str, Any]]) -> None:
    """Of what waits nothing was submitted before something that was started."""
    waits = [job["state"] == "Queued" for job in jobs]
    assert waits == sorted(waits), [(job["run"], job["state"]) for job in jobs]
    assert [job["position"] for job in jobs if job["state"] == "Queued"] == list(range(1, sum(waits) + 1))
