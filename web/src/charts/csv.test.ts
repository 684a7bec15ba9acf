// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { csvCell, csvName, csvOf } from "./csv";

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["=A1,B1", '"\'=A1,B1"'],
  ["+cmd", "'+cmd"],
  ["-1+1", "'-1+1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tx", "'\tx"],
  ["\rx", '"\'\rx"'],
  ["a=b", "a=b"],
  ["", ""],
])("the text %j is the cell %j", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test.each([
  [-1.5, "-1.5"],
  [0.1 + 0.2, "0.30000000000000004"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
])("the number %d stays the number %s", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test("rows end in CRLF", () => {
  expect(
    csvOf([
      ["run", "y"],
      ["a", 1],
    ]),
  ).toBe("run,y\r\na,1\r\n");
});

test("a title becomes a file name", () => {
  expect(csvName("val/loss (last)")).toBe("val-loss-last.csv");
  expect(csvName("../..")).toBe("chart.csv");
  expect(csvName("précision 精度")).toBe("précision-精度.csv");
});
