# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The runner's command line."""

from __future__ import annotations

import argparse
import os

from .. import __version__
from .._errors import RunloreError
from .._places import data_folder
from .._runs import checked_id
from ._claim import claim
from ._diary import say
from ._execution import execute
from ._job import Job, JobKey
from ._recovery import recover
from ._server import Server
from ._work_folder import Busy, WorkFolder

EXIT_REPORTED = 0
EXIT_NOT_STARTED = 1
EXIT_UNDELIVERED = 7  # as the exit code of "unavailable" of the runlore command

_USAGE = "executes one submitted run; RUNLORE_URL, RUNLORE_JOB and RUNLORE_JOB_TOKEN say which job of which server"


def main(arguments: list[str] | None = None) -> int:
    """Execute a run, or clean up after a runner that is gone; answers the exit code."""
    parser = argparse.ArgumentParser(prog="runlore-runner", description=_USAGE)
    parser.add_argument("--version", action="version", version=f"runlore {__version__}")
    parser.add_argument("--recover", action="store_true", help="the run's runner is gone: end what it left and say so")
    parser.add_argument("run", metavar="RUN", help="the run's id")
    options = parser.parse_args(arguments)
    try:
        key = JobKey.of_environment(checked_id(options.run), os.environ)
        work = WorkFolder.open(data_folder(), key.run)
    except (RunloreError, Busy, OSError) as error:
        say(str(error))
        return EXIT_NOT_STARTED
    with work:
        return _carry_out(key, work, options.recover)


def _carry_out(key: JobKey, work: WorkFolder, recovering: bool) -> int:
    server = Server(key)
    try:
        answer = claim(server, key, work.nonce())
    except (RunloreError, OSError) as error:
        if recovering:
            work.end_processes()
        say(f"job {key.job} of run {key.run} was not claimed: {error}")
        return EXIT_NOT_STARTED
    job = Job.of_answer(key, answer)
    server.admit(job.token)
    os.environ["RUNLORE_TOKEN"] = job.token  # what the SDK's parts send
    os.environ.pop("RUNLORE_JOB_TOKEN", None)
    say(f"claimed job {key.job} of run {key.run}")
    # a runner that was here before has begun to start the user's process: that happens once only
    reported = recover(server, job, work) if recovering or work.is_begun() else execute(server, job, work)
    say("all is delivered" if reported else "something waits in the spool; `runlore sync` delivers it")
    return EXIT_REPORTED if reported else EXIT_UNDELIVERED
