# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the runner writes into the run, through the SDK's own spool and sender: an absent server costs nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping

from .. import _records
from .._delivery import Delivery
from .._recording import Recording
from .._route import Route
from .._spool import SpoolFolder, folders
from .._system import SystemSeries
from ._diary import say
from ._job import Job
from ._outcome import Outcome
from ._server import Server

PATIENCE = 3600.0  # seconds that the runner stays when nobody takes what it has to say
_ROUND = 5.0


class Report:
    """The runner as one writer of the run."""

    def __init__(self, job: Job, server: Server) -> None:
        """Begin to write, and to beat for the run."""
        draft = {"id": job.run, "experiment": job.experiment, "at": _records.now()}
        self._run = job.run
        self._server = server
        self._recording = Recording(draft, heartbeat=True, opened=lambda: None)
        self._recording.begin()
        self._load = SystemSeries(lambda values: self._recording.append(_records.many(values)))

    def status(self, to: str, error: dict[str, str] | None = None) -> None:
        """Set the run's status."""
        say(f"the run is {to}" + (f": {error['message']}" if error else ""))
        self._recording.append(_records.status(to, error))

    def warn(self, text: str) -> None:
        """Add a warning to the run."""
        say(f"warning: {text}")
        self._recording.append(_records.member("warning", text))

    def properties(self, values: Mapping[str, str]) -> None:
        """Set properties of the run."""
        if values:
            self._recording.append(_records.texts("property", values))

    def keep(self, path: str, name: str) -> None:
        """Keep a file as an artifact of the run."""
        try:
            sha256, size = self._recording.keep_file(path)
        except OSError as error:
            self.warn(f"{name!r} was not kept: {error.strerror or error}")
            return
        self._recording.append(_records.artifact(name, sha256, size))

    def start_load(self) -> None:
        """Record how busy the machine is, from now on."""
        self._load.start()

    def stop_load(self) -> None:
        """No longer."""
        self._load.stop()

    def end(self, outcome: Outcome) -> bool:
        """The run's last record, once all others are stored; answers whether this one is."""
        end = time.monotonic() + PATIENCE
        self._deliver(end)
        self.deliver_dead(end)
        # the server takes nothing more from this runner after the end
        if outcome.exit_code is not None:
            self.properties({"runlore.exitCode": str(outcome.exit_code)})
        self.status(outcome.status, outcome.error)
        return self.close(end)

    def close(self, end: float | None = None) -> bool:
        """Deliver what is left and close the spool; answers whether all of it is stored."""
        delivered = self._deliver(time.monotonic() + PATIENCE if end is None else end)
        self._recording.leave()
        return delivered

    def deliver_dead(self, end: float) -> None:
        """Send what ended processes of this machine left of the run, to where each of them would have."""
        for path in folders(self._recording.root, self._run):
            folder = SpoolFolder.adopt(path)
            if folder is not None:
                self._deliver_folder(folder, end)

    def _deliver_folder(self, folder: SpoolFolder, end: float) -> None:
        ours = folder.url is None or folder.url.rstrip("/") in (self._server.url, self._server.first_url)
        connect = self._server.connection if ours else Route(folder.url).current
        delivery = Delivery(folder.run_id, folder.writer, folder.backlog(), folder, connect)
        while (wait := delivery.step()) is not None and not delivery.stopped and time.monotonic() + wait < end:
            if wait:
                self._server.look_again()
                time.sleep(wait)
        if delivery.backlog.pending:
            say(f"records of an ended process wait in {folder.path}: {delivery.trouble}")
            folder.close()
        else:
            folder.remove()

    def _deliver(self, end: float) -> bool:
        while True:
            sending = self._recording.sending
            if sending is not None:
                sending.route.url = self._server.url
            if sending is None or self._recording.flush(min(_ROUND, max(0.0, end - time.monotonic())), patient=True):
                return True
            if sending.delivery.stopped or time.monotonic() >= end:
                return False
            if self._server.look_again():
                sending.delivery.hurry()
