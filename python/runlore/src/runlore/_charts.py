# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The JSON of accuracy tables, confusion matrices, predictions and residuals.

A shape that the charts cannot draw is a warning and is stored as it is: a log call does not end a training run over it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ._artifact_paths import path_of_name
from ._chart_shapes import warnings_of
from ._errors import InvalidArgument

KINDS = ("accuracy_table", "confusion_matrix", "predictions", "residuals")


class Chart(NamedTuple):
    """A chart's artifact path, its JSON bytes, and what is odd about it, one sentence each."""

    path: str
    body: bytes
    warnings: list[str]


def chart(kind: str, name: str, value: str | Mapping[str, Any]) -> Chart:
    """What a call such as `log_confusion_matrix(name, value)` stores.

    Args:
        kind: one of KINDS.
        name: the metric's; also its artifact path.
        value: a dict or its JSON text. numpy's arrays and scalars count as lists and numbers; numbers that JSON does
            not have become "NaN", "Infinity", "-Infinity".

    Raises:
        InvalidArgument: a text that is no JSON.
    """
    content = _plain(_parsed(kind, name, value))
    body = json.dumps(content, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    warnings = [f"{kind} {name!r}: {text}" for text in warnings_of(kind, content)]
    return Chart(path_of_name(name), body.encode(errors="backslashreplace"), warnings)


def _parsed(kind: str, name: str, value: object) -> object:
    if not isinstance(value, (str, bytes)):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise InvalidArgument(
            f"{kind} {name!r} must be a dict or valid JSON text but its text is not: {error}"
        ) from error


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _number(float(value))
    if hasattr(value, "tolist"):  # numpy and pandas
        return _plain(value.tolist()) if type(value.tolist()) is not type(value) else repr(value)
    return repr(value)


def _number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
