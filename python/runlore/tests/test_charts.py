# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import json
import math
from typing import Any

import pytest

from runlore._charts import chart
from runlore._errors import InvalidArgument

CLASSES = ["0", "1", "2"]
ACCURACY = {
    "schema_type": "accuracy_table",
    "schema_version": "v1",
    "data": {
        "class_labels": CLASSES,
        "probability_thresholds": [0, 0.25, 0.5, 0.75, 1],
        "percentile_thresholds": [0.1, 0.2, 0.3, 0.475, 0.8],
        "probability_tables": [
            [[4, 6, 0, 0], [4, 2, 4, 0], [3, 0, 6, 1], [1, 0, 6, 3], [0, 0, 6, 4]],
            [[3, 7, 0, 0], [3, 3, 4, 0], [2, 1, 6, 1], [1, 0, 7, 2], [0, 0, 7, 3]],
            [[3, 7, 0, 0], [3, 2, 5, 0], [2, 0, 7, 1], [0, 0, 7, 3], [0, 0, 7, 3]],
        ],
        "percentile_tables": [
            [[4, 6, 0, 0], [4, 4, 2, 0], [4, 2, 4, 0], [3, 0, 6, 1], [1, 0, 6, 3]],
            [[3, 7, 0, 0], [3, 6, 1, 0], [3, 3, 4, 0], [2, 1, 6, 1], [1, 0, 7, 2]],
            [[3, 7, 0, 0], [3, 3, 4, 0], [3, 1, 6, 0], [2, 0, 7, 1], [0, 0, 7, 3]],
        ],
    },
}


def envelope(kind: str, **data: Any) -> dict[str, Any]:
    return {"schema_type": kind, "schema_version": "v1", "data": data}


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("accuracy_table", ACCURACY),
    ("confusion_matrix", envelope("confusion_matrix", class_labels=CLASSES, matrix=[[3, 1, 0], [1, 2, 0], [0, 1, 2]])),
    (
        "predictions",
        envelope(
            "predictions",
            bin_averages=[0.25, 0.75],
            bin_errors=[0.013, 0.042],
            bin_counts=[56, 34],
            bin_edges=[0, 0.5, 1],
        ),
    ),
    ("residuals", envelope("residuals", bin_edges=[50, 100, 200, 300, 350], bin_counts=[0.88, 20, 30, 50.99])),
    (
        "residuals",
        {**envelope("residuals", bin_edges=[0, 1], bin_counts=[2], mean=-0.1, stddev=0.8), "schema_version": "1.0.0"},
    ),
    ("accuracy_table", {"errors": ["too few samples"]}),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_chart_is_stored_as_it_was_logged_from_a_dict_or_its_text(kind: str, value: dict[str, Any]) -> None:
    for given in (value, json.dumps(value), json.dumps(value, indent=2)):
        found = chart(kind, "metric name", given)
        assert found.path == "metric name"
        assert json.loads(found.body) == value
        assert found.warnings == []


def test_numpy_arrays_and_scalars_become_lists_and_numbers() -> None:
    np = pytest.importorskip("numpy")
    value = envelope("confusion_matrix", class_labels=np.array(["a", "b"]), matrix=np.array([[1, 2], [3, 4]]))
    value["data"]["extra"] = {"x": np.float32(0.5), "n": np.int8(3), "t": np.bool_(True)}
    found = chart("confusion_matrix", "m", value)
    assert json.loads(found.body)["data"] == {
        "class_labels": ["a", "b"],
        "matrix": [[1, 2], [3, 4]],
        "extra": {"x": 0.5, "n": 3, "t": True},
    }
    assert found.warnings == []


def test_numbers_that_json_does_not_have_become_texts() -> None:
    value = envelope("residuals", bin_edges=[-math.inf, 0, math.inf], bin_counts=[math.nan, 1])
    expected = {"bin_edges": ["-Infinity", 0, "Infinity"], "bin_counts": ["NaN", 1]}
    assert json.loads(chart("residuals", "r", value).body)["data"] == expected
    assert json.loads(chart("residuals", "r", json.dumps(value)).body)["data"] == expected


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", "[" * 100_000, "nonsense"])
def test_a_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument, match="predictions 'p' must be a dict or valid JSON text"):
        chart("predictions", "p", text)


def without(value: dict[str, Any], field: str, **changed: Any) -> dict[str, Any]:
    data = {key: item for key, item in {**value["data"], **changed}.items() if key != field}
    return {**value, "data": data}


ODD: list[tuple[str, Any, str]] = [
    ("residuals", [1], "must be a JSON object but is list"),
    ("residuals", 5, "must be a JSON object but is int"),
    ("residuals", {"schema_type": "residuals"}, "has no 'data' object"),
    ("residuals", {"data": {"bin_edges": [0, 1], "bin_counts": [1]}}, "has no 'schema_type'"),
    (
        "residuals",
        envelope("predictions", bin_edges=[0, 1], bin_counts=[1]),
        "'schema_type' must be 'residuals' but is 'predictions'",
    ),
    (
        "residuals",
        envelope("residuals", bin_edges=[0, 1, 2], bin_counts=[1]),
        "'bin_counts' must have one value fewer than 'bin_edges' (3) but has 1",
    ),
    ("residuals", envelope("residuals", bin_counts=[1]), "'bin_edges' must be a list but is absent"),
    ("residuals", envelope("residuals", bin_edges="x", bin_counts=[1]), "'bin_edges' must be a list but is str"),
    (
        "predictions",
        envelope("predictions", bin_edges=[0, 1], bin_counts=[1], bin_errors=[1]),
        "'bin_averages' must be a list but is absent",
    ),
    (
        "confusion_matrix",
        envelope("confusion_matrix", class_labels=CLASSES, matrix=[[1, 2], [3, 4]]),
        "'matrix' must be as long as 'class_labels' (3) but has 2",
    ),
    (
        "confusion_matrix",
        envelope("confusion_matrix", class_labels=["a", "b"], matrix=[[1, 2], [3]]),
        "'matrix' must be square",
    ),
    ("accuracy_table", without(ACCURACY, "probability_tables"), "'probability_tables' must be a list but is absent"),
    (
        "accuracy_table",
        without(ACCURACY, "", class_labels=["a"]),
        "'probability_tables' must be as long as 'class_labels' (1) but has 3",
    ),
    (
        "accuracy_table",
        without(ACCURACY, "", probability_thresholds=[0.5]),
        "'probability_tables[0]' must be as long as 'probability_thresholds' (1) but has 5",
    ),
    (
        "accuracy_table",
        without(ACCURACY, "", class_labels=["a"], probability_tables=[[[1, 2, 3]]]),
        "'probability_tables[0]' must hold rows of TP, FP, TN, FN",
    ),
    (
        "accuracy_table",
        without(ACCURACY, "", class_labels=["a"], probability_tables=[[[1, 1, 1, 1]] * 4 + [[1, 1, 1, 2]]]),
        "must count the same samples at every threshold",
    ),
]


@pytest.mark.parametrize(("kind", "value", "warning"), ODD)
def test_an_odd_shape_is_a_warning_and_is_stored_all_the_same(kind: str, value: Any, warning: str) -> None:
    found = chart(kind, "m", value)
    assert json.loads(found.body) == value
    assert any(text.startswith(f"{kind} 'm': ") and warning in text for text in found.warnings), found.warnings


def test_what_no_json_can_hold_is_stored_as_its_text() -> None:
    found = chart(
        "residuals",
        "r",
        envelope(
            "residuals",
            bin_edges=[0, 1],
            bin_counts=[1],
            extra={
                1j,
            },
            **{"n": (1, 2)},
        ),
    )
    assert json.loads(found.body)["data"]["extra"] == "{1j}"
    assert json.loads(found.body)["data"]["n"] == [1, 2]


def test_a_metrics_name_that_is_no_path_is_made_one() -> None:
    assert chart("residuals", "../r", GOOD[3][1]).path == "__/r"
