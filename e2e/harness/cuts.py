# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A way to the server on which the first answer to every write is lost, after the server has done it."""

from __future__ import annotations

import itertools
from collections import Counter

from harness.proxy import Proxy, Request, Treatment
from harness.treatments import CutAnswer, Instead, Pass

CUT = (  # what makes or takes away something is not among them: its repetition is a wish of its own to the server
    "POST runs/log-metric", "POST runs/log-parameter", "POST runs/log-batch", "POST runs/set-tag", "POST runs/update",
    "POST runs/log-inputs", "POST runs/outputs", "POST runs/log-model", "POST runs/delete", "POST runs/restore",
    "POST experiments/set-experiment-tag", "POST experiments/update", "POST registered-models/set-tag",
    "POST registered-models/alias", "POST model-versions/set-tag", "POST mpu/create", "POST mpu/complete",
    "PUT artifacts", "PATCH logged-models", "PATCH model-versions",
)  # fmt: skip


class Cuts(Proxy):
    """The connection breaks, is closed, or somebody on the way says 502, in turn."""

    def __init__(self, port: int) -> None:
        losses: tuple[Treatment, ...] = (CutAnswer(0.0, reset=True), Instead(502), CutAnswer(0.0))
        self._losses = itertools.cycle(losses)
        self._cut: dict[bytes, str] = {}
        super().__init__(port, self._lose)

    def _lose(self, request: Request) -> Treatment:
        whole, name = _whole(request), _name(request)
        if name not in CUT or whole in self._cut:
            return Pass()
        self._cut[whole] = name
        return next(self._losses)

    def repeated(self) -> Counter[str]:
        """How many writes of each call were done although their answer was lost; each came again, byte for byte.

        What was refused came again as well, and was refused again.
        """
        statuses: dict[bytes, list[int]] = {}
        for request in self.requests:
            if request.number in self.answers:
                statuses.setdefault(_whole(request), []).append(_status(self.answers[request.number]))
        for whole in self._cut:
            came = statuses[whole]
            assert len(came) > 1 and len(set(came)) == 1, f"{came}: {whole[:500]!r}"
        return Counter(name for whole, name in self._cut.items() if statuses[whole][0] == 200)


def _name(request: Request) -> str:
    """Such as ``POST runs/log-metric``; where a method is enough, only the family: ``PUT artifacts``."""
    words = request.path.partition("/2.0/")[2].split("/")[1:3]
    return f"{request.method} {'/'.join(words) if request.method == 'POST' else words[0] if words else ''}"


def _whole(request: Request) -> bytes:
    """What makes a request another one: method, address and body."""
    return b" ".join((*request.head.split(b" ", 2)[:2], request.body))


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])
