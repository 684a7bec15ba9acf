// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { moved } from "./place";

const EXTENT = { rows: 100, columns: 5, page: 10 };

test.each([
  ["ArrowDown", { row: 3, column: 2 }, { row: 4, column: 2 }],
  ["ArrowUp", { row: 0, column: 2 }, { row: -1, column: 2 }],
  ["ArrowUp", { row: -1, column: 2 }, { row: -1, column: 2 }],
  ["ArrowRight", { row: 3, column: 4 }, { row: 3, column: 4 }],
  ["ArrowLeft", { row: 3, column: 1 }, { row: 3, column: 0 }],
  ["j", { row: 99, column: 1 }, { row: 99, column: 1 }],
  ["k", { row: 0, column: 1 }, { row: 0, column: 1 }],
  ["Home", { row: 3, column: 3 }, { row: 3, column: 0 }],
  ["End", { row: 3, column: 3 }, { row: 3, column: 4 }],
  ["PageDown", { row: 95, column: 3 }, { row: 99, column: 3 }],
  ["PageUp", { row: 4, column: 3 }, { row: 0, column: 3 }],
  ["Ctrl+End", { row: 4, column: 3 }, { row: 99, column: 4 }],
  ["Ctrl+Home", { row: 4, column: 3 }, { row: 0, column: 0 }],
])("%s leads from %o to %o", (key, from, to) => {
  expect(moved(key, from, EXTENT)).toEqual(to);
});

test("other keys lead nowhere", () => {
  expect(moved("a", { row: 0, column: 0 }, EXTENT)).toBeUndefined();
});
