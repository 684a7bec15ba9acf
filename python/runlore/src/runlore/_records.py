# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The bodies of records: the JSON members that follow ``n`` and ``t`` on a line of the spool.

Scalars are written straight into a template, with the name's JSON kept from the last time; everything else takes the
general way of ``_cells``.
"""

from __future__ import annotations

import json
import time as _time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._cells import Cell, encode_cell, encode_cells, encode_columns, encode_row, encode_text
from ._errors import InvalidArgument

if TYPE_CHECKING:
    from datetime import datetime

_LAST_TIME = 253_402_300_799_999  # the last millisecond of the year 9999
_STEPS = range(-(2**53), 2**53 + 1)
_MOST_NAMES = 100_000
_MOST_TEMPLATES = 64
_FLOATS = {float}
_names: dict[str, str] = {}
_templates: dict[tuple[str, ...], str] = {}


def scalar(name: str, value: object, step: object = None) -> str:
    """One value of a metric."""
    # a float that is neither NaN nor infinite is its own JSON
    cell = repr(value) if type(value) is float and value - value == 0.0 else encode_cell(value)
    known = _names.get(name) if type(name) is str else None  # a name of another type may have no hash
    if step is None:
        return f'"m":{known or _name(name)},"v":{cell}'
    return f'"m":{known or _name(name)},"v":{cell},"s":{_step(step)}'


def many(values: Mapping[str, object], step: object = None) -> str:
    """One value of each of many metrics.

    A training loop logs the same names again and again: their JSON is kept as a template, and when all values are
    plain floats the rest is done by loops in C.
    """
    names = tuple(values)
    template = _templates.get(names) or _template(names)
    cells = values.values()
    if set(map(type, cells)) == _FLOATS:
        texts = tuple(map(repr, cells))
        if "n" not in "".join(texts):  # as nan and inf have
            return template % texts + _step_member(step)
    return template % tuple(map(encode_cell, cells)) + _step_member(step)


def values(name: str, cells: list[Cell], step: object = None) -> str:
    """Several values of a metric."""
    return f'"m":{_name(name)},"l":{encode_cells(cells)}' + _step_member(step)


def row(name: str, cells: dict[str, Cell], step: object = None) -> str:
    """A row of a metric with columns."""
    return f'"m":{_name(name)},"r":{encode_row(cells)}' + _step_member(step)


def table(name: str, columns: dict[str, list[Cell]], step: object = None) -> str:
    """Rows of a metric with columns."""
    return f'"m":{_name(name)},"c":{encode_columns(columns)}' + _step_member(step)


def drawn(name: str, kind: str, path: str, step: object = None) -> str:
    """A metric whose value is an artifact: an image or one of the charts."""
    return f'"m":{_name(name)},"a":{encode_text(path)},"k":"{kind}"' + _step_member(step)


def artifact(path: str, sha256: str, size: int) -> str:
    """A file of the run."""
    return f'"artifact":{{"path":{encode_text(path)},"sha256":"{sha256}","size":{size}}}'


def snapshot(sha256: str, size: int, implicit: bool) -> str:
    """The state of the sources, by the bytes of its manifest."""
    return member("snapshot", {"sha256": sha256, "size": size, **({"implicit": True} if implicit else {})})


def warning(text: str) -> str:
    """What a reader of the run should know."""
    return member("warning", text)


def param(name: str, value: object) -> str:
    """An input value of the run."""
    return f'"param":{{{encode_text(str(name))}:{encode_cell(value)}}}'


def texts(word: str, pairs: Mapping[str, str | None]) -> str:
    """Tags or properties."""
    cells = (f"{encode_text(str(k))}:{'null' if v is None else encode_text(str(v))}" for k, v in pairs.items())
    return f'"{word}":{{{",".join(cells)}}}'


def status(to: str, error: dict[str, str] | None = None) -> str:
    """A change of the run's status, now."""
    return member("status", {"to": to, "at": now(), **({"error": error} if error else {})})


def member(word: str, value: Any) -> str:
    """Any JSON value under its word. A lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f'"{word}":' + text.encode(errors="replace").decode()


def milliseconds(time: float | datetime) -> int:
    """A point's time as milliseconds since 1970: given as seconds since 1970 or as a datetime.

    Raises:
        InvalidArgument: it is no moment, or one after the year 9999.
    """
    try:
        seconds = time.timestamp() if hasattr(time, "timestamp") else time
        found = max(0, round(float("nan" if isinstance(seconds, (str, bytes)) else seconds) * 1000))
    except (TypeError, ValueError, OverflowError, OSError):  # the last two are datetimes that the platform cannot count
        found = -1
    if not 0 <= found <= _LAST_TIME:
        raise InvalidArgument(
            f"time must be seconds since 1970 or a datetime, up to the year 9999, but is {time!r:.200}; "
            "leave it out when it is now"
        )
    return found


def now() -> str:
    """The clock's time as RFC 3339 in UTC with six digits."""
    nanoseconds = _time.time_ns()
    second = _time.strftime("%Y-%m-%dT%H:%M:%S", _time.gmtime(nanoseconds // 1_000_000_000))
    return f"{second}.{nanoseconds // 1000 % 1_000_000:06}Z"


def _name(name: object) -> str:
    """JSON of a metric's name, kept for the next time."""
    text = encode_text(name if isinstance(name, str) else str(name))
    if isinstance(name, str):
        if len(_names) >= _MOST_NAMES:
            _names.clear()
        _names[name] = text
    return text


def _template(names: tuple[str, ...]) -> str:
    """The record of these names with a place for each value."""
    members = ",".join(f"{_name(name)}:".replace("%", "%%") + "%s" for name in names)
    if len(_templates) >= _MOST_TEMPLATES:
        _templates.clear()
    _templates[names] = text = f'"vs":{{{members}}}'
    return text


def _step(step: object) -> str:
    """JSON of a step.

    Raises:
        InvalidArgument: it is no finite number of 64 bits.
    """
    if type(step) is int and step in _STEPS:
        return str(step)
    cell = encode_cell(step)
    if cell[0] not in "-0123456789":
        raise InvalidArgument(f"step must be a finite number but is {step!r:.200}; convert it, or leave it out")
    return cell


def _step_member(step: object) -> str:
    return "" if step is None else f',"s":{_step(step)}'
