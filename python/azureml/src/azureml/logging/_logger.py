# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A logger that writes to the process's run when there is one, and to nothing otherwise."""

from __future__ import annotations

import logging
import os
import tempfile
from typing import Any

import runlore

_log = logging.getLogger("azureml.logging")


class StoredValue:
    """What `log` returns: the way to wait until the value is stored."""

    def __init__(self, run: runlore.Run | None) -> None:
        self._run = run

    def wait(self, timeout: float = 30.0) -> None:
        """Wait until the server has the value, at most `timeout` seconds.

        A value that is not there by then is on this machine's disk and is delivered later; the run warns about it.
        """
        if self._run is not None:
            self._run.flush(timeout)


class Logger:
    """Logs values and files to the current run; outside a run it does nothing."""

    def __init__(self) -> None:
        self._said = False

    def log(self, key: str, value: Any) -> StoredValue:
        """Log a value, without waiting for it to be stored.

        Args:
            key: the metric's name, any text.
            value: a number, a bool, a text, a list of these, a one-dimensional numpy array or a numpy scalar; of
                anything else its `repr`.
        """
        run = self._run()
        if run is None:
            return StoredValue(None)
        if not _is_list(value):
            run.log(key, value)
            return StoredValue(run)
        try:
            run.log_list(key, value)
        except runlore.InvalidArgument:  # a list of something else
            run.log(key, value)
        return StoredValue(run)

    def upload(self, path: str, content: str) -> None:
        """Store a text as the run's file `path`, in UTF-8."""
        run = self._run()
        if run is None:
            return
        with tempfile.TemporaryDirectory(prefix="runlore-") as folder:
            source = os.path.join(folder, "content")
            with open(source, "wb") as file:
                file.write(content.encode(errors="backslashreplace"))
            run.upload(source, path)  # copies the bytes before it returns

    def _run(self) -> runlore.Run | None:
        run = runlore.current_run()
        if run is None and not self._said:
            self._said = True
            _log.debug("no run is being tracked: what is logged is not stored")
        return run


_logger = Logger()


def get_azureml_logger() -> Logger:
    """The logger of the current run; every call gives the same one."""
    return _logger


def _is_list(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return True
    return type(value).__module__ == "numpy" and len(getattr(value, "shape", ())) == 1
