# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The folders of the project whose files become the run's: ``outputs/`` at the end, watched ones also meanwhile."""

from __future__ import annotations

import os
import threading

from .._artifact_paths import artifact_path, broken_rule
from .._errors import InvalidArgument
from .._outputs import Outputs
from ._job import Configuration
from ._report import Report

OUTPUTS = "outputs"
EVERY = 5.0  # seconds
LARGEST_LIVE = 4 << 20  # bytes; a larger file travels once, at the end


class Collection:
    """The folders, as they were before the user's process."""

    def __init__(
        self, project: str, configuration: Configuration, report: Report, *, counts_present: bool = False
    ) -> None:
        """Make the folders and remember what is in them.

        Args:
            project: the folder that the process starts in.
            configuration: says which folders.
            report: takes the files.
            counts_present: what is there already came from the process.
        """
        self._report = report
        names = [OUTPUTS] if configuration.collects else []
        watched = [name for name in self._watched_names(configuration) if name not in names]
        self._folders = {
            name: Outputs(os.path.join(project, *name.split("/")), name, counts_present=counts_present)
            for name in names + watched
        }
        self._watched = [self._folders[name] for name in watched]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="runlore-files", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Keep all that came or changed."""
        self._ended.set()
        self._thread.join()
        for folder in self._folders.values():
            self._keep(folder, None)

    def _watched_names(self, configuration: Configuration) -> list[str]:
        names = []
        for given in configuration.watched:
            try:
                names.append(artifact_path(given))
            except InvalidArgument as error:
                self._report.warn(f"the folder {given!r} is not watched: {error}")
        return list(dict.fromkeys(names))

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            for folder in self._watched:
                self._keep(folder, LARGEST_LIVE)

    def _keep(self, folder: Outputs, largest: int | None) -> None:
        for path, name in folder.new_files(largest):
            if broken := broken_rule(name):
                self._report.warn(f"a file was not kept: its path {broken}; got {name[:200]!r}")
            else:
                self._report.keep(path, name)
