# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Whether an answer is the one that an example of the contract expects."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")


def differences(where: str, actual: Any, expected: Any) -> Iterator[str]:
    """Where the two differ: of objects the fields that are expected count, of arrays all elements.

    `<time> <uuid> <number> <text>` stand for any such value; 1 and 1.0 are the same number.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            yield f"{where}: an object expected, got {actual!r}"
            return
        for field, value in expected.items():
            if field in actual:
                yield from differences(f"{where}/{field}", actual[field], value)
            else:
                yield f"{where}: no {field!r} in {actual!r}"
    elif isinstance(expected, list):
        if not isinstance(actual, list) or len(actual) != len(expected):
            yield f"{where}: {len(expected)} elements expected, got {actual!r}"
            return
        for index, value in enumerate(expected):
            yield from differences(f"{where}/{index}", actual[index], value)
    elif not _is_alike(actual, expected):
        yield f"{where}: {expected!r} expected, got {actual!r}"


def _is_alike(actual: Any, expected: Any) -> bool:
    if isinstance(expected, str) and expected in _PLACEHOLDERS:
        return _PLACEHOLDERS[expected](actual)
    if _is_number(expected) and _is_number(actual):
        return bool(actual == expected)
    return type(actual) is type(expected) and bool(actual == expected)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_time(value: Any) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    datetime.fromisoformat(value[:19])  # raises for the 30th of February
    return True


def _is_uuid(value: Any) -> bool:
    return isinstance(value, str) and str(uuid.UUID(value)) == value


_PLACEHOLDERS: dict[str, Callable[[Any], bool]] = {
    "<time>": _is_time,
    "<uuid>": _is_uuid,
    "<number>": _is_number,
    "<text>": lambda value: isinstance(value, str) and value != "",
}
