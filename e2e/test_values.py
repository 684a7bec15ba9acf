# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every kind of value and name, logged by the SDK and read back through each way in: type and bits are kept."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from harness.product import Sandbox
from harness.rest import Rest, same, value_of

np = pytest.importorskip("numpy")

LONG = "名é𝄞" + "x" * 247

# The expression in the script, and the value that must come back.
VALUES: dict[str, tuple[str, Any]] = {
    "nan": ("math.nan", math.nan),
    "infinity": ("math.inf", math.inf),
    "minus infinity": ("-math.inf", -math.inf),
    "minus zero": ("-0.0", -0.0),
    "whole float": ("5.0", 5.0),
    "large float": ("1e308", 1e308),
    "smallest float": ("5e-324", 5e-324),
    "float of all digits": ("0.1 + 0.2", 0.1 + 0.2),
    "float beyond int64": ("1e19", 1e19),
    "zero": ("0", 0),
    "2^53 + 1": ("2**53 + 1", 2**53 + 1),
    "int64 first": ("-2**63", -(2**63)),
    "int64 last": ("2**63 - 1", 2**63 - 1),
    "beyond int64": ("2**63", "9223372036854775808"),
    "true": ("True", True),
    "false": ("False", False),
    "float32": ("np.float32(0.1)", float(np.float32(0.1))),
    "float64": ("np.float64(0.1)", 0.1),
    "float16 nan": ("np.float16('nan')", math.nan),
    "int8": ("np.int8(-5)", -5),
    "int64": ("np.int64(2**53 + 1)", 2**53 + 1),
    "uint64": ("np.uint64(2**63)", "9223372036854775808"),
    "numpy bool": ("np.bool_(True)", True),
    "numpy text": ("np.str_('so')", "so"),
    "text": ("'patience'", "patience"),
    "empty text": ("''", ""),
    "text NaN": ("'NaN'", "NaN"),
    "text -Infinity": ("'-Infinity'", "-Infinity"),
    "text of a number": ("'1'", "1"),
    "text of many scripts": ("'déjà 正則化 𝄞 \\u202e \\n\\t\\x1b[31m'", "déjà 正則化 𝄞 \u202e \n\t\x1b[31m"),
    "long text": ("'é' * 30000", "é" * 30000),
    "none": ("None", None),
    "anything else": ("[1, 2]", "[1, 2]"),
    "précision moyenne": ("1", 1),
    "正則化": ("2", 2),
    'quotes " and \\ and /': ("3", 3),
    "{x} <b>&amp;</b> %2e%2e +": ("4", 4),
    "../../etc/passwd": ("5", 5),
    "line\nbreak": ("6", 6),
    " spaces ": ("7", 7),
    "\N{MUSICAL SYMBOL G CLEF}": ("8", 8),
    LONG: ("9", 9),
}
EXPECTED = {name: value for name, (_, value) in VALUES.items()}


@pytest.fixture(scope="module")
def logged(shared: Sandbox) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The run with all values, and what the SDK read back: its metrics, and the values of its points."""
    lines = "".join(f"    run.log({name!r}, {expression})\n" for name, (expression, _) in VALUES.items())
    found: tuple[str, dict[str, Any], dict[str, Any]] = shared.result(
        "import math, runlore\nimport numpy as np\n"
        "with runlore.start_run('values') as run:\n" + lines + "    metrics = run.metrics()\n"
        "    points = {name: [point.value for point in run.points(name)] for name in metrics}\n"
        "print(repr((run.id, metrics, points)))\n"
    )
    return found


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    found = {name: value for name, value in found.items() if not name.startswith("system/")}
    wrong = {name: (found.get(name), value) for name, value in expected.items() if not same(found.get(name), value)}
    assert wrong == {}
    assert found.keys() == expected.keys()


def test_the_sdk_reads_what_it_logged(logged: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    assert_same(logged[1], EXPECTED)


def test_points_read_by_the_sdk_are_what_was_logged(logged: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    assert_same(logged[2], {name: [value] for name, value in EXPECTED.items()})


def test_the_api_answers_what_was_logged(rest: Rest, logged: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    assert_same({name: rest.series(logged[0], name) for name in VALUES}, {name: [v] for name, v in EXPECTED.items()})


def test_summaries_answer_what_was_logged(rest: Rest, logged: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    pages = rest.pages(f"/runs/{logged[0]}/metrics", limit=7)
    last = {item["name"]: value_of(item["columns"][0]["last"]) for page in pages for item in page["items"]}
    assert_same(last, EXPECTED)


def test_the_run_table_answers_what_was_logged(rest: Rest, logged: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    columns = rest.get("/runs", filter=f'id = "{logged[0]}"', columns="metrics")["columns"]
    found = {name: value_of(cell) for name, cell in columns["metrics"][0].items()}
    assert_same(found, EXPECTED)


def test_the_command_line_prints_what_was_logged(
    shared: Sandbox, logged: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    info = json.loads(shared.cli("history", "info", "-r", logged[0], "-o", "json").ok().out)
    assert_same({name: value_of(info[name]) for name in VALUES if name in info}, EXPECTED)


@pytest.mark.parametrize(
    ("length", "rule"), [(0, "must have 1-250 characters but is empty"), (251, "at most 250 characters but has 251")]
)
def test_names_that_no_metric_may_have_are_refused_and_hold_nothing_back(
    shared: Sandbox, rest: Rest, length: int, rule: str
) -> None:
    outcome = shared.script(
        f"""
        import runlore
        with runlore.start_run("names") as run:
            print(repr(run.id), flush=True)
            run.log("before", 1)
            try:
                run.log("x" * {length}, 2)
            except runlore.InvalidArgument as error:
                print("refused", error)
            run.log("after", 3)
        """
    ).ok()
    run = outcome.out.splitlines()[0][1:-1]
    assert rest.names(run) == ["before", "after"]
    told = outcome.out + outcome.err + json.dumps(rest.get(f"/runs/{run}")["warnings"])
    assert rule in told


def test_steps_and_times_are_kept(shared: Sandbox, rest: Rest) -> None:
    run, points = shared.result(
        """
        import datetime, runlore
        with runlore.start_run("steps") as run:
            run.log("a", 1, step=3)
            run.log("a", 2, step=0.5, time=1700000000.25)
            run.log("a", 3, time=datetime.datetime(2026, 5, 4, 9, 30, tzinfo=datetime.timezone.utc))
            run.log("a", 4, step=2**53)
            run.log_many({"b": 1.5, "c": "x"}, step=7)
            print(repr((run.id, [tuple(point) for point in run.points("a")])))
        """
    )
    assert [(step, value) for step, _, value in points] == [(3.0, 1), (0.5, 2), (None, 3), (2.0**53, 4)]
    assert [time for _, time, _ in points[1:3]] == [1700000000250, 1777887000000]
    page = rest.get(f"/runs/{run}/points", name="c")
    assert (page["s"], page["columns"]) == ([7], {"": ["x"]})
    [summary] = rest.get(f"/runs/{run}/metrics", name="a")["items"][0]["columns"]
    assert (summary["last"], summary["lastStep"], summary["first"]) == (4, 2**53, 1)


def test_a_metric_that_the_run_does_not_have_gives_no_points_and_an_unknown_run_is_not_found(shared: Sandbox) -> None:
    told = shared.result(
        """
        import runlore
        with runlore.start_run("values") as run:
            run.log("a", 1)
            missing = run.points("b")
        try:
            runlore.Run({"id": "no-such-run"}, ends=False).points("a")
        except runlore.NotFound as error:
            print(repr((missing, error.status)))
        """
    )
    assert told == ([], 404)
