# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The runner's zip archive: the built one that ``RUNLORE_TEST_RUNNER`` names, else the same files put together here."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

_PYTHON = Path(__file__).resolve().parents[2]
_PARTS = (("runner", "__main__.py"), ("runlore/src", "runlore/**/*.py"), ("azureml/src", "azureml/**/*.py"))


def runner_archive(folder: Path) -> Path:
    """The archive, made in a folder when none was built."""
    built = os.environ.get("RUNLORE_TEST_RUNNER")
    if built:
        return Path(built)
    path = folder / "runlore-runner.pyz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for root, pattern in _PARTS:
            for file in sorted((_PYTHON / root).glob(pattern)):
                archive.write(file, file.relative_to(_PYTHON / root).as_posix())
    return path
