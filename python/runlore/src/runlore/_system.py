# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How busy the machine is while a run runs: CPU and memory (Linux), and NVIDIA's GPUs where `nvidia-smi` is present."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable

_log = logging.getLogger("runlore")

_GPU_QUERY = ("--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits")
_GPU_TIMEOUT = 5.0  # seconds
_GPU_FAILURES = 3  # in a row, then the GPUs are left alone


class SystemSeries:
    """Reports the machine's load from a thread of its own, every ten seconds until stopped.

    The values are `system/cpu_percent` (of all cores together, 0-100), `system/memory_mb` (in use, MiB), and for every
    GPU `system/gpu_<n>_percent` and `system/gpu_<n>_memory_mb`. What cannot be read is left out.
    """

    def __init__(
        self, report: Callable[[dict[str, float]], object], interval: float = 10.0, proc: str = "/proc"
    ) -> None:
        """Nothing is read before `start()`; `report` is called from the thread, and its errors end nothing."""
        self._report = report
        self._interval = interval
        self._proc = proc
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._busy: tuple[int, int] | None = None
        self._gpu_failures = 0

    def start(self) -> None:
        """Start sampling; the first report comes after one interval, since CPU load is a difference."""
        self._busy = self._cpu_times()
        self._thread = threading.Thread(target=self._watch, name="runlore-system", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop sampling; a report that is being made is finished."""
        self._stopped.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_GPU_TIMEOUT + 1)

    def sample(self) -> dict[str, float]:
        """The load now; the CPU's since the last sample."""
        return {**self._cpu(), **self._memory(), **self._gpus()}

    def _watch(self) -> None:
        while not self._stopped.wait(self._interval):
            try:
                values = self.sample()
                if values:
                    self._report(values)
            except Exception:
                _log.warning("the machine's load is no longer recorded", exc_info=True)
                return

    def _cpu(self) -> dict[str, float]:
        before, now = self._busy, self._cpu_times()
        self._busy = now
        if before is None or now is None or now[1] <= before[1]:
            return {}
        return {"system/cpu_percent": round(100 * (now[0] - before[0]) / (now[1] - before[1]), 1)}

    def _cpu_times(self) -> tuple[int, int] | None:
        """Ticks that all cores were busy, and all their ticks."""
        words = self._lines("stat")[:1]
        if not words or not words[0].startswith("cpu "):
            return None
        # user nice system idle iowait irq softirq steal; guest times are part of user and nice
        ticks = [int(word) for word in words[0].split()[1:9]]
        return sum(ticks) - sum(ticks[3:5]), sum(ticks)

    def _memory(self) -> dict[str, float]:
        sizes = {line.partition(":")[0]: line.split()[1] for line in self._lines("meminfo") if len(line.split()) > 1}
        if "MemTotal" not in sizes or "MemAvailable" not in sizes:
            return {}
        return {"system/memory_mb": round((int(sizes["MemTotal"]) - int(sizes["MemAvailable"])) / 1024, 1)}

    def _lines(self, name: str) -> list[str]:
        try:
            with open(f"{self._proc}/{name}", encoding="ascii", errors="replace") as file:
                return file.read().splitlines()
        except OSError:
            return []

    def _gpus(self) -> dict[str, float]:
        if self._gpu_failures >= _GPU_FAILURES:
            return {}
        program = shutil.which("nvidia-smi")
        if program is None:
            self._gpu_failures = _GPU_FAILURES
            return {}
        try:
            values = gpu_values(_output(program))
        except (OSError, ValueError) as error:
            self._gpu_failures += 1
            _log.debug("nvidia-smi failed: %s", error)
            return {}
        self._gpu_failures = 0
        return values


def gpu_values(text: str) -> dict[str, float]:
    """The values of nvidia-smi's lines `index, percent, MiB`; what a GPU does not support is left out."""
    values: dict[str, float] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        if len(cells) != 3:
            continue
        for name, cell in (("percent", cells[1]), ("memory_mb", cells[2])):
            if cell.replace(".", "", 1).isdecimal():
                values[f"system/gpu_{cells[0]}_{name}"] = float(cell)
    return values


def _output(program: str) -> str:
    import subprocess

    try:
        done = subprocess.run(
            [program, *_GPU_QUERY],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_GPU_TIMEOUT,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise OSError(str(error)) from error
    return done.stdout.decode("ascii", errors="replace")
