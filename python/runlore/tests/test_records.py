# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Records: one line of JSON each, and the public names."""

from __future__ import annotations

import datetime
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runlore
from runlore import _records
from runlore._cells import decode_cell

cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(),
    st.sampled_from(["NaN", "Infinity", "-Infinity", "nan", "inf"]),
)
steps = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))


def parsed(body: str) -> dict[str, Any]:
    """A record from its body."""
    record = json.loads(f'{{"n":0,"t":0,{body}}}'.encode())
    assert isinstance(record, dict)
    return record


def same(one: object, other: object) -> bool:
    """Equal in type and value, NaN and -0.0 included."""
    if isinstance(one, float) and isinstance(other, float):
        return repr(one) == repr(other)
    return type(one) is type(other) and one == other


def valid(text: str) -> str:
    """A text as UTF-8 can hold it."""
    return text.encode(errors="backslashreplace").decode()


@given(name=st.text(), value=cells, step=steps)
def test_a_scalar_reads_back_as_it_was_logged(name: str, value: object, step: float | None) -> None:
    record = parsed(_records.scalar(name, value, step))
    assert record["m"] == valid(name)
    assert same(decode_cell(record["v"]), valid(value) if isinstance(value, str) else value)
    assert record.get("s") == step


@given(values=st.dictionaries(st.text(), cells), step=steps)
def test_many_values_read_back_as_they_were_logged(values: dict[str, object], step: float | None) -> None:
    record = parsed(_records.many(values, step))
    for name, value in values.items():
        read = decode_cell(record["vs"][valid(name)])
        assert same(read, valid(value) if isinstance(value, str) else value)
    assert record.get("s") == step


@given(values=st.dictionaries(st.text(), st.floats(), min_size=1))
def test_many_floats_take_the_short_way_to_the_same_record(values: dict[str, float]) -> None:
    record = parsed(_records.many(values))
    for name, value in values.items():
        assert same(decode_cell(record["vs"][valid(name)]), value)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (_records.scalar("loss", 0.1), '"m":"loss","v":0.1'),
        (_records.scalar("loss", 1e22, 7), '"m":"loss","v":1e+22,"s":7'),
        (_records.scalar("loss", -0.0, 0.5), '"m":"loss","v":-0.0,"s":0.5'),
        (_records.scalar("loss", math.nan), '"m":"loss","v":"NaN"'),
        (_records.scalar("n", 2**63), '"m":"n","v":"9223372036854775808"'),
        (_records.scalar("ok", True), '"m":"ok","v":true'),
        (_records.scalar("text", "NaN"), '"m":"text","v":{"x":"NaN"}'),
        (_records.scalar("any", [1, 2]), '"m":"any","v":"[1, 2]"'),
        (_records.scalar('a"b\\\n', None), '"m":"a\\"b\\\\\\n","v":null'),
        (_records.many({"100%": 1.0, "b": 2.0}, 1), '"vs":{"100%":1.0,"b":2.0},"s":1'),
        (_records.values("l", [1, 2]), '"m":"l","l":[1,2]'),
        (_records.row("r", {"x": 1, "y": "a"}), '"m":"r","r":{"x":1,"y":"a"}'),
        (_records.table("t", {"x": [1], "y": [None]}), '"m":"t","c":{"x":[1],"y":[null]}'),
        (_records.drawn("roc", "image", "roc_1.png"), '"m":"roc","a":"roc_1.png","k":"image"'),
        (_records.artifact("a/b", "00" * 32, 3), '"artifact":{"path":"a/b","sha256":"' + "00" * 32 + '","size":3}'),
        (_records.param("lr", 0.1), '"param":{"lr":0.1}'),
        (_records.texts("tag", {"a": None, "b": "c"}), '"tag":{"a":null,"b":"c"}'),
    ],
)
def test_the_bytes_of_a_record_are_fixed(body: str, text: str) -> None:
    assert body == text


def test_times_are_seconds_or_datetimes_and_become_milliseconds() -> None:
    moment = datetime.datetime(2023, 11, 14, 22, 13, 20, 1500, tzinfo=datetime.timezone.utc)
    assert _records.milliseconds(1_700_000_000.0015) == _records.milliseconds(moment) == 1_700_000_000_002


def test_now_is_utc_with_six_digits() -> None:
    text = _records.now()
    assert len(text) == len("2026-05-04T09:30:00.123456Z")
    there = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
    assert abs((datetime.datetime.now(datetime.timezone.utc) - there).total_seconds()) < 60


def test_an_error_keeps_message_type_and_stack() -> None:
    from runlore._run import describe

    try:
        raise ValueError("diverged")
    except ValueError as error:
        described = describe(error)
    assert described is not None
    assert (described["code"], described["type"]) == ("UserError", "ValueError")
    assert described["message"] == "ValueError: diverged"
    assert described["stack"].endswith("ValueError: diverged\n")
    assert describe("gave up") == {"code": "UserError", "message": "gave up"}
    assert describe(None) is None


def test_the_public_names_are_these_and_all_are_there() -> None:
    assert runlore.__all__ == sorted(runlore.__all__)
    assert {name for name in vars(runlore) if not name.startswith("_")} - {"annotations"} == set(runlore.__all__)
    assert [name for name in dir(runlore.Run) if not name.startswith("_")] == [
        "cancel", "child", "complete", "details", "download", "fail", "files", "flush", "log", "log_accuracy_table",
        "log_confusion_matrix", "log_image", "log_list", "log_many", "log_predictions", "log_residuals", "log_row",
        "log_table", "metrics", "param", "points", "set_property", "status", "tag", "take_snapshot", "upload",
        "wait",
    ]  # fmt: skip
