// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { csvOf } from "./csv";
import { barRows, binRows, csvRows, pointRows, seriesRows } from "./table";
import { seriesOf } from "./testing";

const look = { hue: 1, dash: 0 } as const;

test("a row a bucket of the window, series by series", () => {
  const a = { ...seriesOf("a", [0, 10, 20], [1, 2, 3]), min: Float64Array.of(0.5, 1, 2) };
  const b = seriesOf("=b", [10], [Number.NaN]);
  const rows = seriesRows([a, b], { from: 5, to: 20 }, "step", "step");
  expect(rows.length).toBe(3);
  expect(csvOf(csvRows(rows))).toBe(
    [
      "series,step,first,last,min,max,mean,points",
      "a,10,2,2,1,2,2,1",
      "a,20,3,3,2,3,3,1",
      "'=b,10,NaN,NaN,NaN,NaN,NaN,1",
      "",
    ].join("\r\n"),
  );
});

test("times are written in UTC", () => {
  const at = Date.UTC(2026, 4, 4, 12);
  const all = { from: 0, to: at };
  expect(seriesRows([seriesOf("a", [at], [1])], all, "time", "time").row(0)[1]).toBe(
    "2026-05-04T12:00:00.000Z",
  );
  expect(pointRows([{ id: "r", label: "Run 1", look, x: at, y: 2 }], "time", "start", "loss").row(0)).toEqual(
    ["Run 1", "2026-05-04T12:00:00.000Z", 2],
  );
});

test("points have their run, their x be it a text, and their y", () => {
  const rows = pointRows([{ id: "r", label: "Run 1", look, x: "svm", y: 0.5 }], "number", "kernel", "loss");
  expect([rows.columns, rows.row(0), rows.row(1)]).toEqual([
    ["run", "kernel", "loss"],
    ["Run 1", "svm", 0.5],
    [],
  ]);
});

test("bars and bins have a row each", () => {
  const bars = barRows([{ id: "a", label: "petal", value: -2 }], "feature");
  expect([bars.columns, bars.row(0)]).toEqual([
    ["feature", "value"],
    ["petal", -2],
  ]);
  const bins = binRows({ edges: [0, 1, 4], counts: [3, 5] });
  expect([bins.length, bins.row(1)]).toEqual([2, [1, 4, 5]]);
});
