// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { boundWidth, type GridColumn, groupSpans } from "./columns";
import { rangeOf, withAll } from "./selection";

const column = (id: string, group?: string): GridColumn => ({
  id,
  label: id,
  width: 100,
  align: "start",
  sortable: true,
  ...(group ? { group } : {}),
});

test("neighbours of one group are one span", () => {
  expect(
    groupSpans([
      column("a"),
      column("b", "M"),
      column("c", "M"),
      column("d"),
      column("e", "M"),
      column("f", "T"),
    ]),
  ).toEqual([
    { label: "M", first: 1, count: 2 },
    { label: "M", first: 4, count: 1 },
    { label: "T", first: 5, count: 1 },
  ]);
});

test("a width stays within what can be read", () => {
  expect([10, 100.4, 5_000].map(boundWidth)).toEqual([56, 100, 640]);
});

test("a range has both its ends in either direction", () => {
  expect(rangeOf(2, 4)).toEqual([2, 3, 4]);
  expect(rangeOf(4, 2)).toEqual([2, 3, 4]);
  expect(rangeOf(3, 3)).toEqual([3]);
});

test("rows that are not loaded are left out of a selection", () => {
  const selected = withAll(new Set(["a"]), ["b", undefined, "c"], true);
  expect([...selected]).toEqual(["a", "b", "c"]);
  expect([...withAll(selected, ["a", "c"], false)]).toEqual(["b"]);
});
