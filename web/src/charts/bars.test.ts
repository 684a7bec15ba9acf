// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { barLayout } from "./bars";

const bar = (id: string, value: number) => ({ id, label: id, value });

test("bars begin at 0 and end at their value", () => {
  const { range, ticks, places, zero } = barLayout([bar("a", 0.4), bar("b", 0.1)], 400);
  expect([range, zero]).toEqual([{ from: 0, to: 0.4 }, 0]);
  expect(ticks.map((tick) => [tick.label, Math.round(tick.at)])).toEqual([
    ["0", 0],
    ["0.1", 100],
    ["0.2", 200],
    ["0.3", 300],
    ["0.4", 400],
  ]);
  expect(
    places.map(({ left, width, labelAt, anchor }) => [left, Math.round(width), Math.round(labelAt), anchor]),
  ).toEqual([
    [0, 400, 406, "start"],
    [0, 100, 106, "start"],
  ]);
});

test("negative values go to the left of 0", () => {
  const { range, places, zero } = barLayout([bar("a", -1), bar("b", 3)], 400);
  expect([range, zero]).toEqual([{ from: -1, to: 3 }, 100]);
  expect(places.map(({ left, width, anchor }) => [left, width, anchor])).toEqual([
    [0, 100, "end"],
    [100, 300, "start"],
  ]);
});

test("what is no number has no length, and nothing but zeros has an axis still", () => {
  expect(barLayout([bar("a", Number.NaN), bar("b", 2)], 100).places[0]?.width).toBe(0);
  expect(barLayout([bar("a", 0)], 100).range).toEqual({ from: 0, to: 1 });
});
