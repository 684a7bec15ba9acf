# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Points from a seed as MLflow's clients may send them, and what has to be answered of them: a model of the rules."""

from __future__ import annotations

import json
import math
import random
import struct
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

LARGEST = 1.7976931348623157e308
KEYS = [
    "loss", "Loss", "val/loss", "a b.c:d-e_f", " lead", "trail ", "0", "-", "..5/x".strip("."), "NaN", "null", "1e5",
    "名/é 5", "k" * 250, "x/y/z/0",
]  # fmt: skip
VALUES = [
    math.nan, math.inf, -math.inf, -0.0, 0.0, 1.0, -1.0, 5e-324, -5e-324, 2.2250738585072014e-308, LARGEST, -LARGEST,
    0.1 + 0.2, 1e22, 2.0**53, -(2.0**53), 1e-7, 123456789.0,
]  # fmt: skip
STEPS = [0, 1, 2, 3, -1, -7, 2**31, 2**53 - 1, 2**53, -(2**53)]
TIMES = [0, 1, 2, 1_700_000_000_000, 1_700_000_000_001, 2**53, 253_402_300_799_999]


class Point(NamedTuple):
    key: str
    value: float
    timestamp: int
    step: int

    @property
    def rank(self) -> float:
        """NaN compares as 0, and so does its negative."""
        return 0.0 if math.isnan(self.value) else self.value + 0.0

    @property
    def shown(self) -> float | str:
        """As it is answered: infinities are the largest numbers."""
        return "NaN" if math.isnan(self.value) else max(-LARGEST, min(LARGEST, self.value))

    @property
    def by_bits(self) -> tuple[bytes, int, int]:
        return struct.pack("<d", math.nan if math.isnan(self.value) else self.value), self.timestamp, self.step


def any_value(chance: random.Random) -> float:
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(VALUES)
    if kind < 0.6:
        return float(chance.randrange(-3, 4))
    return chance.gauss(0, 1) if kind < 0.8 else float(struct.unpack("<d", chance.randbytes(8))[0])


def any_point(chance: random.Random, keys: list[str]) -> Point:
    step = chance.choice(STEPS) if chance.random() < 0.3 else chance.randrange(-20, 300)
    timestamp = chance.choice(TIMES) if chance.random() < 0.5 else chance.randrange(10_000)
    return Point(chance.choice(keys), any_value(chance), timestamp, step)


def again(chance: random.Random, sent: list[Point]) -> Point:
    """A point that was sent, whole, or with another value or another time at its step."""
    point = chance.choice(sent)
    changes: dict[str, Any] = chance.choice(({}, {"value": any_value(chance)}, {"timestamp": chance.choice(TIMES)}))
    return point._replace(**changes)


def requests(seed: int, count: int) -> Iterator[list[Point]]:
    """So many points, one or many a request, some again; the first keys are frequent, the last is rare."""
    chance = random.Random(seed)
    keys = chance.sample(KEYS, 6)
    keys += keys[:3] * 10 + keys[3:5] * 4
    sent: list[Point] = []
    while len(sent) < count:
        size = chance.choice((1, 1, 1, 2, 50, 400, 1000))
        one = [again(chance, sent) if sent and chance.random() < 0.3 else any_point(chance, keys) for _ in range(size)]
        sent += one
        yield one


def spelled(points: list[Point], chance: random.Random) -> list[str]:
    """Points as JSON: numbers, or texts of them, in one of the spellings that mean the same."""
    return [
        "{"
        + ", ".join(
            [
                f'"key": {json.dumps(point.key, ensure_ascii=chance.random() < 0.5)}',
                f'"value": {_number(point.value, chance)}',
                f'"timestamp": {_whole(point.timestamp, chance)}',
                *([] if point.step == 0 and chance.random() < 0.5 else [f'"step": {_whole(point.step, chance)}']),
            ]
        )
        + "}"
        for point in points
    ]


def _quoted(text: str, chance: random.Random) -> str:
    return f'"{text}"' if chance.random() < 0.3 else text


def _whole(number: int, chance: random.Random) -> str:
    return _quoted(chance.choice((str(number), str(number), f"{number}.0")), chance)


def _number(value: float, chance: random.Random) -> str:
    if math.isnan(value):
        return _quoted("NaN", chance)
    if math.isinf(value):
        return _quoted("Infinity" if value > 0 else "-Infinity", chance)
    is_whole = value.is_integer() and abs(value) < 1e15 and math.copysign(1, value) == (1 if value >= 0 else -1)
    return _quoted(str(int(value)) if is_whole and chance.random() < 0.5 else repr(value), chance)


class Model:
    """All points that a run was sent: a set of them by metric."""

    def __init__(self) -> None:
        self._points: dict[str, dict[tuple[bytes, int, int], Point]] = {}

    def add(self, points: Iterable[Point]) -> None:
        for point in points:
            self._points.setdefault(point.key, {})[point.by_bits] = point

    @property
    def keys(self) -> list[str]:
        return sorted(self._points)

    def points(self, key: str) -> list[Point]:
        return list(self._points[key].values())

    def latest(self, key: str) -> list[Point]:
        """The greatest by step, then time, then value; several when NaN and zeros are equal in all."""
        greatest = max((point.step, point.timestamp, point.rank) for point in self.points(key))
        return [point for point in self.points(key) if (point.step, point.timestamp, point.rank) == greatest]


def differences(answered: list[dict[str, Any]], expected: list[Point], by_step: bool = False) -> Any:
    """What is missing, too much or not in order; nothing when the answer is right."""
    got = [(repr(one["value"]), one["timestamp"], one["step"]) for one in answered]
    wanted = [(repr(point.shown), point.timestamp, point.step) for point in expected]
    if sorted(got) != sorted(wanted):
        return {"too much": sorted(set(got) - set(wanted))[:3], "missing": sorted(set(wanted) - set(got))[:3],
                "counts": (len(got), len(wanted))}  # fmt: skip
    order = [
        (one["step"] if by_step else 0, one["timestamp"], one["step"], 0.0 if one["value"] == "NaN" else one["value"])
        for one in answered
    ]
    return next(((one, next_one) for one, next_one in pairwise(order) if one > next_one), None)
