// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Run } from "../../../api/schema";
import { commandOf, surroundingsOf } from "./surroundings";

test("facts of code and machine are found under the names that clients use", () => {
  const run = {
    host: "vm",
    properties: { "runlore.python": "3.11.7", other: "x", constructor: "y" },
    tags: { "mlflow.source.git.commit": "abc", "runlore.git.branch": null },
  } as unknown as Run;
  expect(surroundingsOf(run)).toEqual([
    { name: "Host", value: "vm" },
    { name: "Python", value: "3.11.7" },
    { name: "Git commit", value: "abc" },
  ]);
});

test("arguments can be pasted into a shell", () => {
  expect(commandOf({ script: "train.py", arguments: ["--rate", "0.1", "a b", "it's $HOME", ""] })).toBe(
    "train.py --rate 0.1 'a b' 'it'\\''s $HOME' ''",
  );
  expect(commandOf({ arguments: [] })).toBeUndefined();
});
