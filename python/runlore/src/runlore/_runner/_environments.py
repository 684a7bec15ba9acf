# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The interpreter of a run: as it is when it has what is asked for, else one of an environment made for the list."""

from __future__ import annotations

import os
from typing import Callable

from ._interpreter import Interpreter, ask, chosen_program
from ._job import Job
from ._log_file import LogFile
from ._report import Report
from ._stop import Stop
from ._work_folder import WorkFolder


class EnvironmentFailed(Exception):
    """The environment could not be made, and the run's configuration wants no other."""


def interpreter_for(
    job: Job, work: WorkFolder, stop: Stop, report: Report, log: Callable[[], LogFile]
) -> Interpreter | None:
    if job.configuration.script is None:
        return None
    known = {**os.environ, **job.surroundings}
    return ask(chosen_program(job), ["azureml-core"], known, work.project)
