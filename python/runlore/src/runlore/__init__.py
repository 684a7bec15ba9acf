# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Run history and model metrics of machine-learning work, on your own machine.

Example:
    >>> import runlore
    >>> with runlore.start_run("iris") as run:
    ...     run.log("accuracy", 0.95)
"""

from __future__ import annotations

from ._run import Run, current_run, get_run, search_runs, start_run

__version__ = "0.1.0"

__all__ = ["Run", "current_run", "get_run", "search_runs", "start_run"]
