# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How the process ends: with which exception, or with which exit code.

The interpreter forgets both before exit handlers run. An uncaught exception passes ``sys.excepthook``. ``sys.exit(n)``
does not; so it raises a SystemExit whose ``code`` notices when the interpreter itself reads it, which happens only when
nobody caught it. (A bare ``raise SystemExit(n)`` goes unnoticed and counts as a clean end.)
"""

from __future__ import annotations

import contextlib
import sys
from types import TracebackType
from typing import Any, NoReturn

_failure: BaseException | None = None
_watching = False


class Exit(SystemExit):
    """What ``sys.exit`` raises while a run is recorded."""

    @property
    def code(self) -> Any:  # type: ignore[override]
        """The exit code, as ``sys.exit`` got it."""
        global _failure
        code = self.args[0] if self.args else None
        try:
            sys._getframe(1)
        except ValueError:  # no Python code asks: it is the interpreter, about to end the process
            if code is not None and code != 0:
                _failure = self
        return code


def watch() -> None:
    """Begin to notice; safe to repeat."""
    global _watching
    if _watching:
        return
    _watching = True
    previous = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        global _failure
        _failure = error
        previous(kind, error, trace)

    sys.excepthook = hook
    if sys.exit.__module__ == "sys":  # somebody else's replacement knows what it does
        sys.exit = _exit


def failure() -> BaseException | None:
    """The exception that ended the process, SystemExit for an exit code that is not zero; None for a clean end."""
    return _failure


def keep_interrupt() -> None:
    """After exit handlers: let a process that Ctrl-C ended still die of SIGINT, so that a shell's loop ends as well.

    The interpreter notes that a KeyboardInterrupt was uncaught when it runs code from text, and forgets it at the next
    such occasion, which an import within an exit handler is. Here is one more occasion.
    """
    if isinstance(_failure, KeyboardInterrupt):
        with contextlib.suppress(KeyboardInterrupt):
            eval("interrupt()", {"interrupt": _interrupt})


def _interrupt() -> NoReturn:
    raise KeyboardInterrupt


def _exit(status: Any = None, /) -> NoReturn:
    raise Exit(status)
