# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The built product's server, or a peer's, as a process of its own on a fresh folder."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parents[2] / "runlore"
_PATIENCE = 120.0  # seconds
_GLANCE = 0.001


class ServerProcess:
    """A process that answers HTTP on a port of loopback."""

    def __init__(self, command: Sequence[str], port: int, folder: Path, environment: dict[str, str]) -> None:
        """Start it and wait for its first answer on /health.

        Args:
            command: what to run.
            port: where it will answer.
            folder: its working folder; its output goes to server.log there.
            environment: added to this process's.
        """
        self.port = port
        self.folder = folder
        self._log = (folder / "server.log").open("wb")
        began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        self._await()
        self.start_seconds = time.perf_counter() - began

    def resident_mb(self) -> float:
        """Resident memory of the process that was started, in MB of a million bytes."""
        return self._status_mb("VmRSS")

    def most_resident_mb(self) -> float:
        """The most it ever was."""
        return self._status_mb("VmHWM")

    def _status_mb(self, name: str) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name)) * 1024 / 1e6

    def stop(self) -> None:
        """End it, and wait until it has."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _await(self) -> None:
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise SystemExit(f"the server must answer but does not; see {self._log.name}")
            time.sleep(_GLANCE)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def runlore_server(folder: Path) -> Iterator[ServerProcess]:
    """Our server on the data folder ``folder/data``."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [str(LAUNCHER), "server", "--port", str(port), "--data", str(folder / "data")]
    server = ServerProcess(command, port, folder, {})
    try:
        yield server
    finally:
        server.stop()
