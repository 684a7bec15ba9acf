# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Writers of MLflow's batches to one run: how much each has sent, what was confirmed, and what has to be there."""

from __future__ import annotations

import http.client
import threading
import time
from pathlib import Path
from typing import Any

from harness.ledger import Ledger, entries
from harness.mlflow import Mlflow
from harness.rest import Rest

BATCH = 25


def batch(run: str, name: str, number: int) -> dict[str, Any]:
    """The request of a batch: points, and one parameter and one tag that bear its number."""
    steps = range(number * BATCH, (number + 1) * BATCH)
    return {
        "run_id": run,
        "metrics": [{"key": name, "value": n / 8, "timestamp": 1_700_000_000_000 + n, "step": n} for n in steps],
        "params": [{"key": f"{name}-{number}", "value": "p"}],
        "tags": [{"key": f"{name}-{number}", "value": "t"}],
    }


def insist(rest: Rest, path: str, fields: dict[str, Any], timeout: float = 60) -> int:
    """Send until it is confirmed, as MLflow's clients do; how often it took."""
    deadline, tries = time.monotonic() + timeout, 0
    while True:
        tries += 1
        try:
            answer = Mlflow(rest).call("POST", path, fields)
            if answer.status == 200 and isinstance(answer.json(), dict):
                return tries
            assert answer.status in (200, 429, 503), answer
        except (OSError, ValueError, http.client.HTTPException):
            pass  # the server is away, or the answer was cut
        assert time.monotonic() < deadline, "no answer came"
        time.sleep(0.05)


class BatchWriter(threading.Thread):
    """Sends batch after batch until a file named `stop` is there."""

    def __init__(self, url: str, run: str, name: str, folder: Path) -> None:
        super().__init__(daemon=True)
        self._rest, self._run, self._name, self._folder = Rest(url), run, name, folder
        self.start()

    def run(self) -> None:
        sent, confirmed = (Ledger(str(self._folder / f"{self._name}.{kind}")) for kind in ("sent", "confirmed"))
        number = 0
        while not (self._folder / "stop").exists():
            sent.note(batches=number + 1)
            insist(self._rest, "/runs/log-batch", batch(self._run, self._name, number))
            number += 1
            confirmed.note(batches=number)


def noted(folder: Path, name: str, kind: str) -> int:
    """How many batches a writer has sent, or knows to be confirmed."""
    lines = entries(folder / f"{name}.{kind}")
    return int(lines[-1]["batches"]) if lines else 0


def check(mlflow: Mlflow, run: str, confirmed: dict[str, int], folder: Path) -> None:
    """At least what was confirmed, at most what was sent, every batch whole or not at all, and each value right.

    Writers may go on meanwhile: what a batch also set is looked at between two looks at its points.
    """
    before = {name: batches_of(mlflow, run, name) for name in confirmed}
    keys = list(mlflow.params(run)), list(mlflow.own_tags(run))
    for name, least in confirmed.items():
        after = batches_of(mlflow, run, name)
        assert least <= before[name] <= after <= noted(folder, name, "sent"), name
        for found in keys:
            own = [key for key in found if key.startswith(f"{name}-")]
            assert set(own) == {f"{name}-{number}" for number in range(len(own))}
            assert before[name] <= len(own) <= after, name


def batches_of(mlflow: Mlflow, run: str, name: str) -> int:
    """How many batches of a writer are there, each value of which has to be right."""
    points = mlflow.history(run, name)
    stored, rest_of_one = divmod(len(points), BATCH)
    assert rest_of_one == 0, f"{name}: {len(points)} points are no whole batches"
    assert points == [(n / 8, 1_700_000_000_000 + n, n) for n in range(stored * BATCH)], name
    return stored
