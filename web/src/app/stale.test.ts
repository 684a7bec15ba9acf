// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { staleKeys } from "./stale";

test("a run's hint makes its answers, the tables and the series stale", () => {
  expect(staleKeys([{ kind: "run", run: "a", revision: 3 }])).toEqual([["run", "a"], ["runs"], ["series"]]);
});

test("a hint with a status makes jobs and experiments stale too", () => {
  const keys = staleKeys([
    { kind: "run", run: "a", revision: 3 },
    { kind: "run", run: "a", revision: 4, status: "Completed" },
  ]);
  expect(keys).toEqual([["run", "a"], ["runs"], ["series"], ["jobs"], ["experiments"]]);
});

test("a log that grew makes only the run's logs stale", () => {
  expect(staleKeys([{ kind: "log", run: "a", log: { path: "p", size: 1 } }])).toEqual([["run", "a", "logs"]]);
});

test("after hints were missed everything is stale", () => {
  expect(staleKeys([{ kind: "run", run: "a" }, { kind: "resync" }])).toEqual([[]]);
});
