// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Run, RunStatus } from "../../api/schema";
import { texts } from "../../messages";

const ENDED: ReadonlySet<RunStatus> = new Set(["Completed", "Failed", "Canceled"]);

export function isLive(status: RunStatus): boolean {
  return !ENDED.has(status);
}

/** What a run is called: its name, else its number. */
export function nameOf(run: Pick<Run, "name" | "number">): string {
  return run.name ?? texts.run.numbered(run.number);
}
