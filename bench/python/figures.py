# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The figures, and how one round of each is taken."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Callable, NamedTuple

from report import Figure
from serving import LAUNCHER, ServerProcess, runlore_server

WORKLOADS = Path(__file__).resolve().parent / "workloads"
STORE_FIGURES = Path(__file__).resolve().parents[1] / "java" / "StoreFigures.java"
CHROMIUM = Path(os.environ.get("RUNLORE_CHROMIUM", "/usr/bin/chromium"))
BROWSER_PACKAGES = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "playwright-core"
PAGES = Path(__file__).resolve().parents[1] / "node" / "pages.mjs"
JARS = Path(__file__).resolve().parents[2] / "app" / "target" / "dist" / "lib"
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
    Figure("series", "1,000,000 run.log of one series, SDK to disk", "s", 6),
    Figure("read.server", "read them back: the server's answers", "us/point", 0.5),
    Figure("read.sdk", "read them back: lists in Python", "us/point", 2),
    Figure("store.writers", "store alone, 16 writers, sealing included", "points/s", 1_000_000),
    Figure("store.one", "store alone, one series, sealing included", "points/s"),
    Figure("store.bytes", "file, losses with steps and times, sealed", "bytes/point", 4.5),
    Figure("chart", "chart of 10 million points, 2,000 buckets", "ms", 20),
    Figure("chart.zoom", "chart of 400,000 of them", "ms"),
    Figure("chart.hundred", "100 series x 10,000 points to 500 buckets", "ms", 60),
    Figure("wide", "a point to each of 100,000 metrics of a run", "ms", 500),
    Figure("wide.first", "the same when the names are new", "ms"),
    Figure("wide.metrics", "first page of the run's metrics", "ms", 20),
    Figure("wide.names", "first page of the metric names", "ms", 20),
    Figure("wide.search", "names that hold a text", "ms"),
    Figure("table.loaded", "100,000 runs x 50 metrics: until answered at once", "ms", 2000),
    Figure("table", "filter and sort by metrics, first 100", "ms", 50),
    Figure("table.heap", "heap with all 50 metrics", "MB", 500),
    Figure("restart", "kill -9 with 100 million points, to the first answer", "ms", 2000),
    Figure("crowd", "10,000 clients: requests answered well", "requests/s"),
    Figure("crowd.shed", "of them told to come back later", "requests"),
    Figure("crowd.least", "the client answered least, beside the middle one", "times", 0.5),
    Figure("crowd.worst", "the longest answer of them", "ms"),
    Figure("crowd.memory", "the server's memory then, at most", "MB", 1500),
    Figure("pages.paint", "studio: all of 100,000 runs, first rows", "ms", 1000),
    Figure("pages.sort", "studio: sort them by a metric, to rows shown", "ms", 300),
    Figure("pages.filter", "studio: filter them by a metric and a parameter", "ms", 300),
    Figure("pages.scroll", "studio: scroll them, median frame", "ms", 20),
    Figure("pages.chart", "studio: 100 series x 2,000 points, to drawn", "ms", 200),
    Figure("pages.hover", "studio: a move of the pointer over them", "ms", 8),
    Figure("pages.metrics", "studio: run with 12,000 metrics, to drawn", "ms", 1500),
    Figure("pages.heap", "studio: that page's heap", "MB", 200),
    Figure("pages.zoom", "studio: zoom into 10 million points", "ms", 150),
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
    series_calls: int = 1_000_000
    long_millions: int = 10
    wide_names: int = 100_000
    table_runs: int = 100_000
    restart_millions: int = 100
    clients: int = 10_000
    mlflow_calls: int = 300
    mlflow_many_calls: int = 200
    mlflow_series_calls: int = 20_000
    wire_calls: int = 200
    wire_points: int = 10_000
    wire_runs: int = 10_000
    wire_megabytes: int = 1_000
    mlflow_wire_calls: int = 20


_KILLED = 137
_IDLE_SECONDS = 7  # until a server that does nothing has given back what it can

QUICK = Sizes(20_000, 200, 100, 5, 50, 2, 3, 50, 4, 20_000, 1, 1_000, 1_000, 1, 200, 50, 20, 500, 20, 2_000, 300, 50, 3)

Measured = dict[str, float]


class Bench:
    """Takes rounds on one warm server, and starts others where a fresh one is the point."""

    def __init__(self, folder: Path, server: ServerProcess, sizes: Sizes) -> None:
        self._folder = folder
        self._server = server
        self._sizes = sizes
        self._fresh = 0
        self._kept: Measured = {}

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
            "series": self._series,
            "store": self._store,
            "chart": self._chart,
            "wide": self._wide,
            "table": self._table,
            "restart": self._restart,
            "crowd": self._crowd,
            "pages": self._pages,
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

    def _series(self) -> Measured:
        took = self._sdk(self._server, "series", self._sizes.series_calls, 0)
        return {"series": took["seconds_a_million"], "read.server": took["server_us"], "read.sdk": took["sdk_us"]}

    def _store(self) -> Measured:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            return {"store.writers": self._java("writers", folder)["points_per_s"]}

    def _chart(self) -> Measured:
        folder = self._folder / "long"
        made = {} if folder.exists() else self._java("long", str(folder), str(self._sizes.long_millions))
        if made:
            self._kept |= {"store.one": made["points_per_s"], "store.bytes": made["bytes_a_point"]}
        took = self._java("charts", str(folder), str(self._sizes.long_millions))
        names = {"chart": "chart", "chart.zoom": "zoom", "chart.hundred": "hundred"}
        return {**self._kept, **{key: took[name] for key, name in names.items()}}

    def _wide(self) -> Measured:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            took = self._java("wide", folder, str(self._sizes.wide_names))
        rest = {f"wide.{name}": took[name] for name in ("metrics", "names", "search")}
        return {"wide": took["append"], "wide.first": took["first_append"], **rest}

    def _table(self) -> Measured:
        took = self._java("table", str(self._many_runs() / "data"))
        return {"table": took["question"], "table.loaded": took["loaded"], "table.heap": took["heap"]}

    def _restart(self) -> Measured:
        killed = self._folder / "killed"
        if not killed.exists():
            self._java("fill", str(killed / "data"), str(self._sizes.restart_millions), ends=_KILLED)
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            # A copy, as a server that has ended in good order leaves nothing to recover.
            shutil.copytree(killed, folder, dirs_exist_ok=True)
            with runlore_server(Path(folder)) as server:
                return {"restart": server.start_seconds * 1000}

    def _crowd(self) -> Measured:
        self._fresh += 1
        with runlore_server(self._folder / f"fresh-{self._fresh}") as server:
            command = [sys.executable, str(WORKLOADS / "crowd.py"), str(server.port), str(self._sizes.clients)]
            took = run_workload(command, {})
            memory = server.most_resident_mb()
        return {
            "crowd": took["requests_per_s"],
            "crowd.shed": took["shed"],
            "crowd.least": took["least_share"],
            "crowd.worst": took["worst_ms"],
            "crowd.memory": memory,
        }

    def _many_runs(self) -> Path:
        folder = self._folder / "table"
        if not folder.exists():
            self._java("runs", str(folder / "data"), str(self._sizes.table_runs))
        return folder

    def _pages(self) -> Measured:
        if not shutil.which("node") or not CHROMIUM.exists() or not BROWSER_PACKAGES.exists():
            print("bench: the studio's pages are left out: see bench/README.md for what they need", file=sys.stderr)
            return {}
        series = self._folder / "pages"
        if not series.exists():
            self._java("pages", str(series / "data"), str(self._sizes.long_millions))
        with runlore_server(self._many_runs()) as runs, runlore_server(series) as long:
            urls = [f"http://127.0.0.1:{server.port}" for server in (runs, long)]
            took = run_workload(["node", str(PAGES), *urls], {})
        return {f"pages.{name}": value for name, value in took.items()}

    def _java(self, *arguments: str, ends: int = 0) -> Measured:
        """A round of StoreFigures, which runs from its source with the product's jars."""
        java = str(Path(os.environ["RUNLORE_JAVA_HOME"]) / "bin" / "java")
        command = [java, "-Xmx1g", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", f"{JARS}/*"]
        return run_workload([*command, str(STORE_FIGURES), *arguments], {}, ends)

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


def run_workload(command: Sequence[str], environment: dict[str, str], ends: int = 0) -> Measured:
    """Run a workload, which is to end so, and return the JSON object that it printed last."""
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != ends:
        raise SystemExit(f"a workload must end well but ended with {done.returncode}: {' '.join(command)}")
    measured: Measured = json.loads(done.stdout.splitlines()[-1]) if not ends else {}
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
