# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a person should read while their script runs: one line on stderr, never an exception."""

from __future__ import annotations

import contextlib
import sys


def warn(text: str) -> None:
    """Print ``runlore: text`` on stderr, when there is one."""
    with contextlib.suppress(Exception):  # a closed or missing stderr must not end a training run
        print(f"runlore: {text}", file=sys.stderr, flush=True)
