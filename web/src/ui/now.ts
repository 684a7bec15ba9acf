// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useSyncExternalStore } from "react";

const BEAT_MS = 10_000;

const listeners = new Set<() => void>();
let now = Date.now();
let beat: ReturnType<typeof setInterval> | undefined;

/** The time, renewed every ten seconds with one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  beat ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) {
      each();
    }
  }, BEAT_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(beat);
      beat = undefined;
    }
  };
}
