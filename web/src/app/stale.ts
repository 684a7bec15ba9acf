// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { QueryKey } from "@tanstack/react-query";
import type { Hint } from "../api/events";

/** Beginnings of the keys of what hints make stale: runs' own answers, the tables they are in, and with a status the jobs. */
export function staleKeys(hints: readonly Hint[]): readonly QueryKey[] {
  if (hints.some((hint) => hint.kind === "resync")) {
    return [[]];
  }
  const runs = new Set<string>();
  const logs = new Set<string>();
  for (const { kind, run } of hints) {
    if (run !== undefined) {
      (kind === "log" ? logs : runs).add(run);
    }
  }
  const keys: QueryKey[] = [];
  for (const run of runs) {
    keys.push(["run", run]);
  }
  for (const run of logs) {
    if (!runs.has(run)) {
      keys.push(["run", run, "logs"]);
    }
  }
  if (runs.size > 0) {
    keys.push(["runs"], ["series"]);
  }
  if (hints.some((hint) => hint.status !== undefined)) {
    keys.push(["jobs"], ["experiments"]);
  }
  return keys;
}
