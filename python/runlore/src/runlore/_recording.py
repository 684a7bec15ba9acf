# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One process's part in a run: its writer, its way to the server, and what a fork makes of them."""

from __future__ import annotations

import os
import threading
import time
from typing import Any, BinaryIO, Callable

from . import _process
from ._notices import warn
from ._places import find_server
from ._records import member
from ._route import Route
from ._sender import SYNC_COMMAND, Sending, delivery_of
from ._spool import SpoolFolder, folders
from ._writer import Writer

LIVE_SERVER = "server.json"


class Recording:
    """Puts records of one run on a spool of this process and sees to their delivery.

    Attributes:
        append: takes a record's body and maybe its time in milliseconds; see ``Writer.append``.
    """

    append: Callable[..., None]

    def __init__(
        self, draft: dict[str, Any], *, heartbeat: bool, opened: Callable[[], None], folder: str | None = None
    ) -> None:
        """Open nothing and look for nothing yet: most runs are only read.

        Args:
            draft: the run as ``POST /runs`` takes it, with its id.
            heartbeat: whether this process's end without a word is worth noticing.
            opened: called when this process becomes a writer of the run.
            folder: where the search for a project file starts; the current folder without it.
        """
        self.root = ""
        self.route = Route(folder=folder or _current_folder())
        self.append = self._append_anew
        self._draft = draft
        self._heartbeat = heartbeat
        self._opened = opened
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._writer: Writer | None = None
        self._sending: Sending | None = None

    def begin(self) -> None:
        """Put the run itself on the spool."""
        self._live_writer()

    @property
    def run_id(self) -> str:
        """The run."""
        return str(self._draft["id"])

    @property
    def sending(self) -> Sending | None:
        """What delivers this process's records, once there are any."""
        return self._sending

    def keep_file(self, path: str) -> tuple[str, int]:
        """Keep a file's bytes until they are sent; answers (SHA-256 in hex, size)."""
        return self._live_writer().keep_file(path)

    def keep_stream(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep the rest of a stream until it is sent; answers (SHA-256 in hex, size)."""
        return self._live_writer().keep_stream(stream)

    def keep_bytes(self, body: bytes) -> tuple[str, int]:
        """Keep bytes until they are sent; answers (SHA-256 in hex, size)."""
        return self._live_writer().keep_bytes(body)

    def flush(self, timeout: float, *, patient: bool) -> bool:
        """Wait until what this process logged is stored; says what is not."""
        sending = self._sending
        if sending is None or not sending.pending:
            return True
        sending.writer.release_leaked_lock()
        if _process.sender().drain([sending], timeout, patient):
            return True
        sending.tell(again=patient)
        return False

    def finish(self, timeout: float) -> bool:
        """Flush, deliver what this run's dead writers left on this machine, and close the spool when it is empty."""
        end = time.monotonic() + timeout
        if self._sending is not None:
            self._sending.heartbeat = False
        while self.flush(max(0.0, end - time.monotonic()), patient=False):
            self.deliver_dead(end)
            if self._close(pending=False):
                return True
        return False

    def leave(self) -> None:
        """At the end of the process: say what was not delivered; it waits for ``sync`` or the next run."""
        if self._sending is not None and self._sending.pending:
            self._sending.tell()
        self._close(pending=True)

    def forked(self) -> None:
        """In a forked child: leave the parent's spool alone and be, when something is logged, a writer of one's own."""
        if self._writer is not None:
            self._writer.abandon()
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._writer = self._sending = None
        self.append = self._append_anew

    def deliver_dead(self, end: float) -> None:
        """Send what ended processes of this machine left of this run, until a moment of the monotonic clock."""
        for path in folders(self.root, self.run_id) if self.root else ():
            folder = SpoolFolder.adopt(path) if time.monotonic() < end else None
            if folder is None:
                continue
            delivery = delivery_of(folder)
            while delivery.step() == 0.0 and not delivery.stopped and time.monotonic() < end:
                pass
            if delivery.backlog.pending:
                folder.close()
                warn(f"run {self.run_id}: records of an ended process wait in {path}; `{SYNC_COMMAND}` delivers them")
                return
            folder.remove()

    def _close(self, *, pending: bool) -> bool:
        if self._writer is None:
            return True
        if not self._writer.close(self._append_anew, pending=pending):
            return False
        if self._sending is not None:
            _process.sender().remove(self._sending)
        self._writer = self._sending = None
        self.append = self._append_anew
        return True

    def _live_writer(self) -> Writer:
        if self._pid != os.getpid():  # forked while another thread was in here: its lock stays locked
            self.forked()
        if (living := self._writer) is not None and living.is_open:
            return living
        with self._lock:
            if self._writer is None:
                if not self.root:
                    self._find_places()
                self._writer = Writer(self.run_id, self.root, self.route.url, self._opening)
            self._writer.open()
            self.append = self._writer.append
            return self._writer

    def _append_anew(self, body: str, time_ms: int = -1) -> None:
        self._live_writer().append(body, time_ms)

    def _find_places(self) -> None:
        """Look for a server, without talking to it, and for the spool; both stay what they are for this run."""
        from ._spool_places import spool_folder

        place = find_server(folder=self.route.folder)
        self.root = os.path.abspath(spool_folder())
        # a server that was named stays the only one; the port of a local server may be another tomorrow
        if place is not None and os.path.basename(place.source) != LIVE_SERVER:
            self.route.url = place.url
        self._heartbeat = self._heartbeat and place is not None
        if self._heartbeat:
            self._draft = {**self._draft, "heartbeat": True}

    def _opening(self) -> list[str]:
        """The first record of a writer; from now on there is something to deliver."""
        assert self._writer is not None
        import socket

        from ._facts import rank

        writer: dict[str, Any] = {"host": socket.gethostname(), "pid": os.getpid()}
        if (own_rank := rank()) is not None:
            writer["rank"] = own_rank
        if self._sending is None:
            sender, route = _process.sender(), Route(self.route.url, self.route.folder)
            self._sending = Sending(self._writer, route, self._heartbeat, sender.outage)
            sender.add(self._sending, self.root)
            self._opened()
        return [member("create", {**self._draft, "writer": writer})]


def _current_folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:  # it was deleted under our feet
        return None
