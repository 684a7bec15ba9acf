# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Odd values and names from a seed, for the script that logs them and for the test that knows what must come back.

python oddities.py SEED
"""

from __future__ import annotations

import math
import random
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

COUNT = 1500  # values of each series: enough to be packed
LETTERS = "aZ é名𝄞\u202e\u0001\n\t\"\\{}/%+'<>&.\u2028😀"
SPECIAL = [math.nan, math.inf, -math.inf, -0.0, 0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1e308, 0.1 + 0.2, 1e22]
EDGES = [0, -1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 10**15, 255, -256]
STEPS = [-0.0, 0.5, -(2.0**53), 2.0**53, 1e-300, 3]


def any_float(chance: random.Random) -> float:
    """Any bits; NaN has one form, as no text tells NaNs apart."""
    (value,) = struct.unpack("<d", chance.randbytes(8))
    return math.nan if math.isnan(value) else float(value)


def text(chance: random.Random) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(chance.randrange(40)))


def anything(chance: random.Random) -> Any:
    return chance.choice(list(KINDS.values())[:-1])(chance)


def repeated(chance: random.Random) -> float:
    return chance.choice((0.25, 0.25, 0.25, math.nan))


KINDS: dict[str, Callable[[random.Random], Any]] = {
    "any bits": any_float,
    "special": lambda chance: chance.choice(SPECIAL),
    "float32": lambda chance: float(struct.unpack("<f", struct.pack("<f", chance.gauss(0, 1)))[0]),
    "decimals": lambda chance: round(chance.uniform(-1000, 1000), chance.randrange(7)),
    "repeated": repeated,
    "ints": lambda chance: chance.choice((chance.choice(EDGES), chance.getrandbits(63) - 2**62)),
    "small ints": lambda chance: chance.randrange(-3, 4),
    "bools": lambda chance: chance.random() < 0.5,
    "texts": text,
    "none or one": lambda chance: chance.choice((None, 1.5)),
    "nothing": lambda chance: None,
    "anything": anything,
}


def series(seed: int) -> dict[str, list[tuple[Any, float | None]]]:
    """Value and step of every point, by metric; the names are odd too."""
    chance = random.Random(seed)
    made = {}
    for kind, draw in KINDS.items():
        name = f"{kind} {text(chance)}"
        steps = chance.random() < 0.7
        made[name] = [(draw(chance), odd_step(chance) if steps else None) for _ in range(COUNT)]
    return made


def odd_step(chance: random.Random) -> float | None:
    return chance.choice((None, chance.choice(STEPS), chance.randrange(1000), chance.uniform(-9, 9)))


def rows(seed: int) -> list[dict[str, Any]]:
    """Rows of a table whose columns come and go."""
    chance = random.Random(f"rows {seed}")
    kinds = list(KINDS)
    return [{kind: KINDS[kind](chance) for kind in chance.sample(kinds, chance.randrange(1, 6))} for _ in range(COUNT)]


def log_all(seed: int) -> None:
    import runlore

    with runlore.start_run("oddities", run_id=f"odd{seed}") as run:
        for name, points in series(seed).items():
            for value, step in points:
                run.log(name, value, step=step)
        for row in rows(seed):
            run.log_row("rows", **row)


if __name__ == "__main__":
    log_all(int(sys.argv[1]))
