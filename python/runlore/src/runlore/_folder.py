# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Walks a project's folder: which of its files belong to a snapshot, and which are left out and said so."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from ._artifact_paths import broken_rule
from ._errors import InvalidArgument
from ._ignore import IgnoreFile
from ._left_out import is_never_kept, is_secret

MOST_FILES = 2_000
MOST_BYTES = 300 << 20
_NAMED = 5  # of the largest parts of a folder that is too large


class OutOfTime(Exception):
    """The time that a snapshot may take is over."""


class Found(NamedTuple):
    """A file to keep: its path in the snapshot, where it is, and its size when it was seen."""

    path: str
    place: str
    size: int


class Folder:
    """What a walk found, each list sorted by the bytes of the paths.

    Attributes:
        files: what belongs to a snapshot.
        secrets: paths that were left out because their names look like secrets; a folder's ends in a slash.
        unnameable: paths that were left out because a snapshot cannot hold such names.
    """

    def __init__(self, root: str, without: tuple[str, ...] = (), until: float = float("inf")) -> None:
        """Walk a folder, links not followed.

        Args:
            root: the folder.
            without: folders of Runlore's own that are no part of it, as absolute paths.
            until: when to give up, on the monotonic clock.

        Raises:
            OutOfTime: the walk was not over by then.
            OSError: a folder cannot be read.
        """
        self.root = os.path.abspath(root)
        self.files: list[Found] = []
        self.secrets: list[str] = []
        self.unnameable: list[str] = []
        self._without = frozenset(map(os.path.realpath, without))
        self._until = until
        self._ignore = IgnoreFile.of(self.root)
        self._walk()
        self.files.sort(key=lambda file: file.path.encode())
        self.secrets.sort(key=str.encode)
        self.unnameable.sort(key=str.encode)

    def check_size(self) -> None:
        """See to it that it is a folder of sources.

        Raises:
            InvalidArgument: it has more files or bytes than a snapshot may have; the sentence names the largest parts.
        """
        size = sum(file.size for file in self.files)
        if len(self.files) <= MOST_FILES and size <= MOST_BYTES:
            return
        by_count = len(self.files) > MOST_FILES
        had = f"{len(self.files)} files" if by_count else f"{size / (1 << 20):.1f} MiB"
        raise InvalidArgument(
            f"a snapshot must have at most {MOST_FILES} files and {MOST_BYTES / (1 << 20):g} MiB but {self.root!r} has "
            f"{had}; name in .amlignore what the script does without, most is in: {self._largest(by_count)}"
        )

    def _walk(self) -> None:
        waiting = [("", self.root)]
        while waiting:
            prefix, place = waiting.pop()
            with os.scandir(place) as entries:
                for entry in entries:
                    if time.monotonic() > self._until:
                        raise OutOfTime
                    name = _text(entry.name)
                    if self._takes(entry, prefix, name):
                        waiting.append((f"{prefix}{name}/", entry.path))

    def _takes(self, entry: os.DirEntry[str], prefix: str, name: str) -> bool:
        """File an entry where it belongs; answers whether it is a folder to walk."""
        path, folder = prefix + name, entry.is_dir(follow_symlinks=False)
        if not folder and not entry.is_file(follow_symlinks=False):
            return False
        if is_never_kept(entry.path, name, folder, not prefix) or self._ignore.excludes(path, folder):
            return False
        if folder and self._without and os.path.realpath(entry.path) in self._without:
            return False
        shown = path + "/" if folder else path
        if is_secret(name, folder):
            self.secrets.append(shown)
        elif broken_rule(path) or os.fsencode(entry.name) != name.encode():
            self.unnameable.append(shown)
        elif folder:
            return True
        else:
            self.files.append(Found(path, entry.path, entry.stat(follow_symlinks=False).st_size))
        return False

    def _largest(self, by_count: bool) -> str:
        """The parts of the root, by files or by bytes, largest first."""
        sums: dict[str, int] = {}
        for file in self.files:
            part, slash, _ = file.path.partition("/")
            sums[part + slash] = sums.get(part + slash, 0) + (1 if by_count else file.size)
        parts = sorted(sums, key=lambda part: -sums[part])[:_NAMED]
        unit = " files" if by_count else " bytes"
        return ", ".join(f"{part} ({sums[part]}{unit})" for part in parts)


def _text(name: str) -> str:
    """A name as text; U+FFFD for what is no UTF-8."""
    return os.fsencode(name).decode(errors="replace")
