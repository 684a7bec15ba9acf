# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a snapshot holds, as text: one line a file, ``f|x sha256 size path``, sorted by the bytes of the paths."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from ._errors import InvalidArgument


class Entry(NamedTuple):
    """A file of a snapshot."""

    path: str
    executable: bool
    sha256: str
    size: int


def manifest_of(entries: Iterable[Entry]) -> bytes:
    """The text of a manifest.

    Raises:
        InvalidArgument: two files would be one on some machines.
    """
    ordered = sorted(entries, key=lambda entry: entry.path.encode())
    _refuse_meetings([entry.path for entry in ordered])
    lines = (f"{'x' if e.executable else 'f'} {e.sha256} {e.size} {e.path}\n" for e in ordered)
    return "".join(lines).encode()


def snapshot_id(manifest: bytes) -> str:
    """The id of the snapshot that a manifest describes."""
    return hashlib.sha256(manifest).hexdigest()[:40]


def blobs_of(manifest: bytes) -> list[str]:
    """SHA-256 of every file that a manifest names."""
    return [line.split(b" ", 2)[1].decode() for line in manifest.split(b"\n") if line.count(b" ") >= 3]


def _refuse_meetings(paths: list[str]) -> None:
    taken: dict[str, str] = {}
    for path in paths:
        ends = [index + 1 for index, character in enumerate(path) if character == "/"]
        for part in (*(path[:end] for end in ends), path):
            other = taken.setdefault(_folded(part.rstrip("/")), part)
            if other != part:
                raise InvalidArgument(
                    f"a snapshot must not have both {other!r} and {part!r}, which are one on some machines; rename one"
                )


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).upper().lower()
