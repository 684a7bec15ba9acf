# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import json
import math
from typing import Any

import pytest

from runlore._cells import encode_cells, encode_columns, encode_row
from runlore._errors import InvalidArgument
from runlore._tables import list_cells, row_cells, table_cells


def types_of(cells: list[Any]) -> list[str]:
    return [type(cell).__name__ for cell in cells]


@pytest.mark.parametrize(
    "values", [[0.6, 0.7, 0.87], (0.6, 0.7, 0.87), (x for x in (0.6, 0.7, 0.87)), {0.6: 1, 0.7: 1, 0.87: 1}.keys()]
)
def test_a_list_is_any_iterable_of_values(values: object) -> None:
    assert list_cells("a", values) == [0.6, 0.7, 0.87]


def test_an_empty_list_has_no_cells() -> None:
    assert list_cells("a", []) == []


@pytest.mark.parametrize("values", [5, None, "text", b"bytes", {"a": 1}, [[1]], [object()], [1, 2**400]])
def test_a_list_of_something_else_is_refused_by_name(values: object) -> None:
    with pytest.raises(InvalidArgument, match="list 'a'"):
        list_cells("a", values)


def test_a_list_keeps_each_values_type() -> None:
    cells = list_cells("a", [1, True, "x", "", None, math.inf])
    assert types_of(cells) == ["float", "bool", "str", "str", "NoneType", "float"]
    assert (
        encode_cells(list_cells("a", [1, 2**53 + 1, True, "NaN", None])) == '[1,9007199254740993,true,{"x":"NaN"},null]'
    )


def test_a_row_is_a_cell_a_column() -> None:
    assert encode_row(row_cells("Y over X", {"x": 1, "y": 0.4, "é": "a"})) == '{"x":1,"y":0.4,"é":"a"}'


@pytest.mark.parametrize("row", [{}, {"x": [1]}, {"x": {}}, {"x": object()}])
def test_a_row_of_something_else_is_refused_by_name(row: dict[str, object]) -> None:
    with pytest.raises(InvalidArgument, match="row 'r'"):
        row_cells("r", row)


def test_a_table_is_a_dict_of_columns() -> None:
    value = {"x": [1, 2, 3], "y": (0.6, 0.7, None), "n": ["a", "b", "c"]}
    assert table_cells("t", value) == {"x": [1, 2, 3], "y": [0.6, 0.7, None], "n": ["a", "b", "c"]}
    assert encode_columns(table_cells("t", value)) == '{"x":[1,2,3],"y":[0.6,0.7,null],"n":["a","b","c"]}'


def test_a_single_value_is_a_column_of_one() -> None:
    assert table_cells("t", {"x": 1, "y": 0.5, "n": "text"}) == {"x": [1], "y": [0.5], "n": ["text"]}


def test_columns_of_different_lengths_are_refused_with_their_lengths() -> None:
    with pytest.raises(InvalidArgument, match="'x': 2, 'y': 3"):
        table_cells("t", {"x": [1, 2], "y": [1, 2, 3]})


@pytest.mark.parametrize("value", [5, None, "text", [1, 2], {"x": [[1]]}, {"x": {"a": 1}}, {"x": [object()]}])
def test_a_table_of_something_else_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidArgument, match="table 't'"):
        table_cells("t", value)


def test_two_columns_whose_names_are_one_text_are_refused() -> None:
    with pytest.raises(InvalidArgument, match="two columns named '1'"):
        table_cells("t", {1: [1], "1": [2]})


def test_numpy_arrays_are_lists_and_columns() -> None:
    np = pytest.importorskip("numpy")
    assert types_of(list_cells("a", np.array([1, 2], dtype=np.int8))) == ["int", "int"]
    assert list_cells("a", np.array([0.5, np.nan, np.inf]))[0] == 0.5
    assert types_of(list_cells("a", np.array([True, False]))) == ["bool", "bool"]
    assert list_cells("a", np.array(["é", "b"])) == ["é", "b"]
    assert list_cells("a", np.array([0.1], dtype=np.float32)) == [float(np.float32(0.1))]
    assert table_cells("t", {"x": np.arange(3), "y": np.ones(3)}) == {"x": [0, 1, 2], "y": [1.0, 1.0, 1.0]}
    assert table_cells("t", {"x": np.float64(2), "y": np.array(3)}) == {"x": [2.0], "y": [3]}
    structured = np.array([(1, 0.5), (2, 1.5)], dtype=[("a", "i4"), ("b", "f8")])
    assert table_cells("t", structured) == {"a": [1, 2], "b": [0.5, 1.5]}
    with pytest.raises(InvalidArgument, match="list 'a' must have one dimension but its array has 2"):
        list_cells("a", np.ones((2, 2)))
    with pytest.raises(InvalidArgument, match="list 'a' must have one dimension but its array has 0"):
        list_cells("a", np.array(1.0))


def test_a_pandas_frame_is_a_table_and_its_missing_cells_are_none() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "i": [1, 2],
            "f": [0.5, float("nan")],
            "b": [True, False],
            "s": ["é", None],
            "n": pd.array([1, None], dtype="Int64"),
            "t": pd.to_datetime(["2026-01-02T03:04:05Z", None]),
            "c": pd.Categorical(["x", "y"]),
            7: [1, 2],
        },
        index=["row1", "row2"],
    )
    frame["s"] = frame["s"].astype(object)
    table = table_cells("t", frame)
    assert list(table) == ["i", "f", "b", "s", "n", "t", "c", "7"]
    assert table["i"] == [1, 2]
    assert table["f"][0] == 0.5
    assert math.isnan(float(table["f"][1] or 0))
    assert types_of(table["b"]) == ["bool", "bool"]
    assert table["s"][0] == "é"
    assert table["n"] == [1, None]
    assert table["t"] == ["2026-01-02T03:04:05+00:00", None]
    assert table["c"] == ["x", "y"]
    assert json.loads(encode_columns({"f": table["f"]})) == {"f": [0.5, "NaN"]}


def test_pandas_series_are_lists_columns_and_tables() -> None:
    pd = pytest.importorskip("pandas")
    series = pd.Series([1.5, 2.5], name="loss")
    assert list_cells("a", series) == [1.5, 2.5]
    assert table_cells("t", {"x": series}) == {"x": [1.5, 2.5]}
    assert table_cells("t", series) == {"loss": [1.5, 2.5]}
    assert table_cells("t", pd.Series([1])) == {"value": [1]}


def test_a_pandas_frame_with_two_columns_of_one_name_is_refused() -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(InvalidArgument, match="two columns named 'a'"):
        table_cells("t", pd.DataFrame([[1, 2]], columns=["a", "a"]))
