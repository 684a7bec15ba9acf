// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { countOfNaN, marksOf, piecesOf } from "./pieces";
import { seriesOf } from "./testing";

const LINEAR = { x: false, y: false };
const ALL = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const pieces = (x: number[], values: number[], window = ALL, logs = LINEAR) => {
  const series = seriesOf("a", x, values);
  return piecesOf(series, series.last, window, logs).map((piece) => [piece.start, piece.end]);
};

test("a line without holes is one piece", () => {
  expect(pieces([0, 1, 2], [5, 6, 7])).toEqual([[0, 3]]);
});

test("NaN and infinities are never joined over", () => {
  expect(pieces([0, 1, 2, 3, 4, 5], [5, Number.NaN, 6, 7, Number.POSITIVE_INFINITY, 8])).toEqual([
    [0, 1],
    [2, 4],
    [5, 6],
  ]);
});

test("nothing but NaN is no piece", () => {
  expect(pieces([0, 1], [Number.NaN, Number.NaN])).toEqual([]);
  expect(pieces([], [])).toEqual([]);
});

test("a logarithmic axis cuts at what is not above 0", () => {
  expect(pieces([0, 1, 2, 3], [1, 0, -1, 2], ALL, { x: false, y: true })).toEqual([
    [0, 1],
    [3, 4],
  ]);
  expect(pieces([0, 1, 2, 3], [1, 2, 3, 4], ALL, { x: true, y: false })).toEqual([[1, 4]]);
});

test("a window takes one neighbour on either side", () => {
  expect(pieces([0, 10, 20, 30, 40, 50], [1, 2, 3, 4, 5, 6], { from: 15, to: 30 })).toEqual([[1, 5]]);
  expect(pieces([0, 10, 20], [1, 2, 3], { from: 12, to: 14 })).toEqual([[1, 3]]);
});

test("marks say what they are, and how many points are NaN", () => {
  const series = {
    ...seriesOf("a", [0, 1, 2, 3], [Number.NaN, 1, Number.NEGATIVE_INFINITY, Number.NaN]),
    count: Float64Array.of(4, 1, 1, 3),
  };
  expect(marksOf(series, ALL)).toEqual([
    { index: 0, kind: "nan" },
    { index: 2, kind: "down" },
    { index: 3, kind: "nan" },
  ]);
  expect(countOfNaN([series], ALL)).toBe(7);
  expect(countOfNaN([series], { from: 1, to: 3 })).toBe(3);
});
