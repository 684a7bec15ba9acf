# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the sender's thread loads, it loads while forks wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import runlore

SCRIPT = """
import sys
from runlore import _loading

held = {}

class Seen:
    @staticmethod
    def find_spec(name, path=None, target=None):
        held[name] = _loading._lock.locked()

for name in [name for name in sys.modules if name.split(".")[0] in ("importlib", "json")]:
    del sys.modules[name]
sys.meta_path.insert(0, Seen)
_loading.load()
assert {"importlib", "json"} <= held.keys(), held
assert all(held.values()), [name for name, was in held.items() if not was]
"""


def test_nothing_is_loaded_before_forks_wait() -> None:
    sources = str(Path(runlore.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": sources},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
