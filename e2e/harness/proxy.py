# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A TCP proxy that understands where a message of HTTP/1.1 ends, and does to each request what a rule says."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

_READ = 1 << 16
_LINGER_NOT = struct.pack("ii", 1, 0)


class Request(NamedTuple):
    """A whole request as it came; ``number`` counts the proxy's requests from 0."""

    number: int
    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return self.head + self.body

    @property
    def method(self) -> str:
        return self.head.split(b" ", 1)[0].decode("ascii")

    @property
    def path(self) -> str:
        """The path without its query."""
        return self.head.split(b" ", 2)[1].partition(b"?")[0].decode("ascii")

    @property
    def query(self) -> dict[str, str]:
        target = self.head.split(b" ", 2)[1].decode("ascii")
        return dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))

    @property
    def is_records(self) -> bool:
        """Whether a writer delivers its records with it."""
        return self.method == "POST" and self.path.endswith("/records")


class Treatment(Protocol):
    """What becomes of a request."""

    def treat(self, link: Link, request: Request) -> bool:
        """Do it; answers whether the client's connection goes on."""


class Gone(Exception):
    """One side of a connection has closed it."""


class Wire:
    """A socket from which whole messages are read."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._buffer = bytearray()

    def head(self) -> bytes:
        """The next message's lines up to the empty one."""
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._fill()
        return self.take(end + 4)

    def body(self, head: bytes) -> bytes:
        """The bytes that follow a head, as they are."""
        if _field(head, b"transfer-encoding") == b"chunked":
            return self._chunks()
        return self.take(int(_field(head, b"content-length") or 0))

    def take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._fill()
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _chunks(self) -> bytes:
        whole = b""
        while True:
            while (end := self._buffer.find(b"\r\n")) < 0:
                self._fill()
            line = self.take(end + 2)
            size = int(line.partition(b";")[0], 16)
            whole += line + self.take(size + 2)
            if size == 0:
                return whole

    def _fill(self) -> None:
        more = self.sock.recv(_READ)
        if not more:
            raise Gone
        self._buffer += more


class Link:
    """A client's connection, and the one to the server that belongs to it."""

    def __init__(self, proxy: Proxy, client: socket.socket) -> None:
        self.proxy = proxy
        self.client = Wire(client)
        self._server: Wire | None = None

    def server(self) -> Wire:
        """The connection to the server, opened when it is needed."""
        if self._server is None:
            self._server = Wire(self.proxy.reach())
        return self._server

    def ask(self, request: Request) -> bytes:
        """Bring the whole request to the server; its whole answer."""
        self.server().sock.sendall(request.raw)
        return self.answer(request)

    def answer(self, request: Request) -> bytes:
        """The server's whole answer to a request that it has got."""
        answer = _answer(self.server(), request)
        self.proxy.note_answered(request, answer)
        return answer

    def give(self, data: bytes) -> None:
        self.client.sock.sendall(data)

    def reset(self) -> None:
        """Break off instead of closing: what was not read is thrown away on both sides."""
        for wire in filter(None, (self.client, self._server)):
            wire.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)

    def is_given_up(self) -> bool:
        """Whether the client has closed its side."""
        ready, _, _ = select.select([self.client.sock], [], [], 0)
        return bool(ready) and self.client.sock.recv(1, socket.MSG_PEEK) == b""

    def next_request(self) -> Request:
        head = self.client.head()
        return self.proxy.note_request(head, self.client.body(head))

    def close(self) -> None:
        for wire in filter(None, (self.client, self._server)):
            with contextlib.suppress(OSError):
                wire.sock.close()


class Proxy:
    """Listens on a port of its own, in front of a server. ``rule`` may be replaced at any time."""

    def __init__(self, port: int, rule: Callable[[Request], Treatment]) -> None:
        self.rule = rule
        self.requests: list[Request] = []
        self.answers: dict[int, bytes] = {}  # the server's, by the request's number
        self.changed = threading.Condition()
        self.ended = threading.Event()
        self._target = ("127.0.0.1", port)
        self._links: set[Link] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for link in list(self._links):
            link.close()

    def lead_to(self, port: int) -> None:
        """From now on another port is the server's."""
        self._target = ("127.0.0.1", port)

    def reach(self) -> socket.socket:
        """A new connection to the server; raises OSError."""
        return socket.create_connection(self._target, timeout=120)

    def send_again(self, request: Request) -> bytes:
        """Bring a request to the server on a connection of its own; its answer."""
        with self.reach() as sock:
            sock.sendall(request.raw)
            return _answer(Wire(sock), request)

    def note_request(self, head: bytes, body: bytes) -> Request:
        """Number a request; the server finds its own address in it, which it insists on."""
        host = f"Host: {self._target[0]}:{self._target[1]}".encode()
        head = re.sub(rb"(?im)^host:[^\r]*", host, head, count=1)
        with self.changed:
            request = Request(len(self.requests), head, body)
            self.requests.append(request)
            return request

    def note_answered(self, request: Request, answer: bytes) -> None:
        with self.changed:
            self.answers[request.number] = answer
            self.changed.notify_all()

    def _listen(self) -> None:
        while not self.ended.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(Link(self, client),), daemon=True).start()

    def _serve(self, link: Link) -> None:
        self._links.add(link)
        try:
            goes_on = True
            while goes_on:
                request = link.next_request()
                goes_on = self.rule(request).treat(link, request)
        except (OSError, Gone):
            pass  # a client that gave up, or a server that is away: the other side sees a closed connection
        finally:
            self._links.discard(link)
            link.close()


def _answer(server: Wire, request: Request) -> bytes:
    head = server.head()
    bare = request.method == "HEAD" or head.split(b" ", 2)[1] in (b"204", b"304")
    return head if bare else head + server.body(head)


def _field(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip().lower()
    return None
