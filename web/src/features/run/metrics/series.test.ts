// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { pairSeries, seriesOf } from "./series";

test("buckets become numbers, NaN and infinities too", () => {
  const series = seriesOf("loss", {
    run: "r",
    x: [0, 1],
    first: [1, "NaN"],
    last: [2, "NaN"],
    min: ["-Infinity", "NaN"],
    max: [2, "NaN"],
    mean: [1.5, "NaN"],
    count: [2, 1],
  });
  expect([...series.min]).toEqual([Number.NEGATIVE_INFINITY, Number.NaN]);
  expect([...series.count]).toEqual([2, 1]);
  expect([series.id, series.label]).toEqual(["r", "loss"]);
});

test("points of two columns stand in the order of x without those that are no numbers", () => {
  const series = pairSeries("trade-off", [2, 1, null, 1, Number.NaN], [20, 10, 5, 11, 7]);
  expect([...series.x]).toEqual([1, 1, 2]);
  expect([...series.last]).toEqual([10, 11, 20]);
  expect([...series.count]).toEqual([1, 1, 1]);
});
