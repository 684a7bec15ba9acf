# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a network may do to a request and its answer."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.proxy import Gone, Link, Request, Treatment


@dataclass(frozen=True)
class Pass:
    """Nothing."""

    def treat(self, link: Link, request: Request) -> bool:
        link.give(link.ask(request))
        return True


@dataclass(frozen=True)
class CutRequest:
    """The server gets a part of the request only, then both sides see the connection end."""

    part: float
    reset: bool = False

    def treat(self, link: Link, request: Request) -> bool:
        link.server().sock.sendall(request.raw[: int(len(request.raw) * self.part)])
        if self.reset:
            link.reset()
        return False


@dataclass(frozen=True)
class CutAnswer:
    """The server has done it all, but the client gets a part of the answer only."""

    part: float
    reset: bool = False

    def treat(self, link: Link, request: Request) -> bool:
        answer = link.ask(request)
        link.give(answer[: int(len(answer) * self.part)])
        if self.reset:
            link.reset()
        return False


@dataclass(frozen=True)
class Instead:
    """The server has done it all, but something on the way answers that it could not be reached."""

    status: int = 502

    def treat(self, link: Link, request: Request) -> bool:
        link.ask(request)
        return Refuse(self.status).treat(link, request)


@dataclass(frozen=True)
class Reword:
    """The answer names another address."""

    old: str
    new: str

    def treat(self, link: Link, request: Request) -> bool:
        head, end, body = link.ask(request).partition(b"\r\n\r\n")
        body = body.replace(self.old.encode(), self.new.encode())
        link.give(re.sub(rb"(?im)^content-length:[^\r]*", b"Content-Length: %d" % len(body), head) + end + body)
        return True


@dataclass(frozen=True)
class Delay:
    """The request is on its way for some seconds."""

    seconds: float

    def treat(self, link: Link, request: Request) -> bool:
        link.proxy.ended.wait(self.seconds)
        link.give(link.ask(request))
        return True


@dataclass(frozen=True)
class Again:
    """The server gets the request twice or more often, at once and in a row."""

    times: int = 2

    def treat(self, link: Link, request: Request) -> bool:
        link.give(link.ask(request))
        for _ in range(self.times - 1):
            link.proxy.send_again(request)
        return True


@dataclass(frozen=True)
class Replay:
    """An earlier request comes once more, before and after this one."""

    choice: random.Random

    def treat(self, link: Link, request: Request) -> bool:
        earlier = [other for other in link.proxy.requests[: request.number] if other.is_records]
        if earlier:
            link.proxy.send_again(self.choice.choice(earlier))
        link.give(link.ask(request))
        if earlier:
            link.proxy.send_again(self.choice.choice(earlier))
        return True


@dataclass(frozen=True)
class Overtaken:
    """Requests of other connections that came later are answered first, if some come soon enough."""

    others: int = 2
    seconds: float = 1.0

    def treat(self, link: Link, request: Request) -> bool:
        def passed() -> bool:
            return sum(number > request.number for number in link.proxy.answers) >= self.others

        with link.proxy.changed:
            link.proxy.changed.wait_for(passed, self.seconds)
        link.give(link.ask(request))
        return True


@dataclass(frozen=True)
class Drip:
    """Both directions go at so many bytes a second, after a wait; nothing more comes of a client that has given up."""

    rate: int
    wait: float = 0.0

    def treat(self, link: Link, request: Request) -> bool:
        link.proxy.ended.wait(self.wait)
        for drop in self._drops(link, request.raw):
            link.server().sock.sendall(drop)
        for drop in self._drops(link, link.answer(request)):
            link.give(drop)
        return True

    def _drops(self, link: Link, data: bytes) -> Iterator[bytes]:
        """A tenth of a second's bytes at a time."""
        size = max(1, self.rate // 10)
        for at in range(0, len(data), size):
            yield data[at : at + size]
            if at + size < len(data) and (link.proxy.ended.wait(0.1) or link.is_given_up()):
                raise Gone


@dataclass(frozen=True)
class Silence:
    """The connection stands, and nobody ever answers on it."""

    def treat(self, link: Link, request: Request) -> bool:
        link.client.take(1)  # until the client gives up
        return False


@dataclass(frozen=True)
class Refuse:
    """Something on the way answers by itself."""

    status: int

    def treat(self, link: Link, request: Request) -> bool:
        link.give(f"HTTP/1.1 {self.status} Refused\r\nContent-Length: 0\r\n\r\n".encode())
        return True


@dataclass(frozen=True)
class FlipRequest:
    """One bit in the middle of the body changes on the way to the server."""

    def treat(self, link: Link, request: Request) -> bool:
        link.give(link.ask(request._replace(body=_flipped(request.body))))
        return True


@dataclass(frozen=True)
class FlipAnswer:
    """One bit in the middle of the body changes on the way to the client."""

    def treat(self, link: Link, request: Request) -> bool:
        head, end, body = link.ask(request).partition(b"\r\n\r\n")
        link.give(head + end + _flipped(body))
        return True


def chaos(seed: int) -> list[Treatment]:
    """An endless mixture would never end a test: a thousand treatments, half of them harmless, from a seed."""
    chance = random.Random(seed)

    def one() -> Treatment:
        kinds: list[Treatment] = [
            CutRequest(chance.random(), chance.random() < 0.5),
            CutAnswer(chance.random(), chance.random() < 0.5),
            CutAnswer(0.0),
            Delay(chance.uniform(0.01, 0.5)),
            Again(chance.choice((2, 3))),
            Replay(random.Random(chance.random())),
            Overtaken(chance.choice((1, 2, 4))),
            Refuse(chance.choice((429, 502, 503))),
            Drip(200_000),
        ]
        return Pass() if chance.random() < 0.4 else chance.choice(kinds)

    return [one() for _ in range(1000)]


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
