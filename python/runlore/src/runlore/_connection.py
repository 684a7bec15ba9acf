# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""HTTP to one Runlore server: keep-alive, one reconnect, no redirects, the token to nobody else.

Every request of the native API may be sent twice without harm (ids and record numbers see to that), so a request that
meets a connection which the server closed meanwhile is sent once more on a new one.
"""

from __future__ import annotations

import http.client
import json as _json
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple, Protocol, Union
from urllib.parse import quote, urlencode, urlsplit

from ._errors import ConnectionFailed, InvalidArgument, ServerError, UnsafeAnswer, server_error
from ._lines import Line, open_line

API = "/api/v1"
JSON = "application/json"
BYTES = "application/octet-stream"
LONGEST_ANSWER = 256 * 1024 * 1024  # bytes; longer ones are streamed with download()

_CHUNK = 256 * 1024
_STALE = (http.client.BadStatusLine, ConnectionResetError, BrokenPipeError, ConnectionAbortedError)

Query = Mapping[str, Union[str, int, float, bool, None]]


class Response(NamedTuple):
    """An answer of the server. ``headers`` finds names in any case."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Sink(Protocol):
    """What takes a download's bytes."""

    def write(self, chunk: bytes, /) -> object:
        """Take the next bytes."""


class Connection:
    """A server and the token for it. Safe for threads and forks: every thread of every process has its own socket."""

    def __init__(self, url: str, token: str | None = None, timeout: float = 10.0) -> None:
        """Remember the server; nothing is opened yet.

        Args:
            url: ``http://host:port`` or https, maybe with a path before the API's own.
            token: sent as Bearer with every request, to this server only.
            timeout: seconds to connect, and between two bytes.

        Raises:
            InvalidArgument: the URL is not http or https, or holds a user, a query or a fragment.
        """
        parts = _checked(url)
        self.url = url.rstrip("/")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._root = parts.path.rstrip("/")
        self._token = None if token is None else _printable(token)
        self._timeout = timeout
        self._thread = threading.local()

    def request(
        self,
        method: str,
        path: str,
        query: Query | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a request and return whatever the server answers, errors and redirects included.

        Args:
            method: GET, POST, PUT, PATCH, DELETE or HEAD.
            path: below ``/api/v1``, such as ``/runs/r1``; parts that are names belong into the query.
            query: None values are left out.
            body: bytes as they are; its Content-Type belongs into ``headers``.
            headers: more headers.

        Raises:
            ConnectionFailed: no complete answer came.
        """
        with _Exchange(self, method, API + path, query) as exchange:
            answer = exchange.send(headers or {}, body)
            return Response(answer.status, answer.headers, exchange.whole_body())

    def call(self, method: str, path: str, query: Query | None = None, json: object = None) -> Any:
        """Send a request with an optional JSON body and return the parsed answer, None when it is empty.

        Raises:
            ServerError: the answer is no success; one of its subclasses when the code is known.
            ConnectionFailed: no complete answer came.
        """
        body, headers = None, {"Accept": JSON}
        if json is not None:
            body = _json.dumps(json, allow_nan=False, separators=(",", ":")).encode()
            headers["Content-Type"] = JSON
        response = self.request(method, path, query, body, headers)
        if not 200 <= response.status < 300:
            raise error_of(response)
        return self.parse(response.body) if response.body else None

    def download(self, path: str, query: Query | None, file: Sink) -> int:
        """Stream an answer's bytes into a file and return how many they were.

        Raises:
            ServerError: the answer is no success; nothing was written.
            ConnectionFailed: the connection broke; a part may have been written.
        """
        with _Exchange(self, "GET", API + path, query) as exchange:
            answer = exchange.send({"Accept": BYTES}, None)
            if answer.status != 200:
                raise error_of(Response(answer.status, answer.headers, exchange.whole_body()))
            size = 0
            for chunk in exchange.chunks():
                file.write(chunk)
                size += len(chunk)
            return size

    def upload(self, path: str, query: Query | None, file: BinaryIO, size: int) -> Response:
        """PUT the next ``size`` bytes of a seekable file.

        Raises:
            ServerError: the answer is no success.
            ConnectionFailed: no complete answer came.
            InvalidArgument: the file is shorter than ``size``.
        """
        headers = {"Content-Type": BYTES, "Content-Length": str(size)}
        with _Exchange(self, "PUT", API + path, query) as exchange:
            answer = exchange.send(headers, _FilePart(file, size))
            response = Response(answer.status, answer.headers, exchange.whole_body())
        if not 200 <= response.status < 300:
            raise error_of(response)
        return response

    def close(self) -> None:
        """Close this thread's socket; the next request opens another."""
        line: Line | None = getattr(self._thread, "line", None)
        self._thread.line = None
        if line is not None:
            line.wire.close()

    def parse(self, body: bytes) -> Any:
        """Parse a JSON answer.

        Raises:
            UnsafeAnswer: it is no JSON.
        """
        try:
            return _json.loads(body)
        except (ValueError, RecursionError) as error:
            raise UnsafeAnswer(f"{self.url} answered no JSON ({error}); is it a Runlore server?") from error

    def _line(self) -> Line:
        """This thread's way to the server. A forked process never goes on with its parent's socket."""
        line: Line | None = getattr(self._thread, "line", None)
        if line is None or self._thread.pid != os.getpid():
            line = open_line(self._secure, self._host, self._port, self._timeout)
            self._thread.line, self._thread.pid = line, os.getpid()
        return line


class _FilePart:
    """The next bytes of a file as a request body that can be sent again from its start."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self._start = file.tell()

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._start)
        left = self._size
        while left:
            chunk = self._file.read(min(left, _CHUNK))
            if not chunk:
                raise InvalidArgument(f"file must hold {self._size} bytes but ended {left} early; it changed meanwhile")
            left -= len(chunk)
            yield chunk


class _Exchange:
    """One request and its answer on the thread's connection, which is closed unless the answer was read to its end."""

    def __init__(self, connection: Connection, method: str, path: str, query: Query | None) -> None:
        self._connection = connection
        self._method = method
        self._target = connection._root + quote(path, safe="/:") + _query_text(query)
        self._answer: http.client.HTTPResponse | None = None

    def __enter__(self) -> _Exchange:
        return self

    def __exit__(self, *_: object) -> None:
        if self._answer is None or not self._answer.isclosed():
            self._connection.close()

    def send(self, headers: Mapping[str, str], body: bytes | _FilePart | None) -> http.client.HTTPResponse:
        """Send the request, once more when a used connection turns out to be closed."""
        connection = self._connection
        if connection._token is not None:
            headers = {**headers, "Authorization": f"Bearer {connection._token}"}
        line = connection._line()
        used = line.wire.sock is not None
        try:
            try:
                self._answer = self._once(line, headers, body)
            except _STALE:
                if not used:
                    raise
                connection.close()
                self._answer = self._once(connection._line(), headers, body)
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(error) from error
        return self._answer

    def chunks(self) -> Iterator[bytes]:
        """The answer's body in pieces, as long as it said it would be."""
        assert self._answer is not None
        try:
            left = self._answer.length
            while chunk := self._answer.read(_CHUNK):
                left = None if left is None else left - len(chunk)
                yield chunk
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(error) from error
        if left:
            raise self._failed(EOFError(f"{left} bytes are missing"))

    def whole_body(self) -> bytes:
        """The answer's body, if it is not absurdly long."""
        parts: list[bytes] = []
        size = 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > LONGEST_ANSWER:
                url = self._connection.url
                raise UnsafeAnswer(f"{url} answered more than {LONGEST_ANSWER} bytes; read no further")
            parts.append(chunk)
        return b"".join(parts)

    def _once(self, line: Line, headers: Mapping[str, str], body: bytes | _FilePart | None) -> http.client.HTTPResponse:
        # a server that refuses a body may answer and hang up before it has read all of it: that answer says more
        with suppress(BrokenPipeError, ConnectionResetError):
            line.wire.request(self._method, line.origin + self._target, body, {**line.headers, **headers})
        return line.wire.getresponse()

    def _failed(self, error: Exception) -> ConnectionFailed:
        failed = ConnectionFailed(f"no answer from {self._connection.url} ({self._method}): {_cause(error)}")
        failed.timed_out = isinstance(error, socket.timeout)
        return failed


def error_of(response: Response) -> ServerError:
    """The typed error of an answer that is no success."""
    status = response.status
    request_id = response.headers.get("Runlore-Request-Id")
    if 300 <= status < 400:
        detail = f"the server answered {status}, a redirect, which is never followed; give the server's own URL"
        return ServerError(status, "REDIRECT", detail, request_id)
    try:
        problem = _json.loads(response.body)
        code, detail = str(problem["code"]), str(problem["detail"])
    except (ValueError, RecursionError, KeyError, TypeError):
        code = _CODES.get(status, "INTERNAL")
        return server_error(status, code, f"the server answered {status} without a reason", request_id)
    return server_error(status, code, detail, request_id or problem.get("requestId"))


# for what stands between us and the server, such as a proxy, and knows nothing of our codes
_CODES = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    413: "TOO_LARGE",
    429: "RATE_LIMITED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "UNAVAILABLE",
}


def _checked(url: str) -> Any:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as error:
        raise InvalidArgument(f"server URL is not valid ({error}); give one such as http://127.0.0.1:5055") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidArgument(f"server URL must start with http:// or https:// and a host; got {_redacted(url)!r}")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise InvalidArgument("server URL must hold no user, query or fragment; give the token by RUNLORE_TOKEN")
    return parts


def _printable(token: str) -> str:
    if not token or not all("!" <= character <= "~" for character in token):
        raise InvalidArgument("server token must be printable ASCII without spaces; check where it comes from")
    return token


def _redacted(url: str) -> str:
    return url.rpartition("@")[2]


def _query_text(query: Query | None) -> str:
    if not query:
        return ""
    pairs = [(name, _query_value(value)) for name, value in query.items() if value is not None]
    try:
        return "?" + urlencode(pairs, quote_via=quote) if pairs else ""
    except UnicodeEncodeError as error:
        raise InvalidArgument(f"a name must be valid Unicode but holds a lone surrogate: {error}") from error


def _query_value(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cause(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
