# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The interpreter of a run: as it is when it has what is asked for, else one of an environment made for the list.

Environments are kept in ``<data>/environments/<key>`` and made once, under a lock: the run that comes second waits.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from typing import Callable

from .._locks import try_lock
from ._diary import say
from ._interpreter import Interpreter, InterpreterFailed, ask, chosen_program, find_program
from ._job import Job
from ._log_file import LogFile
from ._making import EnvironmentFailed, Making
from ._recipe import Recipe
from ._report import Report
from ._stop import Stop
from ._work_folder import WorkFolder

_VENDOR = "azureml-core"
_CONDAS = ("micromamba", "mamba", "conda")
_MADE = "runlore-environment.json"
_LOCK_POLL = 0.2  # seconds


def interpreter_for(
    job: Job, work: WorkFolder, stop: Stop, report: Report, log: Callable[[], LogFile]
) -> Interpreter | None:
    """The interpreter that executes a job's script, or whose environment its command runs in.

    Args:
        job: the job.
        work: its folder.
        stop: why it may have to end meanwhile.
        report: takes the warnings.
        log: opens the log of an environment that is being made.

    Returns:
        None when a command decides for itself.

    Raises:
        InterpreterFailed: the configured or submitting interpreter does not work.
        EnvironmentFailed: the environment could not be made, and the configuration wants no other.
        Stopped: the job has to end.
    """
    packages = job.configuration.packages
    if packages is None and job.configuration.script is None:
        return None
    environments = _Environments(job, work, stop, log)
    recipe = None if packages is None else Recipe.of(packages)
    interpreter = environments.submitters(recipe)
    if packages is not None and recipe is not None and not recipe.is_met_by(interpreter):
        try:
            interpreter = environments.get(recipe, interpreter)
        except EnvironmentFailed as error:
            if packages.strict:
                raise
            report.warn(f"{error}; the run goes on with {interpreter.path} as it is")
    if _VENDOR in interpreter.packages:
        report.warn(
            f"{_VENDOR} {interpreter.packages[_VENDOR]} is installed in {interpreter.path}, "
            "but in this run the package 'azureml' is Runlore's"
        )
    return interpreter if job.configuration.script is not None or interpreter.prefix is not None else None


class _Environments:
    """The environments of a data folder, as one run sees them."""

    def __init__(self, job: Job, work: WorkFolder, stop: Stop, log: Callable[[], LogFile]) -> None:
        self._job = job
        self._work = work
        self._stop = stop
        self._open_log = log
        self._root = os.path.join(work.home, "environments")
        self._variables = {name: value for name, value in os.environ.items() if not name.startswith("RUNLORE_")}
        self._variables.update(job.surroundings)

    def submitters(self, recipe: Recipe | None) -> Interpreter:
        """The interpreter as it is."""
        return self._ask(chosen_program(self._job), recipe)

    def get(self, recipe: Recipe, submitters: Interpreter) -> Interpreter:
        """The interpreter of the environment for a list, which is made when it is not there."""
        conda = self._conda() if recipe.conda else None
        base = submitters if conda else self._base(recipe, submitters)
        if recipe.unreadable and conda is None:
            raise EnvironmentFailed(
                f"the environment was not made: without conda nothing is known of {', '.join(recipe.unreadable)}"
            )
        folder = os.path.join(self._root, recipe.key(conda or "venv", base, self._job.snapshot))
        os.makedirs(self._root, mode=0o700, exist_ok=True)
        lock = os.open(folder + ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait_for(lock)
            return self._kept(folder, recipe) or self._make(folder, recipe, base, conda)
        finally:
            os.close(lock)

    def _kept(self, folder: str, recipe: Recipe) -> Interpreter | None:
        if not os.path.exists(os.path.join(folder, _MADE)):
            return None
        try:
            interpreter = self._inside(folder, recipe)
        except InterpreterFailed as error:  # the Python that it was made from is gone
            say(f"the environment {folder} is made anew: {error}")
            return None
        say(f"the environment {folder} is used again")
        return interpreter

    def _make(self, folder: str, recipe: Recipe, base: Interpreter, conda: str | None) -> Interpreter:
        shutil.rmtree(folder, ignore_errors=True)  # one that was not finished
        log = self._open_log()
        making = Making(folder, recipe, self._variables, self._work, log, self._stop)
        try:
            making.with_conda(conda) if conda else making.with_venv(base.path)
            interpreter = self._inside(folder, recipe)
            with open(os.path.join(folder, _MADE), "w", encoding="utf-8") as file:
                json.dump({"format": 1, "python": interpreter.version, "made": int(time.time())}, file)
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, (OSError, InterpreterFailed)):
                raise EnvironmentFailed(f"the environment was not made: {error}") from error
            raise
        finally:
            log.end()
        say(f"the environment {folder} was made")
        return interpreter

    def _base(self, recipe: Recipe, submitters: Interpreter) -> Interpreter:
        """A Python of the wanted version on this machine."""
        if recipe.takes(submitters.version):
            return submitters
        version = recipe.python.lstrip("=~<>!").split(",")[0].rstrip(".*")
        name = "python" + ".".join(version.split(".")[:2])
        program = find_program(name, self._job.surroundings)
        found = self._ask(program, None) if program else submitters
        if not recipe.takes(found.version):
            raise EnvironmentFailed(
                f"the environment was not made: it needs Python {recipe.python.lstrip('=')}, but {submitters.path} is "
                f"{submitters.version} and there is no other {name} on the PATH"
            )
        return found

    def _conda(self) -> str | None:
        for name in _CONDAS:
            if program := find_program(name, self._job.surroundings):
                return program
        return None

    def _wait_for(self, lock: int) -> None:
        if not try_lock(lock):
            say("another run makes the same environment")
            while not try_lock(lock):
                self._stop.wait(_LOCK_POLL)
                self._stop.check()

    def _inside(self, folder: str, recipe: Recipe) -> Interpreter:
        return self._ask(os.path.join(folder, "bin", "python"), recipe)._replace(prefix=folder)

    def _ask(self, program: str, recipe: Recipe | None) -> Interpreter:
        names = [] if recipe is None else recipe.names()
        return ask(program, [_VENDOR, *names], self._variables, self._work.project)
