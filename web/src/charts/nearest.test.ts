// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { nearestIndex, nearestSpot, readingsAt, sorted } from "./nearest";
import { seriesOf } from "./testing";

test.each([
  [-5, 0],
  [0, 0],
  [4, 0],
  [5, 0],
  [5.1, 1],
  [10, 1],
  [26, 3],
  [99, 3],
])("the nearest of 0, 10, 20, 30 to %d has index %d", (wanted, index) => {
  expect(nearestIndex(Float64Array.of(0, 10, 20, 30), wanted)).toBe(index);
});

test("nothing is nearest in an empty series", () => {
  expect(nearestIndex(new Float64Array(), 3)).toBe(-1);
});

test("a series says nothing past its end but within reach", () => {
  const short = seriesOf("short", [0, 10], [1, 2]);
  const long = seriesOf("long", [0, 10, 20, 30], [5, 6, 7, 8]);
  const read = (x: number) =>
    readingsAt([short, long], x, 2, (s) => s.last).map((r) => [r.series.id, r.shown]);
  expect(read(9)).toEqual([
    ["short", 2],
    ["long", 6],
  ]);
  expect(read(12)).toEqual([
    ["short", 2],
    ["long", 6],
  ]);
  expect(read(13)).toEqual([["long", 6]]);
});

test("readings are sorted by distance or by value, NaN last", () => {
  const all = [
    seriesOf("a", [0], [Number.NaN]),
    seriesOf("b", [0], [1]),
    seriesOf("c", [0], [9]),
    seriesOf("d", [0], [4]),
  ];
  const readings = readingsAt(all, 0, 1, (s) => s.last);
  const ids = (order: "nearest" | "descending") =>
    sorted(readings, order, (value) => Math.abs(value - 3)).map((r) => r.series.id);
  expect(ids("nearest")).toEqual(["d", "b", "c", "a"]);
  expect(ids("descending")).toEqual(["c", "d", "b", "a"]);
});

test("the nearest spot lies within reach, the last drawn of equals, and never where nothing is drawn", () => {
  const spots = {
    left: Float64Array.of(10, 50, 50, Number.NaN),
    top: Float64Array.of(10, 50, 50, 30),
  };
  expect(nearestSpot(spots, 12, 12, 24)).toBe(0);
  expect(nearestSpot(spots, 52, 50, 24)).toBe(2);
  expect(nearestSpot(spots, 30, 30, 24)).toBe(-1);
  expect(nearestSpot(spots, 34, 50, 16)).toBe(2);
  expect(nearestSpot(spots, 33.9, 50, 16)).toBe(-1);
});
