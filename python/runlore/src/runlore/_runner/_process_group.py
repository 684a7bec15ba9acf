# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A process that leads a group and a session of its own, and what identifies it when its runner is gone.

A number of a process is used again once nobody holds it. So the leader is reaped only after its group is gone, and a
process that another runner left is known by its number, its start and the boot of the machine together.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

GRACE = 10.0  # seconds between SIGTERM and SIGKILL
_STEP = 0.02


class ProcessMark(NamedTuple):
    """What tells a process from a later one of the same number."""

    pid: int
    pgid: int
    start: str
    boot: str


class ProcessGroup:
    """A started process and those that it starts."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Use ``start``."""
        self._process = process
        self.pid = process.pid

    @classmethod
    def start(cls, command: Sequence[str], variables: Mapping[str, str], folder: str) -> ProcessGroup:
        """Start a process; nothing but its arguments is ever read as a command.

        Raises:
            OSError: it cannot be started.
            ValueError: an argument or a variable holds a NUL.
        """
        return cls(
            subprocess.Popen(
                list(command),
                env=dict(variables),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                bufsize=0,
            )
        )

    @property
    def output(self) -> int:
        """The end of the pipe that gives stdout and stderr."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    @property
    def mark(self) -> ProcessMark:
        """What another runner would know it by."""
        return ProcessMark(self.pid, self.pid, _start_of(self.pid) or "", _boot())

    def has_ended(self) -> bool:
        """Whether the leader has; it is not reaped, so that its number stays its own."""
        if self._process.returncode is not None:
            return True
        if not hasattr(os, "waitid"):
            return self._process.poll() is not None
        try:
            return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        except ChildProcessError:
            return True

    def signal(self, number: int) -> None:
        """Send a signal to every process of the group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def reap(self) -> int:
        """The exit code of the ended leader, negative for a signal."""
        code = self._process.wait()
        return code

    def close(self) -> None:
        """Close the pipe."""
        if self._process.stdout is not None:
            self._process.stdout.close()


def end_group(mark: ProcessMark) -> int:
    """End the processes of a group whose runner is gone, if it is still that group; answers how many there were."""
    if mark.boot != _boot() or mark.pgid <= 1 or mark.pgid == os.getpgrp():
        return 0
    start = _start_of(mark.pid)
    if start is not None and start != mark.start:
        return 0  # the number has another owner
    return _end(lambda: _members(mark))


def end_strays(run: str) -> int:
    """End the processes that carry a run's id in their environment; answers how many there were. Linux only."""
    needle = f"AZUREML_RUN_ID={run}".encode()
    return _end(lambda: [pid for pid in _numbers() if needle in _environment(pid).split(b"\0")])


def _end(living: object) -> int:
    assert callable(living)
    found: list[int] = living()
    ended = len(found)
    for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, GRACE)):
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        end = time.monotonic() + patience
        while (found := living()) and time.monotonic() < end:
            time.sleep(_STEP)
        if not found:
            break
    return ended


def _members(mark: ProcessMark) -> list[int]:
    """Living processes of the group, none of which is older than its leader."""
    if not sys.platform.startswith("linux"):
        return _listed_members(mark)
    found = []
    for pid in _numbers():
        fields = _fields(pid)
        if fields and int(fields[2]) == mark.pgid and fields[0] not in "ZX" and int(fields[19]) >= int(mark.start or 0):
            found.append(pid)
    return found


def _listed_members(mark: ProcessMark) -> list[int]:
    lines = _ps("-axo", "pid=,pgid=,stat=").splitlines()
    rows = [line.split() for line in lines]
    return [int(row[0]) for row in rows if len(row) > 2 and row[1] == str(mark.pgid) and not row[2].startswith("Z")]


def _start_of(pid: int) -> str | None:
    """When a process started, in the words of its system; None when there is none."""
    if sys.platform.startswith("linux"):
        fields = _fields(pid)
        return fields[19] if fields else None
    return _ps("-o", "lstart=", "-p", str(pid)).strip() or None


def _fields(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, which may hold spaces and brackets: state, parent, group ..."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def _environment(pid: int) -> bytes:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return file.read()
    except OSError:
        return b""


def _numbers() -> list[int]:
    own = os.getpid()
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdecimal() and int(name) != own]
    except OSError:
        return []


def _boot() -> str:
    """What tells one boot of the machine from another; empty where the system does not say."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""


def _ps(*arguments: str) -> str:
    try:
        return subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
