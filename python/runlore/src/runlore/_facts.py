# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a run remembers of where it ran: host, user, script, interpreter, and a short list of environment variables.

The environment holds secrets, so it is kept by an allow list only. The script's arguments are what tells runs apart:
they are kept, but for the values of those that are named like a secret.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from typing import NamedTuple

from ._git import git_facts

# what decides how a training run behaves, and never a secret
ENVIRONMENT = (
    "CONDA_DEFAULT_ENV",
    "CUBLAS_WORKSPACE_CONFIG",
    "CUDA_VISIBLE_DEVICES",
    "HIP_VISIBLE_DEVICES",
    "LOCAL_RANK",
    "MKL_NUM_THREADS",
    "NODE_RANK",
    "NVIDIA_VISIBLE_DEVICES",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "PYTHONHASHSEED",
    "RANK",
    "SLURM_JOB_ID",
    "SLURM_NNODES",
    "SLURM_NTASKS",
    "SLURM_PROCID",
    "TF_DETERMINISTIC_OPS",
    "WORLD_SIZE",
)

_RANKS = ("RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID")
_LONGEST = 250  # characters of a variable's value
_LONGEST_ARGUMENT = 16_000  # characters; a server takes 64 KiB of UTF-8
_LONGEST_SCRIPT = 1_024
_SECRET = re.compile(
    r"(?:^|[-_])(?:token|password|passwd|passphrase|secret|credentials?|(?:api|access|secret)[-_]?key)$", re.IGNORECASE
)
_HIDDEN = "***"


class Facts(NamedTuple):
    """Where a run runs. `script` is None, and has no arguments, in notebooks and interactive sessions."""

    host: str
    user: str
    script: str | None
    arguments: list[str]
    properties: dict[str, str]


def facts(folder: str | None = None) -> Facts:
    """The facts of this process; git's are those of the folder, the current one without it."""
    properties = {
        "runlore.python": platform.python_version(),
        "runlore.platform": f"{sys.platform} {platform.machine()}".strip(),
        **environment_facts(),
        **git_facts(folder or os.getcwd()),
    }
    script = script_name()
    return Facts(platform.node() or "unknown", user_name(), script, arguments() if script else [], properties)


def environment_facts() -> dict[str, str]:
    """The allowed environment variables that are set, as `runlore.env.<name>`."""
    found = {name: os.environ.get(name, "") for name in ENVIRONMENT}
    return {f"runlore.env.{name}": value[:_LONGEST] for name, value in found.items() if value}


def rank() -> int | None:
    """This process's rank among those of a distributed run, or None."""
    for name in _RANKS:
        value = os.environ.get(name, "")
        if value.isdecimal():
            return int(value)
    return None


def user_name() -> str:
    """The name of the user; the number where the system knows no name, as in some containers."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def script_name() -> str | None:
    """The path of the running script, relative to the current folder when it is below it, else its name."""
    main = sys.modules.get("__main__")
    path: str | None = getattr(main, "__file__", None)
    if not path or "ipykernel" in path:
        return None
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = ".."
    inside = relative.partition(os.sep)[0] != os.pardir
    return (relative if inside else os.path.basename(path)).replace(os.sep, "/")[-_LONGEST_SCRIPT:]


def arguments() -> list[str]:
    """The script's arguments; the value of `--password` and the like is `***`, and what is too long is cut."""
    kept, hide = [], False
    for text in sys.argv[1:]:
        name, equals, _ = text.partition("=")
        secret = name.startswith("-") and _SECRET.search(name) is not None
        if hide and not text.startswith("-"):
            text = _HIDDEN
        elif secret and equals:
            text = f"{name}={_HIDDEN}"
        hide = secret and not equals
        kept.append(text if len(text) <= _LONGEST_ARGUMENT else text[:_LONGEST_ARGUMENT] + "…")
    return kept
