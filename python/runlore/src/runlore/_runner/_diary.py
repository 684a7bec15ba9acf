# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the runner itself did, for ``runner.log``: a line each, with the time."""

from __future__ import annotations

import contextlib
import sys
import time


def say(text: str) -> None:
    """Print a line on stderr."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with contextlib.suppress(Exception):  # a full disk below runner.log must not end the run
        print(f"{moment} {text}", file=sys.stderr, flush=True)
