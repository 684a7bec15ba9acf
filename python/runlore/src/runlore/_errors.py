# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What can go wrong, as one tree.

RunloreError
├── InvalidArgument (also ValueError)     an argument breaks a rule; nothing was sent
├── ConnectionFailed (also OSError)       no server, or the connection broke
├── UnsafeAnswer                          the server answered something that must not be used
└── ServerError                           the server answered with an error
    ├── RequestRefused (also InvalidArgument)
    ├── Unauthenticated
    ├── PermissionDenied
    ├── NotFound (also LookupError)
    ├── AlreadyExists
    ├── WrongState
    ├── TooLarge
    ├── RateLimited
    └── Unavailable
"""

from __future__ import annotations


class RunloreError(Exception):
    """Anything that this package raises on purpose."""


class InvalidArgument(RunloreError, ValueError):
    """An argument breaks a rule."""


class ConnectionFailed(RunloreError, OSError):
    """The server could not be reached, or the connection broke before the answer was complete.

    Attributes:
        timed_out: nothing was heard for as long as the connection waits.
    """

    timed_out = False


class UnsafeAnswer(RunloreError):
    """The server's answer was not used because it breaks a rule that protects this machine."""


class ServerError(RunloreError):
    """The server answered with an error.

    Attributes:
        status: the HTTP status.
        code: the server's own word for the error, such as ``NOT_FOUND``.
        detail: the server's sentence.
        request_id: what to look for in the server's log, or None.
    """

    def __init__(self, status: int, code: str, detail: str, request_id: str | None = None) -> None:
        """Keep what the server said."""
        super().__init__(detail if request_id is None else f"{detail} (request {request_id})")
        self.status = status
        self.code = code
        self.detail = detail
        self.request_id = request_id


class RequestRefused(ServerError, InvalidArgument):
    """The server found an argument that breaks a rule."""


class Unauthenticated(ServerError):
    """The server needs a token, or does not know the one it got."""


class PermissionDenied(ServerError):
    """The token may not do this."""


class NotFound(ServerError, LookupError):
    """The run, experiment, metric or file does not exist."""


class AlreadyExists(ServerError):
    """The id or name is taken by something else."""


class WrongState(ServerError):
    """The run's status does not allow this."""


class TooLarge(ServerError):
    """The request is larger than the server takes."""


class RateLimited(ServerError):
    """Too many requests: try again later."""


class Unavailable(ServerError):
    """The server cannot answer now: try again later."""


_BY_CODE: dict[str, type[ServerError]] = {
    "INVALID_ARGUMENT": RequestRefused,
    "UNSUPPORTED_MEDIA": RequestRefused,
    "UNAUTHENTICATED": Unauthenticated,
    "PERMISSION_DENIED": PermissionDenied,
    "NOT_FOUND": NotFound,
    "ENDPOINT_NOT_FOUND": NotFound,
    "ALREADY_EXISTS": AlreadyExists,
    "WRONG_STATE": WrongState,
    "TOO_LARGE": TooLarge,
    "RATE_LIMITED": RateLimited,
    "UNAVAILABLE": Unavailable,
}


def server_error(status: int, code: str, detail: str, request_id: str | None = None) -> ServerError:
    """The typed error for a code; a code from a later server is a plain ServerError."""
    return _BY_CODE.get(code, ServerError)(status, code, detail, request_id)
