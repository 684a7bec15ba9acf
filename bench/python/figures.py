# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The figures, and how one round of each is taken."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Callable, NamedTuple

from report import Figure
from serving import LAUNCHER, ServerProcess, runlore_server

WORKLOADS = Path(__file__).resolve().parent / "workloads"
SDK = Path(__file__).resolve().parents[2] / "python" / "runlore" / "src"

FIGURES = (
    Figure("log.median", "run.log, as the loop sees it", "us", 5),
    Figure("log.p99", "run.log, 99 of 100 calls", "us", 30),
    Figure("log_paced.median", "run.log once in 1 ms", "us"),
    Figure("log_paced.p99", "run.log once in 1 ms, 99 of 100", "us"),
    Figure("many", "100,000 points of 200 series, SDK to disk", "points/s", 500_000),
    Figure("many.logging", "of that, the loop's own time", "ms"),
    Figure("many.cold", "the same, a server's first work", "points/s"),
    Figure("ingest", "NDJSON, 16 writers, 1 point a line", "points/s", 300_000),
    Figure("ingest.client", "of that, the client's processor time", "s"),
    Figure("ingest_wide", "NDJSON, 16 writers, 50 points a line", "points/s"),
    Figure("create.median", "make a run with 15 values", "ms", 2),
    Figure("create.p99", "make a run, 99 of 100", "ms"),
    Figure("cli", "runlore history last", "ms", 200),
    Figure("start", "server start to its first answer", "ms", 1000),
    Figure("idle", "server's memory after its start", "MB", 150),
    Figure("idle_used", "server's memory after 200 requests", "MB", 150),
    Figure("submit", "a submitted run beside the script by hand", "ms", 1000),
    Figure("submit_known", "submit --async, 1,000 files that are known", "ms", 1000),
    Figure("line.median", "a printed line until it is readable", "ms"),
    Figure("line.longest", "the longest of them", "ms", 1000),
    Figure("cancel", "cancel a sleeping script", "ms", 3000),
    Figure("import", "import runlore", "ms", 50),
    Figure("import.python", "python -c pass, beside it", "ms"),
)


class Sizes(NamedTuple):
    """How much each round does."""

    log_calls: int = 200_000
    paced_calls: int = 1_500
    many_calls: int = 500
    ingest_bodies: int = 40
    created_runs: int = 300
    commands: int = 5
    imports: int = 10
    submitted_files: int = 1000
    printed_lines: int = 15
    mlflow_calls: int = 300
    mlflow_many_calls: int = 200


_IDLE_SECONDS = 7  # until a server that does nothing has given back what it can

QUICK = Sizes(20_000, 200, 100, 5, 50, 2, 3, 50, 4, 50, 20)

Measured = dict[str, float]


class Bench:
    """Takes rounds on one warm server, and starts others where a fresh one is the point."""

    def __init__(self, folder: Path, server: ServerProcess, sizes: Sizes) -> None:
        self._folder = folder
        self._server = server
        self._sizes = sizes
        self._fresh = 0

    def round(self, only: Sequence[str]) -> Measured:
        """One value of each figure."""
        parts: dict[str, Callable[[], Measured]] = {
            "log": self._log,
            "log_paced": self._log_paced,
            "many": self._many,
            "ingest": self._ingest,
            "ingest_wide": self._ingest_wide,
            "create": self._create,
            "cli": self._cli,
            "start": self._start,
            "submit": self._submit,
            "submit_known": self._submit_known,
            "line": self._line,
            "cancel": self._cancel,
            "import": self._import,
        }
        measured: Measured = {}
        for name, part in parts.items():
            if not only or name in only:
                measured |= part()
        return measured

    def _log(self) -> Measured:
        took = self._sdk(self._server, "log", self._sizes.log_calls, 0)
        return {"log.median": took["median"], "log.p99": took["p99"]}

    def _log_paced(self) -> Measured:
        took = self._sdk(self._server, "log", self._sizes.paced_calls, 0.001)
        return {"log_paced.median": took["median"], "log_paced.p99": took["p99"]}

    def _many(self) -> Measured:
        took = self._sdk(self._server, "many", self._sizes.many_calls, 200)
        return {"many": took["points_per_s"], "many.logging": took["logging_s"] * 1000}

    def _ingest(self) -> Measured:
        took = self._wire("ingest", 16, self._sizes.ingest_bodies, 1000, 1)
        return {"ingest": took["points_per_s"], "ingest.client": took["client_cpu_s"]}

    def _ingest_wide(self) -> Measured:
        return {"ingest_wide": self._wire("ingest", 16, self._sizes.ingest_bodies, 20, 50)["points_per_s"]}

    def _create(self) -> Measured:
        took = self._wire("create", self._sizes.created_runs)
        return {"create.median": took["median"], "create.p99": took["p99"]}

    def _cli(self) -> Measured:
        environment = {**os.environ, "RUNLORE_HOME": str(self._server.folder / "data")}
        command = [str(LAUNCHER), "history", "last"]
        return {"cli": _median_ms(self._sizes.commands, lambda: _run(command, environment))}

    def _start(self) -> Measured:
        self._fresh += 1
        with runlore_server(self._folder / f"fresh-{self._fresh}") as server:
            time.sleep(_IDLE_SECONDS)
            idle = server.resident_mb()
            cold = self._sdk(server, "many", self._sizes.many_calls, 200)["points_per_s"]
        self._fresh += 1
        with runlore_server(self._folder / f"fresh-{self._fresh}") as again:
            run_workload([sys.executable, str(WORKLOADS / "wire.py"), "create", str(again.port), "200"], {})
            time.sleep(_IDLE_SECONDS)
            used = again.resident_mb()
        return {"start": again.start_seconds * 1000, "idle": idle, "idle_used": used, "many.cold": cold}

    def _submit(self) -> Measured:
        return {"submit": self._jobs("overhead", 1)["overhead"]}

    def _submit_known(self) -> Measured:
        return {"submit_known": self._jobs("known", self._sizes.submitted_files)["known"]}

    def _line(self) -> Measured:
        took = self._jobs("line", self._sizes.printed_lines)
        return {"line.median": took["median"], "line.longest": took["longest"]}

    def _cancel(self) -> Measured:
        return {"cancel": self._jobs("cancel")["cancel"]}

    def _import(self) -> Measured:
        environment = {**os.environ, "PYTHONPATH": str(SDK)}
        empty, whole = [], []
        for _ in range(self._sizes.imports):
            empty.append(_median_ms(1, lambda: _run([sys.executable, "-c", "pass"], environment)))
            whole.append(_median_ms(1, lambda: _run([sys.executable, "-c", "import runlore"], environment)))
        bare = statistics.median(empty)
        return {"import": statistics.median(whole) - bare, "import.python": bare}

    def _sdk(self, server: ServerProcess, word: str, first: int, second: float) -> Measured:
        environment = {"RUNLORE_HOME": str(server.folder / "data"), "PYTHONPATH": str(SDK)}
        return run_workload([sys.executable, str(WORKLOADS / "sdk.py"), word, str(first), str(second)], environment)

    def _jobs(self, word: str, *numbers: int) -> Measured:
        arguments = [str(LAUNCHER), str(self._server.port), *map(str, numbers)]
        environment = {"RUNLORE_HOME": str(self._server.folder / "data")}
        return run_workload([sys.executable, str(WORKLOADS / "jobs.py"), word, *arguments], environment)

    def _wire(self, word: str, *numbers: int) -> Measured:
        arguments = [str(number) for number in (self._server.port, *numbers)]
        return run_workload([sys.executable, str(WORKLOADS / "wire.py"), word, *arguments], {})


def run_workload(command: Sequence[str], environment: dict[str, str]) -> Measured:
    """Run a workload and return the JSON object that it printed last."""
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"a workload must end well but ended with {done.returncode}: {' '.join(command)}")
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)


def _median_ms(times: int, action: Callable[[], None]) -> float:
    took = []
    for _ in range(times):
        before = time.perf_counter()
        action()
        took.append((time.perf_counter() - before) * 1000)
    return statistics.median(took)
