# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What is left of a run whose runner is gone: its processes end, its output and records are delivered, and it fails."""

from __future__ import annotations

import os
import time

from .._errors import NotFound, PermissionDenied, RunloreError, Unauthenticated
from ._collection import Collection
from ._diary import say
from ._job import Job
from ._log_file import LogFile
from ._log_stream import LogStream, LogStreams
from ._outcome import Outcome
from ._report import PATIENCE, Report
from ._server import Server
from ._work_folder import BUILD_LOG, DRIVER_LOG, WorkFolder

_PATIENCE = 60.0  # seconds for what is good to have


def recover(server: Server, job: Job, work: WorkFolder) -> bool:
    """Clean up after a runner that is gone; answers whether all that is to say has reached the server."""
    found = work.end_processes()
    say(f"the runner ended {found}")
    report = Report(job, server)
    end = time.monotonic() + PATIENCE
    report.deliver_dead(end)  # the end itself may be among these records
    if _is_over(server, job):
        return report.close(end)
    _send_logs(server, job, work)
    if os.path.isdir(work.project):
        Collection(work.project, job.configuration, report, counts_present=True).finish()
    return report.end(_outcome(server, job, found))


def _outcome(server: Server, job: Job, found: str) -> Outcome:
    error = {"code": "RunnerLost", "message": f"{job.configuration.subject} was ended: its runner ended {found}"}
    try:
        canceled = bool(server.call("GET", f"/jobs/{job.key.job}").get("cancelRequested"))
    except RunloreError:
        canceled = False
    return Outcome("Canceled" if canceled else "Failed", error)


def _is_over(server: Server, job: Job) -> bool:
    try:
        return bool(server.call("GET", f"/jobs/{job.key.job}").get("state") == "Ended")
    except (Unauthenticated, PermissionDenied, NotFound):
        return True  # the run's token is good until the end
    except RunloreError as error:
        say(f"whether the run has ended is not known: {error}")
        return False


def _send_logs(server: Server, job: Job, work: WorkFolder) -> None:
    """Bring what the server lacks of the logs."""
    logs = LogStreams()
    for name in (BUILD_LOG, DRIVER_LOG):
        path = work.file(name)
        if os.path.isfile(path):
            logs.add(LogStream(server, job.run, LogFile(path, name), resumed=True))
    logs.drain(_PATIENCE)
    logs.close()
