# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Lists and tables of values, from Python, numpy and pandas alike; neither is imported here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ._cells import Cell, strict_cell, strict_cells
from ._errors import InvalidArgument


def list_cells(name: str, values: object) -> list[Cell]:
    """The cells of `log_list`: any iterable of values, a generator, a one-dimensional array or a pandas Series.

    Raises:
        InvalidArgument: not iterable, or an element is no cell.
    """
    return strict_cells(_elements(values, f"list {name!r}"), f"list {name!r}")


def row_cells(name: str, row: Mapping[str, object]) -> dict[str, Cell]:
    """The cells of `log_row`.

    Raises:
        InvalidArgument: no columns, or a value is no cell.
    """
    if not row:
        raise InvalidArgument(f"row {name!r} must have at least one column; give them as keywords, such as x=1")
    return {column: strict_cell(value, f"row {name!r}, column {column!r}") for column, value in row.items()}


def table_cells(name: str, value: object) -> dict[str, list[Cell]]:
    """The columns of `log_table`: a dict of columns or single values, a pandas DataFrame or Series, a structured array.

    Raises:
        InvalidArgument: something else, a value that is no cell, or columns of different lengths.
    """
    columns: dict[str, list[Cell]] = {}
    for key, values in _columns(name, value):
        column = str(key)
        if column in columns:
            raise InvalidArgument(f"table {name!r} has two columns named {column!r}; rename one")
        columns[column] = strict_cells(values, f"table {name!r}, column {column!r}")
    lengths = {column: len(cells) for column, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        raise InvalidArgument(
            f"table {name!r} must have columns of one length but has {lengths}; fill the shorter ones"
        )
    return columns


def _columns(name: str, value: Any) -> list[tuple[object, Iterable[object]]]:
    if isinstance(value, Mapping):
        return [(key, _column(name, key, values)) for key, values in value.items()]
    if _is_pandas(value, "DataFrame"):
        return [(key, _series_values(value.iloc[:, index])) for index, key in enumerate(value.columns)]
    if _is_pandas(value, "Series"):
        return [("value" if value.name is None else value.name, _series_values(value))]
    names = getattr(getattr(value, "dtype", None), "names", None)
    if names:
        return [(key, _elements(value[key], f"table {name!r}")) for key in names]
    raise InvalidArgument(
        f"table {name!r} must be a dict of columns, a pandas DataFrame or a structured array "
        f"but is {type(value).__name__}; name its columns, such as {{'x': [1, 2]}}"
    )


def _column(name: str, key: object, values: object) -> Iterable[object]:
    if isinstance(values, str) or not hasattr(values, "__iter__") or getattr(values, "shape", None) == ():
        return [values]
    return _elements(values, f"table {name!r}, column {key!r}")


def _elements(values: Any, where: str) -> Iterable[object]:
    if _is_pandas(values, "Series"):
        return _series_values(values)
    shape = getattr(values, "shape", None)
    if shape is not None and len(shape) != 1:
        raise InvalidArgument(
            f"{where} must have one dimension but its array has {len(shape)}; flatten or cut it first"
        )
    if isinstance(values, (str, bytes, Mapping)) or not hasattr(values, "__iter__"):
        raise InvalidArgument(f"{where} must be a list of values but is {type(values).__name__}; wrap it in a list")
    return values  # type: ignore[no-any-return]


def _series_values(series: Any) -> list[object]:
    """A pandas column's values: missing ones are None where the column says so, times are their ISO text."""
    return [_pandas_value(value) for value in series.tolist()]


def _pandas_value(value: Any) -> object:
    kind = type(value)
    if kind.__name__ in ("NAType", "NaTType"):
        return None
    if kind.__name__ in ("Timestamp", "Timedelta", "date") and hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _is_pandas(value: object, name: str) -> bool:
    return any(kind.__name__ == name and kind.__module__.partition(".")[0] == "pandas" for kind in type(value).__mro__)
