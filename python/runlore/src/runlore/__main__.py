# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The command line of the package: ``python -m runlore sync``."""

from __future__ import annotations

import argparse
import sys

from . import __version__
from ._sync import Outcome, sync

EXIT_UNDELIVERED = 7  # as the exit code of "unavailable" of the runlore command


def main(arguments: list[str] | None = None) -> int:
    """Run a command; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m runlore", description="Runlore, the Python side.")
    parser.add_argument("--version", action="version", version=f"runlore {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("sync", help="deliver what scripts left on this machine's spools")
    parser.parse_args(arguments)
    return _report(sync())


def _report(outcomes: list[Outcome]) -> int:
    for outcome in outcomes:
        print(_sentence(outcome))
    if not outcomes:
        print("nothing to deliver")
    return EXIT_UNDELIVERED if any(outcome.pending for outcome in outcomes) else 0


def _sentence(outcome: Outcome) -> str:
    text = f"run {outcome.run_id}: {outcome.delivered} records delivered"
    if outcome.rejected:
        text += f", {outcome.rejected} of them rejected (the run's page says why)"
    if outcome.pending:
        text += f", {outcome.pending} wait in {outcome.path}: {outcome.trouble}"
    return text


if __name__ == "__main__":
    sys.exit(main())
