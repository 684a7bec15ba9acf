# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the charts need from their JSON: lengths that fit each other, checked field by field."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any


def warnings_of(kind: str, content: Any) -> list[str]:
    """What keeps a chart of this kind from being drawn as meant; an empty list when nothing does.

    `{"errors": [...]}` is a chart that could not be computed, which is drawn as its message.
    """
    if not isinstance(content, dict):
        return [f"must be a JSON object but is {type(content).__name__}"]
    if isinstance(content.get("errors"), list):
        return []
    data = content.get("data")
    found = [] if "schema_type" in content else ["has no 'schema_type'"]
    if content.get("schema_type", kind) != kind:
        found.append(f"'schema_type' must be {kind!r} but is {content['schema_type']!r}")
    if not isinstance(data, dict):
        return [*found, "has no 'data' object"]
    return [*found, *_CHECKS[kind](data)]


def _accuracy_table(data: dict[str, Any]) -> Iterator[str]:
    classes = yield from _list(data, "class_labels")
    for family in ("probability", "percentile"):
        thresholds = yield from _list(data, f"{family}_thresholds")
        tables = yield from _list(data, f"{family}_tables")
        if tables is None:
            continue
        yield from _length(tables, f"{family}_tables", classes, "class_labels")
        for index, table in enumerate(tables):
            place = f"{family}_tables[{index}]"
            if not _is_matrix(table, 4):
                yield f"'{place}' must hold rows of TP, FP, TN, FN"
                continue
            yield from _length(table, place, thresholds, f"{family}_thresholds")
            if len({sum(row) for row in table if _all_numbers(row)}) > 1:
                yield f"'{place}' must count the same samples at every threshold"


def _confusion_matrix(data: dict[str, Any]) -> Iterator[str]:
    classes = yield from _list(data, "class_labels")
    matrix = yield from _list(data, "matrix")
    if matrix is None:
        return
    yield from _length(matrix, "matrix", classes, "class_labels")
    if not _is_matrix(matrix, len(matrix)):
        yield "'matrix' must be square, a row a true class"


def _predictions(data: dict[str, Any]) -> Iterator[str]:
    yield from _bins(data, ("bin_averages", "bin_errors", "bin_counts"))


def _residuals(data: dict[str, Any]) -> Iterator[str]:
    yield from _bins(data, ("bin_counts",))


_CHECKS = {
    "accuracy_table": _accuracy_table,
    "confusion_matrix": _confusion_matrix,
    "predictions": _predictions,
    "residuals": _residuals,
}


def _bins(data: dict[str, Any], fields: tuple[str, ...]) -> Iterator[str]:
    edges = yield from _list(data, "bin_edges")
    for field in fields:
        values = yield from _list(data, field)
        if edges is not None and values is not None and len(values) != len(edges) - 1:
            yield f"'{field}' must have one value fewer than 'bin_edges' ({len(edges)}) but has {len(values)}"


def _list(data: dict[str, Any], field: str) -> Generator[str, None, list[Any] | None]:
    value = data.get(field)
    if isinstance(value, list):
        return value
    yield f"'{field}' must be a list but is {'absent' if field not in data else type(value).__name__}"
    return None


def _length(values: list[Any], field: str, others: list[Any] | None, other: str) -> Iterator[str]:
    if others is not None and len(values) != len(others):
        yield f"'{field}' must be as long as '{other}' ({len(others)}) but has {len(values)}"


def _is_matrix(value: Any, width: int) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) and len(row) == width for row in value)


def _all_numbers(row: list[Any]) -> bool:
    return all(isinstance(cell, (int, float)) for cell in row)
