# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import queue
import sys
import threading
import time
from pathlib import Path

import pytest

from runlore._system import SystemSeries, gpu_values

STAT = "cpu  {} 0 {} {} {} 0 0 0 5 5\ncpu0 1 2 3 4\n"
MEMINFO = "MemTotal:       16384000 kB\nMemFree:         1000000 kB\nMemAvailable:    8192000 kB\n"


@pytest.fixture
def proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A /proc of the test's own, and no GPU."""
    monkeypatch.setenv("PATH", "")
    (tmp_path / "stat").write_text(STAT.format(100, 100, 700, 100))
    (tmp_path / "meminfo").write_text(MEMINFO)
    return tmp_path


def program(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "nvidia-smi").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "nvidia-smi").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_cpu_load_is_the_share_of_busy_ticks_since_the_last_sample(proc: Path) -> None:
    series = SystemSeries(lambda values: None, proc=str(proc))
    assert series.sample() == {"system/memory_mb": 8000.0}  # one reading of ticks says nothing yet
    (proc / "stat").write_text(STAT.format(150, 125, 750, 175))  # 75 busy of 200
    assert series.sample() == {"system/cpu_percent": 37.5, "system/memory_mb": 8000.0}


def test_what_a_system_does_not_tell_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    series = SystemSeries(lambda values: None, proc=str(tmp_path / "absent"))
    assert series.sample() == {}
    assert series.sample() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts what is tested")
def test_this_machines_load_is_plausible() -> None:
    series = SystemSeries(lambda values: None)
    series.sample()
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        pass
    values = series.sample()
    assert 0 < values["system/cpu_percent"] <= 100
    assert values["system/memory_mb"] > 10


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for nvidia-smi")
def test_gpus_come_from_nvidia_smi(proc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(proc / "bin", "echo \"$@\" > \"$0.asked\"\necho '0, 87, 10240'\necho '1, [N/A], 512.5'", monkeypatch)
    values = SystemSeries(lambda values: None, proc=str(proc)).sample()
    assert values == {
        "system/memory_mb": 8000.0,
        "system/gpu_0_percent": 87.0,
        "system/gpu_0_memory_mb": 10240.0,
        "system/gpu_1_memory_mb": 512.5,
    }
    asked = (proc / "bin" / "nvidia-smi.asked").read_text().split()
    assert asked == ["--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for nvidia-smi")
def test_a_broken_nvidia_smi_is_asked_three_times_and_then_left_alone(
    proc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(proc / "bin", 'echo x >> "$0.asked"\nexit 9', monkeypatch)
    series = SystemSeries(lambda values: None, proc=str(proc))
    for _ in range(5):
        assert "system/gpu_0_percent" not in series.sample()
    assert (proc / "bin" / "nvidia-smi.asked").read_text() == "x\n" * 3


@pytest.mark.parametrize("text", ["", "No devices were found\n", "0, [N/A], [N/A]\n", "a,b\n", "0, nan, -1\n"])
def test_lines_that_are_no_gpu_give_nothing(text: str) -> None:
    assert gpu_values(text) == {}


def test_samples_are_reported_from_a_thread_until_stopped(proc: Path) -> None:
    reports: queue.Queue[tuple[str, dict[str, float]]] = queue.Queue()
    series = SystemSeries(lambda values: reports.put((threading.current_thread().name, values)), 0.01, str(proc))
    series.start()
    assert [reports.get(timeout=5) for _ in range(3)] == [("runlore-system", {"system/memory_mb": 8000.0})] * 3
    series.stop()
    left = reports.qsize()
    time.sleep(0.1)
    assert reports.qsize() == left


def test_a_report_that_fails_ends_the_series_with_a_warning_and_nothing_else(
    proc: Path, caplog: pytest.LogCaptureFixture
) -> None:
    asked = threading.Event()

    def fail(values: dict[str, float]) -> None:
        asked.set()
        raise RuntimeError("run is gone")

    series = SystemSeries(fail, 0.01, str(proc))
    series.start()
    assert asked.wait(5)
    series.stop()
    assert "no longer recorded" in caplog.text


def test_a_series_that_never_started_can_be_stopped(proc: Path) -> None:
    series = SystemSeries(lambda values: None, proc=str(proc))
    series.stop()
    assert not any(thread.name == "runlore-system" for thread in threading.enumerate())
