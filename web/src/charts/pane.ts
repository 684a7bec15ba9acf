// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Projection } from "./nearest";
import type { Range } from "./types";
import type { Colours } from "./useColours";

/** Where one paints: CSS pixels from the upper left corner of the plotting area, clipped to it. */
export interface Pane {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly x: Projection;
  readonly y: Projection;
  readonly colours: Colours;
}

/** From values to pixels: `from` lies at `start`, `to` at `end`. Infinities stay infinite. */
export function projection(range: Range, log: boolean, start: number, end: number): Projection {
  const low = log ? Math.log10(range.from) : range.from;
  const high = log ? Math.log10(range.to) : range.to;
  const scale = (end - start) / (high - low);
  return log
    ? (value) => start + (Math.log10(value) - low) * scale
    : (value) => start + (value - low) * scale;
}

/** From a pixel back to the value. */
export function valueAt(range: Range, log: boolean, share: number): number {
  return log ? range.from * (range.to / range.from) ** share : range.from + (range.to - range.from) * share;
}
