# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the end of the user's process makes of the run."""

from __future__ import annotations

import re
import signal
from typing import NamedTuple

from ._stop import Reason

_TRACEBACK = "Traceback (most recent call last):"
_LAST_LINE = re.compile(r"([A-Za-z_][\w.]*)(?:: (.*))?$", re.DOTALL)
_LONGEST_STACK = 60_000  # characters, from the end
_LONGEST_TEXT = 2_000


class Outcome(NamedTuple):
    """A terminal status, the error that goes with it, and the exit code as a shell would give it."""

    status: str
    error: dict[str, str] | None = None
    exit_code: int | None = None


def of_exit(subject: str, code: int, output: bytes) -> Outcome:
    """The process ended by itself.

    Args:
        subject: what was executed, such as ``script 'train.py'``.
        code: its exit code, negative for a signal.
        output: the end of what it printed.
    """
    if code == 0:
        return Outcome("Completed", None, 0)
    if code < 0:
        text = f"{subject} was ended by signal {-code} ({_signal_name(-code)})"
        return Outcome("Failed", {"code": "UserError", "message": text}, 128 - code)
    error = {"code": "UserError", "message": f"{subject} ended with exit code {code}"}
    if code == 1 and (raised := last_exception(output.decode(errors="replace"))) is not None:
        error["message"] += f": {raised['type']}: {raised['message']}"[:_LONGEST_TEXT].rstrip(": ")
        error["type"], error["stack"] = raised["type"], raised["stack"]
    return Outcome("Failed", error, code)


def of_stop(subject: str, reason: Reason, code: int | None = None) -> Outcome:
    """The job had to end, maybe while the process ran."""
    error = None
    if reason.code is not None:
        error = {"code": reason.code, "message": f"{subject} was ended: {reason.text}"}
    return Outcome("Canceled", error, None if code is None else (128 - code if code < 0 else code))


def of_failure(code: str, message: str) -> Outcome:
    """The process was not started."""
    return Outcome("Failed", {"code": code, "message": message})


def last_exception(output: str) -> dict[str, str] | None:
    """Type, text and stack of the uncaught exception that an interpreter printed last, or None."""
    at = output.rfind(_TRACEBACK)
    if at < 0:
        return None
    # a traceback whose lines are indented, such as one of many in an exception group, is no end of a process
    if at > 0 and output[at - 1] != "\n":
        return None
    lines = output[at:].splitlines()
    last = next((i for i, line in enumerate(lines[1:], 1) if line and not line[0].isspace()), None)
    match = _LAST_LINE.match(lines[last]) if last is not None else None
    if last is None or match is None:
        return None
    stack = "\n".join(lines[: last + 1])
    return {"type": match[1].rpartition(".")[2], "message": match[2] or "", "stack": stack[-_LONGEST_STACK:]}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "of no name"
