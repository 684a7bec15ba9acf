# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The Python that a script runs on, and what that interpreter says about itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ._job import Job

_TIMEOUT = 60.0  # seconds
# written so that old interpreters can read it; the names are arguments, and only JSON comes back
_QUESTION = """
import json, platform, sys
try:
    from importlib.metadata import PackageNotFoundError, version
except ImportError:
    PackageNotFoundError, version = Exception, None
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        pass
    except TypeError:
        break
print(json.dumps({"version": platform.python_version(), "platform": sys.platform + " " + platform.machine(),
                  "packages": found}))
"""


class InterpreterFailed(Exception):
    """There is no such interpreter, or it does not answer as one."""


class Interpreter(NamedTuple):
    """A Python.

    Attributes:
        path: its program.
        version: such as ``3.11.7``.
        platform: such as ``linux x86_64``.
        packages: versions of those asked for that it has.
        prefix: the folder of an environment that was made for the run, None otherwise.
    """

    path: str
    version: str
    platform: str
    packages: dict[str, str]
    prefix: str | None = None

    def activation(self, known: Mapping[str, str]) -> dict[str, str]:
        """The variables that make this the environment of a shell, none when it is not one made for the run."""
        if self.prefix is None:
            return {}
        path = os.pathsep.join(filter(None, (os.path.join(self.prefix, "bin"), known.get("PATH", os.defpath))))
        name = "CONDA_PREFIX" if os.path.isdir(os.path.join(self.prefix, "conda-meta")) else "VIRTUAL_ENV"
        return {"PATH": path, name: self.prefix}


def chosen_program(job: Job) -> str:
    """The interpreter that the configuration names, else the submitter's, else the first ``python3`` on the PATH."""
    program = job.configuration.interpreter or job.interpreter
    return program or find_program("python3", job.surroundings) or "python3"


def find_program(name: str, surroundings: Mapping[str, str]) -> str | None:
    """A program on the submitter's PATH."""
    return shutil.which(name, path=surroundings.get("PATH") or None)


def ask(program: str, names: Iterable[str], variables: Mapping[str, str], folder: str) -> Interpreter:
    """Start an interpreter and ask it for its version and those of some packages.

    Raises:
        InterpreterFailed: it cannot be started, or answers nothing that a Python would.
    """
    try:
        done = subprocess.run(
            [program, "-c", _QUESTION, *names],
            env=dict(variables),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
        answer = json.loads(done.stdout.decode().strip().rpartition("\n")[2])
        return Interpreter(program, answer["version"], answer["platform"], answer["packages"])
    except OSError as error:
        raise InterpreterFailed(
            f"interpreter {program!r} cannot be started ({error.strerror}); name another in the run configuration"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise InterpreterFailed(f"interpreter {program!r} gave no answer within {_TIMEOUT:g} s") from error
    except (ValueError, KeyError, TypeError) as error:
        said = done.stderr.decode(errors="replace").strip()[-500:]
        raise InterpreterFailed(
            f"interpreter {program!r} is no Python that works (exit code {done.returncode}): {said}"
        ) from error
