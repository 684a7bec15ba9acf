# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A strict server that also takes snapshots and submissions, as the contract says."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from strict_server import Answer, StrictServer, problem

RUNNER = b"""
import json, os, sys
told = {"arguments": sys.argv[1:], "environment": dict(os.environ), "pid": os.getpid(), "sid": os.getsid(0)}
with open("told.json.part", "w") as file:
    json.dump(told, file)
os.rename("told.json.part", "told.json")
print("the runner was here")
"""


class QueueingServer(StrictServer):
    """Keeps submissions by run id; ``token`` is the data folder's."""

    def __init__(self, port: int = 0) -> None:
        self.token = "secret-of-the-data-folder"
        self.snapshots: dict[str, bytes] = {}
        self.submissions: dict[str, dict[str, Any]] = {}
        self.canceled: list[str] = []
        self.status = "Queued"
        self.log = b""
        super().__init__(port)

    def files(self, run: str) -> dict[str, bytes]:
        """The files of a submission's snapshot."""
        manifest = self.snapshots[self.submissions[run]["snapshot"]].decode()
        return {line.split(" ", 3)[3]: self.blobs[line.split(" ")[1]] for line in manifest.split("\n")[:-1]}

    def answer(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        path = path[len("/api/v1") :]
        parts = path.split("/")
        if (method, path) == ("PUT", "/snapshots"):
            return self._snapshot(body)
        if (method, path) == ("POST", "/submissions"):
            if headers.get("Authorization") != f"Bearer {self.token}":
                return problem(401, "UNAUTHENTICATED", "submitting needs the data folder's token")
            return self._submission(json.loads(body))
        if (method, path) == ("GET", "/runner.pyz"):
            return 200, RUNNER
        if method == "POST" and parts[-1] == "cancel":
            self.canceled.append(path)
            return 200, {"id": parts[2]}
        if method == "GET" and parts[1] == "runs" and parts[2] in self.submissions:
            return self._run(parts, query)
        return super().answer(method, "/api/v1" + path, query, headers, body)

    def _run(self, parts: list[str], query: dict[str, str]) -> Answer:
        if len(parts) == 3:
            return 200, {"id": parts[2], "status": self.status}
        if "path" in query:
            return 200, self.log[int(query["from"]) :]
        return 200, {"items": [{"path": "azureml-logs/70_driver_log.txt"}]}

    def _snapshot(self, manifest: bytes) -> Answer:
        if missing := self.lacking(manifest):
            return problem(409, "WRONG_STATE", "blobs are missing", missingBlobs=missing)
        id = hashlib.sha256(manifest).hexdigest()[:40]
        self.snapshots[id] = manifest
        return 201, {"id": id, "files": manifest.count(b"\n"), "bytes": 0}

    def _submission(self, body: dict[str, Any]) -> Answer:
        run = body["run"]
        if body["snapshot"] not in self.snapshots:
            return problem(404, "NOT_FOUND", f"there is no snapshot {body['snapshot']}")
        if run["id"] in self.submissions and self.submissions[run["id"]] != body:
            return problem(409, "ALREADY_EXISTS", f"there is a run {run['id']}")
        self.submissions[run["id"]] = body
        answer = {"run": {**run, "status": "Queued"}, "job": {"id": "job-1", "run": run["id"], "state": "Queued"}}
        return 201, {**answer, **({"claimToken": "rl_job_1"} if body["launch"] == "submitter" else {})}
