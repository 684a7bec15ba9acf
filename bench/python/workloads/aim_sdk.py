# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One series through Aim's own SDK into a repository of its own.

    aim_sdk.py FOLDER CALLS

Prints one JSON object: seconds a million calls until the run is closed, and bytes a point of the folder.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from aim import Run


def main(folder: Path, calls: int) -> dict[str, float]:
    """Track a float at each step."""
    values = [random.random() for _ in range(calls)]
    folder.mkdir(parents=True)
    run = Run(repo=str(folder), system_tracking_interval=None, capture_terminal_logs=False)
    before = time.perf_counter()
    for index, value in enumerate(values):
        run.track(value, name="loss", step=index)
    run.close()
    took = time.perf_counter() - before
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"seconds_a_million": took * 1e6 / calls, "bytes_a_point": size / calls}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
