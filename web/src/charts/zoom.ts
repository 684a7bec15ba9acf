// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { valueAt } from "./pane";
import type { Range } from "./types";

/** Part of an axis, and all there is of it. */
export interface View {
  readonly window: Range;
  readonly full: Range;
  readonly log: boolean;
}

/**
 * The window `factor` times as wide around a value, which keeps its place; never past what there is.
 * Undefined where that is all.
 */
export function zoomed(view: View, centre: number, factor: number): Range | undefined {
  const { window, full, log } = view;
  const place = shareOf(window, log, centre);
  const from = Math.max(full.from, valueAt(window, log, place - place * factor));
  const to = Math.min(full.to, valueAt(window, log, place + (1 - place) * factor));
  return (from <= full.from && to >= full.to) || !(from < to) ? undefined : { from, to };
}

/** Where a value lies in a window: 0 at its start, 1 at its end. */
export function shareOf(window: Range, log: boolean, value: number): number {
  const share = log
    ? Math.log(value / window.from) / Math.log(window.to / window.from)
    : (value - window.from) / (window.to - window.from);
  return Math.min(Math.max(Number.isFinite(share) ? share : 0.5, 0), 1);
}
