# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""``python -m runlore._runner RUN [--recover]``; the zip archive's ``__main__`` does the same."""

from __future__ import annotations

import sys

from ._main import main

if __name__ == "__main__":
    sys.exit(main())
