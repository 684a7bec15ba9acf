# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The built product, and a sandbox to use it in: a home, a data folder and an environment of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.processes import Outcome, Running, end_all, is_alive, wait_until
from harness.rest import Rest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_PATH = os.pathsep.join(str(ROOT / "python" / name / "src") for name in ("runlore", "azureml"))
_KEPT = ("PATH", "JAVA_HOME", "RUNLORE_JAVA_HOME")


class Server:
    """A server in the foreground of the launcher."""

    def __init__(self, sandbox: Sandbox, *flags: str, **variables: Any) -> None:
        port = () if "--port" in flags else ("--port", "0")
        self.process = sandbox.start("server", *port, *flags, **variables)
        self.data = sandbox.data_of(self.process.pid)
        file = self.data / "server.json"
        wait_until("the server says where it is", lambda: self._ended() or self._facts(file))
        self._assert_alive()
        facts = self._facts(file)
        self.url: str = facts["url"]
        self.pid: int = facts["pid"]
        wait_until("the server answers", lambda: self._ended() or self._answers())
        self._assert_alive()
        token = self.data / "token"
        self.rest = Rest(self.url, token.read_text().strip() if token.exists() else None)

    def _assert_alive(self) -> None:
        assert not self._ended(), f"the server ended: {self.process.out}{self.process.err}"

    def _ended(self) -> bool:
        return self.process.process.poll() is not None

    def _facts(self, file: Path) -> Any:
        """What this start wrote; a killed server's file names another process."""
        with contextlib.suppress(OSError, ValueError):
            facts = json.loads(file.read_text())
            return facts if facts.get("pid") == self.process.pid else None
        return None

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            return Rest(self.url).send("GET", "/health").body == b"OK"
        return False

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def stop(self) -> Outcome:
        """Ask it to end, and wait."""
        if not self._ended():
            self.process.signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()


class Sandbox:
    """A home and a data folder in a temporary folder; ends what was started in it."""

    def __init__(self, folder: Path, root: Path = ROOT) -> None:
        self.folder = folder
        self.root = root
        self.home = folder / "home"
        self.data = folder / "data"
        self.work = folder / "work"
        for path in (self.home, self.work, folder / "tmp"):
            path.mkdir(parents=True, exist_ok=True)
        self.server: Server  # the latest that `serve` started
        self.under: list[str | Path] = []  # what starts the launcher: a program that keeps its process id
        self.has_own_disk = False  # whether the data folder is a disk that only its server sees
        self._started: list[Running] = []

    def data_of(self, pid: int) -> Path:
        """The data folder as a server sees it."""
        return Path(f"/proc/{pid}/root{self.data}") if self.has_own_disk else self.data

    def env(self, **more: Any) -> dict[str, str]:
        """The environment of everything that is started here; None takes a variable away."""
        kept: dict[str, str | None] = {name: os.environ[name] for name in _KEPT if name in os.environ}
        own = {
            "HOME": str(self.home),
            "RUNLORE_HOME": str(self.data),
            "RUNLORE_PORT": "0",  # also of a server that a command starts in the background
            "TMPDIR": str(self.folder / "tmp"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": PYTHON_PATH,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return {name: value for name, value in {**kept, **own, **more}.items() if value is not None}

    def start_command(self, command: Sequence[str | Path], folder: Path | None = None, **variables: Any) -> Running:
        running = Running(command, self.env(**variables), folder or self.work)
        self._started.append(running)
        return running

    def start(self, *arguments: str | Path, folder: Path | None = None, **variables: Any) -> Running:
        """Start the launcher with arguments, in the sandbox's folder when no other is given."""
        return self.start_command([*self.under, self.root / "runlore", *arguments], folder, **variables)

    def cli(self, *arguments: str | Path, timeout: float = 60, **variables: Any) -> Outcome:
        """Run the launcher with arguments to its end."""
        return self.start(*arguments, **variables).wait(timeout)

    def cli_json(self, *arguments: str | Path, **variables: Any) -> Any:
        return json.loads(self.cli(*arguments, **variables).ok().out)

    def serve(self, *flags: str, **variables: Any) -> Server:
        """Start a server on this sandbox's data folder."""
        self.server = Server(self, *flags, **variables)
        return self.server

    def start_script(
        self, code: str, *arguments: str, python: str = sys.executable, name: str = "script.py", **variables: Any
    ) -> Running:
        """Start a Python script that can import the SDK."""
        path = self.work / name
        path.write_text(textwrap.dedent(code), encoding="utf-8")
        return self.start_command([python, path, *arguments], **variables)

    def script(self, code: str, *arguments: str, timeout: float = 60, **variables: Any) -> Outcome:
        """Run a Python script to its end."""
        return self.start_script(code, *arguments, **variables).wait(timeout)

    def result(self, code: str, *arguments: str, **variables: Any) -> Any:
        """The Python value whose ``repr`` a script printed last."""
        outcome = self.script(code, *arguments, **variables).ok()
        return eval(outcome.out.splitlines()[-1], {"nan": float("nan"), "inf": float("inf")})  # our own script's repr

    def close(self) -> None:
        """End what was started here, the server in the background too."""
        for running in self._started:
            running.kill()
        with contextlib.suppress(OSError, ValueError, KeyError):
            pid = int(json.loads((self.data / "server.json").read_text())["pid"])
            if is_alive(pid) and b"dev.runlore" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        end_all(f"RUNLORE_HOME={self.data}")
