// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { binLayout } from "./bins";

test("bins are as wide as their edges and as high as their counts", () => {
  const { places, x, y } = binLayout({ edges: [0, 1, 4], counts: [2, 4] }, 400, 100);
  expect(places).toEqual([
    { index: 0, left: 0, top: 50, width: 99, height: 50 },
    { index: 1, left: 100, top: 0, width: 299, height: 100 },
  ]);
  expect(x.map((tick) => [tick.label, tick.at])).toEqual([
    ["0", 0],
    ["1", 100],
    ["2", 200],
    ["3", 300],
    ["4", 400],
  ]);
  expect(y.map((tick) => [tick.label, tick.at])).toEqual([
    ["0", 100],
    ["2", 50],
    ["4", 0],
  ]);
});

test("one value alone is one bin over the width", () => {
  const { places, x } = binLayout({ edges: [3, 3], counts: [7] }, 200, 100);
  expect(places).toEqual([{ index: 0, left: 0, top: 0, width: 199, height: 100 }]);
  expect(x.map((tick) => tick.label)).toEqual(["3"]);
});
