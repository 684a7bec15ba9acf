# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every operator on every field that a search knows: it finds what the same comparison does here, or is refused."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from harness.mlflow import Mlflow, entries, invalid
from harness.points import LARGEST

NUMBERS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def is_like(text: str, pattern: str, flags: int = 0) -> bool:
    form = "".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in pattern)
    return re.fullmatch(form, text, flags | re.DOTALL) is not None


TEXTS: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq, "!=": operator.ne, "LIKE": is_like,
    "ILIKE": lambda text, pattern: is_like(text, pattern, re.IGNORECASE),
}  # fmt: skip
LISTS = {"IN", "NOT IN"}
NULLS = {"IS NULL", "IS NOT NULL"}
ALL = [*NUMBERS, "LIKE", "ILIKE", *sorted(LISTS), *sorted(NULLS)]

# Which operators each field has. Numbers are compared with numbers, texts with texts in quotes.
RUNS: dict[str, set[str]] = {
    "metrics.m": {*NUMBERS}, "start_time": {*NUMBERS}, "end_time": {*NUMBERS}, "created": {*NUMBERS},
    "params.p": {*TEXTS, *NULLS}, "tags.t": {*TEXTS, *NULLS}, "run_id": {*TEXTS, *LISTS}, "run_name": {*TEXTS},
    "status": {*TEXTS}, "user_id": {*TEXTS}, "artifact_uri": {*TEXTS}, "dataset.name": {*TEXTS, *LISTS},
    "dataset.digest": {*TEXTS, *LISTS}, "dataset.context": {*TEXTS, *LISTS},
}  # fmt: skip
EXPERIMENTS: dict[str, set[str]] = {
    "name": {*TEXTS}, "creation_time": {*NUMBERS}, "last_update_time": {*NUMBERS}, "tags.t": {*TEXTS, *NULLS},
}  # fmt: skip
MODELS: dict[str, set[str]] = {"name": {*TEXTS}, "tags.t": {*TEXTS}}
VERSIONS: dict[str, set[str]] = {
    "name": {*TEXTS}, "run_id": {*TEXTS, *LISTS}, "source_path": {*TEXTS}, "version_number": {*NUMBERS},
    "tags.t": {*TEXTS},
}  # fmt: skip
LOGGED: dict[str, set[str]] = {
    "name": {*TEXTS, *LISTS}, "model_id": {*TEXTS, *LISTS}, "status": {*TEXTS, *LISTS},
    "attributes.creation_timestamp": {*NUMBERS}, "metrics.m": {*NUMBERS}, "params.p": {*TEXTS, *LISTS},
    "tags.t": {*TEXTS, *LISTS},
}  # fmt: skip
SEARCHES = {
    "/runs/search": RUNS, "/experiments/search": EXPERIMENTS, "/registered-models/search": MODELS,
    "/model-versions/search": VERSIONS, "/logged-models/search": LOGGED,
}  # fmt: skip


@pytest.mark.parametrize(
    ("call", "field"), [(call, field) for call, fields in SEARCHES.items() for field in fields], ids=str
)
def test_a_field_has_its_operators_and_no_other(mlflow: Mlflow, call: str, field: str) -> None:
    more: dict[str, Any] = {"experiment_ids": ["0"]} if call in ("/runs/search", "/logged-models/search") else {}
    method = "GET" if call == "/model-versions/search" else "POST"

    def ask(condition: str) -> Any:
        asked = {**more, "filter": f"{field} {condition}"}
        return mlflow.call(method, call, None, asked) if method == "GET" else mlflow.call(method, call, asked)

    has = SEARCHES[call][field]
    for one in ALL:
        for value in [""] if one in NULLS else ["('a', 'b')"] if one in LISTS else ["1.5", "'1'"]:
            is_right = one in LISTS | NULLS or (value == "1.5") == (has <= {*NUMBERS})
            answer = ask(f"{one} {value}")
            if one in has and is_right:
                assert answer.status == 200, (one, value, answer.body)
            else:
                assert field.rpartition(".")[2] in invalid(answer), (one, value)


class Made(NamedTuple):
    """Runs by their letters; `z` has nothing of what is searched."""

    mlflow: Mlflow
    experiment: str
    ids: dict[str, str]

    def find(self, filter: str) -> str:
        letters = {run: letter for letter, run in self.ids.items()}
        return "".join(sorted(letters[run] for run in self.mlflow.found([self.experiment], filter, max_results=3)))


VALUES = {
    "a": 1.0, "b": -2.5, "c": 0.0, "d": -0.0, "e": math.nan, "f": math.inf, "g": -math.inf, "h": 1e-300, "i": 2.0**53,
}  # fmt: skip
ASKED = ["1", "-2.5", "0", "-0", "1e-300", "9007199254740992", "9007199254740993", "0.5", "-1e308", "1e308", "+1.0"]
WORDS = {
    "a": "red", "b": "Red", "c": "", "d": "re", "e": "redder", "f": "100%", "g": "a_b", "h": "aXb", "i": "É\n \\ \"q\"",
}  # fmt: skip
PATTERNS = ["red", "re_", "%ed%", "", "%", "_", "100%", "a_b", "É%", "é%", "%\\%", 'x"y', "R%"]


@pytest.fixture(scope="module")
def made(mlflow: Mlflow) -> Made:
    experiment, ids = mlflow.experiment(), {}
    for letter, value in VALUES.items():
        word = WORDS[letter]
        ids[letter] = run = mlflow.run(
            experiment, run_name=f"x{word}", start_time=ord(letter), tags=entries(t=word, **{"mlflow.user": f"x{word}"})
        )
        mlflow.log(run, "m", value, 5, 2)
        mlflow.log(run, "m", 77, 9, 1)
        mlflow.post("/runs/log-parameter", run_id=run, key="p", value=word)
        mlflow.post("/runs/update", run_id=run, end_time=1000 + ord(letter))
    ids["z"] = mlflow.run(experiment, run_name="xnothing", start_time=1, tags=entries(**{"mlflow.user": "xnothing"}))
    return Made(mlflow, experiment, ids)


@pytest.mark.parametrize("one", NUMBERS)
def test_numbers_are_compared_as_numbers(made: Made, one: str) -> None:
    for asked in ASKED:
        number = int(asked) if re.fullmatch(r"[-\d]+", asked) else float(asked)
        found = "".join(letter for letter, value in VALUES.items() if NUMBERS[one](value, number))
        assert made.find(f"metrics.m {one} {asked}") == found, asked
    starts = {letter: ord(letter) for letter in VALUES} | {"z": 1}
    for field, times in (("start_time", starts), ("end_time", {letter: 1000 + ord(letter) for letter in VALUES})):
        for time in (0, 1, ord("c"), 1000 + ord("c"), 10**15):
            found = "".join(sorted(letter for letter, own in times.items() if NUMBERS[one](own, time)))
            assert made.find(f"attributes.{field} {one} {time}") == found, (field, time)


@pytest.mark.parametrize("one", TEXTS)
def test_texts_are_compared_as_texts(made: Made, one: str) -> None:
    """What has no such text never matches, also not what is to be different."""
    for pattern in PATTERNS:
        quoted = f"'{pattern}'" if '"' in pattern else f'"{pattern}"'
        found = "".join(letter for letter, word in WORDS.items() if TEXTS[one](word, pattern))
        for field in ("params.p", "tags.t"):
            assert made.find(f"{field} {one} {quoted}") == found, (field, pattern)
        named = {**WORDS, "z": "nothing"}
        found = "".join(sorted(letter for letter, word in named.items() if TEXTS[one](f"x{word}", f"x{pattern}")))
        for field in ("run_name", "user_id", "tags.mlflow.runName", "tags.`mlflow.user`"):
            assert made.find(f"{field} {one} {quoted[0]}x{quoted[1:]}") == found, (field, pattern)


# ---- orders: values, then NaN, then what has none

POINTS = [1.0, math.nan, None, -1.5, math.inf, None, -math.inf, math.nan, 1.0, -0.0, 0.0, LARGEST]
SAID = ["b", None, "", "10", "9", "B", "é", None, "b", "名", "NaN", "z" * 300]


def in_order(values: dict[str, Any], starts: dict[str, int], descending: bool) -> list[str]:
    """Equal ones have the newest start first in both directions, and then go by their ids."""
    runs = sorted(values, key=lambda run: (-starts[run], run))
    present = [run for run in runs if values[run] is not None]
    plain = [run for run in present if values[run] == values[run]]
    ordered = sorted(plain, key=lambda run: values[run], reverse=descending)
    return ordered + [run for run in present if run not in plain] + [run for run in runs if values[run] is None]


@pytest.fixture(scope="module")
def mixed(mlflow: Mlflow) -> tuple[str, dict[str, dict[str, Any]], dict[str, int]]:
    """An experiment, the values of its runs by field, and their starts, of which each two are equal."""
    experiment = mlflow.experiment()
    starts = {mlflow.run(experiment, start_time=start): start for start in (place // 2 for place in range(len(SAID)))}
    columns: dict[str, list[Any]] = {"metrics.m": [*POINTS], "params.p": [*SAID], "tags.t": [*SAID]}
    fields = {field: dict(zip(starts, column, strict=True)) for field, column in columns.items()}
    for run, value, text in zip(starts, POINTS, SAID, strict=True):
        said = [] if text is None else entries(**{"p": text, "t": text})
        metrics = [] if value is None else [{"key": "m", "value": value, "timestamp": 1}]
        mlflow.post("/runs/log-batch", run_id=run, metrics=metrics, params=said[:1], tags=said[1:])
    return experiment, fields, starts


@pytest.mark.parametrize("field", ["metrics.m", "params.p", "tags.t"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_an_order_goes_on_from_page_to_page(mlflow: Mlflow, mixed: Any, field: str, direction: str) -> None:
    """Also where values end and NaN begins, and where those are that have none: no run twice, none lost."""
    experiment, fields, starts = mixed
    expected = in_order(fields[field], starts, direction == "DESC")
    for size in (*range(1, len(expected) + 1), 1000):
        assert mlflow.found([experiment], order_by=[f"{field} {direction}"], max_results=size) == expected, size
