# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Arguments of the public calls: of a wrong type they are InvalidArgument, before anything is written or asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ._errors import InvalidArgument


def checked_text(value: object, what: str) -> str:
    """A text.

    Raises:
        InvalidArgument: it is none.
    """
    if not isinstance(value, str):
        raise InvalidArgument(f"{what} must be a text but is {_kind(value)}; write it as str")
    return value


def checked_mapping(value: object, what: str) -> Mapping[str, Any]:
    """A dict or another mapping.

    Raises:
        InvalidArgument: it is none.
    """
    if type(value) is not dict and not isinstance(value, Mapping):
        raise InvalidArgument(f"{what} must be a dict but is {_kind(value)}; write it as {{name: value}}")
    return value


def checked_seconds(value: Any, what: str) -> float:
    """A length of time in seconds, infinite or not.

    Raises:
        InvalidArgument: it is no number.
    """
    try:
        seconds = float("nan" if isinstance(value, (str, bytes)) else value)
    except (TypeError, ValueError, OverflowError):
        seconds = float("nan")
    if seconds != seconds:
        raise InvalidArgument(f"{what} must be a number of seconds but is {value!r:.200}; give one, such as 30")
    return seconds


def checked_path(value: object, what: str) -> str:
    """A path of this machine.

    Raises:
        InvalidArgument: it is none, or holds a NUL, which no path has.
    """
    path = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(path, str):
        raise InvalidArgument(f"{what} must be a path but is {_kind(value)}; give a str or a pathlib.Path")
    if "\0" in path:
        raise InvalidArgument(f"{what} must not hold a NUL but is {path!r:.200}; check the path")
    return path


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
