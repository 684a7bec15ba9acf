# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Released clients of MLflow, each in a virtual environment of its own, made once and kept in the build folder."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness.product import ROOT, Sandbox

SCRIPTS = ROOT / "e2e" / "mlflow" / "clients"
VERSIONS = ("3.17.2", "2.17.2")
ALONE: dict[str, Any] = {  # no client calls home, asks a proxy for this machine, or needs git or a display
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "NO_PROXY": "127.0.0.1,localhost",
    "GIT_PYTHON_REFRESH": "quiet",
    "MPLBACKEND": "Agg",
}


@contextmanager
def _making(folder: Path) -> Iterator[None]:
    """One process of the tests makes a client, the others wait for it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def interpreter(version: str) -> Path:
    """The Python that has a release of the `mlflow` package; made anew when its pins or the Python changed."""
    folder, requirements = ROOT / "build" / "target" / "clients" / version, SCRIPTS / f"requirements-{version}.txt"
    python, made_from = folder / "bin" / "python", folder / "made-from"
    wanted = f"{sys.version}\n{requirements.read_text()}"
    with _making(folder):
        if not made_from.exists() or made_from.read_text() != wanted:
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
            subprocess.run(pip, check=True, stdin=subprocess.DEVNULL)
            made_from.write_text(wanted)
    return python


class Client:
    """A release of the package, which knows of a server by MLFLOW_TRACKING_URI only."""

    def __init__(self, version: str, sandbox: Sandbox) -> None:
        self.version = version
        self.major = int(version.partition(".")[0])
        self.python = interpreter(version)
        self._sandbox = sandbox

    def run(self, script: str, *arguments: str, timeout: float = 600, **variables: Any) -> Any:
        """What a script of ours printed last, parsed."""
        variables = {**ALONE, "MLFLOW_TRACKING_URI": self._sandbox.server.url, "PYTHONPATH": None, **variables}
        command = [self.python, SCRIPTS / script, *arguments]
        outcome = self._sandbox.start_command(command, **variables).wait(timeout).ok()
        return json.loads(outcome.out.splitlines()[-1])


class JavaClient:
    """A program with MLflow's Java client, built by Maven when its sources changed."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._folder = ROOT / "build" / "target" / "clients" / "java"
        sources = SCRIPTS / "java"
        made_from = self._folder / "made-from"
        wanted = "\n".join(path.read_text() for path in sorted(sources.rglob("*")) if path.is_file())
        maven = ["mvn", "--quiet", "--batch-mode", "--file", sources, f"-Dclients.target={self._folder}", "package"]
        with _making(self._folder):
            if not made_from.exists() or made_from.read_text() != wanted:
                environment = {**os.environ, "JAVA_HOME": str(java_home())}
                subprocess.run(maven, check=True, stdin=subprocess.DEVNULL, env=environment)
                made_from.write_text(wanted)

    def run(self, *arguments: str, **variables: Any) -> dict[str, str]:
        """What the program printed, by its names."""
        classes = f"{self._folder / 'classes'}{os.pathsep}{self._folder / 'lib' / '*'}"
        command = [java_home() / "bin" / "java", "-Dstdout.encoding=UTF-8", "-cp", classes, "dev.runlore.client.Script"]
        variables = {**ALONE, "MLFLOW_TRACKING_URI": self._sandbox.server.url, **variables}
        outcome = self._sandbox.start_command([*command, *arguments], **variables).wait(300).ok()
        return dict(line.split("=", 1) for line in outcome.out.splitlines())


def java_home() -> Path:
    """The JDK that the build uses."""
    script = f'root={ROOT}; source "$root/build/java-home.sh"; find_java_home javac && printf %s "$java_home"'
    found = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True)
    return Path(found.stdout)
