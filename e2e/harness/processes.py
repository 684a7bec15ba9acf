# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Processes that tests start: each in a group of its own, and each ended by its id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple


class Outcome(NamedTuple):
    """How a program ended: its exit code (negative: the signal), what it printed, and how long it took in seconds."""

    code: int
    out: str
    err: str
    seconds: float

    def ok(self) -> Outcome:
        """Itself, when the exit code is 0."""
        assert self.code == 0, f"exit code {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"
        return self


class Running:
    """A program that runs, with its output in unnamed files: what it leaves behind never holds a test up."""

    def __init__(self, command: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> None:
        self.command = [str(part) for part in command]
        self._began = time.monotonic()
        self._out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - read after the end
        self._err: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self.process = subprocess.Popen(
            self.command,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=self._err,
            start_new_session=True,
            preexec_fn=_heed_interrupts,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def out(self) -> str:
        return _all_of(self._out)

    def shows(self, text: str) -> bool:
        """Whether it has printed a text."""
        return text in self.out

    @property
    def err(self) -> str:
        return _all_of(self._err)

    def wait(self, timeout: float = 60) -> Outcome:
        """Wait for the end; a program that takes longer than ``timeout`` seconds is ended, and the test fails."""
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.command} took more than {timeout} s\n{self.out}\n{self.err}") from None
        return Outcome(self.process.returncode, self.out, self.err, time.monotonic() - self._began)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        """End it with all that it started in its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


def _heed_interrupts() -> None:
    """A shell starts what runs in its background with Ctrl-C ignored, and programs inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _all_of(file: IO[bytes]) -> str:
    return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode("utf-8", "replace")


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def end_all(variable: str) -> None:
    """End every process with a variable in its environment: runners and scripts outlive the server they came from."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if variable.encode() in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)


def wait_until(what: str, holds: Callable[[], object], timeout: float = 20, every: float = 0.05) -> None:
    """Wait until something holds; the test fails when it does not in ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, f"not in {timeout} s: {what}"
        time.sleep(every)
