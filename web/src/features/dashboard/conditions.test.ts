// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { both, conditionsOf, withCondition } from "./conditions";

test("equal and in are chips, other conditions are not", () => {
  expect(
    conditionsOf(
      `status in ("Failed", "Canceled") and metrics.loss < 1 and tags."a b" = 'it''s' and not user = "x"`,
    ),
  ).toEqual([
    { field: "status", values: ["Failed", "Canceled"] },
    { field: 'tags."a b"', values: ["it's"] },
  ]);
});

test("a filter with or outside has no chips; one in brackets is a part like others", () => {
  expect(conditionsOf('status = "Failed" or user = "li"')).toEqual([]);
  expect(conditionsOf('(status = "Failed" or user = "li") and target = "local"')).toEqual([
    { field: "target", values: ["local"] },
  ]);
});

test.each([
  ["", "status", ["Failed"], 'status = "Failed"'],
  ["metrics.loss < 1", "status", ["Failed"], 'metrics.loss < 1 and status = "Failed"'],
  [
    'status = "Failed" and a = 1',
    "status",
    ["Completed", "Failed"],
    'status in ("Completed", "Failed") and a = 1',
  ],
  ['a = 1 and status = "Failed"', "status", [], "a = 1"],
  ['status = "Failed"', "status", [], ""],
  ["a = 1 or b = 2", "user", ['x"y'], '(a = 1 or b = 2) and user = "x""y"'],
  ["a = 1 or b = 2", "user", [], "a = 1 or b = 2"],
])("%j with %s %j is %j", (filter, field, values, expected) => {
  const next = withCondition(filter, { field, values });
  expect(next).toBe(expected);
  if (values.length > 0) {
    expect(conditionsOf(next)).toContainEqual({ field, values });
  }
});

test("two filters hold together", () => {
  expect(both(undefined, "")).toBeUndefined();
  expect(both("a = 1", undefined)).toBe("a = 1");
  expect(both("a = 1 or b = 2", "c = 3")).toBe("(a = 1 or b = 2) and (c = 3)");
});
