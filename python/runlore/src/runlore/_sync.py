# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Delivers what scripts left on the spools of this machine: ``python -m runlore sync``."""

from __future__ import annotations

import time
from typing import NamedTuple

from ._delivery import Delivery
from ._sender import delivery_of
from ._spool import SpoolFolder, folders
from ._spool_places import spool_folders

_RETRY_SECONDS = 5.0  # how long a spool may be tried over and over while the server has no time for it


class Outcome(NamedTuple):
    """What became of one spool: how many records were delivered, how many wait, and why."""

    run_id: str
    path: str
    delivered: int
    rejected: int
    pending: int
    trouble: str | None


def sync(roots: list[str] | None = None) -> list[Outcome]:
    """Deliver all spools whose writers are dead; a living writer delivers its own.

    Args:
        roots: spool folders; those of this machine without it.
    """
    outcomes = []
    for root in spool_folders() if roots is None else roots:
        for path in folders(root):
            folder = SpoolFolder.adopt(path)
            if folder is not None:
                outcomes.append(_deliver(folder))
    return outcomes


def _deliver(folder: SpoolFolder) -> Outcome:
    delivery = delivery_of(folder)
    before = delivery.backlog.pending
    _drain(delivery)
    pending = delivery.backlog.pending
    if pending:
        folder.close()
    else:
        folder.remove()
    return Outcome(
        folder.run_id,
        folder.path,
        before - pending,
        len(delivery.rejected),
        pending,
        delivery.trouble if pending else None,
    )


def _drain(delivery: Delivery) -> None:
    end = time.monotonic() + _RETRY_SECONDS
    while (wait := delivery.step()) is not None and not delivery.stopped:
        if wait == 0.0 or delivery.shortened:
            end = time.monotonic() + _RETRY_SECONDS
            time.sleep(wait)
        elif delivery.unreachable or time.monotonic() + wait > end:
            return
        else:
            time.sleep(wait)
