// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { describe, expect, test } from "vitest";
import { logLabels, numberLabels, spanLabels, timeLabels } from "./labels";
import { logTicks, niceTicks, spanTicks, timeTicks, wholeTicks } from "./ticks";

describe("nice marks", () => {
  test.each([
    [0.62, 0.7, 4, [0.62, 0.64, 0.66, 0.68, 0.7]],
    [0, 1, 4, [0, 0.25, 0.5, 0.75, 1]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-1, 1, 4, [-1, -0.5, 0, 0.5, 1]],
    [3, 7, 10, [3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7]],
    [0, 10_000_000, 4, [0, 2_500_000, 5_000_000, 7_500_000, 10_000_000]],
    [0.1, 0.35, 5, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]],
    [5, 5, 4, [5]],
    [Number.NaN, 1, 4, []],
  ])("from %d to %d at most %d", (low, high, most, ticks) => {
    expect(niceTicks(low, high, most)).toEqual(ticks);
  });

  test("whole numbers have no halves between them", () => {
    expect(wholeTicks(1, 3, 8)).toEqual([1, 2, 3]);
    expect(wholeTicks(0, 10, 4)).toEqual([0, 5, 10]);
  });
});

describe("marks of a logarithmic axis", () => {
  test.each([
    [0.001, 1_000, 8, [0.001, 0.01, 0.1, 1, 10, 100, 1_000]],
    [0.063, 16, 8, [0.1, 0.2, 0.5, 1, 2, 5, 10]],
    [1, 1e12, 5, [1, 1000, 1e6, 1e9, 1e12]],
    [2, 4, 4, [2, 2.5, 3, 3.5, 4]],
    [0, 10, 4, []],
    [-5, 10, 4, []],
  ])("from %d to %d at most %d", (low, high, most, ticks) => {
    expect(logTicks(low, high, most)).toEqual(ticks);
  });
});

test("spans are cut at seconds, minutes, hours and days", () => {
  expect(spanLabels(spanTicks(0, 42_000, 5))).toEqual(["0", "10 s", "20 s", "30 s", "40 s"]);
  expect(spanLabels(spanTicks(0, 5_400_000, 4))).toEqual(["0", "30 min", "1 h", "1 h 30 min"]);
  expect(spanLabels(spanTicks(0, 5 * 86_400_000, 5))).toEqual(["0", "1 d", "2 d", "3 d", "4 d", "5 d"]);
  expect(spanLabels(spanTicks(0, 1_000, 4))).toEqual(["0", "250 ms", "500 ms", "750 ms", "1 s"]);
});

test("times are cut at round local clock times and days", () => {
  const noon = new Date(2026, 4, 4, 12).getTime();
  expect(timeLabels(timeTicks(noon, noon + 3_600_000, 4), "en")).toEqual([
    "12:00",
    "12:15",
    "12:30",
    "12:45",
    "13:00",
  ]);
  expect(timeLabels(timeTicks(noon, noon + 86_400_000, 4), "en")).toEqual([
    "12:00",
    "18:00",
    "May 5",
    "06:00",
    "12:00",
  ]);
  expect(timeLabels(timeTicks(noon, noon + 3 * 86_400_000, 4), "en")).toEqual(["May 5", "May 6", "May 7"]);
  expect(timeLabels(timeTicks(noon, noon + 200 * 86_400_000, 4), "en")).toEqual([
    "Jul 2026",
    "Sep 2026",
    "Nov 2026",
  ]);
  expect(timeLabels(timeTicks(noon, noon + 10_000, 2), "en")).toEqual(["12:00:00", "12:00:05", "12:00:10"]);
});

test("labels tell neighbours apart", () => {
  expect(numberLabels([0.62, 0.64, 0.7])).toEqual(["0.62", "0.64", "0.7"]);
  expect(numberLabels([-0.5, 0, 0.5])).toEqual(["−0.5", "0", "0.5"]);
  expect(numberLabels([100_000.25, 100_000.5])).toEqual(["100000.25", "100000.5"]);
  expect(numberLabels([0, 1e-7, 2e-7])).toEqual(["0", "1e−7", "2e−7"]);
  expect(numberLabels([1_234_500, 1_234_600])).toEqual(["1.2345e+6", "1.2346e+6"]);
  expect(numberLabels([0, 2_500_000, 5_000_000], true)).toEqual(["0", "2.5M", "5M"]);
  expect(numberLabels([500_000, 1_000_000], true)).toEqual(["500k", "1M"]);
  expect(logLabels([1e-5, 0.001, 1, 100_000, 1e6])).toEqual(["1e−5", "0.001", "1", "100000", "1e6"]);
  expect(numberLabels([])).toEqual([]);
});
