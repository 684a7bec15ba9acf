# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The history of 2017, brought in and printed again byte for byte, as `runlore history` and as `az ml history`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.processes import Outcome
from harness.product import ROOT, Sandbox
from harness.rest import value_of

GOLDEN = ROOT / "spec" / "examples" / "az-ml"
LIST = GOLDEN / "history-list.json"
LAST, FIRST = "IrisDemo_1504832281116", "IrisDemo_1504832109906"
KEYS = {
    *("Accuracy", "Regularization Rate", "attachments", "created_utc", "description", "duration", "end_time_utc"),
    *("experiment_id", "heartbeat_enabled", "hidden", "name", "parent_run_id", "properties", "run_id", "run_number"),
    *("script_name", "start_time_utc", "status", "target", "user_id"),
}

History = Callable[..., Outcome]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A fresh server with the eight runs of the fixture and nothing else."""
    sandbox = Sandbox(tmp_path_factory.mktemp("imported"))
    sandbox.serve()
    sandbox.cli("import", "az-ml", LIST).ok()
    yield sandbox
    sandbox.close()


@pytest.fixture(params=["runlore history", "az ml history"])
def history(request: pytest.FixtureRequest, imported: Sandbox) -> History:
    """Runs a verb of the history under one of its two names."""
    if request.param == "runlore history":
        return lambda *arguments: imported.cli("history", *arguments)
    path = os.pathsep.join([str(ROOT / "cli" / "shim"), os.environ["PATH"]])
    return lambda *arguments: imported.start_command(["env", "az", "ml", "history", *arguments], PATH=path).wait()


def golden(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode()


def test_w39_last_prints_the_published_run(history: History) -> None:
    assert history("last").ok().out == golden("history-last.json")


def test_w41_the_table_is_the_published_one(history: History) -> None:
    assert history("list", "-o", "table").ok().out == golden("history-list.table.txt")


def test_w36_the_help_is_the_published_one(history: History) -> None:
    """It names the program that was asked: `az ml` is the published spelling."""
    printed = history("-h").ok().out.replace("    runlore history:", "    az ml history:")
    assert printed == golden("history-help.txt")


def test_w20_the_list_has_run_8_first_and_is_what_came_in(history: History) -> None:
    assert history("list").ok().out == golden("history-list.json")


def test_w37_and_w42_each_command_answers(history: History, tmp_path: Path) -> None:
    runs = {run["run_id"]: run for run in json.loads(golden("history-list.json"))}
    assert json.loads(history("info", "-r", FIRST).ok().out) == runs[FIRST]
    compared = json.loads(history("compare", LAST, FIRST).ok().out)
    assert compared["Accuracy"] == [runs[LAST]["Accuracy"], runs[FIRST]["Accuracy"]]
    assert compared["Regularization Rate"] == [0.078125, 10.0]
    assert compared["run_number"] == [8, 1]
    assert json.loads(history("compare", "--run1", LAST, "--run2", FIRST).ok().out) == compared
    download = history("download", "-r", LAST, "-d", str(tmp_path / "results")).ok()
    assert "outputs/model.pkl" in download.err
    assert [path for path in (tmp_path / "results").rglob("*") if path.is_file()] == []


def test_promote_says_that_the_bytes_did_not_come_along(history: History) -> None:
    outcome = history("promote", "-r", LAST, "-ap", "outputs/model.pkl", "-n", "model.pkl")
    assert (outcome.code, outcome.out) == (5, "")
    assert "did not come with the run's import" in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


def test_w40_a_run_has_exactly_the_published_keys(history: History) -> None:
    assert json.loads(history("last").ok().out).keys() == KEYS


def test_w38_the_list_is_what_the_api_says(imported: Sandbox) -> None:
    listed = imported.cli_json("history", "list")
    columns = "id,number,status,script,target,duration,metrics,properties,artifacts,userId,experimentUuid"
    table = imported.server.rest.get("/runs", columns=columns)["columns"]
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    for run, row in zip(listed, rows, strict=True):
        metrics = {name: value_of(cell) for name, cell in row.pop("metrics").items()}
        assert metrics == {name: run[name] for name in ("Accuracy", "Regularization Rate")}
        assert row.pop("duration") == pytest.approx(seconds(run["duration"]), abs=1e-6)
        assert row == {
            "id": run["run_id"],
            "number": run["run_number"],
            "status": run["status"],
            "script": run["script_name"],
            "target": run["target"],
            "properties": run["properties"],
            "artifacts": run["attachments"].split(", "),
            "userId": run["user_id"],
            "experimentUuid": run["experiment_id"],
        }
    assert len(listed) == len(rows) == 8


def seconds(duration: str) -> float:
    hours, minutes, rest = duration.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def test_importing_again_changes_nothing(imported: Sandbox) -> None:
    def everything() -> Any:
        return imported.server.rest.get("/runs", columns="id,revision,number,metrics", archived="all")

    before = everything()
    imported.cli("import", "az-ml", LIST).ok()
    assert everything() == before


def test_w1_a_filter_finds_the_good_runs(imported: Sandbox) -> None:
    runs = json.loads(golden("history-list.json"))
    good = [run["run_id"] for run in runs if run["Accuracy"] > 0.66]
    assert len(good) == 5
    listed = imported.cli_json("history", "list", "--filter", "metrics.Accuracy > 0.66")
    assert [run["run_id"] for run in listed] == good


def test_the_best_run_is_found_by_a_query(imported: Sandbox) -> None:
    query = "max_by(@, &Accuracy).Accuracy"
    assert imported.cli("history", "list", "--query", query, "-o", "tsv").ok().out == "0.6792452830188679\n"


def test_a_new_run_continues_behind_the_imported_numbers(imported: Sandbox) -> None:
    """Last, as it adds a run."""
    name = imported.server.rest.get(f"/runs/{LAST}")["experiment"]["name"]
    run = imported.server.rest.make_run(experiment=name)
    assert imported.server.rest.get(f"/runs/{run}")["number"] == 9
