// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Run } from "../../../api/schema";

export interface Loss {
  readonly sent: number;
  readonly stored: number;
}

/** How many records a run's writers made and how many of them are stored. */
export function lossOf(writers: Run["writers"]): Loss {
  let sent = 0;
  let stored = 0;
  for (const { nextRecord, gaps, dropped } of writers) {
    const missing = gaps.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);
    sent += nextRecord + dropped;
    stored += nextRecord - missing;
  }
  return { sent, stored };
}
