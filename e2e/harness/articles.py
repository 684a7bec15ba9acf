# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The code of the published articles, which is no part of this project: a folder with their texts may be named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def python_blocks() -> list[str]:
    """Every block of Python in the folder RUNLORE_ARTICLES; a test that wants one is skipped without it."""
    folder = os.environ.get("RUNLORE_ARTICLES")
    if not folder:
        pytest.skip("RUNLORE_ARTICLES is not set")
    texts = [path.read_text("utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    return [block.partition("```")[0] for text in texts for block in text.split("```Python\n")[1:]]


def logger_snippet() -> str:
    """What the Workbench article shows of its logger."""
    return next(block for block in python_blocks() if "get_azureml_logger" in block and "logger.log(" in block)
