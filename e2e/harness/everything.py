# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A script that logs every kind of record through the SDK, and what has to be there afterwards.

    python everything.py NAME ROUNDS

It prints the longest call in seconds when it has logged everything, and ends the run unless that is somebody else's.
Each round logs 50 points to `NAME/loss`, and one of every other kind under a name that begins with NAME.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.rest import Rest

POINTS = 50  # of the long series, a round
FILE_EVERY = 20
MATRIX = {
    "schema_type": "confusion_matrix",
    "schema_version": "v1",
    "data": {"class_labels": ["cat", "dog"], "matrix": [[8, 2], [1, 9]]},
}


def loss(number: int) -> float:
    """A value of the long series: every bit of it depends on its number."""
    return random.Random(number).uniform(-1, 1) * 10.0 ** (number % 40 - 20)


def content(name: str, number: int) -> bytes:
    return random.Random(f"{name} {number}").randbytes(1 + number * 997 % 50_000)


def log_all(name: str, rounds: int) -> None:
    """The script."""
    import runlore

    run = runlore.current_run() or runlore.start_run("everything", run_id=name)
    longest = 0.0

    def timed(call: Callable[..., object], *arguments: object, **named: object) -> None:
        nonlocal longest
        began = time.perf_counter()
        call(*arguments, **named)
        longest = max(longest, time.perf_counter() - began)

    for i in range(rounds):
        for number in range(i * POINTS, (i + 1) * POINTS):
            timed(run.log, f"{name}/loss", loss(number), step=number)
        timed(run.log_row, f"{name}/row", x=i, y=i / 4)
        timed(run.log_table, f"{name}/table", {"a": [i, -i], "b": ["é", f"{name} {i}"]})
        timed(run.log_list, f"{name}/list", [i, i + 1, i + 2])
        timed(run.log_many, {f"{name}/one": i, f"{name}/other": f"text {i}"})
        timed(run.tag, f"{name}-{i}", str(i))
        timed(run.param, f"{name}-{i}", i)
        timed(run.set_property, f"{name}-{i}", f"fixed {i}")
        if i % FILE_EVERY == 0:
            path = Path(f"{name}.bin")
            path.write_bytes(content(name, i))
            timed(run.upload, path, f"{name}/{i}.bin")
        time.sleep(0.01)
    run.log_confusion_matrix(f"{name}/matrix", json.dumps(MATRIX))
    print(longest, flush=True)
    if run.id == name:
        run.complete()


def assert_whole(rest: Rest, run: str, name: str, rounds: int) -> None:
    """Everything that the script logged is there, once, in order and bit for bit, and under its name nothing else."""
    numbers = list(range(rounds))
    points = [page for page in rest.pages(f"/runs/{run}/points", name=f"{name}/loss", limit=20_000)]
    assert [step for page in points for step in page["s"]] == list(range(rounds * POINTS))
    found = {metric: rest.rows(run, metric) for metric in rest.names(run) if metric.startswith(f"{name}/")}
    matrix = found.pop(f"{name}/matrix")
    assert [len(cells) for cells in matrix.values()] == [1]
    assert found == {
        f"{name}/loss": {"": [loss(number) for number in range(rounds * POINTS)]},
        f"{name}/row": {"x": numbers, "y": [i / 4 for i in numbers]},
        f"{name}/table": {
            "a": [cell for i in numbers for cell in (i, -i)],
            "b": [cell for i in numbers for cell in ("é", f"{name} {i}")],
        },
        f"{name}/list": {"": [cell for i in numbers for cell in (i, i + 1, i + 2)]},
        f"{name}/one": {"": numbers},
        f"{name}/other": {"": [f"text {i}" for i in numbers]},
    }
    facts = rest.get(f"/runs/{run}")
    assert facts["warnings"] == []
    assert [writer["gaps"] for writer in facts["writers"]] == [[] for _ in facts["writers"]]
    assert own(facts["tags"], name) == {f"{name}-{i}": str(i) for i in numbers}
    assert own(facts["params"], name) == {f"{name}-{i}": i for i in numbers}
    assert own(facts["properties"], name) == {f"{name}-{i}": f"fixed {i}" for i in numbers}
    files = {f"{name}/{i}.bin": content(name, i) for i in range(0, rounds, FILE_EVERY)}
    stored = {path: digest for path, digest in rest.artifacts(run).items() if path.startswith(f"{name}/")}
    stored.pop(f"{name}/matrix", None)
    assert stored == {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}
    for path, body in files.items():
        assert rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path}).body == body


def own(facts: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key.startswith(f"{name}-")}


if __name__ == "__main__":
    log_all(sys.argv[1], int(sys.argv[2]))
