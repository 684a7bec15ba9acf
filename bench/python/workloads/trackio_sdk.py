# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One series through trackio's own API into the folder of TRACKIO_DIR.

    trackio_sdk.py FOLDER CALLS

Prints one JSON object: seconds a million calls until the run is finished, and bytes a point of the folder.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

import trackio


def main(folder: Path, calls: int) -> dict[str, float]:
    """Log a float at each step."""
    values = [random.random() for _ in range(calls)]
    trackio.init(project="bench", embed=False)
    before = time.perf_counter()
    for index, value in enumerate(values):
        trackio.log({"loss": value}, step=index)
    trackio.finish()
    took = time.perf_counter() - before
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"seconds_a_million": took * 1e6 / calls, "bytes_a_point": size / calls}


if __name__ == "__main__":
    out = os.dup(1)
    os.dup2(2, 1)  # what trackio prints is not the answer
    answer = json.dumps(main(Path(sys.argv[1]), int(sys.argv[2])))
    os.write(out, f"{answer}\n".encode())
    os._exit(0)  # its dashboard would stay
