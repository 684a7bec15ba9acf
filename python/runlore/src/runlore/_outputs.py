# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The folder whose files become artifacts when the run ends: ``outputs/``, made at the start when it is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ._artifact_paths import path_of_file
from ._notices import warn


class Outputs:
    """A folder, and what was in it before the run: files that the run did not touch are not its outputs."""

    def __init__(self, folder: str, name: str | None = None, *, counts_present: bool = False) -> None:
        """Make the folder if need be, and remember what it holds.

        Args:
            folder: relative to the current folder of this moment, wherever the script goes later.
            name: the artifact path of the folder; made from its own without it.
            counts_present: what is there already is the run's too.
        """
        self.folder = os.path.abspath(folder)
        self._prefix = name or path_of_file(folder)
        try:
            os.makedirs(self.folder, exist_ok=True)
        except OSError as error:
            warn(f"the folder {folder!r} cannot be made ({error.strerror}); only what upload() is given will be kept")
        self._before = {} if counts_present else {path: _mark(path) for path in self._files()}

    def new_files(self, largest: int | None = None) -> Iterator[tuple[str, str]]:
        """Files that came or changed since they were given last, or since the start, as (path, artifact path), sorted.

        Args:
            largest: bytes that a file may have to be given now; any number without it.
        """
        for path in sorted(self._files()):
            mark = _mark(path)
            if mark != self._before.get(path) and (largest is None or mark[1] <= largest):
                self._before[path] = mark
                inner = os.path.relpath(path, self.folder).replace(os.sep, "/")
                yield path, f"{self._prefix}/{inner}"

    def _files(self) -> Iterator[str]:
        """Regular files; a link counts when it stays inside the folder."""
        real = os.path.realpath(self.folder)
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and os.path.realpath(path).startswith(real + os.sep):
                    yield path


def _mark(path: str) -> tuple[int, int, int]:
    try:
        facts = os.stat(path)
    except OSError:
        return (0, 0, 0)
    return (facts.st_mtime_ns, facts.st_size, facts.st_ino)
