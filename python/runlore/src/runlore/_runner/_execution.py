# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One run from its claim to its end."""

from __future__ import annotations

import os
import shutil

from .._errors import RunloreError
from ._cancellation import Cancellation
from ._checkout import check_out
from ._collection import Collection
from ._command import command
from ._diary import say
from ._environments import interpreter_for
from ._interpreter import InterpreterFailed
from ._job import Job
from ._log_file import LogFile
from ._log_stream import LogStream, LogStreams
from ._making import EnvironmentFailed
from ._outcome import Outcome, of_exit, of_failure, of_stop
from ._process_group import ProcessGroup
from ._report import PATIENCE, Report
from ._server import Server
from ._stop import Reason, Stop, Stopped
from ._supervision import supervise
from ._variables import variables
from ._work_folder import BUILD_LOG, DRIVER_LOG, WorkFolder

_TAIL_BYTES = 1 << 18  # of the output, where an exception is looked for


def execute(server: Server, job: Job, work: WorkFolder) -> bool:
    """Execute a claimed job; answers whether all that is to say about it has reached the server."""
    stop = Stop()
    stop.heed_signals()
    stop.limit(job.configuration.max_seconds)
    report = Report(job, server)
    logs = LogStreams()
    cancellation = Cancellation(server, job.key, work.nonce(), stop)
    try:
        outcome = _Execution(server, job, work, stop, report, logs).outcome()
        logs.drain(PATIENCE)
    finally:
        cancellation.close()
        logs.close()
    if stop.reason is not None and not stop.reason.reports:
        return report.close()
    return report.end(outcome)


class _Execution:
    """The steps, and what they share."""

    def __init__(
        self, server: Server, job: Job, work: WorkFolder, stop: Stop, report: Report, logs: LogStreams
    ) -> None:
        self._server = server
        self._job = job
        self._work = work
        self._stop = stop
        self._report = report
        self._logs = logs
        self._subject = job.configuration.subject

    def outcome(self) -> Outcome:
        """Do everything; whatever goes wrong is an outcome too."""
        try:
            self._check_out()
            return self._run()
        except Stopped:
            return of_stop(self._subject, self._stop.reason or Reason("it was stopped"))
        except (InterpreterFailed, EnvironmentFailed) as error:
            return of_failure("EnvironmentFailed", str(error))
        except (RunloreError, OSError) as error:
            return of_failure("PreparationFailed", f"{self._subject} was not started: {error}")

    def _check_out(self) -> None:
        project = self._work.project
        if os.path.lexists(project):  # a runner died here before it started anything
            shutil.rmtree(project)
        os.mkdir(project, 0o700)
        if self._job.snapshot is not None:
            count = check_out(self._server, self._job.snapshot, project, self._stop)
            say(f"{count} files of snapshot {self._job.snapshot} are in {project}")

    def _run(self) -> Outcome:
        job = self._job
        interpreter = interpreter_for(job, self._work, self._stop, self._report, lambda: self._log(BUILD_LOG))
        known = variables(job, self._server, self._work, interpreter, os.environ)
        if interpreter is not None:
            self._report.properties({"runlore.python": interpreter.version, "runlore.platform": interpreter.platform})
        collection = Collection(self._work.project, job.configuration, self._report)
        log = self._log(DRIVER_LOG)
        try:
            self._stop.check()
            return self._finish(self._start(command(job.configuration, interpreter), known), log, collection)
        finally:
            log.end()

    def _start(self, arguments: list[str], known: dict[str, str]) -> ProcessGroup:
        self._work.begin_process()
        self._report.status("Running")
        self._report.start_load()
        try:
            group = ProcessGroup.start(arguments, known, self._work.project)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise OSError(f"{arguments[0]!r} cannot be started ({reason})") from error
        self._work.mark_process(group.mark)
        say(f"process {group.pid} executes {self._subject}")
        return group

    def _finish(self, group: ProcessGroup, log: LogFile, collection: Collection) -> Outcome:
        code = supervise(group, log, self._stop)
        self._report.stop_load()
        say(f"process {group.pid} ended with {code}")
        reason = self._stop.reason
        if reason is None:
            self._report.status("Finalizing")
        collection.finish()
        if log.trouble is not None:
            self._report.warn(f"a part of the output was lost: {log.trouble}")
        if reason is not None:
            return of_stop(self._subject, reason, code)
        return of_exit(self._subject, code, log.tail(_TAIL_BYTES))

    def _log(self, name: str) -> LogFile:
        log = LogFile(self._work.file(name), name)
        self._logs.add(LogStream(self._server, self._job.run, log))
        return log
