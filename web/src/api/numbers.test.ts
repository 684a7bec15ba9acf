// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { cellValue, numbersOf } from "./numbers";

test("numbers that JSON does not know come as themselves", () => {
  expect([...numbersOf([1, "NaN", "Infinity", "-Infinity"])]).toEqual([
    1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
});

test("a cell that is the text NaN stays a text", () => {
  expect(cellValue({ x: "NaN" })).toBe("NaN");
  expect(cellValue("NaN")).toBeNaN();
  expect(cellValue("constructor")).toBe("constructor");
  expect(cellValue(false)).toBe(false);
  expect(cellValue(undefined)).toBeNull();
});
