// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { field, quoted } from "./filter";

test.each([
  ["val/loss", undefined, "metrics.val/loss"],
  ["précision", "max", "metrics.précision.max"],
  ["val loss", "min", 'metrics."val loss".min'],
  ["loss.min", undefined, 'metrics."loss.min"'],
  ["loss.min", "last", 'metrics."loss.min".last'],
  ['say "hi"', undefined, 'metrics."say ""hi"""'],
  ["a.b", undefined, "metrics.a.b"],
  [".", undefined, 'metrics."."'],
  ["count", undefined, 'metrics."count"'],
] as const)("the metric %s with %s is %s", (name, aggregate, written) => {
  expect(field("metrics", name, aggregate)).toBe(written);
});

test("a quote stands twice in a text", () => {
  expect(quoted('a"b')).toBe('"a""b"');
});
