# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What only the long run of the tests does, `./verify --full`."""

from __future__ import annotations

import os

import pytest

FULL = os.environ.get("RUNLORE_FULL") == "1"

full = pytest.mark.skipif(not FULL, reason="a long test: RUNLORE_FULL is not 1")
