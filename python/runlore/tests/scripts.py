# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Runs a script as a user would, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple


class Ended(NamedTuple):
    """How a script ended."""

    code: int
    out: str
    err: str


def run_script(text: str, *arguments: str) -> Ended:
    """Run a script's text, as a file of the current folder, to its end."""
    Path("train.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return run_python("train.py", *arguments)


def run_python(*arguments: str) -> Ended:
    """Run this interpreter to its end."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def sync() -> Ended:
    """Run ``python -m runlore sync``."""
    return run_python("-m", "runlore", "sync")
