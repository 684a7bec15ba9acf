# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The runner: executes one submitted run on this machine, and reports it.

``python3 runlore-runner.pyz RUN`` claims the run's job, brings its snapshot into a work folder, starts the user's
process, and sees to its output, its end and all that can come in between. Standard library only.
"""
