# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""`./runlore quickstart`: what a newcomer sees first."""

from __future__ import annotations

import re
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.extent import full
from harness.processes import Outcome
from harness.product import Sandbox
from harness.rest import Rest

RATES = [10, 5, 2.5, 1.25, 0.625, 0.3125, 0.15625, 0.078125]
RIGHT = [34, 34, 35, 34, 35, 35, 36, 36]  # of 53 flowers


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, Outcome]]:
    """One quickstart that has ended, in an interpreter that has the example's packages."""
    pytest.importorskip("sklearn")
    sandbox = Sandbox(tmp_path_factory.mktemp("quickstart"))
    yield sandbox, once(sandbox)
    sandbox.close()


def once(sandbox: Sandbox) -> Outcome:
    mpl = str(sandbox.folder / "mpl")
    return sandbox.cli(
        "quickstart", "--once", "--port", "0", RUNLORE_PYTHON=sys.executable, MPLCONFIGDIR=mpl, timeout=120
    )


@pytest.fixture(scope="module")
def rest(quickstart: tuple[Sandbox, Outcome]) -> Rest:
    """A server on what the quickstart left."""
    quickstart[1].ok()
    return quickstart[0].serve().rest


def test_it_ends_well_and_prints_the_table(quickstart: tuple[Sandbox, Outcome]) -> None:
    outcome = quickstart[1].ok()
    lines = outcome.out.splitlines()
    header = next(n for n, line in enumerate(lines) if line.split()[:1] == ["Accuracy"])
    assert lines[header].split() == [
        *("Accuracy", "Regularization", "Rate", "Duration", "Run_id", "Script_name", "Start_time_utc", "Status"),
    ]
    rows = [line.split() for line in lines[header + 2 : header + 10]]
    assert [(row[0], row[1]) for row in rows] == [
        (f"{right / 53:.6f}", f"{rate:g}") for rate, right in zip(RATES[::-1], RIGHT[::-1], strict=True)
    ]
    assert {(row[4], row[6]) for row in rows} == {("iris_sklearn.py", "Completed")}
    assert re.search(r"http://127\.0\.0\.1:\d+", outcome.out + outcome.err)
    assert "Exception" not in outcome.err


def test_eight_runs_are_complete_by_value(rest: Rest) -> None:
    table = rest.get("/runs", columns="id,number,status,script,metrics,artifacts", limit=8, orderBy="number asc")[
        "columns"
    ]
    assert table["status"] == ["Completed"] * 8
    assert table["script"] == ["iris_sklearn.py"] * 8
    assert table["number"] == list(range(1, 9))
    shown = (table["id"], table["metrics"], table["artifacts"])
    for rate, right, run, metrics, artifacts in zip(RATES, RIGHT, *shown, strict=True):
        assert metrics["Regularization Rate"] == rate
        assert metrics["Accuracy"] == right / 53
        recall = rest.series(run, "Recall")
        assert len(recall) == 3 and all(0 <= share <= 1 for share in recall)
        assert sorted(artifacts) == [
            *("azureml-logs/70_driver_log.txt", "outputs/cm.png", "outputs/model.pkl", "outputs/roc.png"),
        ]
        assert rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": "outputs/cm.png"}).body[:4] == b"\x89PNG"


def test_w1_filter_and_compare_find_the_better_runs(quickstart: tuple[Sandbox, Outcome], rest: Rest) -> None:
    sandbox = quickstart[0]
    runs = rest.get("/runs", columns="id,metrics.Accuracy", limit=8)["columns"]
    better = [run for run, accuracy in zip(*runs.values(), strict=True) if accuracy > 0.66]
    listed = sandbox.cli_json("history", "list", "--filter", "metrics.Accuracy > 0.66")
    assert [run["run_id"] for run in listed] == better and len(better) == 5
    compared = sandbox.cli_json("history", "compare", better[0], better[-1])
    assert compared["run_id"] == [better[0], better[-1]]
    assert compared["Accuracy"] == [36 / 53, 35 / 53]


@full
def test_a_second_start_goes_on_with_the_history(quickstart: tuple[Sandbox, Outcome], rest: Rest) -> None:
    """Last: it adds eight runs. It uses the running server or another; both are the same history."""
    sandbox = quickstart[0]
    sandbox.server.stop()
    second = once(sandbox).ok()
    assert second.seconds < 60
    numbers = sandbox.serve().rest.get("/runs", columns="number")["columns"]["number"]
    assert sorted(numbers) == list(range(1, 17))


def test_without_packages_and_network_it_says_what_is_missing(sandbox: Sandbox) -> None:
    bare = sandbox.folder / "bare"
    venv.create(bare, symlinks=True)
    outcome = sandbox.cli(
        *("quickstart", "--once", "--port", "0"),
        RUNLORE_PYTHON=str(bare / "bin" / "python"),
        PIP_INDEX_URL="http://127.0.0.1:1/simple",
        PIP_RETRIES="0",
        PIP_CONFIG_FILE="/dev/null",
        timeout=120,
    )
    assert outcome.code == 7
    assert "scikit-learn" in outcome.err or "requirements.txt" in outcome.err
    assert "connect to a package index" in outcome.err
    assert "Exception" not in outcome.err


def test_with_an_unusable_python_it_says_so(sandbox: Sandbox, tmp_path: Path) -> None:
    outcome = sandbox.cli("quickstart", "--once", "--port", "0", RUNLORE_PYTHON=str(tmp_path / "none"))
    assert outcome.code == 7
    assert "RUNLORE_PYTHON" in outcome.err
