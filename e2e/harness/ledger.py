# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A file of lines, each on the disk when `note` returns: what a writer that may die knows to be true."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Ledger:
    """Appends JSON lines."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(self, **facts: Any) -> None:
        os.write(self._file, json.dumps(facts).encode() + b"\n")
        os.fsync(self._file)


def entries(path: Path) -> list[dict[str, Any]]:
    """All lines that are whole."""
    text = path.read_bytes() if path.exists() else b""
    return [json.loads(line) for line in text.split(b"\n")[:-1]]
