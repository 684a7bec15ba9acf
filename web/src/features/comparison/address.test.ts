// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { comparedRuns, comparing, comparisonAddress } from "./address";

test("an address keeps what it can be and leaves out what is usual", () => {
  expect(comparisonAddress({ runs: "a,b", tab: "files", same: true, x: "time", smooth: 0.5 })).toEqual({
    runs: "a,b",
    tab: "files",
    same: true,
    x: "time",
    smooth: 0.5,
  });
  expect(comparisonAddress({ runs: 5, tab: "summary", same: "yes", x: "step", smooth: 1 })).toEqual({});
  expect(comparisonAddress({ runs: "", tab: "constructor" })).toEqual({});
});

test("runs are named once, in their order", () => {
  expect(comparedRuns({ runs: "b,,a,b" })).toEqual(["b", "a"]);
  expect(comparedRuns({})).toEqual([]);
  expect(comparedRuns(comparing(["x", "y"]))).toEqual(["x", "y"]);
});
