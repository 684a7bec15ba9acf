# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The claim: one runner wins a job, and only the winner starts anything."""

from __future__ import annotations

import os
import socket
from typing import Any

from ._job import JobKey
from ._server import Server
from ._stop import Stop

PATIENCE = 3600.0  # seconds that a server may be away


def claim(server: Server, key: JobKey, nonce: str) -> dict[str, Any]:
    """Claim the job; the same nonce may ask again and again, so a lost answer costs nothing.

    Raises:
        WrongState: another runner has it, or the job is over.
        ServerError: the server refuses for another reason.
        ConnectionFailed: nobody answered for an hour.
    """
    body = {"nonce": nonce, "host": socket.gethostname(), "pid": os.getpid()}
    answer = server.patiently(
        lambda connection: connection.call("POST", f"/jobs/{key.job}/claim", json=body), Stop(), PATIENCE
    )
    return answer if isinstance(answer, dict) else {}
