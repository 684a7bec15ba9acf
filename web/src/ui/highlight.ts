// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useSyncExternalStore } from "react";

/**
 * Which of many things stands out. It is no state of a page: a pointer changes it with every move, and then only what shows it
 * renders, two rows and not their table.
 */
export class Highlight {
  private id: string | undefined;
  private readonly listeners = new Set<() => void>();

  readonly get = (): string | undefined => this.id;

  readonly set = (id: string | undefined): void => {
    if (id === this.id) {
      return;
    }
    this.id = id;
    for (const listener of this.listeners) {
      listener();
    }
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** Where nothing ever stands out. */
export const NOTHING = new Highlight();

/** What stands out; nothing where nobody tells. */
export function useHighlighted(highlight = NOTHING): string | undefined {
  return useSyncExternalStore(highlight.subscribe, highlight.get);
}

export function useIsHighlighted(highlight: Highlight, id: string | undefined): boolean {
  return useSyncExternalStore(highlight.subscribe, () => id !== undefined && highlight.get() === id);
}
