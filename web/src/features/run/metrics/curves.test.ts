// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { axisAsk, axisOf, axisText } from "./curves";

test("what an address says of the axis is what it is written as", () => {
  for (const text of ["step", "time", "relative", "metric:val loss", "metric:metric:x"]) {
    expect(axisText(axisOf(text))).toBe(text);
  }
});

test("an axis that there is not is that of steps", () => {
  expect([undefined, "", "wall", "metric:"].map(axisOf)).toEqual(Array(4).fill({ kind: "step" }));
});

test("another metric is asked for by its name", () => {
  expect(axisAsk(axisOf("metric:time"))).toEqual({ x: "metric", xMetric: { name: "time" } });
  expect(axisAsk(axisOf("time"))).toEqual({ x: "time" });
});
