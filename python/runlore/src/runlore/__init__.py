# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Run history and model metrics of machine-learning work, on your own machine.

Example:
    >>> import runlore
    >>> with runlore.start_run("iris") as run:
    ...     run.log("accuracy", 0.95)
"""

from __future__ import annotations

from ._errors import (
    AlreadyExists,
    ConnectionFailed,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    RateLimited,
    RequestRefused,
    RunloreError,
    ServerError,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnsafeAnswer,
    WrongState,
)
from ._run import Run
from ._runs import current_run, get_run, search_runs, start_run
from ._submissions import submit

__version__ = "0.1.0"

__all__ = [
    "AlreadyExists",
    "ConnectionFailed",
    "InvalidArgument",
    "NotFound",
    "PermissionDenied",
    "RateLimited",
    "RequestRefused",
    "Run",
    "RunloreError",
    "ServerError",
    "TooLarge",
    "Unauthenticated",
    "Unavailable",
    "UnsafeAnswer",
    "WrongState",
    "current_run",
    "get_run",
    "search_runs",
    "start_run",
    "submit",
]
