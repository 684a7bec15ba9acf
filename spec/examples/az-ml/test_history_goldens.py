# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The golden files follow from history-list.json: a second, independent writing of the command line's output rules."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Run = dict[str, Any]

# The keys of a run that are not metrics.
FIXED_KEYS = {
    *("attachments", "created_utc", "description", "duration", "end_time_utc", "experiment_id", "heartbeat_enabled"),
    *("hidden", "name", "parent_run_id", "properties", "run_id", "run_number", "script_name", "start_time_utc"),
    *("status", "target", "user_id"),
}
LAST_COLUMNS = ["duration", "run_id", "script_name", "start_time_utc", "status"]
COMMANDS = {
    "compare": "Compare two runs.",
    "download": "Download all the artifacts from a run into the destination path.",
    "info": "Details about one run.",
    "last": "Get detail about most recent run.",
    "list": "List runs.",
    "promote": "Promote Artifacts.",
}


def to_json(value: object) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def to_table(runs: list[Run]) -> str:
    metrics = sorted({key for run in runs for key in run} - FIXED_KEYS)
    columns = [column(key, key, runs) for key in metrics]
    columns += [column(key, key[0].upper() + key[1:], runs) for key in LAST_COLUMNS]
    return "".join("  ".join(cells).rstrip() + "\n" for cells in zip(*columns))


def column(key: str, header: str, runs: list[Run]) -> list[str]:
    """The header, the rule and one cell a run, all of the column's width."""
    values = [run.get(key) for run in runs]
    present = [value for value in values if value is not None]
    numeric = bool(present) and all(map(is_number, present))
    cells = point_aligned(values) if numeric else ["" if value is None else str(value) for value in values]
    wide = max([width(header) + 2, *map(width, cells)])
    return [pad(header, wide, numeric), "-" * wide, *(pad(cell, wide, numeric) for cell in cells)]


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def point_aligned(values: list[Any]) -> list[str]:
    """`%g` texts, filled on the right until their points stand below each other; an exponent marks it without one."""
    texts = ["" if value is None else f"{value:g}" for value in values]
    behind = [len(text) - len(re.split("[.e]", text)[0]) for text in texts]
    return [text + " " * (max(behind) - count) for text, count in zip(texts, behind)]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, wide: int, right: bool) -> str:
    fill = " " * (wide - width(text))
    return fill + text if right else text + fill


def golden(name: str) -> str:
    return (HERE / name).read_bytes().decode("utf-8")


@pytest.fixture(name="runs")
def read_runs() -> list[Run]:
    runs: list[Run] = json.loads(golden("history-list.json"))
    return runs


def test_the_list_is_written_by_the_json_rules(runs: list[Run]) -> None:
    assert to_json(runs) == golden("history-list.json")


def test_last_is_the_run_created_last(runs: list[Run]) -> None:
    last = max(runs, key=lambda run: datetime.fromisoformat(run["created_utc"]))
    assert to_json(last) == golden("history-last.json")


def test_the_table_follows_from_the_list(runs: list[Run]) -> None:
    assert to_table(runs) == golden("history-list.table.txt")


def test_the_help_lists_the_six_commands_aligned() -> None:
    wide = max(map(len, COMMANDS))
    lines = [f"    {name:{wide}}: {what}\n" for name, what in COMMANDS.items()]
    group = "\nGroup\n    az ml history: View run history of machine learning experiments.\n"
    assert group + "\nCommands:\n" + "".join(lines) == golden("history-help.txt")


def test_the_newest_run_comes_first_and_numbers_count_down(runs: list[Run]) -> None:
    created = [run["created_utc"] for run in runs]
    assert created == sorted(created, reverse=True)
    assert [run["run_number"] for run in runs] == [8, 7, 6, 5, 4, 3, 2, 1]


def test_every_run_has_exactly_the_fields_of_the_printed_one(runs: list[Run]) -> None:
    for run in runs:
        assert run.keys() == FIXED_KEYS | {"Accuracy", "Regularization Rate"}


def test_duration_is_end_minus_start(runs: list[Run]) -> None:
    for run in runs:
        lasted = datetime.fromisoformat(run["end_time_utc"]) - datetime.fromisoformat(run["start_time_utc"])
        assert str(lasted) == run["duration"]


def test_runs_are_created_as_long_after_their_id_as_the_printed_one(runs: list[Run]) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for run in runs:
        made = epoch + timedelta(milliseconds=int(run["run_id"].removeprefix("IrisDemo_")))
        created = datetime.fromisoformat(run["created_utc"])
        assert created - made == timedelta(microseconds=495_105)
        assert created < datetime.fromisoformat(run["start_time_utc"])


def test_accuracies_are_right_answers_of_53(runs: list[Run]) -> None:
    assert [run["Accuracy"] for run in runs] == [right / 53 for right in (36, 36, 35, 35, 34, 35, 34, 34)]


def test_rates_halve_from_ten(runs: list[Run]) -> None:
    rates = [run["Regularization Rate"] for run in reversed(runs)]
    assert rates == [10 / 2**halvings for halvings in range(8)]
    assert all(isinstance(rate, float) for rate in rates)


def test_made_up_commits_are_told_apart_from_the_printed_one(runs: list[Run]) -> None:
    for run in runs[1:]:
        assert run["properties"] == {"CommitId": hashlib.sha1(run["run_id"].encode()).hexdigest()}
    assert runs[0]["properties"] == {"CommitId": "e77a5f0df2af1a482bbe39b70bfbb16b62228cb3"}


def test_columns_of_mixed_values_stay_aligned() -> None:
    mixed: list[Run] = [
        {"loss": 1e-05, "計量": "是", "status": "Completed"},
        {"loss": 12.25, "status": "Failed"},
        {"loss": float("nan"), "計量": "no", "status": "Running"},
    ]
    assert to_table(mixed) == (
        "   loss  計量    Duration    Run_id    Script_name    Start_time_utc    Status\n"
        "-------  ------  ----------  --------  -------------  ----------------  ---------\n"
        "  1e-05  是                                                             Completed\n"
        " 12.25                                                                  Failed\n"
        "nan      no                                                             Running\n"
    )


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("az ml history -h", "history-help.txt"),
        ("az ml history last", "history-last.json"),
        ("az ml history list -o table", "history-list.table.txt"),
    ],
)
def test_the_golden_is_what_the_article_prints(command: str, name: str) -> None:
    folder = os.environ.get("RUNLORE_ARTICLES")
    if not folder:
        pytest.skip("RUNLORE_ARTICLES is not set")
    articles = [path.read_text("utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    blocks = [text.split(f"$ {command}\n", 1)[1].split("```", 1)[0] for text in articles if f"$ {command}\n" in text]
    assert len(blocks) == 3
    # The table is followed by one empty line, which is not part of the output.
    assert {block.rstrip("\n") + "\n" for block in blocks} == {golden(name)}
