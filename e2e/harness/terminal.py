# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A command on a terminal, with somebody who answers its question."""

from __future__ import annotations

import os
import pty
import select
import time
from pathlib import Path
from typing import NamedTuple

from harness.product import Sandbox

END = "\x04"  # what Ctrl-D types


class Talk(NamedTuple):
    """How it ended, and all that was on the screen."""

    code: int
    screen: str


def answer(sandbox: Sandbox, folder: Path, typed: str, *arguments: str | Path) -> Talk:
    """Run the launcher in a folder and type once it asks."""
    command = [str(part) for part in (sandbox.root / "runlore", *arguments)]
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execve(command[0], command, sandbox.env(TERM="xterm"))
    screen, asked = b"", False
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([master], [], [], 1)[0]:
            continue
        try:
            part = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        screen += part
        if not asked and b"[y/N] " in screen:
            os.write(master, typed.encode())
            asked = True
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(master)
    return Talk(code, screen.decode().replace("\r\n", "\n"))
