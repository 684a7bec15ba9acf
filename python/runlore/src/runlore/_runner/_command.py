# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The command that is executed: a list of arguments that no shell ever reads."""

from __future__ import annotations

from ._interpreter import Interpreter
from ._job import Configuration


def command(configuration: Configuration, interpreter: Interpreter | None) -> list[str]:
    """The user's process. A script whose name begins with ``-`` is no option of the interpreter."""
    if configuration.script is None or interpreter is None:
        return [*configuration.command, *configuration.arguments]
    script = configuration.script
    return [interpreter.path, f"./{script}" if script.startswith("-") else script, *configuration.arguments]
