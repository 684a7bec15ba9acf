# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SYNCS = 200


def facts(folder: Path) -> dict[str, str]:
    """Everything that a reader needs to compare, by name; the folder's disk is the one that is tried."""
    return {
        "processor": f"{os.cpu_count()} x {_field('/proc/cpuinfo', 'model name')}",
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 1024 / 1024:.1f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "JDK": _java(),
        "Python": platform.python_version(),
        "disk": "append 4 KiB and fdatasync: {:.2f} ms median, {:.2f} ms p99".format(*_sync_milliseconds(folder)),
    }


def commit() -> str:
    """The commit that is checked out, with a mark when files differ from it."""
    text = _git("rev-parse", "--short=8", "HEAD") or "unknown"
    return text + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def load() -> str:
    """Load average of 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "0"


def _java() -> str:
    program = os.path.join(os.environ["RUNLORE_JAVA_HOME"], "bin", "java")
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[1].strip()


def _sync_milliseconds(folder: Path) -> tuple[float, float]:
    path, block, took = folder / "sync", bytes(4096), []
    with path.open("wb", buffering=0) as file:
        for _ in range(_SYNCS):
            before = time.perf_counter()
            file.write(block)
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - before) * 1000)
    path.unlink()
    took.sort()
    return took[_SYNCS // 2], took[int(_SYNCS * 0.99)]
