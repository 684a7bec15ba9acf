// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useEffect, useState } from "react";
import type { Run } from "../../../api/schema";
import { isLive } from "../names";

/** Seconds that a run took, or takes by now, renewed every second; nothing before its start. */
export function useElapsed(run: Run): number | undefined {
  const ticks = isLive(run.status) && run.started !== undefined;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticks) {
      return;
    }
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
  if (!ticks || run.started === undefined) {
    return run.duration;
  }
  return Math.max(0, Math.round((now - Date.parse(run.started)) / 1_000));
}
