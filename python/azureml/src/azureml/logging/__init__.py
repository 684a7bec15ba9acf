# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The logger of azureml's first generation.

Example:
    >>> from azureml.logging import get_azureml_logger
    >>> logger = get_azureml_logger()
    >>> logger.log("Accuracy", 0.95).wait()
"""

from __future__ import annotations

from azureml.logging._logger import Logger, StoredValue, get_azureml_logger

__all__ = ["Logger", "StoredValue", "get_azureml_logger"]
