# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The process's background thread: syncs spools to the disk once a second, delivers them, and beats for living runs."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._bell import Bell
from ._delivery import NO_SERVER, Delivery
from ._errors import RunloreError
from ._loading import load
from ._notices import warn
from ._route import Route
from ._spool import SpoolFolder, folders
from ._writer import Writer

if TYPE_CHECKING:
    from ._connection import Connection

SYNC_COMMAND = "python -m runlore sync"
POLL = 0.2  # seconds; log() wakes nobody, so that it costs no switch of threads
SYNC_EVERY = 1.0
HEARTBEAT_EVERY = 30.0
TELL_AFTER = 3.0  # seconds that an outage may last unsaid: a server that restarts is no news
_REFUSED_PATIENCE = 2.0


class Outage:
    """Whether this process has said that nobody answers: once is enough for all its runs."""

    def __init__(self) -> None:
        self.told = False


class Sending:
    """One writer and its way to the server, as the sender sees them."""

    def __init__(self, writer: Writer, route: Route, heartbeat: bool, outage: Outage) -> None:
        self.writer = writer
        self.route = route
        self.heartbeat = heartbeat
        self.delivery = Delivery(writer.run_id, writer.id, writer.backlog, writer, self._connect)
        self._outage = outage
        self._told = False
        self._troubled_since = 0.0
        self._tended = 0.0
        self._beaten = time.monotonic()

    @property
    def pending(self) -> int:
        """Records that wait."""
        return self.writer.backlog.pending

    def step(self) -> float:
        """Do what is due; answers the seconds until something is due again."""
        now = time.monotonic()
        if now - self._tended >= SYNC_EVERY:
            self._tended = now
            self.writer.tend()
        wait = self.delivery.step()
        self._watch(now)
        if self.heartbeat and self.delivery.acknowledged and now - self._beaten >= HEARTBEAT_EVERY:
            self._beaten = now
            self._beat()
        return POLL if wait is None else min(wait, POLL)

    def tell(self, again: bool = False) -> None:
        """Say that records wait, and how they get away: once for each outage, or again."""
        known = self._told or (self.delivery.unreachable and self._outage.told)
        self._told = True
        self._outage.told = self._outage.told or self.delivery.unreachable
        if known and not again:
            return
        count = self.pending
        where = self.writer.folder.path if self.writer.folder else "memory"
        warn(
            f"run {self.writer.run_id}: {self.delivery.trouble or 'the server is too slow'}; "
            f"{count} record{'' if count == 1 else 's'} and what follows wait in {where}, "
            f"and `{SYNC_COMMAND}` delivers them"
        )

    def _watch(self, now: float) -> None:
        trouble = self.delivery.trouble
        if trouble is None:
            if self._told:
                self._told = self._outage.told = False
            self._troubled_since = 0.0
            return
        self._troubled_since = self._troubled_since or now
        if trouble == NO_SERVER or self.delivery.stopped or now - self._troubled_since >= TELL_AFTER:
            self.tell()

    def _connect(self) -> Connection | None:
        return self.route.find() if self.delivery.trouble else self.route.current()

    def _beat(self) -> None:
        connection = self.route.current()
        if connection is not None:
            with contextlib.suppress(
                RunloreError
            ):  # an outage shows itself at the next record, a missed beat at the next
                connection.request("POST", f"/runs/{self.writer.run_id}/heartbeat")


class Sender:
    """The thread, and the same work for a caller who waits. One drives at a time."""

    def __init__(self) -> None:
        self._sendings: list[Sending] = []
        self._drive = threading.Lock()
        self._wake = Bell()
        self._waiting: list[Bell] = []  # of callers who wait for the thread's next round
        self._thread: threading.Thread | None = None
        self._dead: Iterator[str] = iter(())
        self._adopted: tuple[SpoolFolder, Delivery] | None = None
        self._broken = False
        self.outage = Outage()

    def add(self, sending: Sending, root: str) -> None:
        """Deliver one more writer, and what dead ones left in the same spool; starts the thread with the first."""
        sending.writer.wake = self._wake.ring
        self._sendings.append(sending)
        self._dead = folders(root)
        if self._thread is None:
            thread = threading.Thread(target=self._run, name="runlore-sender", daemon=True)
            # at the end of the process no thread starts any more: then the one who waits drives
            with contextlib.suppress(RuntimeError):
                thread.start()
                self._thread = thread

    def remove(self, sending: Sending) -> None:
        """Deliver a writer no more."""
        with contextlib.suppress(ValueError):
            self._sendings.remove(sending)

    def drain(self, sendings: list[Sending], timeout: float, patient: bool) -> bool:
        """Wait until what was logged so far is stored.

        Args:
            sendings: whose records.
            timeout: seconds to wait at most.
            patient: wait also for a server that is known but does not answer.

        Returns:
            Whether all of it is stored.
        """
        begun = time.monotonic()
        targets = [(sending, sending.writer.backlog.end) for sending in sendings]
        for sending in sendings:
            sending.delivery.hurry()
        self._wake.ring()  # once: an answer that does not come does not come sooner by asking
        while True:
            waiting = [sending for sending, end in targets if sending.writer.backlog.next < end]
            spent = time.monotonic() - begun
            hopeless = all(_is_hopeless(sending, begun, spent, patient) for sending in waiting)
            if not waiting or spent >= timeout or hopeless:
                return not waiting
            self._go_on(timeout - spent)

    def drain_dead(self, deadline: float) -> None:
        """Deliver what dead writers left in the spool, until all had their turn or the time is over."""
        with self._drive:
            while time.monotonic() < deadline and self._step_adopted() is not None:
                pass

    def _go_on(self, left: float) -> None:
        if self._thread is not None and self._thread.is_alive():
            progress = Bell()
            self._waiting.append(progress)
            try:
                progress.wait(min(left, 0.05))
            finally:
                self._waiting.remove(progress)
            return
        wait = self._round()
        if wait:
            time.sleep(min(wait, left))

    def _run(self) -> None:
        load()
        while True:
            self._wake.wait(self._round())

    def _round(self) -> float:
        with self._drive:
            try:
                wait = min((sending.step() for sending in list(self._sendings)), default=POLL)
                if wait == POLL and all(not sending.pending for sending in self._sendings):
                    adopted = self._step_adopted()
                    wait = POLL if adopted is None else adopted
            except Exception as error:  # the thread must outlive a fault of ours, and say it
                wait = POLL
                if not self._broken:
                    self._broken = True
                    warn(f"the sender met a fault of its own and goes on: {type(error).__name__}: {error}")
        for waiting in list(self._waiting):
            waiting.ring()
        return wait

    def _step_adopted(self) -> float | None:
        """Go on with a dead writer's spool; answers the seconds until the next step, None when all had their turn."""
        if self._adopted is None:
            path = next(self._dead, None)
            folder = SpoolFolder.adopt(path) if path is not None else None
            if folder is None:
                return None if path is None else 0.0
            self._adopted = folder, delivery_of(folder)
        folder, delivery = self._adopted
        wait = delivery.step()
        if wait == 0.0 and not delivery.stopped:
            return 0.0
        self._adopted = None
        if delivery.backlog.pending:
            folder.close()
            return POLL
        folder.remove()
        return 0.0


def delivery_of(folder: SpoolFolder) -> Delivery:
    """The way of an adopted spool to the server that it names, or to the one that is found."""
    return Delivery(folder.run_id, folder.writer, folder.backlog(), folder, Route(folder.url).current)


def _is_hopeless(sending: Sending, begun: float, spent: float, patient: bool) -> bool:
    """Whether waiting longer brings nothing that the spool does not keep as well."""
    delivery = sending.delivery
    if delivery.stopped:
        return True
    if delivery.failed_at < begun:
        return False
    if delivery.trouble == NO_SERVER:
        return True
    return not patient and (delivery.forbidden or (delivery.unreachable and spent >= _REFUSED_PATIENCE))
