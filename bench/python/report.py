# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Figures with their reach, the table that shows them, and the file that keeps them."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

RESULTS = Path(__file__).resolve().parents[1] / "results"
_KEPT = re.compile(r"^```json\n(.*?)^```", re.DOTALL | re.MULTILINE)
_BEGAN = re.compile(r"^- began: (\S+)", re.MULTILINE)
_DAY = re.compile(r"^# Figures of (\S{10})")


class Figure(NamedTuple):
    """One line of the table.

    Attributes:
        key: names it in the kept files.
        title: says what is measured.
        unit: of the value; "times" and a unit "/s" make more better, every other less.
        reach: the value to reach, None for what is only told.
    """

    key: str
    title: str
    unit: str
    reach: float | None = None

    @property
    def more_is_better(self) -> bool:
        """Whether a rate is measured."""
        return self.unit.endswith("/s") or self.unit == "times"

    def is_met(self, value: float) -> bool:
        """Whether the value is good enough."""
        return self.reach is None or (value >= self.reach if self.more_is_better else value <= self.reach)

    def said(self, value: float) -> str:
        """The value with as many digits as mean something."""
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


Rounds = Mapping[str, Sequence[float]]


def table(figures: Sequence[Figure], rounds: Rounds, before: Mapping[str, float]) -> str:
    """Markdown that also reads well on a terminal."""
    rows: list[tuple[str, ...]] = [("figure", "reach", "median", "min - max", "met", "last time")]
    for figure in figures:
        if figure.key in rounds:
            rows.append(_row(figure, rounds[figure.key], before.get(figure.key)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _row(figure: Figure, values: Sequence[float], before: float | None) -> tuple[str, ...]:
    median = statistics.median(values)
    sign = ">=" if figure.more_is_better else "<="
    reach = "" if figure.reach is None else f"{sign} {figure.reach:,g} {figure.unit}"
    met = "" if figure.reach is None else "yes" if figure.is_met(median) else "NO"
    change = "" if before is None else f"{figure.said(before)} ({(median / before - 1) * 100:+.0f} %)"
    return (
        figure.title,
        reach,
        f"{figure.said(median)} {figure.unit}",
        f"{figure.said(min(values))} - {figure.said(max(values))}",
        met,
        change,
    )


def medians(rounds: Rounds) -> dict[str, float]:
    """One number a figure."""
    return {key: statistics.median(values) for key, values in rounds.items() if values}


def last_recorded() -> dict[str, float]:
    """Of each figure the newest median that was kept, whichever file has it."""
    newest: dict[str, float] = {}
    for text in sorted((path.read_text(encoding="utf-8") for path in RESULTS.glob("*.md")), key=_began):
        if found := _KEPT.search(text):
            newest |= medians(json.loads(found[1]))
    return newest


def _began(text: str) -> str:
    """When the rounds of a kept file began; files of before this was kept tell the day."""
    found = _BEGAN.search(text) or _DAY.search(text)
    return found[1] if found else ""


def keep(name: str, facts: Mapping[str, str], shown: str, rounds: Rounds, notes: Sequence[str]) -> Path:
    """Write the file of one run of the bench; answers where."""
    lines = [f"# Figures of {name}", "", *(f"- {key}: {value}" for key, value in facts.items()), "", shown, ""]
    lines += [*(f"- {note}" for note in notes), ""] if notes else []
    values = ",\n".join(
        f"  {json.dumps(key)}: {json.dumps([round(v, 3) for v in all_])}" for key, all_ in rounds.items()
    )
    lines += ["Every round:", "", "```json", "{", values, "}", "```", ""]
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
