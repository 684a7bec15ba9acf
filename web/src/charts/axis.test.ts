// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { cutOf } from "./axis";

test("a narrow axis has two marks at least", () => {
  expect(cutOf("step", false).ticks(1, 8, 3)).toEqual([2, 4, 6, 8]);
  expect(cutOf("step", false).ticks(0.7, 2.4, 2)).toEqual([1, 2]);
  expect(cutOf("number", false).ticks(0.6, 1.9, 2)).toEqual([1, 1.5]);
  expect(cutOf("relative", false).ticks(1_000, 29_000, 2)).toEqual([10_000, 20_000]);
});

test("one value has one mark", () => {
  expect(cutOf("step", false).ticks(3, 3, 3)).toEqual([3]);
});
