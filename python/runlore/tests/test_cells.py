# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import enum
import json
import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlore._cells import (
    Cell,
    decode_cell,
    decode_cells,
    decode_number,
    decode_numbers,
    encode_cell,
    encode_text,
    strict_cell,
    strict_cells,
)
from runlore._errors import InvalidArgument, UnsafeAnswer


class Colour(str, enum.Enum):
    RED = "red"


class Size(enum.IntEnum):
    BIG = 3


class Broken:
    def __repr__(self) -> str:
        raise RuntimeError("no")


PLAIN: list[tuple[object, str, Cell]] = [
    (0.1, "0.1", 0.1),
    (1.0, "1.0", 1.0),
    (-0.0, "-0.0", -0.0),
    (1e22, "1e+22", 1e22),
    (5e-324, "5e-324", 5e-324),
    (1.7976931348623157e308, "1.7976931348623157e+308", 1.7976931348623157e308),
    (math.nan, '"NaN"', math.nan),
    (math.inf, '"Infinity"', math.inf),
    (-math.inf, '"-Infinity"', -math.inf),
    (0, "0", 0),
    (2**53 + 1, "9007199254740993", 2**53 + 1),
    (2**63 - 1, "9223372036854775807", 2**63 - 1),
    (-(2**63), "-9223372036854775808", -(2**63)),
    (2**63, '"9223372036854775808"', "9223372036854775808"),
    (-(2**63) - 1, '"-9223372036854775809"', "-9223372036854775809"),
    (True, "true", True),
    (False, "false", False),
    (None, "null", None),
    ("", '""', ""),
    ("yes", '"yes"', "yes"),
    ("NaN", '{"x":"NaN"}', "NaN"),
    ("Infinity", '{"x":"Infinity"}', "Infinity"),
    ("-Infinity", '{"x":"-Infinity"}', "-Infinity"),
    ("nan", '"nan"', "nan"),
    ("taux d'apprentissage é", '"taux d\'apprentissage é"', "taux d'apprentissage é"),
    ("正則化", '"正則化"', "正則化"),
    ('a"b\\c\nd\te\u2028', '"a\\"b\\\\c\\nd\\te\u2028"', 'a"b\\c\nd\te\u2028'),
    ("\ud800x", '"\\\\ud800x"', "\\ud800x"),
    (Colour.RED, '"red"', "red"),
    (Size.BIG, "3", 3),
    ([1, 2], '"[1, 2]"', "[1, 2]"),
    ({"a": 1}, "\"{'a': 1}\"", "{'a': 1}"),
    (1 + 2j, '"(1+2j)"', "(1+2j)"),
]


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return struct.pack("d", one) == struct.pack("d", other) or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and one == other


@pytest.mark.parametrize(("value", "text", "back"), PLAIN, ids=[repr(row[0])[:40] for row in PLAIN])
def test_a_value_becomes_its_cell_and_comes_back_with_its_type(value: object, text: str, back: Cell) -> None:
    assert encode_cell(value) == text
    assert same(decode_cell(json.loads(text)), back)


def numpy_values() -> list[tuple[Any, str, Cell]]:
    np = pytest.importorskip("numpy")
    half, single = float(np.float16(0.1)), float(np.float32(0.1))
    return [
        (np.float16(0.1), repr(half), half),
        (np.float32(0.1), repr(single), single),
        (np.float64(0.1), "0.1", 0.1),
        (np.float64(-0.0), "-0.0", -0.0),
        (np.float32("nan"), '"NaN"', math.nan),
        (np.float64("inf"), '"Infinity"', math.inf),
        (np.float16("-inf"), '"-Infinity"', -math.inf),
        (np.int8(-128), "-128", -128),
        (np.int16(-32768), "-32768", -32768),
        (np.int32(-(2**31)), "-2147483648", -(2**31)),
        (np.int64(-(2**63)), "-9223372036854775808", -(2**63)),
        (np.int64(2**63 - 1), "9223372036854775807", 2**63 - 1),
        (np.uint8(255), "255", 255),
        (np.uint16(65535), "65535", 65535),
        (np.uint32(2**32 - 1), "4294967295", 2**32 - 1),
        (np.uint64(2**63 - 1), "9223372036854775807", 2**63 - 1),
        (np.uint64(2**64 - 1), '"18446744073709551615"', "18446744073709551615"),
        (np.bool_(True), "true", True),
        (np.bool_(False), "false", False),
        (np.str_("été"), '"été"', "été"),
        (np.str_("NaN"), '{"x":"NaN"}', "NaN"),
        (np.array(2.5), "2.5", 2.5),
        (np.array(7), "7", 7),
        (np.complex64(1j), json.dumps(repr(np.complex64(1j))), repr(np.complex64(1j))),
        (np.array([1, 2]), '"array([1, 2])"', "array([1, 2])"),
    ]


def test_a_numpy_scalar_is_the_python_value_that_it_holds() -> None:
    for value, text, back in numpy_values():
        assert encode_cell(value) == text, repr(value)
        assert same(decode_cell(json.loads(text)), back), repr(value)


def test_a_float_wider_than_64_bits_is_kept_as_text() -> None:
    np = pytest.importorskip("numpy")
    if np.dtype(np.longdouble).itemsize <= 8:
        pytest.skip("this platform has no wider float")
    value = np.longdouble(1) / 3
    assert encode_cell(value) == f'"{value!s}"'
    assert str(value).startswith("0.33333333333333333")
    assert strict_cell(value, "list 'x'") == str(value)


def test_an_integer_of_thousands_of_digits_becomes_text_and_raises_nothing() -> None:
    cell = json.loads(encode_cell(10**6000))
    assert cell == hex(10**6000) or cell == "1" + "0" * 6000


def test_a_value_whose_repr_fails_becomes_a_text_that_says_so() -> None:
    assert json.loads(encode_cell(Broken())) == "<Broken whose repr failed: RuntimeError>"


@pytest.mark.parametrize("value", [[1], {}, object(), 1j, b"x", 2**400])
def test_a_list_refuses_what_is_no_cell(value: object) -> None:
    with pytest.raises(InvalidArgument, match="list 'x': "):
        strict_cell(value, "list 'x'")


def test_integers_beside_floats_become_floats() -> None:
    assert [(type(cell), cell) for cell in strict_cells([1, 0.5, 2], "list 'x'")] == [
        (float, 1.0),
        (float, 0.5),
        (float, 2.0),
    ]


def test_an_integer_that_no_float_holds_stays_exact_beside_floats() -> None:
    assert strict_cells([2**53 + 1, 0.5], "list 'x'") == [2**53 + 1, 0.5]
    assert type(strict_cells([2**53 + 1, 0.5], "list 'x'")[0]) is int


def test_integers_and_bools_and_texts_keep_their_types_in_a_list() -> None:
    assert [type(cell) for cell in strict_cells([1, True, "a", None], "list 'x'")] == [int, bool, str, type(None)]


def test_a_name_with_a_lone_surrogate_is_written_out() -> None:
    assert encode_text("a\udcffb") == '"a\\\\udcffb"'


@pytest.mark.parametrize("cell", [[1], {}, {"x": 1}, {"y": "NaN"}])
def test_an_answer_that_is_no_cell_is_refused(cell: object) -> None:
    with pytest.raises(UnsafeAnswer, match="cell"):
        decode_cell(cell)


def test_lists_are_decoded_as_their_cells_are() -> None:
    plain = [1, 0.5, True, None]
    assert decode_cells(plain) == plain
    mixed = ["NaN", {"x": "NaN"}, "text", 2]
    decoded = decode_cells(mixed)
    assert math.isnan(decoded[0]) and decoded[1:] == ["NaN", "text", 2]  # type: ignore[arg-type]
    assert [type(number) for number in decode_numbers([1, 2.5])] == [float, float]
    assert decode_numbers([None, 1]) == [None, 1.0]
    with pytest.raises(UnsafeAnswer):
        decode_cells([1, []])


def test_a_step_reads_as_a_float_or_as_none() -> None:
    assert decode_number(None) is None
    assert same(decode_number(3), 3.0)
    assert math.isnan(decode_number("NaN") or 0)
    with pytest.raises(UnsafeAnswer, match="'x'"):
        decode_number("x")


@given(st.one_of(st.floats(), st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none(), st.text()))
def test_any_plain_value_survives_the_round_trip(value: Cell) -> None:
    text = encode_cell(value)
    assert "\n" not in text
    assert same(decode_cell(json.loads(text)), value) or any("\ud800" <= c <= "\udfff" for c in str(value))
