# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How long the training loop waits for ``run.log``, on the spool when it returns, and how fast ``log_many`` encodes.

    python bench/python/log_latency.py [--calls 200000]

No server runs: the records stay on a spool in a temporary folder, which is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python" / "runlore" / "src"))


def percentile(sorted_values: list[int], share: float) -> float:
    """A percentile in microseconds of nanoseconds in order."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))] / 1000


def log_latency(calls: int) -> dict[str, float]:
    """Microseconds of one ``log`` call: a loop that logs one float with its step."""
    import runlore

    values = [random.random() for _ in range(calls)]
    clock, took = time.perf_counter_ns, [0] * calls
    with runlore.start_run("bench", outputs=None) as run:
        for index in range(1000):
            run.log("warm", values[index % calls], step=index)
        for index, value in enumerate(values):
            before = clock()
            run.log("loss", value, step=index)
            took[index] = clock() - before
    took.sort()
    return {f"p{share * 100:g}": percentile(took, share) for share in (0.5, 0.9, 0.99, 0.999)}


def many_rate(calls: int, series: int) -> float:
    """Points a second of ``log_many``, from the dict to the spool."""
    import runlore

    names = [f"layer{index}/weight.norm" for index in range(series)]
    steps = [{name: random.random() for name in names} for _ in range(calls)]
    with runlore.start_run("bench", outputs=None) as run:
        run.log_many(steps[0], step=0)
        before = time.perf_counter()
        for index, values in enumerate(steps):
            run.log_many(values, step=index)
        took = time.perf_counter() - before
    return calls * series / took


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=200_000)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(RUNLORE_HOME=folder, RUNLORE_SPOOL=os.path.join(folder, "spool"))
        for name in ("RUNLORE_URL", "AZUREML_RUN_ID"):
            os.environ.pop(name, None)
        os.chdir(folder)
        result = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "load": os.getloadavg()[0],
            "log_us": log_latency(calls),
            "log_many_points_per_s": round(many_rate(500, 200)),
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
