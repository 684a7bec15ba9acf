# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The folder of one run on this machine: ``<data>/jobs/<run id>/``, see docs/formats/work-folder.md."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from typing import Any

from .._locks import try_lock
from ._process_group import ProcessMark, end_group, end_strays

DRIVER_LOG = "azureml-logs/70_driver_log.txt"
BUILD_LOG = "azureml-logs/20_image_build_log.txt"


class Busy(Exception):
    """Another runner works in the folder."""


class WorkFolder:
    """The work folder, with its lock held until the end of the process."""

    def __init__(self, home: str, run: str, lock: int) -> None:
        """Use ``open``."""
        self.home = home
        self.run = run
        self.path = os.path.join(home, "jobs", run)
        self.project = os.path.join(self.path, "project")
        self._lock = lock

    @classmethod
    def open(cls, home: str, run: str) -> WorkFolder:
        """Make the folder if need be and take its lock.

        Raises:
            Busy: another runner of the run lives.
            OSError: the folder cannot be made.
        """
        home = os.path.abspath(home)
        folder = os.path.join(home, "jobs", run)
        for path in (home, os.path.dirname(folder), folder, os.path.join(folder, "azureml-logs")):
            os.makedirs(path, mode=0o700, exist_ok=True)
        lock = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
        if not try_lock(lock):
            os.close(lock)
            raise Busy(f"run {run} has a living runner in {folder}; this one ends")
        return cls(home, run, lock)

    def __enter__(self) -> WorkFolder:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)

    def file(self, name: str) -> str:
        """Path of a file of the folder."""
        return os.path.join(self.path, *name.split("/"))

    def nonce(self) -> str:
        """The word that the job is claimed with: written, to the disk, before it is first used."""
        with contextlib.suppress(FileNotFoundError), open(self.file("nonce"), encoding="ascii") as file:
            if kept := file.read().strip():
                return kept
        nonce = secrets.token_hex(16)
        self._write("nonce", nonce + "\n")
        return nonce

    def is_begun(self) -> bool:
        """Whether the user's process was started, or was about to be."""
        return os.path.exists(self.file("process.json"))

    def begin_process(self) -> None:
        """Note, to the disk, that the user's process is about to be started."""
        self._write("process.json", "{}\n")

    def mark_process(self, mark: ProcessMark) -> None:
        """Note which process it is."""
        self._write("process.json", json.dumps(mark._asdict()) + "\n")

    def end_processes(self) -> str:
        """End what is left of the user's process and its group; answers what was found, for people."""
        if not self.is_begun():
            return "before the user's process was started"
        mark = self._process_mark()
        if mark is None:
            return f"while the user's process was being started ({end_strays(self.run)} processes were ended)"
        return f"while the user's process ran ({end_group(mark)} processes were ended)"

    def _process_mark(self) -> ProcessMark | None:
        try:
            with open(self.file("process.json"), encoding="utf-8") as file:
                kept: dict[str, Any] = json.load(file)
            return ProcessMark(**kept)
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, name: str, text: str) -> None:
        """Replace a file as a whole, so that it is there after a power loss."""
        path = self.file(name)
        descriptor = os.open(path + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, text.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(path + ".part", path)
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
