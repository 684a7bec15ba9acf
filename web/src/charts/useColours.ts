// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useSyncExternalStore } from "react";
import { HUES } from "./colours";
import type { Look } from "./types";

/** The tokens as a canvas needs them: colours in full. */
export interface Colours {
  /** By hue less one. */
  readonly series: readonly string[];
  readonly grid: string;
  readonly muted: string;
  readonly text: string;
  readonly surface: string;
  readonly accent: string;
  readonly font: string;
}

export function colourOf(colours: Colours, look: Look): string {
  return colours.series[look.hue - 1] ?? colours.muted;
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    series: Array.from({ length: HUES }, (_, i) => token(`--series-${i + 1}`, "#5a6573")),
    grid: token("--chart-grid", "#eceff3"),
    muted: token("--muted", "#5a6573"),
    text: token("--text", "#1a2029"),
    surface: token("--surface", "#ffffff"),
    accent: token("--accent", "#1f5fbf"),
    font: token("--font", "sans-serif"),
  };
}

let known: Colours | undefined;
let watching: MutationObserver | undefined;
const listeners = new Set<() => void>();

/** One observer for all charts: the theme is an attribute of the document's element. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  watching ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      watching?.disconnect();
      watching = undefined;
      known = undefined;
    }
  };
}

function watch(): MutationObserver {
  const observer = new MutationObserver(() => {
    known = undefined;
    for (const listener of listeners) {
      listener();
    }
  });
  observer.observe(document.documentElement, { attributes: true });
  return observer;
}

function snapshot(): Colours {
  known ??= readColours();
  return known;
}

/** The colours of the theme that is on; another object when the theme changes. */
export function useColours(): Colours {
  return useSyncExternalStore(subscribe, snapshot);
}
