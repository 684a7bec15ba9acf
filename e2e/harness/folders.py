# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Folders by value, and as snapshots."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from harness.rest import Rest

OCTETS = {"Content-Type": "application/octet-stream"}

# What stands at a path: a link's target, or who may execute a file (its owner or nobody) and its bytes.
Entry = str | tuple[bool, bytes]


def tree(folder: Path) -> dict[str, Entry]:
    """Everything below a folder but empty folders; links are not followed."""
    found: dict[str, Entry] = {}
    for above, folders, files in os.walk(folder):
        for path in (Path(above, name) for name in [*folders, *files]):
            if path.is_symlink():
                found[str(path.relative_to(folder))] = str(path.readlink())
            elif path.is_file():
                found[str(path.relative_to(folder))] = (bool(path.stat().st_mode & stat.S_IXUSR), path.read_bytes())
    return found


def manifest(files: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """The text that lists files; their paths may be anything."""
    lines = [
        f"{'x' if path in executable else 'f'} {sha256(body)} {len(body)} {path}\n".encode()
        for path, body in sorted(files.items(), key=lambda item: item[0].encode())
    ]
    return b"".join(lines)


def run_of(rest: Rest, files: dict[str, bytes], experiment: str, executable: frozenset[str] = frozenset()) -> str:
    """A run with a snapshot of these files."""
    for body in files.values():
        assert rest.send("PUT", f"/api/v1/blobs/{sha256(body)}", None, body, OCTETS).status in (200, 201)
    stored = rest.send("PUT", "/api/v1/snapshots", None, manifest(files, executable), OCTETS).ok()
    return rest.make_run(experiment=experiment, snapshot=stored["id"])


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
