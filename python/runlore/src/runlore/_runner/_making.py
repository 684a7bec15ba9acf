# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Makes one environment, with venv and pip or with conda; what these print is the run's build log."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ._log_file import LogFile
from ._process_group import ProcessGroup
from ._recipe import Recipe
from ._stop import Stop
from ._supervision import supervise
from ._work_folder import BUILD_LOG, WorkFolder

_PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")


class EnvironmentFailed(Exception):
    """The environment could not be made."""


class Making:
    """The steps of making an environment."""

    def __init__(
        self, folder: str, recipe: Recipe, variables: Mapping[str, str], work: WorkFolder, log: LogFile, stop: Stop
    ) -> None:
        """Begin with nothing.

        Args:
            folder: of the environment, which is not there.
            recipe: what it is made of.
            variables: of the programs that make it.
            work: the run's folder.
            log: takes what they print.
            stop: why the making may have to end.
        """
        self._folder = folder
        self._recipe = recipe
        self._variables = dict(variables)
        self._work = work
        self._log = log
        self._stop = stop

    def with_venv(self, python: str) -> None:
        """A virtual environment, everything from PyPI."""
        self._run(python, "-m", "venv", self._folder)
        self._install(self._recipe.mapped + self._recipe.pip)

    def with_conda(self, program: str) -> None:
        """A conda environment, and pip's own list within it."""
        for text in self._recipe.conda + self._recipe.channels:
            if not text or text.startswith("-"):
                raise EnvironmentFailed(f"the environment was not made: {text!r} is neither a package nor a channel")
        channels = [f"--channel={name}" for name in self._recipe.channels]
        named = any(text.startswith("python") and not text[6:7].isalnum() for text in self._recipe.conda)
        names = [*self._recipe.conda, *([] if named else [f"python{self._recipe.python}"]), "pip"]
        self._run(program, "create", "--yes", f"--prefix={self._folder}", *channels, *names)
        self._install(self._recipe.pip)

    def _install(self, requirements: tuple[str, ...]) -> None:
        if not requirements:
            return
        for text in requirements:
            if "\n" in text or "\r" in text:
                raise EnvironmentFailed(f"the environment was not made: {text[:100]!r} is more than one line")
        path = self._work.file("requirements.txt")  # a file, so that no requirement is an option of the command
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text in requirements)
        self._run(os.path.join(self._folder, "bin", "python"), *_PIP, "-r", path)

    def _run(self, *command: str) -> None:
        self._log.append(f"$ {' '.join(command)}\n".encode(errors="replace"))
        code = supervise(ProcessGroup.start(command, self._variables, self._work.project), self._log, self._stop)
        self._stop.check()
        if code != 0:
            raise EnvironmentFailed(
                f"the environment was not made: {os.path.basename(command[0])} ended with exit code {code}, "
                f"and {BUILD_LOG} says why"
            )
