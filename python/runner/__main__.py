# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What ``python3 runlore-runner.pyz RUN`` executes."""

import sys

if sys.version_info < (3, 9):
    sys.exit("the runner needs Python 3.9 or newer but is started by %d.%d" % sys.version_info[:2])

from runlore._runner._main import main

sys.exit(main())
