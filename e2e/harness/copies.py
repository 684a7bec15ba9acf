# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The built checkout in another place, and a PATH with something missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from harness.product import ROOT

_LEFT_OUT = {".git", ".venv", "e2e", "bench", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def copy_product(to: Path) -> Path:
    """A copy of the checkout with the product, times kept; of what Maven left there only the product is taken."""

    def left_out(folder: str, names: list[str]) -> Collection[str]:
        inside_target = Path(folder).name == "target"
        return [name for name in names if name in _LEFT_OUT or (inside_target and name != "dist")]

    shutil.copytree(ROOT, to, ignore=left_out, symlinks=True)
    return to


def path_without(folder: Path, *hidden: str) -> str:
    """A PATH on which all programs of this one are found but those."""
    folder.mkdir(parents=True)
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            if program.name not in hidden and not (folder / program.name).is_symlink():
                (folder / program.name).symlink_to(program)
    return str(folder)
