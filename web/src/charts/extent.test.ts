// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { leftOut, opened, padded, pointsLeftOut, rangeOfX, rangeOfY } from "./extent";
import { seriesOf } from "./testing";

const NaNs = seriesOf("n", [1, 2], [Number.NaN, Number.POSITIVE_INFINITY]);
const plain = seriesOf("a", [0, 10, 20], [3, -1, 8]);
const wide = { ...plain, min: Float64Array.of(1, -4, 7), max: Float64Array.of(4, 0, 9) };

test("x goes from the first to the last of all series", () => {
  expect(rangeOfX([plain, seriesOf("b", [-5, 12], [1, 1])], false)).toEqual({ from: -5, to: 20 });
  expect(rangeOfX([plain], true)).toEqual({ from: 10, to: 20 });
  expect(rangeOfX([], false)).toBeUndefined();
});

test("y takes the bands in and NaN and infinities not", () => {
  expect(rangeOfY([wide, NaNs], { from: 0, to: 20 }, false)).toEqual({ from: -4, to: 9 });
  expect(rangeOfY([NaNs], { from: 0, to: 20 }, false)).toBeUndefined();
});

test("y is that of the window", () => {
  expect(rangeOfY([wide], { from: 15, to: 30 }, false)).toEqual({ from: 7, to: 9 });
});

test("what is not above 0 is no border of a logarithmic axis, and is counted", () => {
  expect(rangeOfY([wide], { from: 0, to: 20 }, true)).toEqual({ from: 1, to: 9 });
  expect(leftOut([plain, NaNs], { x: false, y: true })).toBe(1);
  expect(leftOut([plain, NaNs], { x: true, y: true })).toBe(2);
  expect(leftOut([plain], { x: false, y: false })).toBe(0);
  const look = { hue: 1, dash: 0 } as const;
  const points = [
    { id: "a", label: "a", look, x: "svm", y: 0 },
    { id: "b", label: "b", look, x: -1, y: 1 },
  ];
  expect(pointsLeftOut(points, { x: true, y: true })).toBe(2);
  expect(pointsLeftOut(points, { x: true, y: false })).toBe(1);
});

test("a margin is a share of the span, a lone value gets room", () => {
  expect(padded({ from: 0, to: 10 }, false, 0.1)).toEqual({ from: -1, to: 11 });
  expect(padded({ from: 5, to: 5 }, false)).toEqual({ from: 4.5, to: 5.5 });
  expect(padded({ from: 0, to: 0 }, false)).toEqual({ from: -1, to: 1 });
  expect(padded({ from: 1, to: 100 }, true, 0.5)).toEqual({ from: 0.1, to: 1000 });
  expect(padded({ from: 8, to: 8 }, true)).toEqual({ from: 4, to: 16 });
  expect(opened({ from: 1, to: 2 }, false)).toEqual({ from: 1, to: 2 });
});
