// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { smooth } from "./smooth";

const smoothed = (values: number[], weight: number) => [...smooth(Float64Array.from(values), weight)];
const close = (actual: number[], expected: number[]) => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? 0, 12);
  });
};

test("weight one half over three values", () => {
  // 1; (1/4 + 2/2) / (3/4); (1/8 + 2/4 + 4/2) / (7/8)
  close(smoothed([1, 2, 4], 0.5), [1, 5 / 3, 3]);
});

test("weight nine tenths", () => {
  // (0.09*10 + 0.1*0) / 0.19; (0.081*10 + 0.09*0 + 0.1*10) / 0.271
  close(smoothed([10, 0, 10], 0.9), [10, 0.9 / 0.19, 1.81 / 0.271]);
});

test("weight 0 leaves all as it is", () => {
  expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2]);
});

test("NaN and infinities stay and move nothing", () => {
  const values = smoothed([1, Number.NaN, 2, Number.POSITIVE_INFINITY, 4], 0.5);
  expect(values[1]).toBeNaN();
  expect(values[3]).toBe(Number.POSITIVE_INFINITY);
  close([values[0] ?? 0, values[2] ?? 0, values[4] ?? 0], [1, 5 / 3, 3]);
});

test("what never changes stays exact", () => {
  expect(smoothed([0.1, 0.1, 0.1], 0.97)).toEqual([0.1, 0.1, 0.1]);
});

test("a weight of 1 and more counts as 0.999", () => {
  expect(smoothed([1, 2], 1)).toEqual(smoothed([1, 2], 0.999));
  close(smoothed([1, 2], 1), [1, (0.999 * 0.001 + 0.002) / (1 - 0.999 ** 2)]);
});

test("no values give none", () => {
  expect(smoothed([], 0.5)).toEqual([]);
});
