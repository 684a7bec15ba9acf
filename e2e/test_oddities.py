# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Odd values from seeds, through the SDK to the server and back, packed or not: every bit is kept."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from harness import oddities
from harness.extent import FULL
from harness.processes import wait_until
from harness.product import Sandbox
from harness.rest import Rest, same, value_of

SCRIPT = Path(oddities.__file__)
SEEDS = range(8) if FULL else range(2)


def wrong(rest: Rest, seed: int) -> dict[str, Any]:
    """The first difference of each metric between what was logged and what is read."""
    found: dict[str, Any] = {}
    for name, points in oddities.series(seed).items():
        pages = rest.pages(f"/runs/odd{seed}/points", name=name, limit=20_000)
        steps = [step for page in pages for step in page["s"]]
        stored = list(zip(rest.series(f"odd{seed}", name), map(number, steps), strict=True))
        expected = [(value, number(step)) for value, step in points]
        if not same(stored, expected):
            pairs = zip(stored, expected, strict=False)
            found[name] = next((pair for pair in pairs if not same(*pair)), (len(stored), len(expected)))
    table = rest.rows(f"odd{seed}", "rows")
    for column in oddities.KINDS:
        cells = [row.get(column) for row in oddities.rows(seed)]
        if not same(table.get(column), cells):
            found[f"rows/{column}"] = next(pair for pair in zip(table[column], cells, strict=True) if not same(*pair))
    return found


def number(step: float | None) -> float | None:
    return None if step is None else float(step)


@pytest.mark.parametrize("seed", SEEDS)
def test_odd_values_come_back_bit_for_bit(sandbox: Sandbox, seed: int) -> None:
    server = sandbox.serve()
    sandbox.start_command([sys.executable, SCRIPT, str(seed)]).wait(120).ok()
    assert wrong(server.rest, seed) == {}, f"seed {seed}"

    def packed() -> bool:
        with sqlite3.connect(f"file:{server.data / 'runlore.db'}?mode=ro", uri=True, timeout=30) as database:
            chunks = int(database.execute("SELECT count(*) FROM metric_chunk").fetchone()[0])
            left = int(database.execute("SELECT count(*) FROM metric_log").fetchone()[0])
        return chunks >= len(oddities.KINDS) and left == 0

    wait_until("all points are packed", packed, timeout=60)
    assert wrong(server.rest, seed) == {}, f"seed {seed}, packed"
    for name, points in list(oddities.series(seed).items())[seed::5]:
        told = sandbox.cli_json("run", "points", f"odd{seed}", name)
        assert same([value_of(point["value"]) for point in told], [value for value, _ in points]), name
    assert server.rest.get(f"/runs/odd{seed}")["warnings"] == []
    code = f"""
        import sys
        sys.path.insert(0, {str(SCRIPT.parents[1])!r})
        import runlore
        from harness import oddities
        from harness.rest import same
        run = runlore.get_run("odd{seed}")
        for name, points in oddities.series({seed}).items():
            assert same([point.value for point in run.points(name)], [value for value, _ in points]), name
        """
    sandbox.script(code).ok()
