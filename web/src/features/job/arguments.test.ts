// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { changedArguments, hasHidden, tagsOf } from "./arguments";

test("arguments that stay as they are shown are not sent, so that hidden values stay", () => {
  const shown = ["--lr", "0.1", "--token", "***", "a b"];
  expect(changedArguments("--lr 0.1 --token *** 'a b'", shown)).toEqual({});
  expect(changedArguments("  --lr   0.1 --token '***' \"a b\" ", shown)).toEqual({});
  expect(changedArguments("", [])).toEqual({});
});

test("changed arguments are sent whole", () => {
  expect(changedArguments("--lr 0.2 --token ***", ["--lr", "0.1", "--token", "***"])).toEqual({
    arguments: ["--lr", "0.2", "--token", "***"],
  });
  expect(changedArguments("", ["0.5"])).toEqual({ arguments: [] });
  expect(changedArguments("a 'b", ["a"])).toEqual({ unclosed: "'" });
});

test.each([
  [["--token", "***"], true],
  [["--token=***"], true],
  [["a***", "**", "x"], false],
  [[], false],
])("of %j a value is hidden: %s", (words, hidden) => {
  expect(hasHidden(words)).toBe(hidden);
});

test("a tag is a key, or a key and a text", () => {
  expect(tagsOf(["team=vision", "baseline", "formula=a=b", "empty="])).toEqual({
    team: "vision",
    baseline: null,
    formula: "a=b",
    empty: "",
  });
});
