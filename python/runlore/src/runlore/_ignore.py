# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The ignore file of a folder: ``.amlignore`` at its root, else ``.gitignore``, in git's syntax.

Ignore files further down are files like any other.
"""

from __future__ import annotations

import os

from ._patterns import Pattern

FILES = (".amlignore", ".gitignore")


class IgnoreFile:
    """Patterns in the order in which they were written; the last that matches a path decides."""

    def __init__(self, text: str) -> None:
        """Read the lines of an ignore file."""
        self._patterns = [Pattern(line) for line in _lines(text)]

    @classmethod
    def of(cls, folder: str) -> IgnoreFile:
        """The one of a folder; without it nothing is ignored. Raises OSError when it is there and unreadable."""
        for name in FILES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
                    return cls(file.read())
        return cls("")

    def excludes(self, path: str, folder: bool) -> bool:
        """Whether a path relative to the root, with slashes, is left out; what is below it then is as well."""
        parts = path.split("/")
        for pattern in reversed(self._patterns):
            if pattern.matches(parts, folder):
                return not pattern.takes_back
        return False


def _lines(text: str) -> list[str]:
    lines = [_trimmed(line) for line in text.replace("\r\n", "\n").split("\n")]
    return [line for line in lines if line and not line.startswith("#")]


def _trimmed(line: str) -> str:
    """Without the spaces at its end, but for one that a backslash makes plain."""
    kept = line.rstrip(" ")
    backslashes = len(kept) - len(kept.rstrip("\\"))
    return kept + " " if backslashes % 2 and len(kept) < len(line) else kept
