// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { type DiffRow, diffRows, pairsOf, stretchesOf } from "./rows";

const brief = (rows: readonly DiffRow[] | undefined) =>
  rows?.map((row) => `${row.kind === "same" ? " " : row.kind === "added" ? "+" : "-"}${row.text}`);

test("lines that stay, go and come, with their numbers on both sides", () => {
  expect(diffRows("a\nb\nc\n", "a\nB\nc\nd\n")).toEqual([
    { kind: "same", left: 1, right: 1, text: "a" },
    { kind: "removed", left: 2, text: "b" },
    { kind: "added", right: 2, text: "B" },
    { kind: "same", left: 3, right: 3, text: "c" },
    { kind: "added", right: 4, text: "d" },
  ]);
});

test("an empty side has no lines", () => {
  expect(brief(diffRows("", "a\n"))).toEqual(["+a"]);
  expect(brief(diffRows("a\n", ""))).toEqual(["-a"]);
  expect(diffRows("", "")).toEqual([]);
});

test("markup and carriage returns are text", () => {
  expect(brief(diffRows("<b>\r\n", "<i>\n"))).toEqual(["-<b>\r", "+<i>"]);
});

test("equal lines far from a change are set apart", () => {
  const text = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const rows = diffRows(text.join("\n"), text.with(10, "other").join("\n")) ?? [];
  expect(stretchesOf(rows).map(({ rows, hidden }) => [rows.length, hidden])).toEqual([
    [7, true],
    [8, false],
    [6, true],
  ]);
  expect(stretchesOf(diffRows("a\nb\n", "a\nc\n") ?? [])).toHaveLength(1);
  expect(stretchesOf([])).toEqual([]);
});

test("what was removed stands beside what came in its place", () => {
  const pairs = pairsOf(diffRows("a\nb\nc\n", "a\nB\nC\nD\n") ?? []);
  expect(pairs.map(({ left, right }) => [left?.text, right?.text])).toEqual([
    ["a", "a"],
    ["b", "B"],
    ["c", "C"],
    [undefined, "D"],
  ]);
});
