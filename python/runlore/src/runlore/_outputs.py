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

    def __init__(self, folder: str) -> None:
        """Make the folder if need be, and remember what it holds.

        Args:
            folder: relative to the current folder of this moment, wherever the script goes later.
        """
        self.folder = os.path.abspath(folder)
        self._prefix = path_of_file(folder)
        try:
            os.makedirs(self.folder, exist_ok=True)
        except OSError as error:
            warn(f"the folder {folder!r} cannot be made ({error.strerror}); only what upload() is given will be kept")
        self._before = {path: _mark(path) for path in self._files()}

    def new_files(self) -> Iterator[tuple[str, str]]:
        """Files that came or changed since the start, as (path, artifact path), sorted."""
        for path in sorted(self._files()):
            if _mark(path) != self._before.get(path):
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
