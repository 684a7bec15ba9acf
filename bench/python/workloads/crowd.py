# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Very many clients at once: each has a connection of its own and logs to a run of its own.

    crowd.py PORT CLIENTS

Every client makes its run and sends points until its time is over; 429 and 503 are waited out as their Retry-After
says, and a connection that is reset is an error. Then each run's points are counted, and those of some runs read:
what was acknowledged must be there, once and in order. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
import uuid

HOST = "127.0.0.1"
SECONDS = 60.0
PATIENCE = 60.0
RUNS_READ = 100


class Client:
    """One connection that is opened anew when the server closes it."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.run = f"crowd-{number}"
        self.writer = str(uuid.uuid4())
        self.stored = 0
        self.answered = 0
        self.shed = 0
        self.worst = 0.0

    async def live(self, until: float) -> None:
        """Make the run and log to it."""
        create = {"n": 0, "t": 1000, "create": {"id": self.run, "experiment": "crowd", "heartbeat": False}}
        await self._records(0, json.dumps(create) + "\n")
        next_record = 1
        while time.monotonic() < until:
            lines = [
                json.dumps({"n": number, "t": 1000 + number, "m": "loss", "v": number / 8, "s": number})
                for number in range(next_record, next_record + 10)
            ]
            await self._records(next_record, "\n".join(lines) + "\n")
            next_record += 10
            self.stored += 10
            await asyncio.sleep(2)

    async def count(self) -> int:
        """The points that the server has."""
        body = await self._request(f"GET /api/v1/runs/{self.run}/metrics?name=loss", b"", "")
        items = json.loads(body)["items"]
        return int(items[0]["columns"][0]["count"]) if items else 0

    async def read(self) -> list[tuple[float, float]]:
        """The steps and values that the server has."""
        body = await self._request(f"GET /api/v1/runs/{self.run}/points?name=loss", b"", "")
        points = json.loads(body)
        return list(zip(points["s"], points["columns"][""]))

    async def _records(self, first: int, text: str) -> None:
        path = f"POST /api/v1/runs/{self.run}/records?writer={self.writer}&first={first}"
        await self._request(path, text.encode(), "Content-Type: application/x-ndjson; format=1\r\n")

    async def _request(self, path: str, body: bytes, header: str) -> bytes:
        end = time.monotonic() + PATIENCE
        while True:
            before = time.monotonic()
            try:
                status, pause, answer = await asyncio.wait_for(self._exchange(path, body, header), PATIENCE)
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
                raise SystemExit(f"{path} must be answered or refused but was cut off: {error!r}") from error
            if status == 200:
                self.worst = max(self.worst, time.monotonic() - before)
                self.answered += 1
                return answer
            if status not in (429, 503) or time.monotonic() > end:
                raise SystemExit(f"{path} must be answered in the end but was with {status} {answer!r}")
            self.shed += 1
            await asyncio.sleep(pause)

    async def _exchange(self, path: str, body: bytes, header: str) -> tuple[int, float, bytes]:
        if self._stream is None:
            self._stream = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._stream
        head = f"{path} HTTP/1.1\r\nHost: {HOST}:{self._port}\r\n{header}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        status = int((await reader.readuntil(b"\r\n")).split()[1])
        length, pause, closes = 0, 1.0, False
        while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
            name, _, value = line.decode().strip().partition(":")
            length = int(value) if name.lower() == "content-length" else length
            pause = float(value) if name.lower() == "retry-after" else pause
            closes = closes or (name.lower() == "connection" and value.strip().lower() == "close")
        answer = await reader.readexactly(length)
        if closes:
            self.close()
        return status, pause, answer

    def close(self) -> None:
        if self._stream:
            self._stream[1].close()
        self._stream = None


async def crowd(port: int, count: int) -> dict[str, float]:
    """All clients at once."""
    clients = [Client(port, number) for number in range(count)]
    began = time.monotonic()
    await asyncio.gather(*(client.live(began + SECONDS) for client in clients))
    took = time.monotonic() - began
    counts = sorted(client.answered for client in clients)
    for client in clients:
        client.close()  # those that are counted late would be idle for longer than the server keeps them
    for client in clients:
        there = await client.count()
        if there != client.stored:
            raise SystemExit(f"run {client.run} must have {client.stored} points but has {there}")
    for client in clients[:: max(1, count // RUNS_READ)]:
        if await client.read() != [(number, number / 8) for number in range(1, client.stored + 1)]:
            raise SystemExit(f"run {client.run} must have the values it was sent, once and in order, but has others")
    return {
        "requests_per_s": sum(counts) / took,
        "least_share": counts[0] / counts[count // 2],
        "worst_ms": max(client.worst for client in clients) * 1000,
        "shed": float(sum(client.shed for client in clients)),
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    print(json.dumps(asyncio.run(crowd(int(sys.argv[1]), int(sys.argv[2])))))
