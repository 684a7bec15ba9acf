# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Starts the packaged product as its users do, and ends everything that it started."""
