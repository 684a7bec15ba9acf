# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One value, as the JSON text of a record's cell, and back.

A cell is a number (with ``.`` or an exponent a float64, without an int64), a bool, a text or null. NaN and the
infinities are the texts "NaN", "Infinity", "-Infinity"; those three as real texts are ``{"x": "NaN"}``. An integer
that does not fit 64 bits is a text. numpy's scalars count as the Python value they hold; numpy is never imported here.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from typing import Any, Union

from ._errors import InvalidArgument, UnsafeAnswer

Cell = Union[float, int, bool, str, None]

_INT64 = range(-(2**63), 2**63)
_NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_WIDEST_NUMBER = 64  # bytes by sys.getsizeof: about 300 bits, beyond any number that a metric means
_text = json.JSONEncoder(ensure_ascii=False).encode


class _NotACell:
    pass


_NOT_A_CELL = _NotACell()


def encode_cell(value: object) -> str:
    """JSON text of any value: what is no cell becomes the text of its ``repr``. Never raises."""
    cell = _plain(value)
    return encode_plain(_repr(value) if isinstance(cell, _NotACell) else cell)


def strict_cell(value: object, where: str) -> Cell:
    """The value as a plain Python cell, for lists, rows and tables.

    Args:
        value: float, int, bool, str, None or a numpy scalar of these.
        where: names the place in the error, such as ``list 'loss'``.

    Raises:
        InvalidArgument: the value is anything else, or an integer wider than 64 bytes.
    """
    cell = _plain(value)
    if isinstance(cell, _NotACell):
        raise InvalidArgument(
            f"{where}: a value must be a number, bool, text or None but is {type(value).__name__}; convert it first"
        )
    if isinstance(cell, int) and sys.getsizeof(cell) > _WIDEST_NUMBER:
        raise InvalidArgument(
            f"{where}: an integer may take {_WIDEST_NUMBER} bytes but takes {sys.getsizeof(cell)}; log it as text"
        )
    return cell


def strict_cells(values: Iterable[object], where: str) -> list[Cell]:
    """All values as plain cells; integers beside floats become floats, where that is exact."""
    cells = [strict_cell(value, where) for value in values]
    kinds = {type(cell) for cell in cells}
    if float in kinds and int in kinds:
        return [_widened(cell) for cell in cells]
    return cells


def encode_cells(cells: Iterable[Cell]) -> str:
    """JSON array text of plain cells."""
    return "[" + ",".join(map(encode_plain, cells)) + "]"


def encode_columns(columns: dict[str, list[Cell]]) -> str:
    """JSON object text: each column's name and its cells."""
    return "{" + ",".join(f"{encode_text(name)}:{encode_cells(cells)}" for name, cells in columns.items()) + "}"


def encode_row(row: dict[str, Cell]) -> str:
    """JSON object text: each column's name and its cell."""
    return "{" + ",".join(f"{encode_text(name)}:{encode_plain(cell)}" for name, cell in row.items()) + "}"


def encode_text(text: str) -> str:
    """JSON text of a name. A lone surrogate, which UTF-8 cannot hold, is written out as an escape."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode(errors="backslashreplace").decode()
    return _text(text)


def encode_plain(cell: Cell) -> str:
    """JSON text of a plain cell."""
    if isinstance(cell, float):
        return _encode_float(cell)
    if cell is None or isinstance(cell, bool):
        return _text(cell)
    if isinstance(cell, int):
        return int.__repr__(cell) if cell in _INT64 else encode_text(_digits(cell))
    return '{"x":' + _text(cell) + "}" if cell in _NON_FINITE else encode_text(cell)


_NUMBERS = frozenset({int, float})
_PLAIN = _NUMBERS | {bool, type(None)}


def decode_cell(cell: Any) -> Cell:
    """A cell of an answer, as parsed from JSON, as the Python value that was logged.

    Raises:
        UnsafeAnswer: it is no cell.
    """
    if isinstance(cell, str):
        return _NON_FINITE.get(cell, cell)
    if cell is None or isinstance(cell, (bool, int, float)):
        return cell
    if isinstance(cell, dict) and isinstance(cell.get("x"), str):
        return str(cell["x"])
    raise UnsafeAnswer(f"the server answered a cell that is {type(cell).__name__}; is it a Runlore server?")


def decode_cells(cells: list[Any]) -> list[Cell]:
    """Cells of an answer, as :func:`decode_cell`; a list of plain numbers costs next to nothing."""
    return cells if {*map(type, cells)} <= _PLAIN else [decode_cell(cell) for cell in cells]


def decode_numbers(cells: list[Any]) -> list[float | None]:
    """Steps of an answer, as :func:`decode_number`."""
    return [*map(float, cells)] if {*map(type, cells)} <= _NUMBERS else [decode_number(cell) for cell in cells]


def decode_number(cell: Any) -> float | None:
    """A step or a summary of an answer: None when absent.

    Raises:
        UnsafeAnswer: it is no number.
    """
    value = decode_cell(cell)
    if value is None or isinstance(value, (int, float)):
        return None if value is None else float(value)
    raise UnsafeAnswer(f"the server answered a number that is {value!r}; is it a Runlore server?")


def _encode_float(value: float) -> str:
    if math.isfinite(value):
        return float.__repr__(value)
    return '"NaN"' if math.isnan(value) else '"Infinity"' if value > 0 else '"-Infinity"'


def _plain(value: object) -> Cell | _NotACell:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str.__str__(value)
    return _numpy_plain(value) if type(value).__module__ == "numpy" else _NOT_A_CELL


def _numpy_plain(value: Any) -> Cell | _NotACell:
    if getattr(value, "shape", None) != ():
        return _NOT_A_CELL
    kind = value.dtype.kind
    if kind == "f":
        # an extended float does not fit 64 bits: its digits are kept as text
        return float(value) if value.dtype.itemsize <= 8 else str(value)
    if kind in "iu":
        return int(value)
    if kind == "b":
        return bool(value)
    return str(value) if kind == "U" else _NOT_A_CELL


def _widened(cell: Cell) -> Cell:
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < 2**1000 and int(float(cell)) == cell:
        return float(cell)
    return cell


def _digits(number: int) -> str:
    try:
        return int.__repr__(number)
    except ValueError:  # Python refuses to write out thousands of digits in base ten
        return hex(number)


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:  # a broken __repr__ must not end a training run
        return f"<{type(value).__name__} whose repr failed: {type(error).__name__}>"
