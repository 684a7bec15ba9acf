# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""MLflow's Java client: it sends numbers as texts, both names of a run's id, and reads only plain numbers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from harness.clients import JavaClient
from harness.cuts import Cuts
from harness.extent import full
from harness.mlflow import Mlflow, fresh
from harness.product import Sandbox

pytestmark = full
LARGEST = "1.7976931348623157E308"
WRITES = {
    "POST runs/log-metric", "POST runs/log-parameter", "POST runs/log-batch", "POST runs/set-tag", "POST runs/update",
    "POST runs/delete", "POST runs/restore", "POST experiments/set-experiment-tag", "POST experiments/update",
}  # fmt: skip


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_java_program_logs_and_reads(shared: Sandbox, mlflow: Mlflow, is_cut: bool) -> None:
    with Cuts(shared.server.port) as cuts:
        url = cuts.url if is_cut else shared.server.url
        check(mlflow, JavaClient(shared).run(fresh("java"), MLFLOW_TRACKING_URI=url))
        assert set(cuts.repeated()) == (WRITES if is_cut else set())


def check(mlflow: Mlflow, found: dict[str, str]) -> None:
    """What the program read of what it wrote."""
    run = found.pop("run")
    metrics = {"batch": "62.375@499", "inf": f"{LARGEST}@0", "loss": "0.2@4", "nan": "NaN@0"}
    assert found == {
        "experiment.same": "true",
        "experiment.tag": "team:red",
        "experiment.none": "true",
        "experiment.name": "true",
        "run.status": "FINISHED",
        "run.end": str(1_700_000_060_000),
        "run.metrics": "{" + ", ".join(f"{key}={value}" for key, value in metrics.items()) + "}",
        "run.params": "{a=aa, b=bb, lr=0.1}",
        "run.phase": "[batch:yes, phase:first é 正]",
        "history.loss": listed(f"{1 / (step + 1)}@{step}@{step}" for step in range(5)),
        "history.batch": listed(f"{n / 8}@{n}@{n}" for n in range(500)),
        "history.none": "[]",
        "search.filter": "true",
        "search.found": "1",
        "search.pages": listed(str(number) for number in range(24, -1, -1)),
        "deleted": "deleted",
        "refused": "400",
        "restored": "active",
        "changed": "400",
        "unknown": "404",
        "experiment.deleted": "deleted",
        "experiment.restored": "active",
    }
    assert mlflow.rest.get(f"/runs/{run}")["status"] == "Completed"
    assert mlflow.rest.series(run, "loss") == [1 / (step + 1) for step in range(5)]
    assert mlflow.rest.series(run, "batch") == [n / 8 for n in range(500)]
    assert [len(mlflow.rest.series(run, name)) for name in ("nan", "inf")] == [1, 1]


def listed(items: Iterable[str]) -> str:
    return "[" + ", ".join(items) + "]"
