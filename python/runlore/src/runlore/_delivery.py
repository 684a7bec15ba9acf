# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Brings one writer's records to a server: one request at a time, each answer judged by one table.

200                                     acknowledged up to nextRecord; rejected records are told and passed over
409 nextRecord                          go on from there; with gap=true when those records are gone
409 missingBlobs                        send the files, then the records again
413                                     halve the request; a single record becomes a warning on the run
401 403 404 429 5xx, no connection      keep everything, wait longer each time, warn once
any other 4xx                           stop, warn, keep

A file that the server refuses although its bytes are right was damaged on its way, and is sent again. After an answer
that does not come in time the next request is half as long: a slow network would never bring the whole one.
"""

from __future__ import annotations

import json
import os
import re
import time
from typing import TYPE_CHECKING, Any, Callable, Protocol

from ._backlog import Backlog, Batch
from ._errors import ConnectionFailed, RunloreError, ServerError
from ._notices import warn

if TYPE_CHECKING:
    from ._connection import Connection, Response

REQUEST_BYTES = 4 << 20
SHORTEST_REQUEST = 4 << 10
PROMPT = 2.0  # seconds in which an answer comes when requests may become longer again
FIRST_WAIT = 0.5  # seconds
LONGEST_WAIT = 30.0
NO_SERVER = "no server was found"
_NDJSON = "application/x-ndjson; format=1"
_FILE = re.compile(rb'"sha256":"([0-9a-f]{64})"')
_SNAPSHOT = re.compile(rb'"snapshot":\{"sha256":"([0-9a-f]{64})"')
_DAMAGED_OFTEN = 3  # after so many times it is no accident
_ASK_FIRST = 1 << 20  # bytes from which a file is worth asking whether the server has it
_KEPT = frozenset({401, 403, 404, 408, 425, 429})
_LOOPBACK = re.compile(r"https?://(localhost|127\.[\d.]+|\[::1\])(:|/|$)")


class Files(Protocol):
    """Where the bytes wait that records name."""

    def find_file(self, sha256: str) -> str | None:
        """Path of kept bytes, or None."""

    def drop_file(self, sha256: str) -> None:
        """Forget kept bytes; the server has them."""


class Delivery:
    """One writer's way to a server. Not for two threads at once."""

    def __init__(
        self, run_id: str, writer: str, backlog: Backlog, files: Files, connect: Callable[[], Connection | None]
    ) -> None:
        """Nothing is sent yet.

        Args:
            run_id: the run.
            writer: the writer that numbered the records.
            backlog: its records.
            files: the bytes that they name.
            connect: gives the connection to use, None when there is no server.
        """
        self.run_id = run_id
        self.writer = writer
        self.backlog = backlog
        self.files = files
        self.trouble: str | None = None  # why the last step brought nothing further
        self.unreachable = False  # the trouble is that nobody answers
        self.shortened = False  # though the next request is shorter, and may get an answer
        self.forbidden = False  # the trouble is a token that is missing or wrong: waiting brings no other
        self.stopped = False
        self.rejected: list[dict[str, Any]] = []
        self.acknowledged = 0
        self.failed_at = 0.0
        self._connect = connect
        self._limit = REQUEST_BYTES  # bytes that the server takes
        self._in_time = REQUEST_BYTES  # bytes that the network brings there before nobody waits any more
        self._gap = False
        self._failures = 0
        self._not_before = 0.0
        self._stored: set[str] = set()
        self._damaged: dict[str, int] = {}  # how often a file did not arrive as it is
        self._asked: set[str] = set()  # files that only a snapshot's manifest names, which the server lacks
        self._replaced: dict[int, bytes] = {}

    def step(self) -> float | None:
        """Send one request when one is due.

        Returns:
            Seconds until the next one is due, 0 for at once; None when nothing waits or all is stopped.
        """
        if self.stopped or self.backlog.pending == 0:
            return None
        if (wait := self._not_before - time.monotonic()) > 0:
            return wait
        self.shortened = False
        try:
            batch = self.backlog.read(min(self._limit, self._in_time))
            if batch is None:
                return None
            connection = self._connect()
            if connection is None:
                return self._hold(NO_SERVER, unreachable=True)
            self._send_files(connection, batch)
            return self._judge(batch, self._post(connection, batch))
        except ConnectionFailed as error:
            return self._hold(str(error), unreachable=True)
        except ServerError as error:
            return self._hold(str(error)) if _is_kept(error.status) else self._stop(str(error))
        except (RunloreError, OSError, ValueError, KeyError, TypeError) as error:
            return self._hold(f"{type(error).__name__}: {error}")

    def hurry(self) -> None:
        """Try again now, whatever wait is left."""
        self._not_before = 0.0

    def _post(self, connection: Connection, batch: Batch) -> Response:
        query: dict[str, str | int | bool] = {"writer": self.writer, "first": batch.first}
        if self._gap:
            query["gap"] = True
        headers, body = {"Content-Type": _NDJSON, "Accept": "application/json"}, self._with_replacements(batch)
        if not _LOOPBACK.match(connection.url) and len(body) > 1024:
            import gzip

            body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
        began = time.monotonic()
        try:
            response = connection.request("POST", f"/runs/{self.run_id}/records", query, body, headers)
        except ConnectionFailed as error:
            if error.timed_out:
                shorter = max(SHORTEST_REQUEST, len(batch.data) // 2)
                self.shortened, self._in_time = shorter < len(batch.data), shorter
            raise
        if time.monotonic() - began < PROMPT:
            self._in_time = min(REQUEST_BYTES, 2 * self._in_time)
        return response

    def _judge(self, batch: Batch, response: Response) -> float:
        status = response.status
        if status == 200:
            return self._accept(batch, json.loads(response.body))
        if status == 413:
            return self._shrink(batch)
        problem = _problem(response)
        if status == 409 and problem.get("missingBlobs"):
            return self._miss(batch, problem)
        if status == 409 and isinstance(problem.get("nextRecord"), int):
            return self._go_back(batch, problem["nextRecord"])
        reason = f"the server answered {status}: {problem.get('detail', 'without a reason')}"
        if _is_kept(status):
            wait = self._hold(reason, _seconds(response.headers.get("Retry-After")))
            self.forbidden = status in (401, 403)
            return wait
        return self._stop(reason)

    def _accept(self, batch: Batch, answer: dict[str, Any]) -> float:
        after = int(answer["nextRecord"])
        if after <= batch.first:
            return self._hold(f"the server acknowledged {after}, nothing of the records from {batch.first} on")
        self._advance(batch, after)
        for rejection in answer.get("rejected", ()):
            self._tell_rejected(rejection)
        return 0.0

    def _advance(self, batch: Batch, after: int) -> None:
        self.backlog.acknowledge(after)
        self.acknowledged = max(self.acknowledged, after)
        self._gap = False
        self._failures, self._not_before = 0, 0.0
        self.trouble, self.unreachable, self.forbidden = None, False, False
        self._replaced = {number: line for number, line in self._replaced.items() if number >= after}
        if after >= batch.end:
            self._asked.clear()
            for sha256 in [*self._manifested_files(batch.data), *_named_files(batch.data)]:
                self.files.drop_file(sha256)

    def _tell_rejected(self, rejection: dict[str, Any]) -> None:
        self.rejected.append(rejection)
        name = f" of {rejection['m']!r}" if "m" in rejection else ""
        if len(self.rejected) == 1:
            warn(
                f"run {self.run_id}: the server rejected record {rejection.get('n')}{name}: {rejection.get('detail')} "
                "(further rejections are listed on the run's page only)"
            )

    def _go_back(self, batch: Batch, number: int) -> float:
        held = self.backlog.seek(number)
        if held == batch.first and self._gap:
            return self._hold(f"the server wants record {number}, which is gone, and refuses a gap")
        self._gap = held > number
        if held == batch.first and not self._gap:
            return self._hold(f"the server asks for record {number} again and again")
        return 0.0

    def _shrink(self, batch: Batch) -> float:
        if batch.count > 1:
            self._limit = max(1, len(batch.data) // 2)
            return 0.0
        if batch.first in self._replaced:
            return self._stop("the server answered 413 to a record of a few bytes")
        self._replace(
            batch.first,
            f"record {batch.first} has {len(batch.data)} bytes, more than the server takes; it was left out",
        )
        return 0.0

    def _miss(self, batch: Batch, problem: dict[str, Any]) -> float:
        missing = {str(sha256) for sha256 in problem["missingBlobs"]}
        after = int(problem.get("nextRecord", batch.first))
        if after > batch.first:
            self.backlog.acknowledge(after)
            self.acknowledged = max(self.acknowledged, after)
        if missing & self._stored and after <= batch.first:
            self._stored -= missing
            return self._hold(f"the server does not keep files that it took: {', '.join(sorted(missing))}")
        self._stored -= missing
        for sha256 in missing:
            if self.files.find_file(sha256) is None:
                self._give_up_file(batch, sha256, "its bytes are gone from the spool")
            else:
                self._asked.add(sha256)
        return 0.0

    def _send_files(self, connection: Connection, batch: Batch) -> None:
        for sha256 in [*_named_files(batch.data), *sorted(self._asked)]:
            path = None if sha256 in self._stored else self.files.find_file(sha256)
            if path is None:
                continue
            size = os.path.getsize(path)
            if size < _ASK_FIRST or connection.request("HEAD", f"/blobs/{sha256}").status != 200:
                self._send_file(connection, batch, sha256, path, size)
            self._stored.add(sha256)

    def _send_file(self, connection: Connection, batch: Batch, sha256: str, path: str, size: int) -> None:
        try:
            with open(path, "rb") as file:
                connection.upload(f"/blobs/{sha256}", None, file, size)
        except ServerError as error:
            if _is_kept(error.status):
                raise
            if error.status == 400 and self._was_damaged(path, sha256):
                raise RunloreError(f"file {sha256} was damaged on its way to {connection.url}") from error
            self._give_up_file(batch, sha256, str(error))

    def _was_damaged(self, path: str, sha256: str) -> bool:
        """Whether a refused file is right here, so that another try is worth it."""
        import hashlib

        self._damaged[sha256] = self._damaged.get(sha256, 0) + 1
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        return digest.hexdigest() == sha256 and self._damaged[sha256] <= _DAMAGED_OFTEN

    def _give_up_file(self, batch: Batch, sha256: str, reason: str) -> None:
        """Records that name a file which will never come become warnings, so that the others go on."""
        for number, line in enumerate(batch.data.splitlines(), batch.first):
            named = sha256.encode() in line or sha256 in self._manifested_files(line)
            if named and number not in self._replaced:
                self._replace(number, f"record {number} names the file {sha256}, which could not be sent: {reason}")

    def _manifested_files(self, data: bytes) -> set[str]:
        """The files of the snapshots that records name; a server that has some does not ask for those."""
        if b'"snapshot":' not in data:
            return set()
        from ._manifest import blobs_of

        found: set[str] = set()
        for match in _SNAPSHOT.findall(data):
            path = self.files.find_file(match.decode())
            if path is not None:
                with open(path, "rb") as file:
                    found.update(blobs_of(file.read()))
        return found

    def _replace(self, number: int, text: str) -> None:
        warn(f"run {self.run_id}: {text}")
        line = json.dumps({"n": number, "t": int(time.time() * 1000), "warning": text}, separators=(",", ":"))
        self._replaced[number] = line.encode() + b"\n"

    def _with_replacements(self, batch: Batch) -> bytes:
        if not any(batch.first <= number < batch.end for number in self._replaced):
            return batch.data
        lines = batch.data.splitlines(keepends=True)
        return b"".join(self._replaced.get(number, line) for number, line in enumerate(lines, batch.first))

    def _hold(self, reason: str, at_least: float = 0.0, unreachable: bool = False) -> float:
        self.trouble, self.unreachable, self.forbidden = reason, unreachable, False
        self._failures += 1
        import random

        wait: float = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._failures - 1, 10)) * random.uniform(0.5, 1.0)
        wait = max(wait, min(at_least, LONGEST_WAIT))
        self.failed_at = time.monotonic()
        self._not_before = self.failed_at + wait
        return wait

    def _stop(self, reason: str) -> float:
        self.trouble, self.unreachable, self.stopped = reason, False, True
        return 0.0


def _named_files(data: bytes) -> list[str]:
    return sorted({match.decode() for match in _FILE.findall(data)}) if b'"sha256":"' in data else []


def _is_kept(status: int) -> bool:
    return status in _KEPT or status >= 500 or status < 400


def _problem(response: Response) -> dict[str, Any]:
    try:
        problem = json.loads(response.body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _seconds(text: str | None) -> float:
    return float(text) if text is not None and text.isdigit() else 0.0
