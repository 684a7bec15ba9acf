# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Reads runs back: their facts, metrics, points, files."""

from __future__ import annotations

import contextlib
import gc
import itertools
import logging
from collections.abc import Iterator
from typing import Any, NamedTuple, Union

from ._cells import Cell, decode_cell, decode_cells, decode_numbers
from ._connection import Connection
from ._downloads import download, files
from ._errors import InvalidArgument, NotFound
from ._pages import columns, items, pages, run_path, unexpected
from ._waiting import wait

__all__ = ["Point", "download", "files", "get_run", "metrics", "points", "search", "wait"]

Metric = Union[Cell, list[Cell], dict[str, Cell], dict[str, list[Cell]]]

_log = logging.getLogger("runlore")

_POINTS_A_PAGE = 100_000
_FILE_KINDS = ("image", "accuracy_table", "confusion_matrix", "predictions", "residuals")


class Point(NamedTuple):
    """One value of a series: its step or None, its time in milliseconds since 1970, the value as it was logged."""

    step: float | None
    time: int
    value: Cell


def get_run(connection: Connection, run_id: str) -> dict[str, Any]:
    """A run's document, its parameters as Python values.

    Raises:
        NotFound: there is no such run.
    """
    run = connection.call("GET", run_path(run_id))
    params = run.get("params", {}) if isinstance(run, dict) else None
    if not isinstance(params, dict):
        raise unexpected(connection, f"a run that is {type(run).__name__} or has no parameters")
    return {**run, "params": {name: decode_cell(cell) for name, cell in params.items()}}


def search(
    connection: Connection,
    filter: str = "",
    *,
    experiment: str | None = None,
    order_by: str | None = None,
    fields: tuple[str, ...] = ("id",),
) -> Iterator[dict[str, Any]]:
    """The fields of every run that a filter matches, newest first unless ordered.

    Raises:
        RequestRefused: the filter or the order cannot be read; the text says where.
    """
    query = {"filter": filter or None, "experiment": experiment, "orderBy": order_by, "columns": ",".join(fields)}
    for page in pages(connection, "/runs", {**query, "limit": 1000}):
        table = columns(connection, page)
        names = list(table)
        for row in zip(*table.values()):
            yield {name: _field(name, value) for name, value in zip(names, row)}


def metrics(connection: Connection, run_id: str, name: str | None = None) -> dict[str, Any]:
    """A run's metrics by name, in the order in which they first appeared.

    A scalar or list of one value is the bare value, of more a list. A table of one row is a dict of values, of more a
    dict of lists, with None for missing cells. What is a file is `aml://artifactId/ExperimentRun/dcid.<run>/<path>`,
    the first of its name. An unknown name is an empty dict.

    Raises:
        NotFound: there is no such run.
    """
    found: dict[str, Any] = {}
    for item in items(connection, run_path(run_id, "/metrics"), {"name": name, "limit": 1000}):
        try:
            known, value = _metric(connection, run_id, item)
        except NotFound:  # deleted between the two requests
            continue
        if known:
            found[item["name"]] = value
    return found


def points(connection: Connection, run_id: str, name: str, column: str | None = None) -> list[Point]:
    """All points of a metric in the order in which they arrived; none when there is no such metric.

    Args:
        connection: the server.
        run_id: the run.
        name: the metric's.
        column: of a table; not needed when the metric has one column.

    Raises:
        InvalidArgument: the metric has several columns and none is named, or the named one is not there.
        NotFound: there is no such run.
    """
    with _without_collector():
        return _points(connection, run_id, name, column)


def _points(connection: Connection, run_id: str, name: str, column: str | None) -> list[Point]:
    try:
        times, steps, table = _rows(connection, run_id, name)
    except NotFound:
        get_run(connection, run_id)  # raises when it is the run that is not there
        return []
    if column is None and len(table) > 1:
        raise InvalidArgument(f"metric {name!r} has the columns {sorted(table)}; name one of them")
    if column is not None and table and column not in table:
        raise InvalidArgument(
            f"metric {name!r} must have the column {column!r} but has {sorted(table)}; name one of them"
        )
    cells = next(iter(table.values()), []) if column is None else table.get(column, [])
    # as Point(step, time, cell) for each, without a call into Python for each
    return [*map(tuple.__new__, itertools.repeat(Point), zip(steps, times, cells))]


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the process's collector of cycles from looking again and again at a million new tuples, which have none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _field(name: str, value: Any) -> Any:
    """A field of the run table; those of metrics and parameters are cells, or objects of them."""
    if name in ("metrics", "params") and isinstance(value, dict):
        return {key: decode_cell(cell) for key, cell in value.items()}
    return decode_cell(value) if name.startswith(("metrics.", "params.")) else value


def _metric(connection: Connection, run_id: str, item: dict[str, Any]) -> tuple[bool, Any]:
    """A metric's value, and whether its kind is known: a later server may have kinds that this client has not."""
    name, kind, summaries = item.get("name"), item.get("kind"), item.get("columns")
    if not isinstance(name, str) or not isinstance(summaries, list) or not summaries or type(summaries[0]) is not dict:
        raise unexpected(connection, "a metric without name or columns")
    if kind in ("scalar", "list"):
        if summaries[0].get("count") == 1:
            return True, decode_cell(summaries[0].get("first"))
        cells = next(iter(_rows(connection, run_id, name).columns.values()), [])
        return True, _unwrapped(cells)
    if kind == "table":
        table = _rows(connection, run_id, name).columns
        return True, {column: _unwrapped(cells) for column, cells in table.items()}
    if kind in _FILE_KINDS:
        return True, f"aml://artifactId/ExperimentRun/dcid.{run_id}/{decode_cell(summaries[0].get('first'))}"
    _log.debug("metric %r of run %s has the kind %r, which this version cannot read", name, run_id, kind)
    return False, None


def _unwrapped(cells: list[Cell]) -> Cell | list[Cell]:
    return cells[0] if len(cells) == 1 else cells


class _Rows(NamedTuple):
    """A metric's rows, cut into columns of one length; a cell is None where a row has none."""

    times: list[int]
    steps: list[float | None]
    columns: dict[str, list[Cell]]


def _rows(connection: Connection, run_id: str, name: str) -> _Rows:
    rows = _Rows([], [], {})
    for page in pages(connection, run_path(run_id, "/points"), {"name": name, "limit": _POINTS_A_PAGE}):
        before = len(rows.times)
        table = columns(connection, page)
        times, steps = page.get("t"), page.get("s")
        if not isinstance(times, list) or not isinstance(steps, list) or len(times) != len(steps):
            raise unexpected(connection, "points whose times and steps do not fit")
        rows.times.extend(times)
        rows.steps.extend(decode_numbers(steps))
        for column, cells in table.items():
            if len(cells) != len(times):
                raise unexpected(connection, "points whose times and values do not fit")
            rows.columns.setdefault(column, [None] * before).extend(decode_cells(cells))
        for filled in rows.columns.values():  # a column that this page does not have
            filled.extend([None] * (len(rows.times) - len(filled)))
    return rows
