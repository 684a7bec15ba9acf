// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { readSheet } from "./csv";
import { kindOf } from "./kinds";

const comma = { divider: ",", rows: 1_000, columns: 100 };

test.each([
  ["logs/user.txt", "text"],
  ["azureml-logs/70_driver_log", "text"],
  ["outputs/ROC.PNG", "image"],
  ["outputs/x.svg", "text"],
  ["outputs/x.html", "text"],
  ["a/b.csv", "csv"],
  ["a.tsv", "csv"],
  ["summary.json", "json"],
  ["model.pkl", "download"],
  ["Dockerfile", "text"],
  ["model/MLmodel", "text"],
  ["x.png.exe", "download"],
  ["confusion", "download"],
])("%s is shown as %s", (path, kind) => {
  expect(kindOf(path)).toBe(kind);
});

test("the first line names the columns, quotes keep commas, lines and quotes", () => {
  expect(readSheet('id,"a, b",c\r\n1,"say ""hi""\nthere",\n2,<b>,=cmd()\n', comma, false)).toEqual({
    head: ["id", "a, b", "c"],
    rows: [
      ["1", 'say "hi"\nthere', ""],
      ["2", "<b>", "=cmd()"],
    ],
    more: false,
  });
});

test("rows and columns are limited, and more is said to be there", () => {
  expect(readSheet("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", { divider: ",", rows: 2, columns: 2 }, false)).toEqual({
    head: ["a", "b"],
    rows: [
      ["1", "2"],
      ["4", "5"],
    ],
    more: true,
  });
});

test("a last line that was cut is not shown as if it were whole", () => {
  expect(readSheet("a,b\n1,2\n3,", comma, true)).toEqual({
    head: ["a", "b"],
    rows: [["1", "2"]],
    more: true,
  });
  expect(readSheet("a,b\n1,2", comma, false)).toEqual({ head: ["a", "b"], rows: [["1", "2"]], more: false });
});

test("tabs divide, a byte order mark is none of the name, and an open quote ends with the text", () => {
  expect(readSheet('\ufeffa\tb\n1\t"x', { ...comma, divider: "\t" }, false)).toEqual({
    head: ["a", "b"],
    rows: [["1", "x"]],
    more: false,
  });
  expect(readSheet("", comma, false)).toEqual({ head: [], rows: [], more: false });
});
