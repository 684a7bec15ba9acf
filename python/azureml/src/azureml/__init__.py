# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Scripts written for azureml, logging to Runlore."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

try:
    _other = version("azureml-core")
except PackageNotFoundError:
    pass
else:
    # a submitted run has this package first on purpose, and its runner has said so
    if not os.environ.get("AZUREML_RUN_ID"):
        raise ImportError(
            f"runlore-azureml cannot be imported beside azureml-core {_other}, which owns the same package 'azureml'; "
            "uninstall one of the two"
        )
